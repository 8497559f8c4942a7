// Names in IAM: what is allowed, what is taken, what is not there.
import { describe, expect, test } from 'vitest';
import {
  CreateGroupCommand, CreateInstanceProfileCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteUserCommand, GetGroupCommand, GetPolicyCommand, GetRoleCommand,
  GetUserCommand, UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { allow, ARN, Opened, refusal, TRUST } from './opened.ts';

describe('a name that is taken, in whatever case', () => {
  test.each([
    ['user', (iam: Opened['iam'], name: string) => iam.send(new CreateUserCommand({ UserName: name })), 'User with name APP already exists.'],
    ['group', (iam: Opened['iam'], name: string) => iam.send(new CreateGroupCommand({ GroupName: name })), 'Group with name APP already exists.'],
    ['role', (iam: Opened['iam'], name: string) => iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST })), 'Role with name APP already exists.'],
    ['policy', (iam: Opened['iam'], name: string) => iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: allow('s3:GetObject') })), 'A policy called APP already exists. Duplicate names are not allowed.'],
    ['instance profile', (iam: Opened['iam'], name: string) => iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name })), 'Instance Profile APP already exists.'],
  ])('%s', async (_, create, message) => {
    const { iam } = await Opened.account();
    await create(iam, 'app');
    expect(await refusal(create(iam, 'APP'))).toEqual(['EntityAlreadyExistsException', message]);
  });
});

test('each sort of entity has names of its own', async () => {
  const account = await Opened.account();
  await account.user('app');
  await expect(account.role('app')).resolves.toMatch(/^AROA[A-Z2-7]{17}$/);
});

test.each([
  ['user', (iam: Opened['iam']) => iam.send(new GetUserCommand({ UserName: 'nobody' })), 'The user with name nobody cannot be found.'],
  ['group', (iam: Opened['iam']) => iam.send(new GetGroupCommand({ GroupName: 'nobody' })), 'The group with name nobody cannot be found.'],
  ['role', (iam: Opened['iam']) => iam.send(new GetRoleCommand({ RoleName: 'nobody' })), 'The role with name nobody cannot be found.'],
  ['policy', (iam: Opened['iam']) => iam.send(new GetPolicyCommand({ PolicyArn: `${ARN}:policy/nobody` })), `Policy ${ARN}:policy/nobody was not found.`],
])('a %s that is not there', async (_, get, message) => {
  const { iam } = await Opened.account();
  expect(await refusal(get(iam))).toEqual(['NoSuchEntityException', message]);
});

test.each(['two words', 'slash/inside', 'quote"', 'x'.repeat(65)])('a user cannot be called %j', async (UserName) => {
  const { iam } = await Opened.account();
  await expect(iam.send(new CreateUserCommand({ UserName }))).rejects.toMatchObject({ name: 'ValidationError' });
});

test('a re-created user has another id under the same ARN', async () => {
  const account = await Opened.account();
  const first = await account.user('bob');
  await account.iam.send(new DeleteUserCommand({ UserName: 'bob' }));
  const second = await account.user('bob');
  expect(first).toMatch(/^AIDA[A-Z2-7]{17}$/);
  expect(second).not.toBe(first);
  expect((await account.iam.send(new GetUserCommand({ UserName: 'bob' }))).User).toMatchObject({ UserId: second, Arn: `${ARN}:user/bob` });
});

test('a renamed user frees its old name', async () => {
  const account = await Opened.account();
  await account.user('bob');
  await account.iam.send(new UpdateUserCommand({ UserName: 'bob', NewUserName: 'robert' }));
  expect(await refusal(account.iam.send(new GetUserCommand({ UserName: 'bob' })))).toEqual(['NoSuchEntityException', 'The user with name bob cannot be found.']);
  await expect(account.user('bob')).resolves.toMatch(/^AIDA/);
});
