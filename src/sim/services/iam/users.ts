// IAM users: their life and their tags.
import {
  CreateUserCommand, DeleteUserCommand, GetUserCommand, ListUserTagsCommand, ListUsersCommand, TagUserCommand, UntagUserCommand, UpdateUserCommand,
  type CreateUserCommandInput, type DeleteUserCommandInput, type ListUsersCommandInput, type UpdateUserCommandInput, type User,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { boundaryOut, checkBoundary } from './boundary.ts';
import { alreadyExists, deleteConflict, overQuota } from './errors.ts';
import { addTags, arnOf, checkName, checkPath, removeTags, tagsOut } from './names.ts';
import { ownerOf, ownerOfUser, touchUser, userNamed, type Owner } from './owner.ts';
import { pageOf } from './page.ts';
import type { Bounded, UserRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onAll, onNew, onUser } from './resources.ts';
import { iamState, type IamState } from './state.ts';

const MOST_USERS = 5_000;

/** As lists show it; `GetUser` adds tags and boundary. */
export function userOut(user: UserRecord, state: IamState): User {
  const used = state.passwordUses.get(user.id);
  return { Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: user.createdAt, ...(used && { PasswordLastUsed: used }) };
}
export const boundedOut = ({ boundary, tags }: Bounded): Pick<User, 'PermissionsBoundary' | 'Tags'> => ({ ...boundaryOut(boundary), ...tagsOut(tags) });

function createUser(input: Given<CreateUserCommandInput>, call: SimCall): { User: User } {
  const state = iamState(call.account);
  const name = checkName(input.UserName, 'userName');
  const path = checkPath(input.Path);
  if (state.users.taken(name)) throw alreadyExists(`User with name ${name} already exists.`);
  if (state.users.list().length >= MOST_USERS) throw overQuota('UsersPerAccount', MOST_USERS);
  const user: UserRecord = {
    id: call.account.ids.id('AIDA', 17), name, path, arn: arnOf(call.account, 'user', path, name), createdAt: call.now,
    tags: addTags([], input.Tags), inline: new Map(), attached: [], boundary: checkBoundary(input.PermissionsBoundary, call.account), groups: [],
  };
  state.users.put(user, call.now);
  touchUser(call, ownerOfUser(user));
  return { User: { ...userOut(user, state), ...boundedOut(user) } };
}

function getUser({ UserName }: { UserName?: string | undefined }, call: SimCall): { User: User } {
  const state = iamState(call.account);
  const owner = ownerOf(UserName, call);
  if (owner.user === undefined) return { User: rootOut(owner, call.account) };
  return { User: { ...userOut(owner.user, state), ...boundedOut(owner.user) } };
}
// Root answers with the account: its name is the alias or the number, its path is missing.
function rootOut(root: Owner, account: SimAccount): User {
  const state = iamState(account);
  const used = state.passwordUses.get(root.id);
  return { Path: undefined, UserName: undefined, UserId: root.id, Arn: root.arn, CreateDate: state.since, ...(used && { PasswordLastUsed: used }) };
}

function listUsers(input: ListUsersCommandInput, call: SimCall): { Users: User[]; IsTruncated: boolean; Marker?: string } {
  const state = iamState(call.account);
  const users = state.users.list().filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { items, rest } = pageOf(users, ({ name }) => name, input, call);
  return { Users: items.map((user) => userOut(user, state)), ...rest };
}

function updateUser(input: Given<UpdateUserCommandInput>, call: SimCall): Nothing {
  const state = iamState(call.account);
  const user = userNamed(state, input.UserName);
  const name = checkName(input.NewUserName ?? user.name, 'newUserName');
  const path = input.NewPath === undefined ? user.path : checkPath(input.NewPath);
  if (state.users.taken(name, user.id)) throw alreadyExists(`User with name ${name} already exists.`);
  state.users.put({ ...user, name, path, arn: arnOf(call.account, 'user', path, name) }, call.now);
  touchUser(call, ownerOfUser(user));
  return {};
}

function deleteUser({ UserName }: Given<DeleteUserCommandInput>, call: SimCall): Nothing {
  const state = iamState(call.account);
  const owner = ownerOf(UserName, call);
  const { user } = owner;
  if (user === undefined) throw deleteConflict('The root user cannot be deleted.');
  const left = childrenOf(user, state).find(({ there }) => there);
  if (left !== undefined) throw deleteConflict(`Cannot delete entity, must ${left.first}.`);
  state.users.remove(user, call.now);
  touchUser(call, owner);
  return {};
}
// Everything that holds a user, in the order in which AWS complains.
function childrenOf(user: UserRecord, state: IamState): readonly { readonly there: boolean; readonly first: string }[] {
  const owns = (records: Iterable<{ readonly ownerId: string | undefined }>): boolean => [...records].some(({ ownerId }) => ownerId === user.id);
  return [
    { there: user.groups.length > 0, first: 'remove users from group first' },
    { there: user.attached.length > 0, first: 'detach all policies first' },
    { there: state.loginProfiles.has(user.id), first: 'delete login profile first' },
    { there: owns([...state.keys.current()].map(([, key]) => key)), first: 'delete access keys first' },
    { there: owns(state.mfaDevices.values()), first: 'delete MFA device first' },
    { there: owns(state.certificates.values()), first: 'delete certificates first' },
    { there: owns(state.sshKeys.values()) || owns(state.serviceCredentials.values()), first: 'remove referenced objects first' },
    { there: user.inline.size > 0, first: 'delete policies first' },
  ];
}

export function addUsers(iam: IamService): void {
  register(iam, CreateUserCommand, createUser, { resources: onNew('user', 'UserName') });
  register(iam, GetUserCommand, getUser, { resources: onUser });
  register(iam, ListUsersCommand, listUsers, { resources: onAll('user') });
  register(iam, UpdateUserCommand, updateUser, { resources: onUser });
  register(iam, DeleteUserCommand, deleteUser, { resources: onUser });
  register(iam, TagUserCommand, ({ UserName, Tags }, call) => retag(UserName, call, (user) => addTags(user.tags, Tags)), { resources: onUser });
  register(iam, UntagUserCommand, ({ UserName, TagKeys }, call) => retag(UserName, call, (user) => removeTags(user.tags, TagKeys)), { resources: onUser });
  register(iam, ListUserTagsCommand, (input, call) => {
    const { items, rest } = pageOf(userNamed(iamState(call.account), input.UserName).tags, ({ Key }) => Key, input, call);
    return { Tags: items, ...rest };
  }, { resources: onUser });
}
function retag(name: string, call: SimCall, change: (user: UserRecord) => UserRecord['tags']): Nothing {
  const state = iamState(call.account);
  const user = userNamed(state, name);
  state.users.put({ ...user, tags: change(user) }, call.now);
  touchUser(call, ownerOfUser(user));
  return {};
}
