// Which trusts are open by themselves, and which only look so.
import { describe, expect, test } from 'vitest';
import { circlesOf, doorsOf } from '../../src/kinds/iam/parts/trust-doors.ts';
import { judgeTrust } from '../../src/kinds/iam/parts/trust-judgement.ts';

const ACCOUNT = '111122223333', OTHER = '444455556666';
const trust = (Principal: unknown, more: object = {}): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }] });
const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const web = (Condition?: object, Federated = GITHUB): string => trust({ Federated }, { Action: 'sts:AssumeRoleWithWebIdentity', ...(Condition && { Condition }) });
const sub = (operator: string, value: string | string[]): object => ({ [operator]: { 'token.actions.githubusercontent.com:sub': value } });

describe('an identity provider', () => {
  test.each([
    ['no condition', web()],
    ['the audience alone', web({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })],
    ['a subject that anybody has', web(sub('StringLike', '*'))],
    ['any repository', web(sub('StringLike', 'repo:*'))],
    ['one subject that anybody has beside a proper one', web(sub('StringLike', ['repo:example/site:*', 'repo:*']))],
    ['a condition that a token without a subject meets', web(sub('StringEqualsIfExists', 'repo:example/site:ref:refs/heads/main'))],
  ])('%s: whoever it vouches for', (_, document) => {
    expect(doorsOf(document, ACCOUNT).unnamed).toEqual([GITHUB]);
  });
  test.each([
    ['one repository', web(sub('StringLike', 'repo:example/site:*'))],
    ['one branch', web(sub('StringEquals', 'repo:example/site:ref:refs/heads/main'))],
    ['a service account of a cluster', web({ StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub': 'system:serviceaccount:web:site' } }, `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE`)],
    ['an identity pool', web({ StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:11111111-2222-3333-4444-555555555555' } }, 'cognito-identity.amazonaws.com')],
  ])('%s: in order', (_, document) => {
    expect(doorsOf(document, ACCOUNT)).toEqual({ everybody: false, unnamed: [] });
  });
});

describe('everybody', () => {
  test('who names nobody', () => { expect(doorsOf(trust({ AWS: '*' }), ACCOUNT).everybody).toBe(true); });
  test('not the own organization alone', () => { expect(doorsOf(trust({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } }), ACCOUNT).everybody).toBe(false); });
  test('not one partner', () => { expect(doorsOf(trust({ AWS: OTHER }), ACCOUNT).everybody).toBe(false); });
  test('what is denied opens nothing', () => { expect(doorsOf(trust('*', { Effect: 'Deny' }), ACCOUNT).everybody).toBe(false); });
});

describe('circles', () => {
  const role = (roleName: string, ...takers: string[]) => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, roleName, trust: trust({ AWS: takers.map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`) }) });
  test('of two, of three, of one; not of a line', () => {
    const circles = circlesOf([role('a', 'b'), role('b', 'a'), role('c', 'd'), role('d', 'e'), role('e', 'c'), role('own', 'own'), role('line', 'a')]);
    expect([...circles].map(([arn, around]) => [arn.split('/')[1], around])).toEqual([['a', ['a', 'b']], ['b', ['a', 'b']], ['c', ['c', 'd', 'e']], ['d', ['c', 'd', 'e']], ['e', ['c', 'd', 'e']], ['own', ['own']]]);
  });
});

describe('the verdict', () => {
  const quiet = { indicators: { accessKeyIds: [], principals: [], sourceIps: [], since: '' }, touches: [], attributed: undefined, accountId: ACCOUNT };
  const incident = { ...quiet, indicators: { ...quiet.indicators, sourceIps: ['203.0.113.66'] } };
  const of = (document: string, context = incident, path = '/') => judgeTrust({ roleName: 'site', path, trust: document }, context)?.verdict;
  test('an open door is doubtful in an incident, and advised on in quiet times', () => { expect([of(web(), quiet), of(web()), of(trust('*'))]).toEqual([undefined, 'suspicious', 'suspicious']); });
  test('a whole partner account that may do everything is doubtful where no event tells who let it in', () => {
    const admin = { roleName: 'support', path: '/', trust: trust({ AWS: `arn:aws:iam::444455556666:root` }), attached: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] };
    const opened = { event: 'iam:CreateRole', time: '2026-10-01T00:00:00Z', by: undefined, request: null, response: null };
    expect([incident, quiet, { ...incident, history: [opened] }].map((context) => judgeTrust(admin, context)?.verdict)).toEqual(['suspicious', undefined, undefined]);
    expect(judgeTrust({ ...admin, attached: [] }, incident)).toBeUndefined();
  });
  test('a partner, a service, the own account, and what AWS itself keeps are in order', () => {
    expect([of(trust({ AWS: OTHER })), of(trust({ Service: 'ec2.amazonaws.com' })), of(trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` })), of(trust('*'), incident, '/aws-reserved/sso.amazonaws.com/')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
