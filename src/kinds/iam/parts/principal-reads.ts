// Reads one user or one role anew, with everything that hangs on it: for looks, which never use the shared read.
import {
  GetRoleCommand, GetRolePolicyCommand, GetUserCommand, GetUserPolicyCommand, paginateListAttachedRolePolicies, paginateListAttachedUserPolicies, paginateListGroupsForUser,
  paginateListInstanceProfilesForRole, paginateListRolePolicies, paginateListUserPolicies, type IAMClient,
} from '@aws-sdk/client-iam';
import { ifThere } from '../../refusal.ts';
import { inParallel } from '../../in-parallel.ts';
import { attachedOf, byText, documentOf, instant, tagsOf, type InlinePolicy, type RoleDetail, type UserDetail } from './authorization-details.ts';

export const READS_USER = ['iam:GetUser', 'iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:ListAttachedUserPolicies', 'iam:ListGroupsForUser'] as const;
export const READS_ROLE = ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListInstanceProfilesForRole'] as const;
const WIDTH = 8;

/** The user of that name as it is now, `undefined` where it is gone (also while it is read). IAM infers the caller where the name is missing, so it is always given. */
export const readUser = (client: IAMClient, userName: string): Promise<UserDetail | undefined> => ifThere(wholeUser(client, userName));
export const readRole = (client: IAMClient, roleName: string): Promise<RoleDetail | undefined> => ifThere(wholeRole(client, roleName));

async function wholeUser(client: IAMClient, userName: string): Promise<UserDetail | undefined> {
  const { User: user } = await client.send(new GetUserCommand({ UserName: userName }));
  if (!user) return undefined;
  const [inline, attached, groups] = await Promise.all([
    all(paginateListUserPolicies({ client }, { UserName: userName }), (page) => page.PolicyNames).then((names) => inlinePolicies(names, (name) => userPolicy(client, userName, name))),
    all(paginateListAttachedUserPolicies({ client }, { UserName: userName }), (page) => page.AttachedPolicies),
    all(paginateListGroupsForUser({ client }, { UserName: userName }), (page) => page.Groups),
  ]);
  const boundary = user.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: user.Arn ?? '', userName, userId: user.UserId ?? '', createdAt: instant(user.CreateDate), inline, attached: attachedOf(attached),
    groups: groups.map((g) => g.GroupName ?? '').sort(byText), tags: tagsOf(user.Tags), ...(boundary === undefined ? {} : { boundary }),
  };
}

async function wholeRole(client: IAMClient, roleName: string): Promise<RoleDetail | undefined> {
  const { Role: role } = await client.send(new GetRoleCommand({ RoleName: roleName }));
  if (!role) return undefined;
  const [inline, attached, profiles] = await Promise.all([
    all(paginateListRolePolicies({ client }, { RoleName: roleName }), (page) => page.PolicyNames).then((names) => inlinePolicies(names, (name) => rolePolicy(client, roleName, name))),
    all(paginateListAttachedRolePolicies({ client }, { RoleName: roleName }), (page) => page.AttachedPolicies),
    all(paginateListInstanceProfilesForRole({ client }, { RoleName: roleName }), (page) => page.InstanceProfiles),
  ]);
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: role.Arn ?? '', roleName, roleId: role.RoleId ?? '', path: role.Path ?? '/', createdAt: instant(role.CreateDate), trust: documentOf(role.AssumeRolePolicyDocument),
    ...(role.MaxSessionDuration === undefined ? {} : { maxSession: role.MaxSessionDuration }),
    inline, attached: attachedOf(attached), profiles: profiles.map((p) => p.InstanceProfileName ?? '').sort(byText), tags: tagsOf(role.Tags), ...(boundary === undefined ? {} : { boundary }),
  };
}

/** The text of one inline policy, `undefined` where the user or the policy is gone. */
export async function userPolicy(client: IAMClient, userName: string, name: string): Promise<string | undefined> {
  const found = await ifThere(client.send(new GetUserPolicyCommand({ UserName: userName, PolicyName: name })));
  return found && documentOf(found.PolicyDocument);
}
export async function rolePolicy(client: IAMClient, roleName: string, name: string): Promise<string | undefined> {
  const found = await ifThere(client.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: name })));
  return found && documentOf(found.PolicyDocument);
}

async function inlinePolicies(names: readonly string[], read: (name: string) => Promise<string | undefined>): Promise<InlinePolicy[]> {
  const policies = await inParallel([...names].sort(byText), WIDTH, async (name) => ({ name, document: await read(name) }));
  return policies.flatMap(({ name, document }) => (document === undefined ? [] : [{ name, document }]));
}

/** Every item of every page. */
export async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => readonly T[] | undefined): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}
