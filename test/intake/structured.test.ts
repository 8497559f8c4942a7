// Health events and support cases as claims, in every envelope; and how they are fetched.
import { describe, expect, it } from 'vitest';
import type { ReadAws } from '../../src/aws/session.ts';
import { FETCH_READS, fetchNotices } from '../../src/intake/fetch.ts';
import { readNotice } from '../../src/intake/read.ts';
import { caseClaims, isSecurityCase } from '../../src/intake/support-case.ts';

const KEY = 'AKIAALICEKEY0EXAMPLE';
const ARN = 'arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/1';
const metadata = { publicKey: KEY, userName: 'ci-deploy', exposedUrl: 'https://github.com/example/shop', accountId: '111122223333', notifcationdateplusfour: '2026-11-20' };
const detail = (code: string): Record<string, unknown> => ({
  eventArn: ARN, service: 'RISK', eventTypeCode: code, startTime: 'Sun, 15 Nov 2026 04:05:06 GMT', eventMetadata: metadata,
  eventDescription: [{ language: 'en_US', latestDescription: 'Your account may need care.' }], affectedEntities: [{ entityValue: KEY }],
});
const envelope = (code: string): Record<string, unknown> => ({ source: 'aws.health', 'detail-type': 'AWS Health Event', account: '111122223333', time: '2026-11-15T04:06:00Z', detail: detail(code) });
const read = (json: unknown): ReturnType<typeof readNotice> => readNotice(new TextEncoder().encode(JSON.stringify(json)));
const expected = {
  isNotice: true, kind: 'exposed-key', accountId: '111122223333', accessKeyIds: [KEY], iamUsers: ['ci-deploy'], exposedUrl: 'https://github.com/example/shop', deadline: '2026-11-20', receivedAt: '2026-11-15T04:05:06Z',
};

describe('Health events', () => {
  it.each([
    ['from EventBridge', envelope('AWS_RISK_CREDENTIALS_EXPOSED')],
    ['in a list', [envelope('AWS_RISK_CREDENTIALS_EXPOSED')]],
    ['put by hand, with the detail as a string', [{ Source: 'x', DetailType: 'AWS Health Event', Detail: JSON.stringify(detail('AWS_RISK_CREDENTIALS_EXPOSED')) }]],
    ['through SNS', { Type: 'Notification', Message: JSON.stringify(envelope('AWS_RISK_CREDENTIALS_EXPOSED')) }],
    ['from the API', { successfulSet: [{ event: { arn: ARN, service: 'RISK', eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', startTime: '2026-11-15T04:05:06Z' }, eventDescription: { latestDescription: 'x' }, eventMetadata: metadata }], entities: [{ entityValue: KEY, eventArn: ARN }] }],
  ])('%s', async (_, json) => {
    expect(await read(json)).toMatchObject(expected);
  });

  it.each([
    ['AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED', 'exposed-key'],
    ['AWS_RISK_CREDENTIALS_COMPROMISED', 'compromised-key'],
    ['AWS_RISK_IAM_QUARANTINE', 'compromised-key'],
    ['AWS_RISK_ACCOUNT_CONSOLE_COMPROMISE', 'compromised-account'],
    ['AWS_ABUSE_DOS_REPORT', 'abuse-report'],
  ])('%s is %s', async (code, kind) => {
    expect(await read(envelope(code))).toMatchObject({ isNotice: true, kind });
  });
  it('of other services are no notices', async () => {
    expect(await read(envelope('AWS_ECS_TASK_PATCHING_RETIREMENT'))).toMatchObject({ isNotice: false, kind: 'other', accessKeyIds: [] });
  });
});

const securityCase = {
  caseId: 'case-111122223333-muen-2026-0123456789abcdef', displayId: '1234567890', subject: 'Your AWS account 111122223333 is compromised', submittedBy: 'Amazon Web Services', timeCreated: '2026-11-15T04:10:00.000Z',
  recentCommunications: {
    communications: [
      { body: 'I did all of it.', submittedBy: 'alice@example.com', timeCreated: '2026-11-17T00:00:00.000Z' },
      { body: 'We are following up with you: your AWS account may still be compromised. Reply within five days.', submittedBy: 'Amazon Web Services', timeCreated: '2026-11-16T00:00:00.000Z' },
      { body: `The AWS access key ${KEY}, belonging to IAM user ci-deploy, is publicly available online.`, submittedBy: 'Amazon Web Services', timeCreated: '2026-11-15T04:10:00.000Z' },
    ],
  },
};
const ordinaryCase = { displayId: '2234567890', subject: 'Which instance size?', submittedBy: 'alice@example.com', recentCommunications: { communications: [{ body: 'Hello', submittedBy: 'alice@example.com' }] } };

describe('support cases', () => {
  const claims = { isNotice: true, kind: 'suspended-or-second-notice', caseId: '1234567890', accountId: '111122223333', accessKeyIds: [KEY], iamUsers: ['ci-deploy'], deadline: '2026-11-21' };
  it('are led by the newest message of AWS’s, and keep what older ones named', () => {
    expect(caseClaims(securityCase)).toMatchObject(claims);
  });
  it('are read from a file', async () => { expect(await read({ cases: [ordinaryCase, securityCase] })).toMatchObject(claims); });
  it('about other things are none of ours', () => { expect(isSecurityCase(ordinaryCase)).toBe(false); });
});

type Answers = Readonly<Record<string, unknown>>;
function account(answers: Answers): { aws: ReadAws; asked: Set<string> } {
  const asked = new Set<string>();
  const client = (service: string) => ({
    send: (command: object) => {
      const name = command.constructor.name.replace('Command', '');
      asked.add(`${service}:${name}`);
      const answer = answers[name];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  return { asked, aws: { accountId: '111122223333', partition: 'aws', region: 'us-east-1', client: (service: string) => Promise.resolve(client(service)) } as unknown as ReadAws };
}
const named = (name: string): Error => Object.assign(new Error(name), { name });

describe('fetching', () => {
  it('finds the case and the Health event, by the declared reads alone', async () => {
    const { aws, asked } = account({
      DescribeCases: { cases: [ordinaryCase, securityCase] },
      DescribeEvents: { events: [{ arn: ARN, eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED' }] },
      DescribeEventDetails: { successfulSet: [{ event: { arn: ARN, eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', startTime: new Date('2026-11-15T04:05:06Z') }, eventDescription: { latestDescription: 'x' }, eventMetadata: metadata }] },
      DescribeAffectedEntities: { entities: [{ entityValue: KEY, eventArn: ARN }] },
    });
    expect(await fetchNotices(aws)).toMatchObject([{ from: 'support', state: 'found', claims: [{ caseId: '1234567890' }] }, { from: 'health', state: 'found', claims: [expected] }]);
    expect([...asked].sort()).toEqual([...FETCH_READS].sort());
  });
  it.each([['SubscriptionRequiredException', 'unavailable'], ['AccessDeniedException', 'denied'], ['TimeoutError', 'failed']])('%s is %s, as data', async (name, state) => {
    const { aws } = account({ DescribeCases: named(name), DescribeEvents: named(name) });
    expect(await fetchNotices(aws)).toMatchObject([{ from: 'support', state }, { from: 'health', state }]);
  });
  it('throws where the credentials have ended, so that the run can pause', async () => {
    const { aws } = account({ DescribeCases: named('ExpiredTokenException'), DescribeEvents: {} });
    await expect(fetchNotices(aws)).rejects.toThrow('ExpiredTokenException');
  });
});
