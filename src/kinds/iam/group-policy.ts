// An inline policy of a group: taken away, and given back from its before-image. It holds for every user in the group.
import { DeleteGroupPolicyCommand, PutGroupPolicyCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { groupPolicy, groupsNow, membersOf } from './parts/group-reads.ts';

export interface GroupPolicy extends Resource {
  readonly groupName: string;
  readonly groupId: string;
  readonly document: string;
  /** ARNs of the users that are in the group now. */
  readonly seen: { readonly members: readonly Arn[] };
}

interface Of { readonly arn: Arn; readonly groupName: string; readonly groupId: string }
const policyOf = ({ arn, groupName, groupId }: Of, members: readonly Arn[], name: string, document: string): GroupPolicy => ({
  arn: ownArn('iam/group-policy', 'aws-global', groupName, name), uid: `${groupId}/${name}`, name, region: 'aws-global', owner: arn, groupName, groupId, document, seen: { members },
});
const named = (policy: GroupPolicy) => ({ GroupName: policy.groupName, PolicyName: policy.name });
const whole = (policy: GroupPolicy) => ({ ...named(policy), PolicyDocument: policy.document });

export default defineKind<GroupPolicy>({
  id: 'iam/group-policy', version: 1, title: say('Inline policy of an IAM group'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetGroup', 'iam:GetGroupPolicy'],

  async *list(scan) {
    for (const group of (await authorizationDetails(scan)).groups) {
      for (const { name, document } of group.inline) yield policyOf(group, group.members, name, document);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const groups = await groupsNow(aws, rs.map((r) => r.groupName));
    return inParallel(rs, 8, async (r) => {
      const group = groups.get(r.groupName);
      const document = group?.groupId === r.groupId ? await groupPolicy(client, r.groupName, r.name) : undefined;
      return group && document !== undefined ? policyOf(group, membersOf(group), r.name, document) : undefined;
    });
  },

  traces: {
    ids: (policy) => [policy.name],
    created: ['iam:PutGroupPolicy'],
    changed: [],
    concerns: (policy, { request }) => request?.['groupName'] === policy.groupName && request['policyName'] === policy.name,
  },

  actions: {
    contain: {
      operations: ['iam:DeleteGroupPolicy', 'iam:PutGroupPolicy'],
      title: (policy) => say('Take the inline policy {{policy}} away from group {{group}}', { policy: policy.name, group: policy.groupName }),
      breaks: (policy) => say('The users in group {{group}} ({{n}}) may no longer do what only this policy allows.', { group: policy.groupName, n: policy.seen.members.length }),
      cuts: (policy) => policy.seen.members,
      calls: (policy) => [globalCall('iam:DeleteGroupPolicy', named(policy))],
      undoCalls: (before) => [globalCall('iam:PutGroupPolicy', whole(before))],
      done: (now) => now === undefined,
      apply: async (aws, policy) => { await ifThere((await aws.client('iam')).send(new DeleteGroupPolicyCommand(named(policy)))); },
      undo: async (aws, before) => { await (await aws.client('iam')).send(new PutGroupPolicyCommand(whole(before))); },
      undoReopens: true,
    },
  },
});
