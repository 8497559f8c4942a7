// A user in a group: taken out of it, and put in again.
import { AddUserToGroupCommand, RemoveUserFromGroupCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { groupsNow, type Member } from './parts/group-reads.ts';

export interface GroupMembership extends Resource {
  readonly userName: string;
  readonly groupName: string;
}

const membershipOf = (group: { readonly groupName: string; readonly groupId: string }, user: Member): GroupMembership => ({
  arn: ownArn('iam/group-membership', 'aws-global', user.userName, group.groupName), uid: `${user.userId}@${group.groupId}`, name: `${user.userName}@${group.groupName}`, region: 'aws-global', owner: user.arn,
  userName: user.userName, groupName: group.groupName,
});
const named = (membership: GroupMembership) => ({ GroupName: membership.groupName, UserName: membership.userName });
const told = (membership: GroupMembership) => ({ user: membership.userName, group: membership.groupName });

export default defineKind<GroupMembership>({
  id: 'iam/group-membership', version: 1, title: say('IAM user in a group'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetGroup'],

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
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (membership) => [membership.groupName],
    created: ['iam:AddUserToGroup'],
    changed: [],
    concerns: (membership, { request }) => request?.['groupName'] === membership.groupName && request['userName'] === membership.userName,
  },

  actions: {
    contain: {
      operations: ['iam:RemoveUserFromGroup', 'iam:AddUserToGroup'],
      title: (membership) => say('Take user {{user}} out of group {{group}}', told(membership)),
      breaks: (membership) => say('User {{user}} may no longer do what only group {{group}} allows. What the group forbids no longer holds for the user, either.', told(membership)),
      cuts: (membership) => [membership.owner ?? ''],
      calls: (membership) => [globalCall('iam:RemoveUserFromGroup', named(membership))],
      undoCalls: (before) => [globalCall('iam:AddUserToGroup', named(before))],
      done: (now) => now === undefined,
      apply: async (aws, membership) => { await ifThere((await aws.client('iam')).send(new RemoveUserFromGroupCommand(named(membership)))); },
      undo: async (aws, before) => { await (await aws.client('iam')).send(new AddUserToGroupCommand(named(before))); },
      undoReopens: true,
    },
  },
});
