// Console passwords: the login profile, the account's policy, the moment in which AWS lets nobody touch it.
import { describe, expect, test } from 'vitest';
import {
  ChangePasswordCommand, CreateLoginProfileCommand, DeleteAccountPasswordPolicyCommand, DeleteLoginProfileCommand, GetAccountPasswordPolicyCommand, GetLoginProfileCommand,
  UpdateAccountPasswordPolicyCommand, UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, Opened, refusal, START } from './opened.ts';

const bob = { UserName: 'bob' };
const GOOD = 'Correct-Horse-1';
async function withBob(consistencyMs = 0): Promise<Opened> {
  const account = await Opened.account({ consistencyMs });
  await account.user('bob');
  return account;
}

describe('a login profile', () => {
  test('is one per user', async () => {
    const { iam } = await withBob();
    expect(await refusal(iam.send(new GetLoginProfileCommand(bob)))).toEqual(['NoSuchEntityException', 'Login Profile for User bob cannot be found.']);
    await iam.send(new CreateLoginProfileCommand({ ...bob, Password: GOOD, PasswordResetRequired: true }));
    expect((await iam.send(new GetLoginProfileCommand(bob))).LoginProfile).toEqual({ UserName: 'bob', CreateDate: START, PasswordResetRequired: true });
    expect(await refusal(iam.send(new CreateLoginProfileCommand({ ...bob, Password: GOOD })))).toEqual(['EntityAlreadyExistsException', 'Login Profile for user bob already exists.']);
    await iam.send(new DeleteLoginProfileCommand(bob));
    await expect(iam.send(new DeleteLoginProfileCommand(bob))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
  test('keeps its creation date when the password changes', async () => {
    const account = await withBob();
    await account.iam.send(new CreateLoginProfileCommand({ ...bob, Password: GOOD }));
    account.pass(60_000);
    await account.iam.send(new UpdateLoginProfileCommand({ ...bob, Password: 'Battery-Staple-2', PasswordResetRequired: true }));
    expect((await account.iam.send(new GetLoginProfileCommand(bob))).LoginProfile).toEqual({ UserName: 'bob', CreateDate: START, PasswordResetRequired: true });
  });
  test('cannot be touched right after it was made or changed', async () => {
    const account = await withBob(4_000);
    await account.iam.send(new CreateLoginProfileCommand({ ...bob, Password: GOOD }));
    const remove = (): Promise<unknown> => account.iam.send(new DeleteLoginProfileCommand(bob));
    account.pass(3_999);
    expect(await refusal(remove())).toEqual(['EntityTemporarilyUnmodifiableException', 'Login Profile for User bob cannot be modified while login profile is being created.']);
    account.pass(1);
    await account.iam.send(new UpdateLoginProfileCommand({ ...bob, Password: 'Battery-Staple-2' }));
    await expect(remove()).rejects.toMatchObject({ name: 'EntityTemporarilyUnmodifiableException' });
    account.pass(4_000);
    await expect(remove()).resolves.toBeDefined();
  });
});

describe('the password policy', () => {
  test('is AWS\'s own until there is one', async () => {
    const { iam } = await withBob();
    expect(await refusal(iam.send(new GetAccountPasswordPolicyCommand({})))).toEqual(['NoSuchEntityException', `The Password Policy with domain name ${ACCOUNT} cannot be found.`]);
    for (const Password of ['Short-1', 'onlylettersandnothing', 'lowerand12345']) {
      await expect(iam.send(new CreateLoginProfileCommand({ ...bob, Password }))).rejects.toMatchObject({ name: 'PasswordPolicyViolationException' });
    }
    await expect(iam.send(new CreateLoginProfileCommand({ ...bob, Password: 'lower-and-123' }))).resolves.toBeDefined();
  });
  test('replaces everything on update, and can be deleted', async () => {
    const { iam } = await withBob();
    await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14, RequireSymbols: true, MaxPasswordAge: 90, AllowUsersToChangePassword: true, PasswordReusePrevention: 24 }));
    await iam.send(new UpdateAccountPasswordPolicyCommand({ RequireNumbers: true }));
    expect((await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy).toEqual({
      MinimumPasswordLength: 6, RequireSymbols: false, RequireNumbers: true, RequireUppercaseCharacters: false, RequireLowercaseCharacters: false, AllowUsersToChangePassword: false, ExpirePasswords: false,
    });
    await iam.send(new DeleteAccountPasswordPolicyCommand({}));
    await expect(iam.send(new DeleteAccountPasswordPolicyCommand({}))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await expect(iam.send(new UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 0 }))).rejects.toMatchObject({ name: 'ValidationError' });
  });
  test.each([
    ['Ab1-', { MinimumPasswordLength: 8 }, 'Password should have a minimum length of 8'],
    ['lower-123', { RequireUppercaseCharacters: true }, 'Password should have at least one uppercase letter'],
    ['UPPER-123', { RequireLowercaseCharacters: true }, 'Password should have at least one lowercase letter'],
    ['Upper-lower', { RequireNumbers: true }, 'Password should have at least one number'],
    ['Upper123', { RequireSymbols: true }, 'Password should have at least one symbol'],
  ])('refuses %s', async (Password, policy, message) => {
    const { iam } = await withBob();
    await iam.send(new UpdateAccountPasswordPolicyCommand(policy));
    expect(await refusal(iam.send(new CreateLoginProfileCommand({ ...bob, Password })))).toEqual(['PasswordPolicyViolationException', message]);
  });
  test('refuses a password that was used before', async () => {
    const { iam } = await withBob();
    await iam.send(new UpdateAccountPasswordPolicyCommand({ PasswordReusePrevention: 1 }));
    await iam.send(new CreateLoginProfileCommand({ ...bob, Password: GOOD }));
    await expect(iam.send(new UpdateLoginProfileCommand({ ...bob, Password: GOOD }))).rejects.toMatchObject({ name: 'PasswordPolicyViolationException' });
  });
});

describe('ChangePassword', () => {
  test('is the user\'s own, with the old password', async () => {
    const account = await Opened.account();
    const { iam } = await account.admin('bob');
    await account.iam.send(new CreateLoginProfileCommand({ ...bob, Password: GOOD, PasswordResetRequired: true }));
    await expect(iam.send(new ChangePasswordCommand({ OldPassword: 'wrong', NewPassword: 'Battery-Staple-2' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await iam.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: 'Battery-Staple-2' }));
    expect((await iam.send(new GetLoginProfileCommand({}))).LoginProfile?.PasswordResetRequired).toBe(false);
    await expect(account.iam.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: GOOD }))).rejects.toMatchObject({ name: 'InvalidUserTypeException' });
  });
});
