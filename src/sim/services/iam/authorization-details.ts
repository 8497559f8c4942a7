// GetAccountAuthorizationDetails: users, groups, roles and policies with everything that says what they may do, page by page.
import {
  GetAccountAuthorizationDetailsCommand, type EntityType, type GetAccountAuthorizationDetailsCommandInput, type GetAccountAuthorizationDetailsCommandOutput,
  type GroupDetail, type ManagedPolicyDetail, type PolicyDetail, type RoleDetail, type UserDetail,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { attachedOut } from './attachments.ts';
import { encodeDocument } from './documents.ts';
import { profileOut, profilesOfRole } from './instance-profiles.ts';
import { awsPolicies, policyUses, type PolicyUse } from './managed.ts';
import { pageOf } from './page.ts';
import { policyOut } from './policies.ts';
import { versionInFull } from './policy-versions.ts';
import type { GroupRecord, Holder, PolicyRecord, RoleRecord, UserRecord } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { lastUsedOut } from './roles.ts';
import { iamState, type IamState } from './state.ts';
import { boundedOut } from './users.ts';

/** In the order in which the pages give them. */
type Entity =
  | { readonly sort: 'User'; readonly record: UserRecord }
  | { readonly sort: 'Group'; readonly record: GroupRecord }
  | { readonly sort: 'Role'; readonly record: RoleRecord }
  | { readonly sort: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly record: PolicyRecord };
const ORDER = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const satisfies readonly EntityType[];

const inlineOut = ({ inline }: Holder): PolicyDetail[] => [...inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: encodeDocument(document) }));
const userDetail = (user: UserRecord, state: IamState): UserDetail => ({
  Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: user.createdAt,
  ...(user.inline.size > 0 && { UserPolicyList: inlineOut(user) }),
  GroupList: user.groups.map((id) => state.groups.byId(id)?.name).filter((name) => name !== undefined).sort(),
  AttachedManagedPolicies: user.attached.map(attachedOut), ...boundedOut(user),
});
const groupDetail = (group: GroupRecord): GroupDetail => ({
  Path: group.path, GroupName: group.name, GroupId: group.id, Arn: group.arn, CreateDate: group.createdAt, GroupPolicyList: inlineOut(group),
  AttachedManagedPolicies: group.attached.map(attachedOut),
});
const roleDetail = (role: RoleRecord, state: IamState): RoleDetail => ({
  Path: role.path, RoleName: role.name, RoleId: role.id, Arn: role.arn, CreateDate: role.createdAt, AssumeRolePolicyDocument: encodeDocument(role.trust),
  InstanceProfileList: profilesOfRole(role, state).map((profile) => profileOut(profile, state)), RolePolicyList: inlineOut(role),
  AttachedManagedPolicies: role.attached.map(attachedOut), ...boundedOut(role), RoleLastUsed: lastUsedOut(role, state),
});
const policyDetail = (policy: PolicyRecord, use: PolicyUse): ManagedPolicyDetail => ({
  ...policyOut(policy, use), ...(policy.description === undefined ? {} : { Description: policy.description }),
  PolicyVersionList: policy.versions.map((version) => versionInFull(policy, version)).reverse(),
});

function entitiesOf(call: SimCall, useOf: (arn: string) => PolicyUse): Entity[] {
  const state = iamState(call.account);
  const used = awsPolicies(call.account).filter(({ arn }) => useOf(arn).attachments + useOf(arn).boundaries > 0);
  return [
    ...state.users.list().map((record) => ({ sort: 'User' as const, record })),
    ...state.groups.list().map((record) => ({ sort: 'Group' as const, record })),
    ...state.roles.list().map((record) => ({ sort: 'Role' as const, record })),
    ...state.policies.list().map((record) => ({ sort: 'LocalManagedPolicy' as const, record })),
    ...used.map((record) => ({ sort: 'AWSManagedPolicy' as const, record })),
  ];
}

function details(input: Given<GetAccountAuthorizationDetailsCommandInput>, call: SimCall): Omit<GetAccountAuthorizationDetailsCommandOutput, '$metadata'> {
  const state = iamState(call.account);
  const useOf = policyUses(state);
  const wanted = entitiesOf(call, useOf).filter(({ sort }) => input.Filter === undefined || input.Filter.length === 0 || input.Filter.includes(sort));
  const { items, rest } = pageOf(wanted, ({ sort, record }) => `${ORDER.indexOf(sort)} ${record.name} ${record.id}`, input, call);
  return {
    UserDetailList: items.flatMap((one) => (one.sort === 'User' ? [userDetail(one.record, state)] : [])),
    GroupDetailList: items.flatMap((one) => (one.sort === 'Group' ? [groupDetail(one.record)] : [])),
    RoleDetailList: items.flatMap((one) => (one.sort === 'Role' ? [roleDetail(one.record, state)] : [])),
    Policies: items.flatMap((one) => (one.sort === 'LocalManagedPolicy' || one.sort === 'AWSManagedPolicy' ? [policyDetail(one.record, useOf(one.record.arn))] : [])),
    ...rest,
  };
}

export function addAuthorizationDetails(iam: IamService): void {
  register(iam, GetAccountAuthorizationDetailsCommand, details);
}
