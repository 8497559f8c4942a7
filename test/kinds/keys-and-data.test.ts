// Policies of keys, queues and the like: who is of outside, what is left without them, and what the history says they were; what a database was.
import { describe, expect, it } from 'vitest';
import { foreignPrincipals, withoutForeign } from '../../src/kinds/foreign-principals.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import { recallDatabase } from '../../src/kinds/rds/parts/instance-recall.ts';
import { recallPolicy, strangersIn } from '../../src/kinds/resource-policy.ts';

const OWN = '111122223333', OTHER = '444455556666';
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Principal: unknown, more: object = {}): object => ({ Effect: 'Allow', Principal, Action: 'sqs:*', Resource: '*', ...more });
const user = (account: string): string => `arn:aws:iam::${account}:user/example`;

describe('who a policy lets in from outside', () => {
  it.each([
    ['a user of the account', allow({ AWS: user(OWN) }), []],
    ['a service', allow({ Service: 's3.amazonaws.com' }), []],
    ['another account, by its id', allow({ AWS: OTHER }), [OTHER]],
    ['another account beside the own', allow({ AWS: [user(OWN), user(OTHER)] }), [OTHER]],
    ['everybody', allow('*'), ['*']],
    ['everybody but one', allow(undefined, { NotPrincipal: { AWS: user(OWN) } }), ['*']],
    ['a user that is gone', allow({ AWS: 'AIDAEXAMPLE' }), []],
    ['everybody, bound to the account', allow({ AWS: '*' }, { Condition: { StringEquals: { 'AWS:SourceOwner': OWN } } }), []],
    ['everybody, bound to another account', allow('*', { Condition: { StringEquals: { 'aws:SourceAccount': OTHER } } }), [OTHER]],
    ['everybody of the organization', allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } } }), []],
    ['everybody, for one bucket', allow('*', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::amzn-s3-demo-bucket' } } }), []],
    ['everybody at some address', allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }), ['*']],
    ['what is denied', { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }, []],
  ] as const)('%s', (_, statement, expected) => { expect(foreignPrincipals(policy(statement), OWN)).toEqual(expected); });
  it('nobody, where it is no policy', () => { expect(foreignPrincipals('{', OWN)).toEqual([]); });
});

describe('a policy without them', () => {
  it('keeps the rest of a statement, and the statements that have nothing to do with it', () => {
    const left = withoutForeign(policy(allow({ AWS: [user(OWN), user(OTHER)], Service: 'sns.amazonaws.com' }), { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }), OWN);
    expect(JSON.parse(left ?? '')).toMatchObject({ Statement: [{ Principal: { Service: 'sns.amazonaws.com', AWS: user(OWN) } }, { Effect: 'Deny' }] });
  });
  it('is nothing, where nothing is left', () => { expect(withoutForeign(policy(allow('*')), OWN)).toBeUndefined(); });
  it('keeps whom the owner had let in before', () => {
    const r = { arn: 'a', uid: 'a', name: 'a', region: 'us-east-1', accountId: OWN, policy: policy(allow({ AWS: [OTHER, '123456789012'] })), aim: { policy: policy(allow({ AWS: OTHER })) } };
    expect(strangersIn(r)).toEqual(['123456789012']);
  });
});

const event = (by: HistoryEvent['by'], request: Record<string, string | number | boolean>, response: Record<string, string | number | boolean> | null = null): HistoryEvent => ({ event: 'rds:ModifyDBInstance', time: '2026-11-20T09:00:00Z', by, request, response });

describe('what the history says that it was', () => {
  const told = ({ request }: HistoryEvent): string | null | undefined => (typeof request?.['policy'] === 'string' ? request['policy'] : null);
  it('is the last text that nobody but the owner set', () => {
    expect(recallPolicy([event(undefined, { policy: 'first' }), event('attacker', { policy: 'theirs' }), event('owner', { policy: 'second' }), event('undecided', { policy: 'doubtful' })], told)).toEqual({ policy: 'second' });
  });
  it('is not told, where the owner\'s last change does not tell it, or nobody but the stranger changed it', () => {
    expect(recallPolicy([event(undefined, { policy: 'first' }), event(undefined, { label: 'added' }), event('attacker', { policy: 'theirs' })], told)).toBeUndefined();
    expect(recallPolicy([event('attacker', { policy: 'theirs' })], told)).toBeUndefined();
  });
  it('gives a database what the owner set last, and only where the stranger set something else', () => {
    const made = event(undefined, { dBInstanceIdentifier: 'example' }, { publiclyAccessible: false, deletionProtection: true, backupRetentionPeriod: 7 });
    expect(recallDatabase([made, event('attacker', { publiclyAccessible: true, masterUserPassword: '****' })])).toEqual({ publiclyAccessible: false, masterPassword: 'changed' });
  });
  it('believes what RDS answered the stranger, where that is not yet what was asked for', () => {
    expect(recallDatabase([event('attacker', { backupRetentionPeriod: 0, deletionProtection: false }, { backupRetentionPeriod: 14, deletionProtection: false })])).toEqual({ backupRetention: 14 });
    expect(recallDatabase([event('owner', { publiclyAccessible: true })])).toBeUndefined();
  });
});
