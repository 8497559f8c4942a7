// A managed policy attached to a group: detached, and attached again. It holds for every user in the group.
import { AttachGroupPolicyCommand, DetachGroupPolicyCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import type { Group } from './group.ts';
import { attachedActions, judgeAttached, placeOf, policyIn, recallAttached } from './parts/attaching.ts';
import { authorizationDetails, READS_DETAILS, type ManagedPolicy } from './parts/authorization-details.ts';
import { groupAttachments, groupsNow, membersOf } from './parts/group-reads.ts';
import { isQuarantineArn } from './parts/quarantine-name.ts';

export interface GroupPolicyAttachment extends Resource {
  readonly groupName: string;
  readonly groupId: string;
  readonly policyArn: Arn;
  /** ARNs of the users that are in the group now. */
  readonly seen: { readonly members: readonly Arn[] };
}
const OFF = 'iam:DetachGroupPolicy';

interface Of { readonly arn: Arn; readonly groupName: string; readonly groupId: string }
const attachmentOf = ({ arn, groupName, groupId }: Of, members: readonly Arn[], policy: ManagedPolicy): GroupPolicyAttachment => ({
  arn: ownArn('iam/group-policy-attachment', 'aws-global', groupName, policy.arn), uid: `${groupId}/${policy.arn}`, name: policy.name, region: 'aws-global', owner: arn,
  groupName, groupId, policyArn: policy.arn, seen: { members },
});
const named = (attachment: GroupPolicyAttachment) => ({ GroupName: attachment.groupName, PolicyArn: attachment.policyArn });

export default defineKind<GroupPolicyAttachment>({
  id: 'iam/group-policy-attachment', version: 1, title: say('Managed policy attached to an IAM group'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetGroup', 'iam:ListAttachedGroupPolicies'],

  async *list(scan) {
    for (const group of (await authorizationDetails(scan)).groups) {
      for (const policy of group.attached.filter((p) => !isQuarantineArn(p.arn))) yield attachmentOf(group, group.members, policy);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const groups = await groupsNow(aws, rs.map((r) => r.groupName));
    const attached = new Map(await inParallel([...groups.keys()], 8, async (name) => [name, await groupAttachments(client, name)] as const));
    return rs.map((r) => {
      const group = groups.get(r.groupName);
      const found = attached.get(r.groupName)?.find((p) => p.arn === r.policyArn);
      if (group?.groupId !== r.groupId) return undefined;
      const now = found ? attachmentOf(group, membersOf(group), found) : placeOf(r);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (attachment) => [attachment.policyArn],
    created: ['iam:AttachGroupPolicy'],
    changed: [OFF],
    concerns: (attachment, { request }) => request?.['groupName'] === attachment.groupName && request['policyArn'] === attachment.policyArn,
  },

  taken: { by: OFF, place: ({ groupName, policyArn }, find) => { const group = find('iam/group', groupName) as Group | undefined, policy = policyIn(policyArn); return group && policy && attachmentOf(group, group.members, policy); } },
  judge: (r, context) => judgeAttached(r, context, OFF),
  recall: (_, history) => recallAttached(history, OFF),

  actions: attachedActions<GroupPolicyAttachment>({
    on: { operation: 'iam:AttachGroupPolicy', send: (client, r) => client.send(new AttachGroupPolicyCommand(named(r))) },
    off: { operation: OFF, send: (client, r) => client.send(new DetachGroupPolicyCommand(named(r))) },
    named, from: (r) => r.groupName,
    title: (r) => say('Detach the policy {{policy}} from group {{group}}', { policy: r.name, group: r.groupName }),
    breaks: (r) => say('The users in group {{group}} ({{n}}) may no longer do what only this policy allows.', { group: r.groupName, n: r.seen.members.length }),
    cuts: (r) => r.seen.members,
  }),
});
