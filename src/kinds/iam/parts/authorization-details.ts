// One read of all users, groups and roles with their policies, and of the account's own policies, shared by the IAM kinds' lists. `look` never uses it.
import {
  paginateGetAccountAuthorizationDetails, type AttachedPolicy, type GroupDetail as SdkGroup, type IAMClient, type ManagedPolicyDetail as SdkPolicy, type PolicyDetail, type RoleDetail as SdkRole, type UserDetail as SdkUser,
} from '@aws-sdk/client-iam';
import type { Arn, Instant } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';

export interface InlinePolicy { readonly name: string; readonly document: string }
export interface ManagedPolicy { readonly name: string; readonly arn: Arn }
export interface Tag { readonly key: string; readonly value: string }
/** A user as the authorization details have it: no keys, no password, no devices. Lists are sorted, so that two reads can be compared. */
export interface UserDetail {
  readonly arn: Arn;
  readonly userName: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly ManagedPolicy[];
  readonly groups: readonly string[];
  readonly tags: readonly Tag[];
  readonly boundary?: Arn;
}
export interface RoleDetail {
  readonly arn: Arn;
  readonly roleName: string;
  readonly roleId: string;
  readonly path: string;
  readonly createdAt: Instant;
  readonly trust: string;
  /** Seconds. Not listed: asked when it is looked at. */
  readonly maxSession?: number;
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly ManagedPolicy[];
  readonly profiles: readonly string[];
  readonly tags: readonly Tag[];
  readonly boundary?: Arn;
}
export interface GroupDetail {
  readonly arn: Arn;
  readonly groupName: string;
  readonly groupId: string;
  readonly createdAt: Instant;
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly ManagedPolicy[];
  /** ARNs of its users. */
  readonly members: readonly Arn[];
}
export interface PolicyVersion { readonly id: string; readonly createdAt: Instant; readonly document: string }
/** A customer managed policy with the text of its versions, the newest first. */
export interface OwnPolicy {
  readonly arn: Arn;
  readonly policyName: string;
  readonly policyId: string;
  readonly createdAt: Instant;
  readonly defaultVersion: string;
  readonly versions: readonly PolicyVersion[];
}
export interface AccountDetails { readonly users: readonly UserDetail[]; readonly groups: readonly GroupDetail[]; readonly roles: readonly RoleDetail[]; readonly policies: readonly OwnPolicy[]; /** When each role was last used, by its id; AWS looks back 400 days. */ readonly roleUses: ReadonlyMap<string, Instant> }

export const READS_DETAILS = ['iam:GetAccountAuthorizationDetails'] as const;

/** Users, groups, roles and own policies, every page, read once per scan. Pages may come short of what was asked for. */
export const authorizationDetails = (scan: Scan): Promise<AccountDetails> => scan.once('iam:authorization-details', async () => {
  const client = await scan.aws.client('iam');
  const users: UserDetail[] = [];
  const groups: SdkGroup[] = [];
  const roles: RoleDetail[] = [];
  const policies: OwnPolicy[] = [];
  const roleUses = new Map<string, Instant>();
  for await (const page of paginateGetAccountAuthorizationDetails({ client, pageSize: 1_000 }, { Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'] })) {
    users.push(...(page.UserDetailList ?? []).map(userOf));
    groups.push(...(page.GroupDetailList ?? []));
    roles.push(...(page.RoleDetailList ?? []).map(roleOf));
    for (const { RoleId: id = '', RoleLastUsed: used } of page.RoleDetailList ?? []) if (used?.LastUsedDate) roleUses.set(id, instant(used.LastUsedDate));
    policies.push(...(page.Policies ?? []).map(ownPolicyOf));
  }
  return { users, roles, policies, roleUses, groups: groups.map((group) => groupOf(group, users)) };
});

/** All roles as they are now, for looks. */
export async function readRoles(client: IAMClient): Promise<RoleDetail[]> {
  const roles: RoleDetail[] = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client, pageSize: 1_000 }, { Filter: ['Role'] })) roles.push(...(page.RoleDetailList ?? []).map(roleOf));
  return roles;
}

const userOf = (user: SdkUser): UserDetail => ({
  arn: user.Arn ?? '', userName: user.UserName ?? '', userId: user.UserId ?? '', createdAt: instant(user.CreateDate),
  inline: inlineOf(user.UserPolicyList), attached: attachedOf(user.AttachedManagedPolicies), groups: [...(user.GroupList ?? [])].sort(byText), tags: tagsOf(user.Tags),
  ...(user.PermissionsBoundary?.PermissionsBoundaryArn === undefined ? {} : { boundary: user.PermissionsBoundary.PermissionsBoundaryArn }),
});

const roleOf = (role: SdkRole): RoleDetail => ({
  arn: role.Arn ?? '', roleName: role.RoleName ?? '', roleId: role.RoleId ?? '', path: role.Path ?? '/', createdAt: instant(role.CreateDate),
  trust: documentOf(role.AssumeRolePolicyDocument), inline: inlineOf(role.RolePolicyList), attached: attachedOf(role.AttachedManagedPolicies),
  profiles: (role.InstanceProfileList ?? []).map((p) => p.InstanceProfileName ?? '').sort(byText), tags: tagsOf(role.Tags),
  ...(role.PermissionsBoundary?.PermissionsBoundaryArn === undefined ? {} : { boundary: role.PermissionsBoundary.PermissionsBoundaryArn }),
});

const groupOf = (group: SdkGroup, users: readonly UserDetail[]): GroupDetail => ({
  arn: group.Arn ?? '', groupName: group.GroupName ?? '', groupId: group.GroupId ?? '', createdAt: instant(group.CreateDate), inline: inlineOf(group.GroupPolicyList),
  attached: attachedOf(group.AttachedManagedPolicies), members: users.filter((user) => user.groups.includes(group.GroupName ?? '')).map((user) => user.arn).sort(byText),
});

const ownPolicyOf = (policy: SdkPolicy): OwnPolicy => ({
  arn: policy.Arn ?? '', policyName: policy.PolicyName ?? '', policyId: policy.PolicyId ?? '', createdAt: instant(policy.CreateDate), defaultVersion: policy.DefaultVersionId ?? '',
  versions: (policy.PolicyVersionList ?? []).map((v) => ({ id: v.VersionId ?? '', createdAt: instant(v.CreateDate), document: documentOf(v.Document) })).sort(newestFirst),
});
/** v10 before v9. */
export const newestFirst = (a: { readonly id: string }, b: { readonly id: string }): number => Number(b.id.slice(1)) - Number(a.id.slice(1));

export const inlineOf = (policies: readonly PolicyDetail[] = []): InlinePolicy[] =>
  policies.map((p) => ({ name: p.PolicyName ?? '', document: documentOf(p.PolicyDocument) })).sort((a, b) => byText(a.name, b.name));
export const attachedOf = (policies: readonly AttachedPolicy[] = []): ManagedPolicy[] =>
  policies.map((p) => ({ name: p.PolicyName ?? '', arn: p.PolicyArn ?? '' })).sort((a, b) => byText(a.arn, b.arn));
export const tagsOf = (tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = []): Tag[] =>
  tags.map((t) => ({ key: t.Key ?? '', value: t.Value ?? '' })).sort((a, b) => byText(a.key, b.key));
export const instant = (date: Date | undefined): Instant => date?.toISOString() ?? '';
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A policy's text. IAM gives it URL-encoded (RFC 3986); emulators give it as it is. */
export function documentOf(text: string | undefined): string {
  if (text === undefined || /^\s*\{/.test(text)) return text ?? '';
  return decodeURIComponent(text);
}
