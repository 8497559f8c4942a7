// What protect advises so that it does not happen again: found by what AWS shows, and nothing of a secret kept.
import { describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Resource } from '../../src/core/types.ts';
import accountAlarm, { type AccountAlarm } from '../../src/kinds/events/account-alarm.ts';
import { ALARMS, covers } from '../../src/kinds/events/parts/account-alarms.ts';
import userDataSecret from '../../src/kinds/ec2/user-data-secret.ts';
import longTermKey from '../../src/kinds/iam/long-term-access-key.ts';
import openTrust from '../../src/kinds/iam/open-trust.ts';
import unusedKey from '../../src/kinds/iam/unused-access-key.ts';
import unusedPassword from '../../src/kinds/iam/unused-password.ts';
import unusedRole from '../../src/kinds/iam/unused-role.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import environmentSecret from '../../src/kinds/lambda/environment-secret.ts';
import { isSecretVariable, looksSecret, secretLines } from '../../src/kinds/secret-shapes.ts';
import { iamState } from '../../src/sim/services/iam/state.ts';
import { snsRegion } from '../../src/sim/services/sns/state.ts';
import { ACCOUNT, REGION, stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { furnishFunctionSecrets, furnishOldCredentials, furnishUserData } from '../contract/furnish/advice.ts';
import { furnishNothing } from '../contract/furnish/guards.ts';
import { did, runOf, thingOf } from './on-stage.ts';

const CONTEXT = { indicators: { accessKeyIds: [], principals: [], sourceIps: [], since: '' }, touches: [], attributed: undefined, accountId: ACCOUNT };
const verdictOf = (kind: Kind, r: Resource): string => kind.judge?.(r, CONTEXT)?.verdict ?? 'none';
const reasonOf = (kind: Kind, r: Resource): string => { const because = kind.judge?.(r, CONTEXT)?.because; return because ? render(because) : ''; };
const foundBy = async (at: Stage, kind: Kind): Promise<readonly Resource[]> => (await listOf(at, kind)).found;
const namesOf = async (at: Stage, kind: Kind): Promise<readonly string[]> => (await foundBy(at, kind)).map((r) => r.name).sort();

describe('the alarm about the account', () => {
  const rule = (pattern: object, State: 'ENABLED' | 'DISABLED' = 'ENABLED') => ({ State, EventPattern: JSON.stringify(pattern) });
  test('listens to both spellings of a sign-in, and to calls', () => {
    expect(ALARMS.root.pattern).toMatchObject({ 'detail-type': ['AWS Console Signin via CloudTrail', 'AWS Console Sign In via CloudTrail', 'AWS API Call via CloudTrail'], detail: { userIdentity: { type: ['Root'] } } });
    expect(ALARMS.risk.pattern).toEqual({ source: ['aws.health'], detail: { service: ['RISK'] } });
  });
  test.each([
    ['root', { detail: { userIdentity: { type: ['Root'] } } }, true], ['root', { 'detail-type': ['AWS Console Sign In via CloudTrail'], detail: { userIdentity: { type: ['Root'] } } }, true],
    ['root', { 'detail-type': ['AWS API Call via CloudTrail'], detail: { userIdentity: { type: ['Root'] } } }, false], ['root', { source: ['aws.signin'] }, false],
    ['risk', { source: ['aws.health'] }, true], ['risk', { source: ['aws.health'], detail: { service: ['EC2'] } }, false],
  ] as const)('%s: a rule of the owner for %j counts: %s', (alarm, pattern, counts) => {
    expect(covers(alarm, rule(pattern))).toBe(counts);
    expect(covers(alarm, rule(pattern, 'DISABLED'))).toBe(false);
    expect(covers(alarm, { State: 'ENABLED', EventPattern: 'no pattern' })).toBe(false);
  });

  test('is set with a topic that EventBridge may publish to, and an address that is asked for and must confirm', async () => {
    const at = await stage(furnishNothing);
    expect(reasonOf(accountAlarm, await thingOf(at, accountAlarm))).toContain('when the root user is used, or when AWS sees a leak');
    const run = await runOf(at, accountAlarm, 'harden');
    run.answer = () => 'alarms@example.com';
    await run.apply();
    expect(did(at)).toEqual(['CreateTopic', 'SetTopicAttributes', 'Subscribe', 'PutRule', 'PutTargets', 'PutRule', 'PutTargets']);
    const [topic] = [...snsRegion(at.world, REGION).topics.values()];
    expect(JSON.parse(topic?.policy ?? '')).toMatchObject({ Statement: [{ Sid: 'Owner' }, { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: topic?.arn }] });
    expect([...snsRegion(at.world, REGION).subscriptions.values()].map((s) => [s.protocol, s.endpoint, s.confirmed])).toEqual([['email', 'alarms@example.com', false]]);
    const now = await thingOf(at, accountAlarm) as AccountAlarm;
    expect([now.missing, now.seen.mail]).toEqual([[], ['alarms@example.com']]);
  });
  test('is weak again where AWS dropped an address that nobody confirmed', async () => {
    const at = await stage(furnishNothing);
    const run = await runOf(at, accountAlarm, 'harden');
    run.answer = () => 'alarms@example.com';
    await run.apply();
    at.clock.set(new Date(at.clock.now().getTime() + 49 * 3_600_000));
    await at.world.settle();
    expect(verdictOf(accountAlarm, await thingOf(at, accountAlarm))).toBe('weak');
  });
});

describe('old credentials', () => {
  test('a key that nobody uses can be deactivated, and one in use is only advised on', async () => {
    const at = await stage(furnishOldCredentials);
    const [used, unused] = [await foundBy(at, longTermKey), await foundBy(at, unusedKey)];
    expect([used.length, unused.length]).toEqual([4, 4]);
    expect(used[0]?.name).toMatch(/^AKIA\w+ \(alice, s3, us-east-1, 2028-11-19\)$/);
    expect(reasonOf(longTermKey, used[0] as Resource)).toMatch(/^Older than a year\./);
    expect(unused.map((r) => verdictOf(unusedKey, r))).toEqual(['weak', 'weak', 'weak', 'weak']);
    expect(unused.every((r) => !used.some((u) => u.name.startsWith(r.name)))).toBe(true);
  });
  test('a password is unused after ninety days without a sign-in, a role after ninety days without a session', async () => {
    const at = await stage(furnishOldCredentials);
    expect(await namesOf(at, unusedPassword)).toEqual(['alice', 'bob', 'carol', 'dave']);
    const { id = '' } = iamState(at.world).users.list().find((u) => u.name === 'bob') ?? {};
    iamState(at.world).passwordUses.set(id, new Date(at.clock.now().getTime() - 89 * 86_400_000));
    expect(await namesOf(at, unusedPassword)).toEqual(['alice', 'carol', 'dave']);
    expect(await namesOf(at, unusedRole)).toEqual(['for-alice', 'for-bob', 'for-carol', 'for-dave']);
    iamState(at.world).roleUses.set(iamState(at.world).roles.list().find((r) => r.name === 'for-bob')?.id ?? '', { at: at.clock.now(), service: 's3', region: REGION });
    expect(await namesOf(at, unusedRole)).toEqual(['for-alice', 'for-carol', 'for-dave']);
  });
});

describe('trust', () => {
  const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  const statement = (Principal: object | string, Condition?: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) });
  const sub = (value: string) => ({ StringLike: { 'token.actions.githubusercontent.com:sub': value } });
  const OTHER = { AWS: 'arn:aws:iam::444455556666:root' };
  test.each([
    ['another account', statement(OTHER), true], ['another account with an external id', statement(OTHER, { StringEquals: { 'sts:ExternalId': 'example' } }), false],
    ['another account of the organization', statement(OTHER, { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } }), false], ['a role of another account', statement({ AWS: 'arn:aws:iam::444455556666:role/example' }), false],
    ['its own account', statement({ AWS: `arn:aws:iam::${ACCOUNT}:root` }), false], ['a service', statement({ Service: 'ec2.amazonaws.com' }), false],
    ['a provider', statement({ Federated: PROVIDER }), true], ['a provider, one repository', statement({ Federated: PROVIDER }, sub('repo:example/app:*')), false], ['a provider, every repository', statement({ Federated: PROVIDER }, sub('repo:*')), true],
  ])('to %s', async (_, one, open) => {
    const at = await stage(async (play) => { await play('iam', 'CreateRole', { RoleName: 'example', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [one] }) }); });
    expect(await namesOf(at, openTrust)).toEqual(open ? ['example'] : []);
  });
});

describe('secrets in the clear', () => {
  test.each([
    ['an access key', 'AKIAIOSFODNN7EXAMPLE'], ['a private key', '-----BEGIN RSA PRIVATE KEY-----'], ['a token of GitHub', `ghp_${'x'.repeat(36)}`], ['a password in an address', 'postgres://app:example@db.example.com/app'],
  ])('%s is known by its shape', (_, text) => { expect(looksSecret(`a ${text} b`)).toBe(true); });
  test.each([['DB_PASSWORD', 'example-example', true], ['DB_PASSWORD', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db', false], ['API_KEY', '/app/api-key', false], ['STAGE', 'production', false], ['TOKEN', '', false], ['MAX_TOKENS', '4096', false]])('%s=%s: %s', (name, value, secret) => { expect(isSecretVariable(name, value)).toBe(secret); });
  test('a script is told by its lines', () => { expect(secretLines('#!/bin/sh\nexport DB_PASSWORD="example-example"\necho ok\n')).toEqual([2]); });

  test('nothing of what they say is kept', async () => {
    const [functions, machines] = [await stage(furnishFunctionSecrets), await stage(furnishUserData)];
    const found = [...await foundBy(functions, environmentSecret), ...await foundBy(machines, userDataSecret)];
    expect(found.map((r) => r.name).filter((name) => name.includes('DB_PASSWORD') || name.includes('line 2'))).toHaveLength(found.length);
    expect(found.length).toBeGreaterThan(6);
    expect(JSON.stringify(found)).not.toContain('example-example');
  });
});
