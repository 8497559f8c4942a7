// AWS's quarantine: known by its ARN in every version, read as it is today, never taken for the stranger's, never detached unasked.
import { describe, expect, test } from 'vitest';
import { deniedBy } from '../../src/kinds/iam/parts/denied-by.ts';
import { isQuarantineArn } from '../../src/kinds/iam/parts/quarantine-name.ts';
import quarantinePolicy, { type QuarantinePolicy } from '../../src/kinds/iam/quarantine-policy.ts';
import userPolicyAttachment from '../../src/kinds/iam/user-policy-attachment.ts';
import userPolicy from '../../src/kinds/iam/user-policy.ts';
import { standingOf } from '../../src/kinds/sts/caller.ts';
import { stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { thingOf } from './on-stage.ts';

test.each([
  ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine', true],
  ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV4', true],
  ['arn:aws-cn:iam::aws:policy/AWSCompromisedKeyQuarantineV12', true],
  ['arn:aws:iam::111122223333:policy/AWSCompromisedKeyQuarantineV3', false],
  ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3x', false],
  ['arn:aws:iam::aws:policy/path/AWSCompromisedKeyQuarantineV3', false],
])('%s: %s', (arn, is) => { expect(isQuarantineArn(arn)).toBe(is); });

describe('the kind', () => {
  test('finds V2, V3, V4 and the inline one, with the text that AWS gives today', async () => {
    const { found } = await listOf(await stage(), quarantinePolicy);
    expect(found.map((q) => q.name).sort()).toEqual(['AWSCompromisedKeyQuarantineV2', 'AWSCompromisedKeyQuarantineV3', 'AWSCompromisedKeyQuarantineV4', 'AWSExposedCredentialPolicy_DO_NOT_REMOVE']);
    for (const q of found as QuarantinePolicy[]) expect(deniedBy(q.document, ['iam:CreateUser'])).toEqual(['iam:CreateUser']);
  });
  test('a text that may not be read is a gap; the quarantine is found all the same', async () => {
    const at = await stage();
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation: 'GetPolicyVersion' });
    const { found, gaps } = await listOf(at, quarantinePolicy);
    expect(found).toHaveLength(4);
    expect(gaps).toHaveLength(3);
  });
  test('is AWS\'s, although it is attached in the user\'s name', async () => {
    const policy = await thingOf(await stage(), quarantinePolicy, 'alice') as QuarantinePolicy;
    const attributed = { verdict: 'malicious' as const, because: { say: 'The stranger made it.' }, techniques: [] };
    const context = { indicators: { accessKeyIds: [], principals: [], sourceIps: [], since: '2026-11-18T00:00:00Z' }, touches: [], accountId: '111122223333' };
    expect(quarantinePolicy.judge?.(policy, { ...context, attributed })?.verdict).toBe('benign');
    // Anybody can give an inline policy that name.
    const { policyArn: _, ...inline } = policy;
    expect(quarantinePolicy.judge?.(inline, { ...context, attributed })?.verdict).toBe('malicious');
  });
  test('no other kind lists it, so nothing else detaches it', async () => {
    const at = await stage();
    const names = [...(await listOf(at, userPolicyAttachment)).found, ...(await listOf(at, userPolicy)).found].map((r) => r.name);
    expect(names.filter((name) => /Quarantine|DO_NOT_REMOVE/.test(name))).toEqual([]);
  });
});

describe('who is running this', () => {
  const caller = { accountId: '111122223333', partition: 'aws', arn: 'arn:aws:iam::111122223333:user/alice', userId: 'AIDAEXAMPLE', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', type: 'user', name: 'alice' } as const;
  const none = { accessKeyIds: [], principals: [] };
  const quarantine = async (): Promise<QuarantinePolicy> => thingOf(await stage(), quarantinePolicy, 'alice') as Promise<QuarantinePolicy>;

  test('the leaked key itself', () => {
    expect(standingOf(caller, [], { ...none, accessKeyIds: [caller.accessKeyId] }, [])).toMatchObject({ leak: 'key', root: false });
  });
  test('a quarantined user: what will be refused is read from the policy', async () => {
    const standing = standingOf(caller, [await quarantine()], none, ['iam:UpdateAccessKey', 'iam:GetUser', 'cloudtrail:LookupEvents']);
    expect(standing.denied).toEqual(['iam:UpdateAccessKey', 'cloudtrail:LookupEvents']);
    expect(standing.advice?.with).toMatchObject({ user: 'alice' });
  });
  test('another user\'s quarantine is not ours', async () => {
    expect(standingOf({ ...caller, arn: 'arn:aws:iam::111122223333:user/bob', name: 'bob' }, [await quarantine()], none, ['iam:UpdateAccessKey']).denied).toEqual([]);
  });
  test('root', () => {
    expect(standingOf({ ...caller, arn: 'arn:aws:iam::111122223333:root', type: 'root', name: 'root' }, [], none, [])).toMatchObject({ root: true, leak: undefined });
  });
  test('nothing to say of an ordinary administrator', () => {
    expect(standingOf(caller, [], none, ['iam:GetUser'])).toEqual({ root: false, quarantine: undefined, leak: undefined, denied: [], advice: undefined });
  });
});

describe('what a text denies', () => {
  const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
  test.each([
    ['a wildcard', policy({ Effect: 'Deny', Action: ['lightsail:Create*'] }), ['lightsail:CreateInstances'], ['lightsail:CreateInstances']],
    ['one character', policy({ Effect: 'Deny', Action: 'iam:?etUser' }), ['iam:GetUser', 'iam:ForgetUser'], ['iam:GetUser']],
    ['everything, whatever the case', policy({ Effect: 'Deny', Action: '*' }), ['iam:GetUser'], ['iam:GetUser']],
    ['an allow', policy({ Effect: 'Allow', Action: '*' }), ['iam:GetUser'], []],
    ['a deny with a condition', policy({ Effect: 'Deny', Action: '*', Condition: { Bool: {} } }), ['iam:GetUser'], []],
    ['a pattern that would be a costly expression', policy({ Effect: 'Deny', Action: `iam:${'*a'.repeat(40)}` }), [`iam:${'a'.repeat(60)}b`], []],
    ['no policy', 'hello', ['iam:GetUser'], []],
    ['nothing', '', ['iam:GetUser'], []],
  ] as const)('%s', (_, document, wanted, denied) => { expect(deniedBy(document, wanted)).toEqual(denied); });
});
