// One read of all users and roles with their policies, shared by the IAM kinds' lists. `look` never uses it.
import { paginateGetAccountAuthorizationDetails, type AttachedPolicy, type PolicyDetail, type RoleDetail as SdkRole, type UserDetail as SdkUser } from '@aws-sdk/client-iam';
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
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly ManagedPolicy[];
  readonly profiles: readonly string[];
  readonly tags: readonly Tag[];
  readonly boundary?: Arn;
}
export interface AccountDetails { readonly users: readonly UserDetail[]; readonly roles: readonly RoleDetail[] }

export const READS_DETAILS = ['iam:GetAccountAuthorizationDetails'] as const;

/** All users and roles, every page, read once per scan. Pages may come short of what was asked for. */
export const authorizationDetails = (scan: Scan): Promise<AccountDetails> => scan.once('iam:authorization-details', async () => {
  const client = await scan.aws.client('iam');
  const users: UserDetail[] = [];
  const roles: RoleDetail[] = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client, pageSize: 1_000 }, { Filter: ['User', 'Role'] })) {
    users.push(...(page.UserDetailList ?? []).map(userOf));
    roles.push(...(page.RoleDetailList ?? []).map(roleOf));
  }
  return { users, roles };
});

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
