// Changes are visible at once and enforced after the account's delay.
import { describe, expect, test } from 'vitest';
import {
  AddUserToGroupCommand, AttachUserPolicyCommand, CreateGroupCommand, CreatePolicyCommand, CreatePolicyVersionCommand, DeleteAccessKeyCommand, DeleteUserCommand, DetachUserPolicyCommand,
  ListAccessKeysCommand, ListUsersCommand, PutGroupPolicyCommand, PutUserPermissionsBoundaryCommand, UpdateAccessKeyCommand, UpdateAssumeRolePolicyCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { iamAuthority } from '../../../src/sim/services/iam/authority.ts';
import { ACCOUNT, ADMIN, allow, ARN, deny, Opened, refusal } from './opened.ts';

const LAG = 4_000;
const alice = { UserName: 'alice' };
const canList = async (iam: IAMClient): Promise<string> => {
  try { await iam.send(new ListUsersCommand({})); return 'allowed'; } catch (error) { return (error as Error).name; }
};
async function withAdmin(): Promise<Opened & { readonly alice: IAMClient; readonly keyId: string }> {
  const account = await Opened.account({ consistencyMs: LAG });
  const { iam, key } = await account.admin('alice');
  account.pass(LAG);
  return Object.assign(account, { alice: iam, keyId: key });
}

describe('works a moment longer', () => {
  const changes: readonly (readonly [string, string, (account: Opened & { readonly keyId: string }) => Promise<unknown>])[] = [
    ['a key made inactive', 'InvalidClientTokenId', ({ iam, keyId }) => iam.send(new UpdateAccessKeyCommand({ ...alice, AccessKeyId: keyId, Status: 'Inactive' }))],
    ['a key deleted', 'InvalidClientTokenId', ({ iam, keyId }) => iam.send(new DeleteAccessKeyCommand({ ...alice, AccessKeyId: keyId }))],
    ['a user denied everything', 'AccessDenied', (account) => account.put('alice', 'deny', deny('*'))],
    ['a user whose policy is detached', 'AccessDenied', ({ iam }) => iam.send(new DetachUserPolicyCommand({ ...alice, PolicyArn: ADMIN }))],
    ['a user with a boundary', 'AccessDenied', ({ iam }) => iam.send(new PutUserPermissionsBoundaryCommand({ ...alice, PermissionsBoundary: 'arn:aws:iam::aws:policy/AWSDenyAll' }))],
  ];
  test.each(changes)('%s', async (_, name, change) => {
    const account = await withAdmin();
    await change(account);
    account.pass(LAG - 1);
    expect(await canList(account.alice)).toBe('allowed');
    account.pass(1);
    expect(await canList(account.alice)).toBe(name);
  });
});

test('reads show the change at once', async () => {
  const account = await withAdmin();
  await account.iam.send(new UpdateAccessKeyCommand({ ...alice, AccessKeyId: account.keyId, Status: 'Inactive' }));
  expect((await account.alice.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toMatchObject([{ Status: 'Inactive' }]);
});

test('a denial that is removed in time was never enforced', async () => {
  const account = await withAdmin();
  await account.put('alice', 'deny', deny('*'));
  account.pass(2_000);
  await account.put('alice', 'deny', allow('s3:*'));
  account.pass(60_000);
  expect(await canList(account.alice)).toBe('allowed');
});

test('policies of groups and new default versions are enforced, too', async () => {
  const account = await Opened.account({ consistencyMs: LAG });
  const { iam } = account;
  await account.user('alice');
  const keyed = account.iamOf({ accessKeyId: await account.key('alice') });
  await iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'devs', PolicyName: 'p', PolicyDocument: allow('iam:*') }));
  await iam.send(new AddUserToGroupCommand({ ...alice, GroupName: 'devs' }));
  account.pass(LAG);
  expect(await canList(keyed)).toBe('allowed');
  await iam.send(new CreatePolicyCommand({ PolicyName: 'mine', PolicyDocument: allow('iam:*') }));
  await iam.send(new AttachUserPolicyCommand({ ...alice, PolicyArn: `${ARN}:policy/mine` }));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn: `${ARN}:policy/mine`, PolicyDocument: deny('*'), SetAsDefault: true }));
  account.pass(LAG);
  expect(await canList(keyed)).toBe('AccessDenied');
});

test('a changed trust policy lets nobody in after the delay', async () => {
  const account = await withAdmin();
  const trusting = (Effect: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }] });
  await account.role('deploy', trusting('Allow'));
  const assume = (): Promise<unknown> => account.stsOf({ accessKeyId: account.keyId }).send(new AssumeRoleCommand({ RoleArn: `${ARN}:role/deploy`, RoleSessionName: 'night' }));
  await account.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'deploy', PolicyDocument: trusting('Deny') }));
  await expect(assume()).resolves.toBeDefined();
  account.pass(LAG);
  expect((await refusal(assume()))[0]).toBe('AccessDenied');
});

test('a deleted user is gone for reads, and a moment later for its keys and sessions', async () => {
  const account = await withAdmin();
  const authority = iamAuthority(account.world);
  const now = (): Date => account.clock.now();
  expect(authority.callerOfKey(account.keyId, now())).toMatchObject({ type: 'IAMUser', userName: 'alice' });
  await account.iam.send(new DetachUserPolicyCommand({ ...alice, PolicyArn: ADMIN }));
  await account.iam.send(new DeleteAccessKeyCommand({ ...alice, AccessKeyId: account.keyId }));
  await account.iam.send(new DeleteUserCommand(alice));
  expect(authority.user(`${ARN}:user/alice`)).toBeUndefined();
  expect(authority.identityPolicies(`${ARN}:user/alice`, now())).toHaveLength(1);
  account.pass(LAG);
  expect(authority.callerOfKey(account.keyId, now())).toBeUndefined();
  expect(authority.identityPolicies(`${ARN}:user/alice`, now())).toBeUndefined();
});
