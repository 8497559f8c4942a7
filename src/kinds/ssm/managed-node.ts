// A machine outside of AWS that registered as a managed node (mi-…) and works as a role of the account. Deregistered where a stranger brought it.
import { DeregisterManagedInstanceCommand, paginateDescribeInstanceInformation, type InstanceInformation, type InstanceInformationStringFilter, type SSMClient } from '@aws-sdk/client-ssm';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { preserving } from '../iam/parts/preservation.ts';

export interface ManagedNode extends Resource {
  readonly activationId: string;
  readonly iamRole: string;
  readonly platform: string;
  readonly registeredAt: string;
  readonly seen?: { readonly address: string; readonly computer: string; readonly ping: string; readonly lastPing: string };
}
const HYBRID: InstanceInformationStringFilter = { Key: 'ResourceType', Values: ['ManagedInstance'] };
const nodeOf = (n: InstanceInformation, region: string, { accountId, partition }: { readonly accountId: string; readonly partition: string }): ManagedNode => {
  const id = n.InstanceId ?? '';
  return {
    arn: `arn:${partition}:ssm:${region}:${accountId}:managed-instance/${id}`, uid: id, name: id, region, activationId: n.ActivationId ?? '', iamRole: n.IamRole ?? '', platform: [n.PlatformName, n.PlatformVersion].join(' ').trim(), registeredAt: n.RegistrationDate?.toISOString() ?? '',
    seen: { address: n.IPAddress ?? '', computer: n.ComputerName ?? '', ping: n.PingStatus ?? '', lastPing: n.LastPingDateTime?.toISOString() ?? '' },
  };
};
async function* nodes(client: SSMClient, more: readonly InstanceInformationStringFilter[] = []): AsyncGenerator<InstanceInformation> {
  for await (const { InstanceInformationList = [] } of paginateDescribeInstanceInformation({ client }, { Filters: [HYBRID, ...more] })) yield* InstanceInformationList;
}

export default defineKind<ManagedNode>({
  id: 'ssm/managed-node', version: 1, title: say('Hybrid managed node'), scope: 'regional', role: 'machine',
  reads: ['ssm:DescribeInstanceInformation'],

  async *list({ aws, region }) {
    for await (const node of nodes(await aws.client('ssm'))) yield nodeOf(node, region, aws);
  },

  async look(aws, rs) {
    const now = new Map<string, ManagedNode>();
    for await (const node of nodes(await aws.client('ssm'))) now.set(node.InstanceId ?? '', nodeOf(node, aws.region, aws));
    return rs.map((r) => now.get(r.uid));
  },

  // The agent's registration names no principal of the account: whose the node is follows from whose its activation was.
  traces: { ids: (r) => [r.uid, r.activationId].filter((id) => id !== ''), created: ['ssm:CreateActivation', 'ssm:RegisterManagedInstance'], changed: ['ssm:UpdateManagedInstanceRole'] },

  actions: {
    preserve: preserving({ title: (r) => say('Save what Systems Manager knows of the managed node {{node}}', { node: r.name }), file: (r) => `ssm-managed-node-${r.region}-${r.name}`, operation: 'ssm:DescribeInstanceInformation' }),
    eradicate: {
      operations: ['ssm:DeregisterManagedInstance'],
      title: (r) => say('Deregister the managed node {{node}} ({{computer}}) in {{region}}', { node: r.name, computer: r.seen?.computer ?? '', region: r.region }),
      breaks: (r) => say('Systems Manager no longer reaches it, and it gets no new credentials of the role {{role}}. Those that it has go on for an hour, unless the sessions of the role are revoked.', { role: r.iamRole }),
      calls: (r) => [{ operation: 'ssm:DeregisterManagedInstance', region: r.region, input: { InstanceId: r.uid } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        try { await (await aws.client('ssm')).send(new DeregisterManagedInstanceCommand({ InstanceId: r.uid })); } catch (error) { if (failureOf(error).code !== 'InvalidInstanceId') throw error; }
      },
      undo: irreversible(say('A machine can only register anew, with an activation and from itself.')),
    },
  },
});
