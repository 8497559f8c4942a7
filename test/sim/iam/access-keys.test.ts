// Access keys: two per user, whose they are, when they were last used.
import { describe, expect, test } from 'vitest';
import { CreateAccessKeyCommand, DeleteAccessKeyCommand, GetAccessKeyLastUsedCommand, ListAccessKeysCommand, ListUsersCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ARN, Opened, refusal, START } from './opened.ts';

const bob = { UserName: 'bob' };

test('the secret is given once', async () => {
  const account = await Opened.account();
  await account.user('bob');
  const { AccessKey } = await account.iam.send(new CreateAccessKeyCommand(bob));
  expect(AccessKey).toMatchObject({ UserName: 'bob', Status: 'Active', CreateDate: START, AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) as string, SecretAccessKey: expect.stringMatching(/^.{40}$/) as string });
  expect((await account.iam.send(new ListAccessKeysCommand(bob))).AccessKeyMetadata).toEqual([{ UserName: 'bob', AccessKeyId: AccessKey?.AccessKeyId, Status: 'Active', CreateDate: START }]);
});

test('a user has two keys at most, active or not', async () => {
  const account = await Opened.account();
  await account.user('bob');
  const AccessKeyId = await account.key('bob');
  await account.key('bob');
  await account.iam.send(new UpdateAccessKeyCommand({ ...bob, AccessKeyId, Status: 'Inactive' }));
  expect(await refusal(account.key('bob'))).toEqual(['LimitExceededException', 'Cannot exceed quota for AccessKeysPerUser: 2']);
  await account.iam.send(new DeleteAccessKeyCommand({ ...bob, AccessKeyId }));
  await expect(account.key('bob')).resolves.toMatch(/^AKIA/);
});

describe('without a user name', () => {
  test('the caller\'s own keys are meant: one can delete oneself', async () => {
    const account = await Opened.account();
    const alice = await account.admin('alice');
    await account.user('bob');
    const bobs = await account.key('bob');
    expect((await alice.iam.send(new ListAccessKeysCommand({}))).AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toEqual([alice.key]);
    expect(await refusal(alice.iam.send(new DeleteAccessKeyCommand({ AccessKeyId: bobs })))).toEqual(['NoSuchEntityException', `The Access Key with id ${bobs} cannot be found.`]);
    await alice.iam.send(new DeleteAccessKeyCommand({ AccessKeyId: alice.key }));
    expect(await refusal(alice.iam.send(new ListUsersCommand({})))).toEqual(['InvalidClientTokenId', 'The security token included in the request is invalid.']);
  });
  test('root reaches its own', async () => {
    const account = await Opened.account();
    expect((await account.iam.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toEqual([{ AccessKeyId: account.rootKey, Status: 'Active', CreateDate: START }]);
  });
});

test('a status that does not exist is refused', async () => {
  const account = await Opened.account();
  await account.user('bob');
  const AccessKeyId = await account.key('bob');
  await expect(account.iam.send(new UpdateAccessKeyCommand({ ...bob, AccessKeyId, Status: 'Gone' as 'Active' }))).rejects.toMatchObject({ name: 'ValidationError' });
});

describe('last use', () => {
  test('is N/A before the first one', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const AccessKeyId = await account.key('bob');
    const answer = await account.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    expect(answer.UserName).toBe('bob');
    expect(answer.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
  });
  test('counts denied requests, in steps of 15 minutes', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const AccessKeyId = await account.key('bob');
    const lastUsed = async (): Promise<unknown> => (await account.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed;
    await expect(account.iamOf({ accessKeyId: AccessKeyId }).send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await lastUsed()).toEqual({ LastUsedDate: START, ServiceName: 'iam', Region: 'us-east-1' });
    account.pass(14 * 60_000);
    await account.stsOf({ accessKeyId: AccessKeyId }).send(new GetCallerIdentityCommand({}));
    expect(await lastUsed()).toMatchObject({ LastUsedDate: START, ServiceName: 'iam' });
    account.pass(60_000);
    await account.stsOf({ accessKeyId: AccessKeyId }).send(new GetCallerIdentityCommand({}));
    expect(await lastUsed()).toEqual({ LastUsedDate: new Date(START.getTime() + 15 * 60_000), ServiceName: 'sts', Region: 'us-east-1' });
  });
  test('ends with the key', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const AccessKeyId = await account.key('bob');
    await account.iam.send(new DeleteAccessKeyCommand({ ...bob, AccessKeyId }));
    await expect(account.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
  test('of a key elsewhere is not told', async () => {
    const account = await Opened.account();
    await expect(account.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))).rejects.toMatchObject({ name: 'AccessDenied', message: `User: ${ARN}:root is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE` });
  });
});
