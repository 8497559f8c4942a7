// An IAM group: saved, then deleted with its policies; its users stay. It is contained by its policies and memberships.
import { DeleteGroupCommand, DeleteGroupPolicyCommand, DetachGroupPolicyCommand, RemoveUserFromGroupCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Operation, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { authorizationDetails, READS_DETAILS, type GroupDetail } from './parts/authorization-details.ts';
import { readGroup } from './parts/group-reads.ts';
import { preserving } from './parts/preservation.ts';

export interface Group extends Resource, Omit<GroupDetail, 'arn' | 'createdAt'> {}

const groupOf = (detail: GroupDetail): Group => ({ ...detail, uid: detail.groupId, name: detail.groupName, region: 'aws-global' });

interface Part { readonly call: Call; readonly send: (client: IAMClient) => Promise<unknown> }
const part = <I extends Call['input']>(operation: Operation, input: I, send: (client: IAMClient, input: I) => Promise<unknown>): Part => ({ call: globalCall(operation, input), send: (client) => send(client, input) });

/** What IAM wants gone before the group. */
const strip = ({ groupName: GroupName, members, inline, attached }: GroupDetail | Group): Part[] => [
  ...members.map((arn) => part('iam:RemoveUserFromGroup', { GroupName, UserName: arn.split('/').at(-1) ?? '' }, (c, i) => c.send(new RemoveUserFromGroupCommand(i)))),
  ...attached.map(({ arn }) => part('iam:DetachGroupPolicy', { GroupName, PolicyArn: arn }, (c, i) => c.send(new DetachGroupPolicyCommand(i)))),
  ...inline.map(({ name }) => part('iam:DeleteGroupPolicy', { GroupName, PolicyName: name }, (c, i) => c.send(new DeleteGroupPolicyCommand(i)))),
];
const end = ({ groupName: GroupName }: Group): Part => part('iam:DeleteGroup', { GroupName }, (c, i) => c.send(new DeleteGroupCommand(i)));

/** What appeared since the approval is not taken away: that wants another look. */
async function deleteGroup(aws: ChangeAws, group: Group, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  for (const step of strip(group)) await patiently(deed, () => ifThere(step.send(client)));
  const now = await readGroup(aws, group.name);
  const left = now?.groupId === group.uid ? strip(now).map((p) => p.call.operation.replace('iam:', '')) : [];
  if (left.length > 0) throw failed(say('Something was added to group {{group}} while it was being deleted (still to do: {{left}}). It was not touched; look at the group again and approve its deletion anew.', { group: group.name, left }));
  await patiently(deed, () => ifThere(end(group).send(client)));
}

export default defineKind<Group>({
  id: 'iam/group', version: 1, title: say('IAM group'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetGroup', 'iam:ListGroupPolicies', 'iam:GetGroupPolicy', 'iam:ListAttachedGroupPolicies'],

  async *list(scan) {
    for (const detail of (await authorizationDetails(scan)).groups) yield groupOf(detail);
  },

  async look(aws, rs) {
    return inParallel(rs, 4, async (r) => {
      const detail = await readGroup(aws, r.name);
      return detail?.groupId === r.uid ? groupOf(detail) : undefined;
    });
  },

  // Who was put in and what it was given are kinds of their own; what was taken away shows here alone.
  traces: {
    ids: (group) => [group.name, group.groupId, group.arn],
    created: ['iam:CreateGroup'],
    changed: ['iam:UpdateGroup', 'iam:DetachGroupPolicy', 'iam:DeleteGroupPolicy'],
    concerns: (group, { request }) => request?.['groupName'] === group.name || request?.['newGroupName'] === group.name,
  },

  actions: {
    preserve: preserving({
      title: (group) => say('Save group {{group}} as it is: users, policies', { group: group.name }),
      file: (group) => `group-${group.name}`, operation: 'iam:GetGroup',
    }),
    eradicate: {
      operations: ['iam:RemoveUserFromGroup', 'iam:DetachGroupPolicy', 'iam:DeleteGroupPolicy', 'iam:DeleteGroup'],
      title: (group) => say('Delete group {{group}} with its policies', { group: group.name }),
      destroys: (group) => say('Policies: {{policies}}. Users that leave it: {{users}}.', { policies: group.inline.length + group.attached.length, users: group.members.length }),
      breaks: () => say('Its users stay. They may no longer do what only this group allowed.'),
      cuts: (group) => group.members,
      calls: (group) => [...strip(group), end(group)].map((p) => p.call),
      done: (now) => now === undefined,
      apply: deleteGroup,
      undo: irreversible(say('AWS does not give a deleted group back. One made anew under this name has another id; what it held is kept with the evidence.')),
    },
  },
});
