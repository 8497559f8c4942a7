// Groups as they are now, with their members: for looks, which never use the shared read.
import { GetGroupPolicyCommand, paginateGetGroup, paginateListAttachedGroupPolicies, paginateListGroupPolicies, type IAMClient } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../../aws/session.ts';
import type { Arn, Instant } from '../../../core/types.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';
import { attachedOf, byText, documentOf, instant, type GroupDetail, type ManagedPolicy } from './authorization-details.ts';
import { all } from './principal-reads.ts';

export interface Member { readonly arn: Arn; readonly userName: string; readonly userId: string }
export interface GroupNow { readonly arn: Arn; readonly groupName: string; readonly groupId: string; readonly createdAt: Instant; readonly users: readonly Member[] }

/** The groups by name with all their users; `undefined` for names that no group has. */
export async function groupsNow(aws: ReadAws, names: readonly string[]): Promise<ReadonlyMap<string, GroupNow | undefined>> {
  const client = await aws.client('iam');
  return new Map(await inParallel([...new Set(names)], 8, async (name) => [name, await ifThere(groupNow(client, name))] as const));
}

async function groupNow(client: IAMClient, groupName: string): Promise<GroupNow | undefined> {
  let found: Omit<GroupNow, 'users'> | undefined;
  const users: Member[] = [];
  for await (const { Group: group, Users } of paginateGetGroup({ client }, { GroupName: groupName })) {
    found ??= group && { arn: group.Arn ?? '', groupName, groupId: group.GroupId ?? '', createdAt: instant(group.CreateDate) };
    users.push(...(Users ?? []).map((u) => ({ arn: u.Arn ?? '', userName: u.UserName ?? '', userId: u.UserId ?? '' })));
  }
  return found && { ...found, users: users.sort((a, b) => byText(a.arn, b.arn)) };
}
export const membersOf = ({ users }: GroupNow): readonly Arn[] => users.map((u) => u.arn);

/** The text of one inline policy, `undefined` where the group or the policy is gone. */
export async function groupPolicy(client: IAMClient, groupName: string, name: string): Promise<string | undefined> {
  const found = await ifThere(client.send(new GetGroupPolicyCommand({ GroupName: groupName, PolicyName: name })));
  return found && documentOf(found.PolicyDocument);
}
export const groupAttachments = async (client: IAMClient, groupName: string): Promise<ManagedPolicy[]> =>
  attachedOf(await ifThere(all(paginateListAttachedGroupPolicies({ client }, { GroupName: groupName }), (page) => page.AttachedPolicies)));

/** The group with its policies, `undefined` where it is gone (also while it is read). */
export async function readGroup(aws: ReadAws, groupName: string): Promise<GroupDetail | undefined> {
  const client = await aws.client('iam');
  const group = (await groupsNow(aws, [groupName])).get(groupName);
  const names = group && await ifThere(all(paginateListGroupPolicies({ client }, { GroupName: groupName }), (page) => page.PolicyNames));
  if (!group || !names) return undefined;
  const [inline, attached] = await Promise.all([
    inParallel([...names].sort(byText), 8, async (name) => ({ name, document: await groupPolicy(client, groupName, name) })),
    groupAttachments(client, groupName),
  ]);
  const { users: _, ...identity } = group;
  return { ...identity, members: membersOf(group), attached, inline: inline.flatMap(({ name, document }) => (document === undefined ? [] : [{ name, document }])) };
}
