// Documents against requests: explicit deny first, then what is allowed.
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../src/sim/policy/authorize.ts';
import { parsePolicy, type PolicyDocument, type Statement } from '../../../src/sim/policy/document.ts';
import { evaluate, evaluateTrust } from '../../../src/sim/policy/evaluate.ts';
import { conditionKeys } from '../../../src/sim/policy/keys.ts';
import { managedPolicies, managedPolicy } from '../../../src/sim/policy/managed-policies.ts';
import type { SimCaller } from '../../../src/sim/account.ts';

const doc = (...Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const USER = 'arn:aws:iam::111122223333:user/alice';
const request = (action: string, resource = USER, keys: Record<string, string> = {}): Parameters<typeof evaluate>[1] =>
  ({ action, resource, keys: new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), [value]])) });
const ALL = doc({ Effect: 'Allow', Action: '*', Resource: '*' });
const managed = (name: string): PolicyDocument => (managedPolicies[name] as { document: PolicyDocument }).document;

describe('one or several documents', () => {
  test.each<[string, PolicyDocument[], ReturnType<typeof request>, string]>([
    ['nothing says nothing', [], request('iam:GetUser'), 'none'],
    ['an allow', [ALL], request('iam:GetUser'), 'allow'],
    ['actions match regardless of case', [doc({ Effect: 'Allow', Action: 'IAM:get*', Resource: '*' })], request('iam:GetUser'), 'allow'],
    ['neither Action nor NotAction names nothing', [doc({ Effect: 'Allow', Resource: '*' })], request('iam:GetUser'), 'none'],
    ['a deny wins over an allow before it', [ALL, doc({ Effect: 'Deny', Action: 'iam:*', Resource: '*' })], request('iam:GetUser'), 'deny'],
    ['and over one after it', [doc({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }), ALL], request('iam:GetUser'), 'deny'],
    ['NotAction means all others', [doc({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' })], request('ec2:RunInstances'), 'allow'],
    ['and not the named', [doc({ Effect: 'Allow', NotAction: ['IAM:*'], Resource: '*' })], request('iam:GetUser'), 'none'],
    ['another resource', [doc({ Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::111122223333:user/bob' })], request('iam:GetUser'), 'none'],
    ['NotResource', [doc({ Effect: 'Deny', Action: '*', NotResource: [USER] })], request('iam:GetUser', 'arn:aws:iam::111122223333:user/bob'), 'deny'],
    ['NotResource spares the named', [ALL, doc({ Effect: 'Deny', Action: '*', NotResource: [USER] })], request('iam:GetUser'), 'allow'],
    ['a variable in a resource', [doc({ Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::*:user/${aws:username}' })], request('iam:GetUser', USER, { 'aws:username': 'alice' }), 'allow'],
    ['a variable without a value', [doc({ Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::*:user/${aws:username}' })], request('iam:GetUser'), 'none'],
    ['a condition that does not hold', [doc({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })], request('iam:GetUser'), 'none'],
    ['one statement without a list', [{ Statement: { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' } }], request('iam:GetUser'), 'allow'],
    ['quarantine does not deny AssumeRole', [ALL, managed('AWSCompromisedKeyQuarantineV2')], request('sts:AssumeRole', '*'), 'allow'],
    ['quarantine denies LookupEvents', [ALL, managed('AWSCompromisedKeyQuarantineV3')], request('cloudtrail:LookupEvents', '*'), 'deny'],
    ['quarantine denies session tokens', [ALL, managed('AWSCompromisedKeyQuarantineV4')], request('sts:GetSessionToken', '*'), 'deny'],
    ['AWSDenyAll', [ALL, managed('AWSDenyAll')], request('sts:AssumeRole', '*'), 'deny'],
    ['PowerUserAccess is no IAM access', [managed('PowerUserAccess')], request('iam:CreateUser'), 'none'],
  ])('%s', (_, documents, asked, effect) => { expect(evaluate(documents, asked)).toBe(effect); });

  test('sessions older than a time are denied, the long-term key is not', () => {
    const revoke = doc({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T09:00:00Z' } } });
    const key: SimCaller = { type: 'IAMUser', arn: USER, principalId: 'AIDAEXAMPLE', userName: 'alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
    const session = (issuedAt: string): SimCaller => ({ ...key, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', session: { issuerArn: USER, issuerId: 'AIDAEXAMPLE', issuerName: 'alice', issuerType: 'User', issuedAt: new Date(issuedAt), expiresAt: new Date('2026-11-21T00:00:00Z'), mfa: false } });
    const effect = (caller: SimCaller): string => evaluate([ALL, revoke], { action: 'iam:GetUser', resource: USER, keys: conditionKeys(caller, { accountId: '111122223333', region: 'us-east-1', now: new Date('2026-11-20T10:00:00Z'), sourceIp: '203.0.113.66', userAgent: 'x' }) });
    expect([effect(key), effect(session('2026-11-20T08:59:59.900Z')), effect(session('2026-11-20T09:00:00Z'))]).toEqual(['allow', 'deny', 'allow']);
  });
});

describe('layers', () => {
  const grants = { identity: [ALL] };
  const asked = request('iam:CreateUser');
  const reads = doc({ Effect: 'Allow', Action: 'iam:Get*', Resource: '*' });
  const denies = doc({ Effect: 'Deny', Action: 'iam:Create*', Resource: '*' });
  test.each([
    ['allowed by all', { ...grants, boundary: ALL, session: [ALL] }, undefined],
    ['no identity policy', { identity: [] }, { layer: 'identity-based policy', explicit: false }],
    ['a boundary grants nothing', { identity: [], boundary: ALL }, { layer: 'identity-based policy', explicit: false }],
    ['outside of the boundary', { ...grants, boundary: reads }, { layer: 'permissions boundary', explicit: false }],
    ['denied by the boundary', { ...grants, boundary: denies }, { layer: 'permissions boundary', explicit: true }],
    ['outside of the session policy', { ...grants, session: [reads] }, { layer: 'session policy', explicit: false }],
    ['an explicit deny is told before a missing allow', { identity: [], session: [denies] }, { layer: 'session policy', explicit: true }],
    ['a session without any policy', { ...grants, session: [] }, { layer: 'session policy', explicit: false }],
  ])('%s', (_, given, refused) => { expect(refusal(given, asked)).toEqual(refused); });
});

describe('trust', () => {
  const trust = (Principal: Statement['Principal'], more: Partial<Statement> = {}): PolicyDocument => doc({ Effect: 'Allow', Action: 'sts:AssumeRole', ...(Principal === undefined ? {} : { Principal }), ...more });
  const asked = request('sts:AssumeRole', 'arn:aws:iam::111122223333:role/ci', { 'sts:ExternalId': 'one' });
  const alice = { aws: [USER], services: [] };
  test.each<[string, PolicyDocument, Parameters<typeof evaluateTrust>[2], string]>([
    ['by name', trust({ AWS: USER }), alice, 'allow'],
    ['somebody else', trust({ AWS: 'arn:aws:iam::111122223333:user/bob' }), alice, 'none'],
    ['everybody', trust('*'), alice, 'allow'],
    ['every AWS principal', trust({ AWS: ['*'] }), alice, 'allow'],
    ['a service', trust({ Service: 'ec2.amazonaws.com' }), { aws: [], services: ['ec2.amazonaws.com'] }, 'allow'],
    ['a service is no user', trust({ Service: 'ec2.amazonaws.com' }), alice, 'none'],
    ['the external id', trust({ AWS: USER }, { Condition: { StringEquals: { 'sts:ExternalId': 'one' } } }), alice, 'allow'],
    ['another external id', trust({ AWS: USER }, { Condition: { StringEquals: { 'sts:ExternalId': 'two' } } }), alice, 'none'],
    ['a deny for all others', trust(undefined, { Effect: 'Deny', NotPrincipal: { AWS: USER } }), { aws: ['arn:aws:iam::111122223333:user/bob'], services: [] }, 'deny'],
  ])('%s', (_, policy, caller, effect) => { expect(evaluateTrust(policy, asked, caller)).toBe(effect); });
});

describe('documents', () => {
  test.each(['', '{', '[]', '{}', '{"Statement":{"Effect":"allow","Action":"*"}}', '{"Statement":{"Effect":"Allow"}}', '{"Statement":{"Effect":"Allow","Action":"*","NotAction":"*"}}', '{"Statement":{"Effect":"Allow","Action":"*","Condition":[]}}'])('%j is none', (json) => { expect(parsePolicy(json)).toBeUndefined(); });
  test('a managed policy is found by its ARN in both partitions, with its path', () => {
    expect(managedPolicy('arn:aws:iam::aws:policy/job-function/ViewOnlyAccess')?.name).toBe('ViewOnlyAccess');
    expect(managedPolicy('arn:aws-cn:iam::aws:policy/AWSDenyAll')?.name).toBe('AWSDenyAll');
    expect(managedPolicy('arn:aws:iam::aws:policy/ViewOnlyAccess')).toBeUndefined();
    expect(managedPolicy('arn:aws:iam::aws:policy/__proto__')).toBeUndefined();
  });
});
