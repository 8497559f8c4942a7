// The simulated identity store: users, groups and memberships of IAM Identity Center. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateGroupCommand, CreateGroupMembershipCommand, CreateUserCommand, DeleteGroupCommand, DeleteGroupMembershipCommand, DeleteUserCommand, DescribeGroupCommand, DescribeUserCommand, IdentitystoreClient, ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand,
  type CreateGroupCommandInput, type CreateUserCommandInput, type Group, type GroupMembership, type User,
} from '@aws-sdk/client-identitystore';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { badToken, storeOf, type Membership, type Store, type StoreGroup, type StoreUser } from '../sso/state.ts';

type InStore = { readonly IdentityStoreId: string | undefined };
type Listed = InStore & { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };

function needed<T>(all: ReadonlyMap<string, T>, id: string | undefined, type: 'USER' | 'GROUP' | 'GROUP_MEMBERSHIP'): T {
  const found = all.get(id ?? '');
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `${type} not found.`, 400, { ResourceType: type, ResourceId: id });
  return found;
}
const conflict = (message: string): AwsError => new AwsError('ConflictException', message, 400, { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
function pageOf<T>(all: readonly T[], input: Listed, call: SimCall): { page: T[]; more: { NextToken?: string } } {
  const { page, next } = listing(all, { max: input.MaxResults, token: input.NextToken }, call, badToken);
  return { page, more: next === undefined ? {} : { NextToken: next } };
}
const shownUser = ({ id: IdentityStoreId }: Store, u: StoreUser): User & { IdentityStoreId: string; UserId: string } => ({
  IdentityStoreId, UserId: u.id, UserName: u.userName, UserStatus: 'ENABLED', CreatedAt: u.created, ...(u.displayName === undefined ? {} : { DisplayName: u.displayName }), ...(u.email === undefined ? {} : { Emails: [{ Value: u.email, Primary: true }] }),
});
const shownGroup = ({ id: IdentityStoreId }: Store, g: StoreGroup): Group & { IdentityStoreId: string; GroupId: string } => ({ IdentityStoreId, GroupId: g.id, DisplayName: g.name, CreatedAt: g.created, ...(g.description === undefined ? {} : { Description: g.description }) });
const shownMembership = ({ id: IdentityStoreId }: Store, m: Membership): GroupMembership => ({ IdentityStoreId, MembershipId: m.id, GroupId: m.groupId, MemberId: { UserId: m.userId }, CreatedAt: m.created });

function createUser(input: CreateUserCommandInput, call: SimCall) {
  const store = storeOf(call, input.IdentityStoreId);
  const userName = input.UserName ?? '';
  if ([...store.users.values()].some((u) => u.userName === userName)) throw conflict('Duplicate UserName.');
  const user: StoreUser = { id: call.account.ids.uuid(), userName, displayName: input.DisplayName, email: input.Emails?.[0]?.Value, created: call.now };
  store.users.set(user.id, user);
  return { UserId: user.id, IdentityStoreId: store.id };
}
function createGroup(input: CreateGroupCommandInput, call: SimCall) {
  const store = storeOf(call, input.IdentityStoreId);
  const name = input.DisplayName ?? '';
  if ([...store.groups.values()].some((g) => g.name === name)) throw conflict('Duplicate GroupDisplayName.');
  const group: StoreGroup = { id: call.account.ids.uuid(), name, description: input.Description, created: call.now };
  store.groups.set(group.id, group);
  return { GroupId: group.id, IdentityStoreId: store.id };
}
function join(input: InStore & { readonly GroupId: string | undefined; readonly MemberId: unknown }, call: SimCall) {
  const store = storeOf(call, input.IdentityStoreId);
  const groupId = needed(store.groups, input.GroupId, 'GROUP').id;
  const userId = needed(store.users, (input.MemberId as { readonly UserId?: string } | undefined)?.UserId, 'USER').id;
  if ([...store.memberships.values()].some((m) => m.groupId === groupId && m.userId === userId)) throw conflict('Member already exists in the group.');
  const membership: Membership = { id: call.account.ids.uuid(), groupId, userId, created: call.now };
  store.memberships.set(membership.id, membership);
  return { MembershipId: membership.id, IdentityStoreId: store.id };
}
/** With the memberships that it has, or that are in it. */
function forget(store: Store, all: Map<string, unknown>, id: string): Record<string, never> {
  all.delete(id);
  for (const m of store.memberships.values()) if (m.groupId === id || m.userId === id) store.memberships.delete(m.id);
  return {};
}

const arns = (input: InStore, call: SimCall): string[] => [`arn:${call.account.partition}:identitystore::${call.account.id}:identitystore/${input.IdentityStoreId ?? '*'}`];
export default function identitystore(): Service<SimCall> {
  const resources = arns;
  return new Service<SimCall>(IdentitystoreClient, { id: 'identitystore' })
    .on(CreateUserCommand, createUser, { resources })
    .on(CreateGroupCommand, createGroup, { resources })
    .on(CreateGroupMembershipCommand, join, { resources })
    .on(ListUsersCommand, (input, call) => {
      const store = storeOf(call, input.IdentityStoreId);
      const { page, more } = pageOf([...store.users.values()], input, call);
      return { Users: page.map((u) => shownUser(store, u)), ...more };
    }, { resources })
    .on(ListGroupsCommand, (input, call) => {
      const store = storeOf(call, input.IdentityStoreId);
      const { page, more } = pageOf([...store.groups.values()], input, call);
      return { Groups: page.map((g) => shownGroup(store, g)), ...more };
    }, { resources })
    .on(ListGroupMembershipsCommand, (input, call) => {
      const store = storeOf(call, input.IdentityStoreId);
      const groupId = needed(store.groups, input.GroupId, 'GROUP').id;
      const { page, more } = pageOf([...store.memberships.values()].filter((m) => m.groupId === groupId), input, call);
      return { GroupMemberships: page.map((m) => shownMembership(store, m)), ...more };
    }, { resources })
    .on(DescribeUserCommand, (input, call) => { const store = storeOf(call, input.IdentityStoreId); return shownUser(store, needed(store.users, input.UserId, 'USER')); }, { resources })
    .on(DescribeGroupCommand, (input, call) => { const store = storeOf(call, input.IdentityStoreId); return shownGroup(store, needed(store.groups, input.GroupId, 'GROUP')); }, { resources })
    .on(DeleteUserCommand, (input, call) => { const store = storeOf(call, input.IdentityStoreId); return forget(store, store.users, needed(store.users, input.UserId, 'USER').id); }, { resources })
    .on(DeleteGroupCommand, (input, call) => { const store = storeOf(call, input.IdentityStoreId); return forget(store, store.groups, needed(store.groups, input.GroupId, 'GROUP').id); }, { resources })
    .on(DeleteGroupMembershipCommand, (input, call) => {
      const store = storeOf(call, input.IdentityStoreId);
      store.memberships.delete(needed(store.memberships, input.MembershipId, 'GROUP_MEMBERSHIP').id);
      return {};
    }, { resources });
}
