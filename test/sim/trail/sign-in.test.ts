// Sign-ins to the console.
import { describe, expect, test } from 'vitest';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { consoleSignIn, getSigninToken } from '../../../src/sim/trail/sign-in.ts';
import { sessionsOf } from '../../../src/sim/services/sts/sessions.ts';
import { ACCOUNT, ALICE, ARN, eventJson, openAccount, ROLE } from '../world/account.ts';

const FROM = { ip: '203.0.113.66', agent: 'Mozilla/5.0' };

describe('ConsoleLogin', () => {
  test('of a user, in the region it was led to', async () => {
    const { world, iam } = await openAccount();
    const session = consoleSignIn(world, { user: 'alice' }, { ...FROM, region: 'us-east-2' });
    const [record] = world.history.records();
    expect(record && eventJson(record)).toMatchObject({
      eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn', awsRegion: 'us-east-2', readOnly: false, sourceIPAddress: FROM.ip, userAgent: FROM.agent,
      userIdentity: { type: 'IAMUser', principalId: ALICE.id, arn: ALICE.arn, accountId: ACCOUNT, userName: 'alice' },
      requestParameters: null, responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' },
    });
    expect(session).toMatchObject({ type: 'IAMUser', userName: 'alice', session: { console: true, mfa: false, expiresAt: new Date('2026-11-20T21:00:00Z') } });
    expect(iam.uses).toMatchObject([{ of: ALICE.arn, service: 'signin' }]);
  });
  test('of root, always in the global region', async () => {
    const { world } = await openAccount();
    consoleSignIn(world, { root: true }, { ...FROM, mfa: true, region: 'us-east-2' });
    const [record] = world.history.records();
    expect(record && eventJson(record)).toMatchObject({ awsRegion: 'us-east-1', userIdentity: { type: 'Root', arn: `${ARN}:root` }, additionalEventData: { MFAUsed: 'Yes' } });
  });
  test('that failed opens nothing', async () => {
    const { world, iam } = await openAccount();
    expect(consoleSignIn(world, { user: 'alice' }, { ...FROM, outcome: 'Failure' })).toBeUndefined();
    const [record] = world.history.records();
    expect(record && eventJson(record)).toMatchObject({ errorMessage: 'Failed authentication', responseElements: { ConsoleLogin: 'Failure' } });
    expect(iam.uses).toEqual([]);
  });
});

test('a stolen session becomes a console session: GetSigninToken names the child, ConsoleLogin the role', async () => {
  const { world, sts } = await openAccount();
  const { Credentials } = await sts().send(new AssumeRoleCommand({ RoleArn: ROLE.arn, RoleSessionName: 'build' }));
  const parent = sessionsOf(world).find(Credentials?.AccessKeyId ?? '')?.caller;
  if (parent === undefined) throw new Error('The session is unknown.');
  const child = getSigninToken(world, parent, FROM);
  consoleSignIn(world, { session: child }, FROM);
  const [token, login] = world.history.records().slice(-2).map(eventJson);
  expect(token).toMatchObject({ eventName: 'GetSigninToken', readOnly: false, userIdentity: { type: 'AssumedRole', accessKeyId: parent.accessKeyId }, responseElements: { credentials: { accessKeyId: child.accessKeyId }, GetSigninToken: 'Success' } });
  expect(login).toMatchObject({ eventName: 'ConsoleLogin', userIdentity: { type: 'AssumedRole', principalId: `${ROLE.id}:build`, accessKeyId: child.accessKeyId } });
  expect(child.accessKeyId).not.toBe(parent.accessKeyId);
});
