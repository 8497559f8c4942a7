// A stranger in a session of IAM Identity Center: session, user and assignment are told apart, and a person is told what to do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openItems } from '../../src/case/open.ts';
import { render } from '../../src/core/text.ts';
import type { Finding } from '../../src/core/types.ts';
import type { SimCaller } from '../../src/sim/account.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

const THREAD_AND_DIRECTORY = [...THREAD, 'identitystore/user', 'identitystore/group-membership', 'sso/account-assignment'] as const;
const AGENT = { userAgent: 'aws-cli/2.31.18' };
const ROLE = 'AWSReservedSSO_Support_0123456789abcdef';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const assign = (type: 'USER' | 'GROUP'): object =>
  ({ at: '+1m', as: 'root', call: 'sso:CreateAccountAssignment', with: { InstanceArn: '${center.InstanceArn}', PermissionSetArn: '${set.PermissionSet.PermissionSetArn}', TargetId: '111122223333', TargetType: 'AWS_ACCOUNT', PrincipalType: type, PrincipalId: type === 'USER' ? '${bob.UserId}' : '${team.GroupId}' } });
const scenario = (given: readonly object[]): ScenarioSource => ({
  name: 'identity-center', files: {},
  data: {
    schemaVersion: 1, title: 'Identity Center', story: 'A session of the portal in two hands.', account: { id: '111122223333', regions: ['us-east-1'] }, now: '2026-11-20T09:00:00Z', operator: 'alice', waysIn: ['alice'],
    actors: { root: { sourceIp: '198.51.100.7', ...AGENT, mfa: true }, alice: { credential: '${alice.AccessKey.AccessKeyId}', sourceIp: '198.51.100.7', ...AGENT } },
    calls: [
      { at: '-60d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } },
      { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: 'alice', PolicyArn: ADMIN } },
      { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'alice' }, save: 'alice' },
      { at: '+5s', as: 'root', call: 'organizations:CreateOrganization', with: {} },
      { at: '+5s', as: 'root', call: 'sso:CreateInstance', with: { Name: 'example' }, save: 'center' },
      { at: '+5s', as: 'root', call: 'sso:DescribeInstance', with: { InstanceArn: '${center.InstanceArn}' }, save: 'store' },
      { at: '+5s', as: 'root', call: 'identitystore:CreateUser', with: { IdentityStoreId: '${store.IdentityStoreId}', UserName: 'bob', DisplayName: 'bob' }, save: 'bob' },
      { at: '+5s', as: 'root', call: 'identitystore:CreateGroup', with: { IdentityStoreId: '${store.IdentityStoreId}', DisplayName: 'team' }, save: 'team' },
      { at: '+5s', as: 'root', call: 'identitystore:CreateGroupMembership', with: { IdentityStoreId: '${store.IdentityStoreId}', GroupId: '${team.GroupId}', MemberId: { UserId: '${bob.UserId}' } } },
      { at: '+5s', as: 'root', call: 'sso:CreatePermissionSet', with: { InstanceArn: '${center.InstanceArn}', Name: 'Support' }, save: 'set' },
      ...given,
    ],
  },
});
const AWS: SimCaller = { type: 'AWSService', arn: 'sso.amazonaws.com', principalId: 'sso.amazonaws.com', accessKeyId: '' };
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'sso.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
/** As CloudTrail writes a call in such a session: https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html */
function callOf(account: Account, sourceIp: string, at: string): void {
  const issuer = { type: 'Role', principalId: 'AROAEXAMPLE', arn: `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/${ROLE}`, accountId: '111122223333', userName: ROLE };
  account.world.recordEvent({
    name: 'CreateUser', source: 'iam.amazonaws.com', region: 'us-east-1', sourceIp, userAgent: 'aws-cli/2.31.18', request: { userName: 'backup' }, response: null, at: new Date(at), type: 'AwsApiCall', readOnly: false,
    extra: { userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLE:bob', arn: `arn:aws:sts::111122223333:assumed-role/${ROLE}/bob`, accountId: '111122223333', accessKeyId: 'ASIAPORTALEXAMPLE', sessionContext: { sessionIssuer: issuer, attributes: { creationDate: at, mfaAuthenticated: 'false' } } } },
  });
}
async function look(given: readonly object[], dryRun = true): Promise<Run> {
  const account = await openAccount(scenario(given));
  await account.world.play({ service: 'iam', operation: 'CreateRole', input: { Path: '/aws-reserved/sso.amazonaws.com/', RoleName: ROLE, AssumeRolePolicyDocument: TRUST }, as: { caller: AWS }, sourceIp: 'sso.amazonaws.com', userAgent: 'sso.amazonaws.com' });
  callOf(account, '203.0.113.66', '2026-11-20T05:00:00Z');
  return play(account, { kinds: THREAD_AND_DIRECTORY, options: { dryRun, sourceIps: ['203.0.113.66'], since: '2026-11-20T03:00:00.000Z' } });
}
const inHand = ({ outcome }: Run): readonly Finding[] => (outcome?.findings ?? []).filter((f) => f.id.startsWith('account:identity-center:'));
const planned = ({ outcome }: Run): readonly string[] => (outcome?.views ?? []).filter(({ step }) => step.verb === 'contain').map(({ step }) => step.kind);
afterAll(removeFolders);

describe('with an assignment of its own', () => {
  let run: Run;
  beforeAll(async () => { run = await look([assign('USER')]); });
  test('session, user and assignment are named, and what a person has to do', () => {
    expect(inHand(run).map((f) => (f.about === 'account' ? render(f.subject) : ''))).toEqual(['User bob of IAM Identity Center with permission set Support, from 203.0.113.66: CreateUser at 2026-11-20T05:00:00Z']);
    const [because = ''] = inHand(run).map((f) => render(f.because));
    expect(because).toMatch(new RegExp(`sessions ${ROLE}/bob\\. The user \\([\\w-]+\\) has Support by an assignment of its own\\.`));
    // AWS's order: https://docs.aws.amazon.com/singlesignon/latest/userguide/revoke-user-permissions.html
    expect(because).toMatch(/service control policy .*identitystore:userId.*take the assignment away.*delete the sessions.*only then disable the user/);
  });
  test('the assignment is taken away, the role that AWS owns is not touched', () => {
    expect(planned(run)).toContain('sso/account-assignment');
    expect(planned(run)).not.toContain('iam/role-session');
  });
});

test('as the member of a group, the membership is taken away', async () => {
  const run = await look([assign('GROUP')]);
  expect(render(inHand(run)[0]?.because ?? { say: '', with: {} })).toContain('has Support as a member of team.');
  expect(planned(run)).toContain('identitystore/group-membership');
  expect(planned(run)).not.toContain('sso/account-assignment');
});

test('what this account cannot see is said', async () => {
  const run = await look([]);
  expect(render(inHand(run)[0]?.because ?? { say: '', with: {} })).toContain('What gives it Support cannot be seen from this account.');
});

test('a person says that the sessions are ended: then nothing of them is open', async () => {
  const run = await look([assign('USER')], false);
  const { state } = run.reading();
  const ids = state.findings.map(({ id }) => id).filter((id) => id.startsWith('account:identity-center:'));
  expect(ids).toEqual([`account:identity-center:${ROLE}/bob`]);
  expect(openItems(state).findings.filter(({ id }) => ids.includes(id))).toEqual([]);
});
