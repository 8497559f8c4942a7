// Console passwords of users, and of root as far as an API can reach it.
import { createHash } from 'node:crypto';
import {
  ChangePasswordCommand, CreateLoginProfileCommand, DeleteLoginProfileCommand, GetLoginProfileCommand, UpdateLoginProfileCommand,
  type ChangePasswordCommandInput, type CreateLoginProfileCommandInput, type LoginProfile, type UpdateLoginProfileCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { accessDenied, alreadyExists, invalidInput, noSuchEntity, notNow, validation } from './errors.ts';
import { ownerOf, touchUser, type Owner } from './owner.ts';
import { passwordFault } from './password-policy.ts';
import type { LoginProfileRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onUser } from './resources.ts';
import { rootPassword } from './root-credentials.ts';
import { iamState } from './state.ts';

const digest = (password: string): string => createHash('sha256').update(password).digest('hex');
const profileOut = (profile: LoginProfileRecord, owner: Owner): LoginProfile => ({ UserName: owner.name, CreateDate: profile.createdAt, PasswordResetRequired: profile.resetRequired });

/** Digests of the passwords after this one was set; refuses what the account's policy refuses. */
function withPassword(before: readonly string[], password: string, call: SimCall): readonly string[] {
  const fault = passwordFault(password, iamState(call.account).passwordPolicy);
  const kept = iamState(call.account).passwordPolicy?.reusePrevention ?? 0;
  if (fault !== undefined) throw new AwsError('PasswordPolicyViolation', fault);
  if (before.slice(0, kept).includes(digest(password))) throw new AwsError('PasswordPolicyViolation', 'Password cannot be one that was used before.');
  return [digest(password), ...before];
}

function profileOf(owner: Owner, call: SimCall): LoginProfileRecord {
  const { since } = iamState(call.account);
  if (!owner.user && rootPassword(call.account).there) return { ownerId: owner.id, createdAt: since, changedAt: since, resetRequired: false, passwords: [] };
  const profile = iamState(call.account).loginProfiles.get(owner.id);
  if (profile === undefined) throw noSuchEntity(`Login Profile for User ${owner.name ?? owner.id} cannot be found.`);
  return profile;
}
/** The same, when it may be changed: not for a moment after it was made or changed. */
function settledProfileOf(owner: Owner, call: SimCall): LoginProfileRecord {
  const profile = profileOf(owner, call);
  if (call.now.getTime() < profile.changedAt.getTime() + call.account.behaviour.consistencyMs) {
    throw notNow(`Login Profile for User ${owner.name ?? owner.id} cannot be modified while login profile is being created.`);
  }
  return profile;
}
function save(owner: Owner, profile: LoginProfileRecord, call: SimCall): void {
  iamState(call.account).loginProfiles.set(owner.id, profile);
  touchUser(call, owner);
}

function create(input: CreateLoginProfileCommandInput, call: SimCall): { LoginProfile: LoginProfile } {
  const owner = ownerOf(input.UserName, call);
  if (input.Password === undefined) throw validation('Missing required field: Password');
  if (iamState(call.account).loginProfiles.has(owner.id)) throw alreadyExists(`Login Profile for user ${owner.name ?? owner.id} already exists.`);
  const profile: LoginProfileRecord = {
    ownerId: owner.id, createdAt: call.now, changedAt: call.now, resetRequired: input.PasswordResetRequired ?? false, passwords: withPassword([], input.Password, call),
  };
  save(owner, profile, call);
  return { LoginProfile: profileOut(profile, owner) };
}

function update(input: Given<UpdateLoginProfileCommandInput>, call: SimCall): Nothing {
  const owner = ownerOf(input.UserName, call);
  const profile = settledProfileOf(owner, call);
  const passwords = input.Password === undefined ? profile.passwords : withPassword(profile.passwords, input.Password, call);
  save(owner, { ...profile, passwords, changedAt: call.now, resetRequired: input.PasswordResetRequired ?? profile.resetRequired }, call);
  return {};
}

function remove(userName: string | undefined, call: SimCall): Nothing {
  const owner = ownerOf(userName, call);
  settledProfileOf(owner, call);
  if (owner.user) iamState(call.account).loginProfiles.delete(owner.id);
  else rootPassword(call.account).there = false;
  touchUser(call, owner);
  return {};
}

function changePassword(input: Given<ChangePasswordCommandInput>, call: SimCall): Nothing {
  if (call.caller.type !== 'IAMUser') throw new AwsError('InvalidUserType', 'Only IAM Users can change their own password');
  const owner = ownerOf(undefined, call);
  const profile = settledProfileOf(owner, call);
  if (digest(input.OldPassword) !== profile.passwords[0]) throw accessDenied('The old password was incorrect.');
  if (input.OldPassword === input.NewPassword) throw invalidInput('The new password must differ from the old one.');
  save(owner, { ...profile, passwords: withPassword(profile.passwords, input.NewPassword, call), changedAt: call.now, resetRequired: false }, call);
  return {};
}

// CloudTrail leaves the password out of these events, unlike elsewhere, where it masks.
const shown = ({ UserName, PasswordResetRequired }: { readonly UserName?: string | undefined; readonly PasswordResetRequired?: boolean | undefined }): unknown =>
  ({ ...(UserName === undefined ? {} : { userName: UserName }), ...(PasswordResetRequired === undefined ? {} : { passwordResetRequired: PasswordResetRequired }) });

export function addLoginProfiles(iam: IamService): void {
  register(iam, CreateLoginProfileCommand, create, { resources: onUser, trail: { request: shown } });
  register(iam, GetLoginProfileCommand, ({ UserName }, call) => {
    const owner = ownerOf(UserName, call);
    return { LoginProfile: profileOut(profileOf(owner, call), owner) };
  }, { resources: onUser });
  register(iam, UpdateLoginProfileCommand, update, { resources: onUser, trail: { request: shown } });
  register(iam, DeleteLoginProfileCommand, ({ UserName }, call) => remove(UserName, call), { resources: onUser });
  register(iam, ChangePasswordCommand, changePassword, { resources: (_, call) => [call.caller.arn], trail: { request: () => null } });
}
