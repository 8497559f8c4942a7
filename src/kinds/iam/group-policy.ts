// An inline policy of a group: taken away, or given back its last good text. It holds for every user in the group.
import { DeleteGroupPolicyCommand, PutGroupPolicyCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { textIn } from '../recalling.ts';
import { absent, inlineActions, judgeInline, recallInline, type InlinePolicyOf } from './parts/inline-actions.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { groupPolicy, groupsNow, membersOf } from './parts/group-reads.ts';
import type { Group } from './group.ts';

export interface GroupPolicy extends InlinePolicyOf {
  readonly groupName: string;
  readonly groupId: string;
  /** ARNs of the users that are in the group now. */
  readonly seen: { readonly members: readonly Arn[] };
}

interface Of { readonly arn: Arn; readonly groupName: string; readonly groupId: string }
const policyOf = ({ arn, groupName, groupId }: Of, members: readonly Arn[], name: string, document: string | null): GroupPolicy => ({
  arn: ownArn('iam/group-policy', 'aws-global', groupName, name), uid: `${groupId}/${name}`, name, region: 'aws-global', owner: arn, groupName, groupId, document, seen: { members },
});
const named = (policy: GroupPolicy) => ({ GroupName: policy.groupName, PolicyName: policy.name });

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
      const document = group?.groupId === r.groupId ? await groupPolicy(client, r.groupName, r.name) ?? absent(r) : undefined;
      return group && document !== undefined ? policyOf(group, membersOf(group), r.name, document) : undefined;
    });
  },

  traces: {
    ids: (policy) => [policy.name],
    created: ['iam:PutGroupPolicy'],
    changed: ['iam:DeleteGroupPolicy'],
    concerns: (policy, { request }) => request?.['groupName'] === policy.groupName && request['policyName'] === policy.name,
  },

  taken: { by: 'iam:DeleteGroupPolicy', place: ({ groupName, policyName }, find) => { const group = find('iam/group', groupName) as Group | undefined, name = textIn(policyName); return group && name !== undefined ? policyOf(group, group.members, name, null) : undefined; } },
  judge: (policy, context) => judgeInline(policy, context),
  recall: (policy, history) => recallInline(policy, history),

  actions: inlineActions<GroupPolicy>({
    put: { operation: 'iam:PutGroupPolicy', send: (client, policy, PolicyDocument) => client.send(new PutGroupPolicyCommand({ ...named(policy), PolicyDocument })) },
    remove: { operation: 'iam:DeleteGroupPolicy', send: (client, policy) => client.send(new DeleteGroupPolicyCommand(named(policy))) },
    named, whose: (policy) => policy.groupName,
    title: (policy) => say('Take the inline policy {{policy}} away from group {{group}}', { policy: policy.name, group: policy.groupName }),
    breaks: (policy) => say('The users in group {{group}} ({{n}}) may no longer do what only this policy allows.', { group: policy.groupName, n: policy.seen.members.length }),
    cuts: (policy) => policy.seen.members,
  }),
});
