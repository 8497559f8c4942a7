// Customer managed policies as they are now, with the text of their versions and who uses them.
import { GetPolicyCommand, GetPolicyVersionCommand, paginateListEntitiesForPolicy, paginateListPolicyVersions, type IAMClient, type PolicyUsageType } from '@aws-sdk/client-iam';
import type { Arn } from '../../../core/types.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';
import { byText, documentOf, instant, newestFirst, type OwnPolicy } from './authorization-details.ts';
import { all } from './principal-reads.ts';

export const READS_POLICY = ['iam:GetPolicy', 'iam:ListPolicyVersions', 'iam:GetPolicyVersion'] as const;

/** The policy with its versions, `undefined` where it is gone (also while it is read). */
export const readPolicy = (client: IAMClient, arn: Arn): Promise<OwnPolicy | undefined> => ifThere(wholePolicy(client, arn));

async function wholePolicy(client: IAMClient, arn: Arn): Promise<OwnPolicy | undefined> {
  const [{ Policy: policy }, versions] = await Promise.all([
    client.send(new GetPolicyCommand({ PolicyArn: arn })),
    all(paginateListPolicyVersions({ client }, { PolicyArn: arn }), (page) => page.Versions),
  ]);
  if (!policy) return undefined;
  const read = await inParallel(versions, 5, async ({ VersionId, CreateDate }) => {
    const found = await ifThere(client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId })));
    return found ? [{ id: VersionId ?? '', createdAt: instant(CreateDate), document: documentOf(found.PolicyVersion?.Document) }] : [];
  });
  return {
    arn, policyName: policy.PolicyName ?? '', policyId: policy.PolicyId ?? '', createdAt: instant(policy.CreateDate), defaultVersion: policy.DefaultVersionId ?? '', versions: read.flat().sort(newestFirst),
  };
}

/** Names of those who have the policy, and of those whom it bounds: both keep it from being deleted. */
export interface PolicyUses { readonly users: readonly string[]; readonly groups: readonly string[]; readonly roles: readonly string[]; readonly boundedUsers: readonly string[]; readonly boundedRoles: readonly string[] }

export async function usesOf(client: IAMClient, arn: Arn): Promise<PolicyUses> {
  const [have, bounded] = await Promise.all([entitiesOf(client, arn, 'PermissionsPolicy'), entitiesOf(client, arn, 'PermissionsBoundary')]);
  return { users: have.users, groups: have.groups, roles: have.roles, boundedUsers: bounded.users, boundedRoles: bounded.roles };
}

async function entitiesOf(client: IAMClient, PolicyArn: Arn, PolicyUsageFilter: PolicyUsageType): Promise<Pick<PolicyUses, 'users' | 'groups' | 'roles'>> {
  const users: string[] = [];
  const groups: string[] = [];
  const roles: string[] = [];
  for await (const page of paginateListEntitiesForPolicy({ client }, { PolicyArn, PolicyUsageFilter })) {
    users.push(...(page.PolicyUsers ?? []).map((u) => u.UserName ?? ''));
    groups.push(...(page.PolicyGroups ?? []).map((g) => g.GroupName ?? ''));
    roles.push(...(page.PolicyRoles ?? []).map((r) => r.RoleName ?? ''));
  }
  return { users: users.sort(byText), groups: groups.sort(byText), roles: roles.sort(byText) };
}
