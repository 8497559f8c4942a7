// A user of Identity Center in a group: taken out of it, and put in again.
import { CreateGroupMembershipCommand, DeleteGroupMembershipCommand, DescribeGroupCommand, DescribeUserCommand, type IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { groupsInScan, membersOf, storeArn, usersInScan } from './parts/store.ts';

export interface StoreMembership extends Resource {
  readonly storeId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly userId: string;
  readonly userName: string;
  /** AWS's id of the membership: another one each time it is made. */
  readonly seen: { readonly membershipId: string };
}
interface Named { readonly storeId: string; readonly groupId: string; readonly groupName: string; readonly userId: string; readonly userName: string }
const membershipOf = (partition: string, region: string, m: Named, membershipId: string): StoreMembership => ({
  arn: ownArn('identitystore/group-membership', region, m.groupId, m.userId), uid: `${m.groupId}/${m.userId}`, name: `${m.userName}@${m.groupName}`, region, owner: storeArn(partition, 'user', m.userId),
  storeId: m.storeId, groupId: m.groupId, groupName: m.groupName, userId: m.userId, userName: m.userName, seen: { membershipId },
});
const told = (r: StoreMembership) => ({ user: r.userName, group: r.groupName });
const added = (r: StoreMembership) => ({ IdentityStoreId: r.storeId, GroupId: r.groupId, MemberId: { UserId: r.userId } });
const removed = (r: StoreMembership) => ({ IdentityStoreId: r.storeId, MembershipId: r.seen.membershipId });

/** The members of one group, by user id. */
const membersIn = async (client: IdentitystoreClient, storeId: string, groupId: string): Promise<ReadonlyMap<string, string>> =>
  new Map((await ifThere(membersOf(client, storeId, groupId)) ?? []).map((m) => [m.MemberId && 'UserId' in m.MemberId ? m.MemberId.UserId ?? '' : '', m.MembershipId ?? '']));

export default defineKind<StoreMembership>({
  id: 'identitystore/group-membership', version: 1, title: say('Identity Center user in a group'), scope: 'regional', role: 'credential',
  reads: ['sso:ListInstances', 'identitystore:ListUsers', 'identitystore:ListGroups', 'identitystore:ListGroupMemberships', 'identitystore:DescribeUser', 'identitystore:DescribeGroup'],

  async *list(scan) {
    const groups = await groupsInScan(scan);
    if (groups.length === 0) return;
    const names = new Map((await usersInScan(scan)).map((u) => [u.UserId, u.UserName ?? '']));
    const client = await scan.aws.client('identitystore');
    for (const { IdentityStoreId: storeId = '', GroupId: groupId = '', DisplayName: groupName = '' } of groups) {
      try {
        for (const [userId, id] of await membersIn(client, storeId, groupId)) yield membershipOf(scan.aws.partition, scan.region, { storeId, groupId, groupName, userId, userName: names.get(userId) ?? userId }, id);
      } catch (error) { scan.gap('identitystore:ListGroupMemberships', error, groupId); }
    }
  },
  // Group by group: one read tells of all its users. Names may have changed since.
  async look(aws, rs) {
    const client = await aws.client('identitystore');
    const groups = [...new Map(rs.map((r) => [r.groupId, r])).values()];
    const members = new Map(await inParallel(groups, 4, async (r) => [r.groupId, await membersIn(client, r.storeId, r.groupId)] as const));
    return inParallel(rs, 4, async (r) => {
      const id = r.uid === `${r.groupId}/${r.userId}` ? members.get(r.groupId)?.get(r.userId) : undefined;
      if (id === undefined) return undefined;
      const user = await ifThere(client.send(new DescribeUserCommand({ IdentityStoreId: r.storeId, UserId: r.userId })));
      const group = await ifThere(client.send(new DescribeGroupCommand({ IdentityStoreId: r.storeId, GroupId: r.groupId })));
      return membershipOf(aws.partition, aws.region, { ...r, userName: user?.UserName ?? r.userId, groupName: group?.DisplayName ?? '' }, id);
    });
  },

  traces: {
    ids: (r) => [r.groupId],
    created: ['identitystore:CreateGroupMembership', 'sso-directory:AddMemberToGroup'],
    changed: [],
    concerns: (r, { request }) => request?.['groupId'] === r.groupId && JSON.stringify(request).includes(JSON.stringify(r.userId)),
  },
  judge: (_, { attributed }) => attributed && { ...attributed, techniques: ['T1098.003'] },

  actions: {
    contain: {
      operations: ['identitystore:DeleteGroupMembership', 'identitystore:CreateGroupMembership'],
      title: (r) => say('Take the Identity Center user {{user}} out of group {{group}}', told(r)),
      breaks: (r) => say('User {{user}} can no longer enter the accounts that only group {{group}} is assigned to. Sessions that are open go on until they end, at most 12 hours.', told(r)),
      calls: (r): Call[] => [{ operation: 'identitystore:DeleteGroupMembership', region: r.region, input: removed(r) }],
      undoCalls: (before): Call[] => [{ operation: 'identitystore:CreateGroupMembership', region: before.region, input: added(before) }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('identitystore')).send(new DeleteGroupMembershipCommand(removed(r)))); },
      undo: async (aws, before) => {
        const client = await aws.client('identitystore');
        try {
          await client.send(new CreateGroupMembershipCommand(added(before)));
        } catch (error) {
          // A crash after the call: the user is in it again.
          if (failureOf(error).code !== 'ConflictException' || !(await membersIn(client, before.storeId, before.groupId)).has(before.userId)) throw error;
        }
      },
      undoReopens: true,
    },
  },
});
