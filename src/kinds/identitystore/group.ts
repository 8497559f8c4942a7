// A group of Identity Center's own directory: whoever is in it gets its assignments. The stranger's own is deleted.
import { DeleteGroupCommand, DescribeGroupCommand, type Group as SdkGroup } from '@aws-sdk/client-identitystore';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';
import { groupsInScan, storeArn } from './parts/store.ts';

export interface StoreGroup extends Resource { readonly storeId: string; readonly id: string; readonly description: string }

const groupOf = (partition: string, region: string, g: SdkGroup): StoreGroup => ({
  arn: storeArn(partition, 'group', g.GroupId ?? ''), uid: g.GroupId ?? '', name: g.DisplayName ?? g.GroupId ?? '', region, storeId: g.IdentityStoreId ?? '', id: g.GroupId ?? '', description: g.Description ?? '',
  ...(g.CreatedAt ? { createdAt: g.CreatedAt.toISOString() } : {}),
});

export default defineKind<StoreGroup>({
  id: 'identitystore/group', version: 1, title: say('Identity Center group'), scope: 'regional', role: 'credential',
  reads: ['sso:ListInstances', 'identitystore:ListGroups', 'identitystore:DescribeGroup'],

  async *list(scan) {
    for (const one of await groupsInScan(scan)) yield groupOf(scan.aws.partition, scan.region, one);
  },
  async look(aws, rs) {
    const client = await aws.client('identitystore');
    return inParallel(rs, 4, async (r) => {
      const now = r.uid === r.id ? await ifThere(client.send(new DescribeGroupCommand({ IdentityStoreId: r.storeId, GroupId: r.id }))) : undefined;
      return now && groupOf(aws.partition, aws.region, now);
    });
  },

  traces: {
    ids: (r) => [r.id],
    created: ['identitystore:CreateGroup', 'sso-directory:CreateGroup'],
    changed: ['identitystore:UpdateGroup', 'sso-directory:UpdateGroup'],
  },
  judge: (_, { attributed }) => attributed && { ...attributed, techniques: ['T1098.003'] },

  actions: {
    preserve: saving((r) => say('Save the Identity Center group {{group}} as it is', { group: r.name }), 'identity-center-group', 'identitystore:DescribeGroup'),
    eradicate: {
      operations: ['identitystore:DeleteGroup'],
      title: (r) => say('Delete the Identity Center group {{group}}', { group: r.name }),
      destroys: () => say('Its list of members.'),
      breaks: () => say('Whoever is in it loses what only this group was assigned.'),
      calls: (r) => [{ operation: 'identitystore:DeleteGroup', region: r.region, input: { IdentityStoreId: r.storeId, GroupId: r.id } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('identitystore')).send(new DeleteGroupCommand({ IdentityStoreId: r.storeId, GroupId: r.id }))); },
      undo: irreversible(say('AWS does not give a deleted group back. One made anew has another id, and no assignment knows it.')),
    },
  },
});
