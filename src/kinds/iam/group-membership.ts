// A user in a group: taken out of it, and put in again.
import { AddUserToGroupCommand, RemoveUserFromGroupCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import type { Group } from './group.ts';
import { attachedActions, judgeAttached, placeOf, recallAttached } from './parts/attaching.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { groupsNow, type Member } from './parts/group-reads.ts';
import { userIds } from './parts/user-ids.ts';
import type { User } from './user.ts';

export interface GroupMembership extends Resource {
  readonly userName: string;
  readonly groupName: string;
}

const OFF = 'iam:RemoveUserFromGroup';

const membershipOf = (group: { readonly groupName: string; readonly groupId: string }, user: Member): GroupMembership => ({
  arn: ownArn('iam/group-membership', 'aws-global', user.userName, group.groupName), uid: `${user.userId}@${group.groupId}`, name: `${user.userName}@${group.groupName}`, region: 'aws-global', owner: user.arn,
  userName: user.userName, groupName: group.groupName,
});
const named = (membership: GroupMembership) => ({ GroupName: membership.groupName, UserName: membership.userName });
const told = (membership: GroupMembership) => ({ user: membership.userName, group: membership.groupName });

export default defineKind<GroupMembership>({
  id: 'iam/group-membership', version: 1, title: say('IAM user in a group'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetGroup', 'iam:GetUser'],

  async *list(scan) {
    const { users, groups } = await authorizationDetails(scan);
    const byName = new Map(groups.map((g) => [g.groupName, g]));
    for (const user of users) {
      for (const name of user.groups) {
        const group = byName.get(name);
        if (group) yield membershipOf(group, user);
      }
    }
  },

  // Group by group: one read tells of all its users, however many are looked at.
  async look(aws, rs) {
    const groups = await groupsNow(aws, rs.map((r) => r.groupName));
    const now = new Map([...groups.values()].flatMap((group) => (group?.users ?? []).map((user) => (group ? membershipOf(group, user) : undefined))).flatMap((m) => (m ? [[m.uid, m] as const] : [])));
    const ids = await userIds(aws, rs.filter((r) => r.aim && !now.has(r.uid)).map((r) => r.userName));
    const stands = (r: GroupMembership): boolean => r.uid === `${ids.get(r.userName) ?? ''}@${groups.get(r.groupName)?.groupId ?? ''}`;
    return rs.map((r) => now.get(r.uid) ?? (stands(r) ? placeOf(r) : undefined));
  },

  traces: {
    ids: (membership) => [membership.groupName],
    created: ['iam:AddUserToGroup'],
    changed: [OFF],
    concerns: (membership, { request }) => request?.['groupName'] === membership.groupName && request['userName'] === membership.userName,
  },

  taken: { by: OFF, place: ({ userName, groupName }, find) => { const user = find('iam/user', userName) as User | undefined, group = find('iam/group', groupName) as Group | undefined; return user && group && membershipOf(group, user); } },
  judge: (r, context) => judgeAttached(r, context, OFF),
  recall: (_, history) => recallAttached(history, OFF),

  actions: attachedActions<GroupMembership>({
    on: { operation: 'iam:AddUserToGroup', send: (client, r) => client.send(new AddUserToGroupCommand(named(r))) },
    off: { operation: OFF, send: (client, r) => client.send(new RemoveUserFromGroupCommand(named(r))) },
    named, from: (r) => r.userName,
    title: (r) => say('Take user {{user}} out of group {{group}}', told(r)),
    breaks: (r) => say('User {{user}} may no longer do what only group {{group}} allows. What the group forbids no longer holds for the user, either.', told(r)),
    cuts: (r) => [r.owner ?? ''],
  }),
});
