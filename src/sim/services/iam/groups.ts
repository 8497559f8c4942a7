// IAM groups and who is in them.
import {
  AddUserToGroupCommand, CreateGroupCommand, DeleteGroupCommand, GetGroupCommand, ListGroupsCommand, ListGroupsForUserCommand, RemoveUserFromGroupCommand,
  type CreateGroupCommandInput, type GetGroupCommandInput, type Group, type ListGroupsCommandInput, type ListGroupsForUserCommandInput, type User,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { alreadyExists, deleteConflict, noSuchEntity, overQuota } from './errors.ts';
import { GROUP, touchHolder, USER } from './holders.ts';
import { arnOf, checkName, checkPath } from './names.ts';
import { pageOf } from './page.ts';
import type { GroupRecord, UserRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onAll, onGroup, onNew, onUser } from './resources.ts';
import { iamState, type IamState } from './state.ts';
import { userOut } from './users.ts';

const MOST_GROUPS = 300;
const MOST_GROUPS_PER_USER = 10;

const groupOut = (group: GroupRecord): Group => ({ Path: group.path, GroupName: group.name, GroupId: group.id, Arn: group.arn, CreateDate: group.createdAt });
const membersOf = (group: GroupRecord, state: IamState): UserRecord[] => state.users.list().filter(({ groups }) => groups.includes(group.id));
interface Groups { Groups: Group[]; IsTruncated: boolean; Marker?: string }

function createGroup(input: Given<CreateGroupCommandInput>, call: SimCall): { Group: Group } {
  const state = iamState(call.account);
  const name = checkName(input.GroupName, 'groupName', 128);
  const path = checkPath(input.Path);
  if (state.groups.taken(name)) throw alreadyExists(`Group with name ${name} already exists.`);
  if (state.groups.list().length >= MOST_GROUPS) throw overQuota('GroupsPerAccount', MOST_GROUPS);
  const group: GroupRecord = {
    id: call.account.ids.id('AGPA', 17), name, path, arn: arnOf(call.account, 'group', path, name), createdAt: call.now, inline: new Map(), attached: [],
  };
  state.groups.put(group, call.now);
  touchHolder(GROUP, group, call);
  return { Group: groupOut(group) };
}

function getGroup(input: Given<GetGroupCommandInput>, call: SimCall): { Group: Group; Users: User[]; IsTruncated: boolean; Marker?: string } {
  const state = iamState(call.account);
  const group = GROUP.find(input.GroupName, call);
  const { items, rest } = pageOf(membersOf(group, state), ({ name }) => name, input, call);
  return { Group: groupOut(group), Users: items.map((user) => userOut(user, state)), ...rest };
}

function listGroups(input: ListGroupsCommandInput, call: SimCall): Groups {
  const groups = iamState(call.account).groups.list().filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { items, rest } = pageOf(groups, ({ name }) => name, input, call);
  return { Groups: items.map(groupOut), ...rest };
}

function listGroupsForUser(input: Given<ListGroupsForUserCommandInput>, call: SimCall): Groups {
  const user = USER.find(input.UserName, call);
  const groups = iamState(call.account).groups.list().filter(({ id }) => user.groups.includes(id));
  const { items, rest } = pageOf(groups, ({ name }) => name, input, call);
  return { Groups: items.map(groupOut), ...rest };
}

function deleteGroup(name: string, call: SimCall): Nothing {
  const state = iamState(call.account);
  const group = GROUP.find(name, call);
  if (membersOf(group, state).length > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.');
  if (group.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (group.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  state.groups.remove(group, call.now);
  touchHolder(GROUP, group, call);
  return {};
}

interface Membership { readonly UserName: string; readonly GroupName: string }
function addUser(input: Membership, call: SimCall): Nothing {
  const group = GROUP.find(input.GroupName, call);
  const user = USER.find(input.UserName, call);
  if (!user.groups.includes(group.id)) {
    if (user.groups.length >= MOST_GROUPS_PER_USER) throw overQuota('GroupsPerUser', MOST_GROUPS_PER_USER);
    USER.replace({ ...user, groups: [...user.groups, group.id] }, call);
  }
  touchHolder(GROUP, group, call);
  touchHolder(USER, user, call);
  return {};
}
function removeUser(input: Membership, call: SimCall): Nothing {
  const group = GROUP.find(input.GroupName, call);
  const user = USER.find(input.UserName, call);
  if (!user.groups.includes(group.id)) throw noSuchEntity(`The user with name ${user.name} is not in the group with name ${group.name}.`);
  USER.replace({ ...user, groups: user.groups.filter((id) => id !== group.id) }, call);
  touchHolder(GROUP, group, call);
  touchHolder(USER, user, call);
  return {};
}

export function addGroups(iam: IamService): void {
  register(iam, CreateGroupCommand, createGroup, { resources: onNew('group', 'GroupName') });
  register(iam, GetGroupCommand, getGroup, { resources: onGroup });
  register(iam, ListGroupsCommand, listGroups, { resources: onAll('group') });
  register(iam, DeleteGroupCommand, ({ GroupName }, call) => deleteGroup(GroupName, call), { resources: onGroup });
  register(iam, AddUserToGroupCommand, addUser, { resources: onGroup });
  register(iam, RemoveUserFromGroupCommand, removeUser, { resources: onGroup });
  register(iam, ListGroupsForUserCommand, listGroupsForUser, { resources: onUser });
}
