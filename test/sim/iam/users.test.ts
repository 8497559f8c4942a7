// IAM users: what they are, and everything that makes DeleteUser fail.
import { describe, expect, test } from 'vitest';
import {
  AddUserToGroupCommand, AttachUserPolicyCommand, CreateGroupCommand, CreateLoginProfileCommand, CreateServiceSpecificCredentialCommand, CreateUserCommand, DeleteAccessKeyCommand,
  DeleteUserCommand, GetUserCommand, ListAccessKeysCommand, ListUsersCommand, ListUserTagsCommand, PutUserPermissionsBoundaryCommand, TagUserCommand, UntagUserCommand, UpdateUserCommand,
  UploadSigningCertificateCommand, UploadSSHPublicKeyCommand, type Tag,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { iamAuthority } from '../../../src/sim/services/iam/authority.ts';
import { ACCOUNT, ADMIN, allow, ARN, Opened, refusal, START } from './opened.ts';
import { CERTIFICATES, sshKey } from './fixtures.ts';
import { enableMfa } from './mfa.ts';

describe('GetUser', () => {
  test('tells path, id, tags and boundary', async () => {
    const { iam } = await Opened.account();
    await iam.send(new CreateUserCommand({ UserName: 'bob', Path: '/ops/', PermissionsBoundary: ADMIN, Tags: [{ Key: 'team', Value: 'a & b' }] }));
    expect((await iam.send(new GetUserCommand({ UserName: 'bob' }))).User).toEqual({
      UserName: 'bob', Path: '/ops/', UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string, Arn: `${ARN}:user/ops/bob`, CreateDate: START,
      PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: ADMIN }, Tags: [{ Key: 'team', Value: 'a & b' }],
    });
  });
  test('without a name answers for the caller, root with its account', async () => {
    const account = await Opened.account();
    const { iam } = await account.admin('alice');
    expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('alice');
    expect((await account.iam.send(new GetUserCommand({}))).User).toMatchObject({ UserId: ACCOUNT, Arn: `${ARN}:root` });
  });
  test('without a name refuses a role\'s session', async () => {
    const account = await Opened.account();
    const { key } = await account.admin('alice');
    await account.role('admin', JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }] }));
    await account.attachToRole('admin', ADMIN);
    const { Credentials } = await account.stsOf({ accessKeyId: key }).send(new AssumeRoleCommand({ RoleArn: `${ARN}:role/admin`, RoleSessionName: 'night' }));
    const session = account.iamOf({ accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken });
    expect(await refusal(session.send(new GetUserCommand({})))).toEqual(['ValidationError', 'Must specify userName when calling with non-User credentials']);
  });
});

test('lists carry neither tags nor boundary', async () => {
  const { iam } = await Opened.account();
  await iam.send(new CreateUserCommand({ UserName: 'bob', PermissionsBoundary: ADMIN, Tags: [{ Key: 'team', Value: 'x' }] }));
  const [bob] = (await iam.send(new ListUsersCommand({}))).Users ?? [];
  expect(bob?.UserName).toBe('bob');
  expect(bob).not.toHaveProperty('Tags');
  expect(bob).not.toHaveProperty('PermissionsBoundary');
});

test('the last sign-in is in both, in steps of five minutes', async () => {
  const account = await Opened.account();
  await account.user('bob');
  const authority = iamAuthority(account.world);
  const used = async (): Promise<unknown> => [(await account.iam.send(new GetUserCommand({ UserName: 'bob' }))).User?.PasswordLastUsed, (await account.iam.send(new ListUsersCommand({}))).Users?.[0]?.PasswordLastUsed];
  expect(await used()).toEqual([undefined, undefined]);
  authority.passwordUsed(`${ARN}:user/bob`, START);
  authority.passwordUsed(`${ARN}:user/bob`, new Date(START.getTime() + 299_999));
  expect(await used()).toEqual([START, START]);
  const later = new Date(START.getTime() + 300_000);
  authority.passwordUsed(`${ARN}:user/bob`, later);
  expect(await used()).toEqual([later, later]);
});

test('a denied list names the users of the account', async () => {
  const account = await Opened.account();
  await account.user('bob');
  const iam = account.iamOf({ accessKeyId: await account.key('bob') });
  expect(await refusal(iam.send(new ListUsersCommand({})))).toEqual(['AccessDenied', `User: ${ARN}:user/bob is not authorized to perform: iam:ListUsers on resource: ${ARN}:user/ because no identity-based policy allows the iam:ListUsers action`]);
});

test('a renamed and moved user keeps id and keys', async () => {
  const account = await Opened.account();
  const id = await account.user('bob');
  const key = await account.key('bob');
  await account.iam.send(new UpdateUserCommand({ UserName: 'bob', NewUserName: 'robert', NewPath: '/ops/' }));
  expect((await account.iam.send(new GetUserCommand({ UserName: 'robert' }))).User).toMatchObject({ UserId: id, Arn: `${ARN}:user/ops/robert` });
  expect((await account.iam.send(new ListAccessKeysCommand({ UserName: 'robert' }))).AccessKeyMetadata).toMatchObject([{ AccessKeyId: key, UserName: 'robert' }]);
});

describe('tags', () => {
  test('are added, replaced and removed', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const tag = (Tags: Tag[]): Promise<unknown> => account.iam.send(new TagUserCommand({ UserName: 'bob', Tags }));
    await tag([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }]);
    await tag([{ Key: 'b', Value: '3' }]);
    await account.iam.send(new UntagUserCommand({ UserName: 'bob', TagKeys: ['a', 'none'] }));
    expect((await account.iam.send(new ListUserTagsCommand({ UserName: 'bob' }))).Tags).toEqual([{ Key: 'b', Value: '3' }]);
  });
  test('are 50 at most, and no key twice', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const tag = (Tags: Tag[]): Promise<unknown> => account.iam.send(new TagUserCommand({ UserName: 'bob', Tags }));
    await expect(tag([{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }])).rejects.toMatchObject({ name: 'InvalidInputException' });
    await expect(tag(Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })))).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('DeleteUser', () => {
  const bob = { UserName: 'bob' };
  const children: readonly (readonly [string, (account: Opened) => Promise<unknown>, string])[] = [
    ['a group', async ({ iam }) => { await iam.send(new CreateGroupCommand({ GroupName: 'devs' })); await iam.send(new AddUserToGroupCommand({ ...bob, GroupName: 'devs' })); }, 'remove users from group first'],
    ['an attached policy', ({ iam }) => iam.send(new AttachUserPolicyCommand({ ...bob, PolicyArn: ADMIN })), 'detach all policies first'],
    ['a password', ({ iam }) => iam.send(new CreateLoginProfileCommand({ ...bob, Password: 'Correct-Horse-1' })), 'delete login profile first'],
    ['an access key', (account) => account.key('bob'), 'delete access keys first'],
    ['an MFA device', (account) => enableMfa(account, 'bob', 'phone'), 'delete MFA device first'],
    ['a signing certificate', ({ iam }) => iam.send(new UploadSigningCertificateCommand({ ...bob, CertificateBody: CERTIFICATES[0] })), 'delete certificates first'],
    ['an SSH key', ({ iam }) => iam.send(new UploadSSHPublicKeyCommand({ ...bob, SSHPublicKeyBody: sshKey(1) })), 'remove referenced objects first'],
    ['a service-specific credential', ({ iam }) => iam.send(new CreateServiceSpecificCredentialCommand({ ...bob, ServiceName: 'bedrock.amazonaws.com' })), 'remove referenced objects first'],
    ['an inline policy', (account) => account.put('bob', 'p', allow('s3:GetObject')), 'delete policies first'],
  ];
  test.each(children)('fails while there is %s', async (_, give, first) => {
    const account = await Opened.account();
    await account.user('bob');
    await give(account);
    expect(await refusal(account.iam.send(new DeleteUserCommand(bob)))).toEqual(['DeleteConflictException', `Cannot delete entity, must ${first}.`]);
  });
  test('does not mind a boundary, nor another user\'s key', async () => {
    const account = await Opened.account();
    await account.user('bob');
    await account.user('alice');
    await account.key('alice');
    await account.iam.send(new PutUserPermissionsBoundaryCommand({ ...bob, PermissionsBoundary: ADMIN }));
    await account.iam.send(new DeleteUserCommand(bob));
    expect((await account.iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)).toEqual(['alice']);
  });
  test('goes through once the key is gone', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const AccessKeyId = await account.key('bob');
    await account.iam.send(new DeleteAccessKeyCommand({ ...bob, AccessKeyId }));
    await expect(account.iam.send(new DeleteUserCommand(bob))).resolves.toBeDefined();
  });
});
