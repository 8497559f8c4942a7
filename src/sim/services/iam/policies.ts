// Customer managed policies: their life, and what can be read of AWS's.
import {
  CreatePolicyCommand, DeletePolicyCommand, GetPolicyCommand, ListEntitiesForPolicyCommand, ListPoliciesCommand, ListPolicyTagsCommand, TagPolicyCommand, UntagPolicyCommand,
  type CreatePolicyCommandInput, type ListEntitiesForPolicyCommandInput, type ListEntitiesForPolicyCommandOutput, type ListPoliciesCommandInput, type Policy,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { checkIdentityPolicy, sizeOf } from './documents.ts';
import { accessDenied, alreadyExists, deleteConflict, noSuchEntity, overQuota } from './errors.ts';
import { awsPolicies, findPolicy, isAwsPolicy, policyUses, type PolicyUse } from './managed.ts';
import { addTags, arnOf, checkName, checkPath, removeTags, tagsOut } from './names.ts';
import { pageOf } from './page.ts';
import type { Bounded, Holder, PolicyRecord, Tag } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onNew, onPolicy } from './resources.ts';
import { iamState } from './state.ts';

const LARGEST = 6_144;

export function policyNamed(arn: string, account: SimAccount): PolicyRecord {
  const policy = findPolicy(arn, account);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}
/** The policy, if the account may change it. */
export function ownPolicy(arn: string, call: SimCall): PolicyRecord {
  if (isAwsPolicy(arn)) throw accessDenied(`User: ${call.caller.arn} is not authorized to perform: iam:${call.operation} on resource: policy ${arn}`);
  return policyNamed(arn, call.account);
}
export function checkPolicySize(document: string): string {
  if (sizeOf(checkIdentityPolicy(document)) > LARGEST) throw overQuota('PolicySize', LARGEST);
  return document;
}
export const touchPolicy = (call: SimCall, arn: string): void => { call.touch({ type: 'AWS::IAM::Policy', name: arn }); };

export const policyOut = (policy: PolicyRecord, use: PolicyUse): Policy => ({
  PolicyName: policy.name, PolicyId: policy.id, Arn: policy.arn, Path: policy.path, DefaultVersionId: policy.defaultVersion,
  AttachmentCount: use.attachments, PermissionsBoundaryUsageCount: use.boundaries, IsAttachable: true, CreateDate: policy.createdAt, UpdateDate: policy.updatedAt,
});
// Lists leave description and tags out.
const policyInFull = (policy: PolicyRecord, use: PolicyUse): Policy =>
  ({ ...policyOut(policy, use), ...(policy.description === undefined ? {} : { Description: policy.description }), ...tagsOut(policy.tags) });

function createPolicy(input: Given<CreatePolicyCommandInput>, call: SimCall): { Policy: Policy } {
  const state = iamState(call.account);
  const name = checkName(input.PolicyName, 'policyName', 128);
  const path = checkPath(input.Path);
  const document = checkPolicySize(input.PolicyDocument);
  if (state.policies.taken(name)) throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
  const policy: PolicyRecord = {
    id: call.account.ids.id('ANPA', 17), name, path, arn: arnOf(call.account, 'policy', path, name), createdAt: call.now, updatedAt: call.now,
    description: input.Description, tags: addTags([], input.Tags), versions: [{ id: 'v1', document, createdAt: call.now }], defaultVersion: 'v1', versionsMade: 1,
  };
  state.policies.put(policy, call.now);
  touchPolicy(call, policy.arn);
  return { Policy: policyInFull(policy, { attachments: 0, boundaries: 0 }) };
}

function listPolicies(input: ListPoliciesCommandInput, call: SimCall): { Policies: Policy[]; IsTruncated: boolean; Marker?: string } {
  const state = iamState(call.account);
  const useOf = policyUses(state);
  const { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter: usage } = input;
  const inScope = [...(Scope === 'AWS' ? [] : state.policies.list()), ...(Scope === 'Local' ? [] : awsPolicies(call.account))];
  const wanted = inScope.filter(({ arn, path }) => {
    const { attachments, boundaries } = useOf(arn);
    const used = usage === 'PermissionsBoundary' ? boundaries > 0 : usage === 'PermissionsPolicy' ? attachments > 0 : attachments + boundaries > 0;
    return path.startsWith(PathPrefix) && (used || (!OnlyAttached && usage === undefined));
  });
  const { items, rest } = pageOf(wanted, ({ name, arn }) => `${name} ${arn}`, input, call);
  return { Policies: items.map((policy) => policyOut(policy, useOf(policy.arn))), ...rest };
}

function deletePolicy(arn: string, call: SimCall): Nothing {
  const state = iamState(call.account);
  const policy = ownPolicy(arn, call);
  const { attachments, boundaries } = policyUses(state)(arn);
  if (attachments + boundaries > 0) throw deleteConflict('Cannot delete a policy attached to entities.');
  if (policy.versions.length > 1) {
    throw deleteConflict('This policy has more than one version. Before you delete a policy, you must delete the policy\'s versions. The default version is deleted with the policy.');
  }
  state.policies.remove(policy, call.now);
  touchPolicy(call, arn);
  return {};
}

type Entities = Omit<ListEntitiesForPolicyCommandOutput, '$metadata'>;
function listEntities(input: Given<ListEntitiesForPolicyCommandInput>, call: SimCall): Entities {
  const state = iamState(call.account);
  const { arn } = policyNamed(input.PolicyArn, call.account);
  const { EntityFilter: filter, PolicyUsageFilter: usage, PathPrefix = '/' } = input;
  const attached = (holder: Holder): boolean => usage !== 'PermissionsBoundary' && holder.attached.includes(arn);
  const bounded = (holder: Bounded): boolean => usage !== 'PermissionsPolicy' && holder.boundary === arn;
  const uses = (holder: Bounded): boolean => attached(holder) || bounded(holder);
  const found = [
    ...state.groups.list().filter(attached).map((holder) => ({ sort: 'Group' as const, holder })),
    ...state.users.list().filter(uses).map((holder) => ({ sort: 'User' as const, holder })),
    ...state.roles.list().filter(uses).map((holder) => ({ sort: 'Role' as const, holder })),
  ].filter(({ sort, holder }) => holder.path.startsWith(PathPrefix) && (filter === undefined || filter === sort));
  const { items, rest } = pageOf(found, ({ sort, holder }) => `${ORDER[sort]} ${holder.name}`, input, call);
  return {
    PolicyGroups: items.filter(({ sort }) => sort === 'Group').map(({ holder }) => ({ GroupName: holder.name, GroupId: holder.id })),
    PolicyUsers: items.filter(({ sort }) => sort === 'User').map(({ holder }) => ({ UserName: holder.name, UserId: holder.id })),
    PolicyRoles: items.filter(({ sort }) => sort === 'Role').map(({ holder }) => ({ RoleName: holder.name, RoleId: holder.id })),
    ...rest,
  };
}
const ORDER = { Group: '1', User: '2', Role: '3' } as const;

function retag(arn: string, call: SimCall, change: (tags: readonly Tag[]) => readonly Tag[]): Nothing {
  const policy = ownPolicy(arn, call);
  iamState(call.account).policies.put({ ...policy, tags: change(policy.tags) }, call.now);
  touchPolicy(call, arn);
  return {};
}

export function addPolicies(iam: IamService): void {
  register(iam, CreatePolicyCommand, createPolicy, { resources: onNew('policy', 'PolicyName') });
  register(iam, GetPolicyCommand, ({ PolicyArn }, call) => {
    const policy = policyNamed(PolicyArn, call.account);
    return { Policy: policyInFull(policy, policyUses(iamState(call.account))(PolicyArn)) };
  }, { resources: onPolicy });
  register(iam, ListPoliciesCommand, listPolicies);
  register(iam, DeletePolicyCommand, ({ PolicyArn }, call) => deletePolicy(PolicyArn, call), { resources: onPolicy });
  register(iam, ListEntitiesForPolicyCommand, listEntities, { resources: onPolicy });
  register(iam, TagPolicyCommand, ({ PolicyArn, Tags }, call) => retag(PolicyArn, call, (tags) => addTags(tags, Tags)), { resources: onPolicy });
  register(iam, UntagPolicyCommand, ({ PolicyArn, TagKeys }, call) => retag(PolicyArn, call, (tags) => removeTags(tags, TagKeys)), { resources: onPolicy });
  register(iam, ListPolicyTagsCommand, (input, call) => {
    const { items, rest } = pageOf(policyNamed(input.PolicyArn, call.account).tags, ({ Key }) => Key, input, call);
    return { Tags: items, ...rest };
  }, { resources: onPolicy });
}
