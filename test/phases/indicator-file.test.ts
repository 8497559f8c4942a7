// The case goes on in another account: what its documents carry there.
import { describe, expect, test } from 'vitest';
import { lineageOf } from '../../src/activity/lineage/lineage.ts';
import { trace, traceJson } from '../../src/activity/trace.ts';
import { indicatorsIn } from '../../src/commands/indicator-file.ts';
import { event, KEY, session, STRANGER, user } from '../activity/records.ts';

const THERE = '444455556666';
const SESSION = 'ASIAIOSFODNN7EXAMPLE';
const INDICATORS = { accessKeyIds: [KEY, SESSION], principals: ['arn:aws:iam::111122223333:user/ci'], sourceIps: [STRANGER], since: '2026-11-18T03:00:00Z' };
const carried = { accessKeyIds: INDICATORS.accessKeyIds, principals: INDICATORS.principals, sourceIps: INDICATORS.sourceIps };
const taken = () => event('2026-11-18T03:00:00Z', 'sts:AssumeRole', { requestParameters: { roleArn: `arn:aws:iam::${THERE}:role/backup`, roleSessionName: 'x' }, responseElements: { credentials: { accessKeyId: SESSION } } });

describe('indicators', () => {
  test.each([['a plan', { incident: { since: '', indicators: INDICATORS } }], ['a report', { incident: INDICATORS, account: { id: '111122223333' } }], ['themselves', INDICATORS]])('are read from %s', (_, document) => {
    expect(indicatorsIn(document)).toEqual(carried);
  });
  test('in a trace, what the stranger’s calls gave out is in', () => {
    const document = traceJson(trace({ events: [taken()], indicators: { accessKeyIds: [KEY], principals: [], sourceIps: [], since: '' } }), []);
    expect(indicatorsIn(document).accessKeyIds).toEqual([KEY, SESSION]);
    expect(document['lineage']).toMatchObject({ elsewhere: [{ account: THERE, role: `arn:aws:iam::${THERE}:role/backup`, session: SESSION, hand: 'attacker' }] });
  });
  test('what is none of them is left out, whatever a file holds', () => {
    expect(indicatorsIn({ indicators: { accessKeyIds: ['AKIA', 7, '$(x)'], principals: ['\u001b[2J', 'arn:aws:s3:::x', 'ci'], sourceIps: ['evil.example.com', '203.0.113.1'] } })).toEqual({ accessKeyIds: [], principals: ['ci'], sourceIps: ['203.0.113.1'] });
    expect([indicatorsIn({}), indicatorsIn([])]).toEqual(Array(2).fill({ accessKeyIds: [], principals: [], sourceIps: [] }));
  });
  test('in the other account the session is the stranger’s from its first call on', () => {
    const calls = [event('2026-11-18T03:01:00Z', 'iam:CreateUser', { recipientAccountId: THERE, userIdentity: { ...session('backup', 'x', SESSION), accountId: THERE } }), event('2026-11-18T03:02:00Z', 'iam:CreateUser', { recipientAccountId: THERE, userIdentity: user('dora', 'AKIAI44QH8DHBEXAMPLE'), sourceIPAddress: '198.51.100.7' })];
    const { attributed } = lineageOf(calls, { ...carried, since: '', strong: new Set() });
    expect(attributed.map((a) => [a.event.id, a.hand])).toEqual([[calls[0]?.id, 'attacker']]);
  });
});
