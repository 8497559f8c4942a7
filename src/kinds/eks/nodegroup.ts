// A managed node group of EKS: it starts its machines again for as long as it stands. Scaled to nothing, deleted.
import { DeleteNodegroupCommand, DescribeNodegroupCommand, paginateListNodegroups, UpdateNodegroupConfigCommand, type EKSClient } from '@aws-sdk/client-eks';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, MADE_ANEW, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, ownMembers } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { whileBusy } from '../waiting.ts';
import { clustersOf } from './parts/clusters.ts';

const TITLE = say('EKS node group');
interface Scaling { readonly minSize: number; readonly maxSize: number; readonly desiredSize: number }
interface Nodegroup extends Resource {
  readonly cluster: string;
  readonly scaling: Scaling;
  readonly nodeRole: string;
  readonly instanceTypes: readonly string[];
}

/** A maximum of 0 is refused; one machine is the most that an autoscaler inside of the cluster could start. */
const NOTHING: Scaling = { minSize: 0, maxSize: 1, desiredSize: 0 };

async function read(client: EKSClient, clusterName: string, nodegroupName: string, region: string): Promise<Nodegroup | undefined> {
  const group = (await ifThere(client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }))))?.nodegroup;
  if (!group || group.status === 'DELETING') return undefined;
  const { nodegroupArn: arn = '', scalingConfig: { minSize = 0, maxSize = 0, desiredSize = 0 } = {} } = group;
  return {
    arn, uid: arn, name: nodegroupName, region, ...(group.createdAt && { createdAt: group.createdAt.toISOString() }), cluster: clusterName, scaling: { minSize, maxSize, desiredSize }, nodeRole: group.nodeRole ?? '',
    instanceTypes: group.instanceTypes ?? [], seen: { status: group.status ?? '' },
  };
}
async function groupsIn(client: EKSClient, clusterName: string, region: string): Promise<readonly (Nodegroup | undefined)[]> {
  const names: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client }, { clusterName, maxResults: 100 })) names.push(...nodegroups);
  return inParallel(names, 4, (name) => read(client, clusterName, name, region));
}

const target = (r: Nodegroup) => ({ clusterName: r.cluster, nodegroupName: r.name });
const scaleCall = (r: Nodegroup, scalingConfig: Scaling) => ({ operation: 'eks:UpdateNodegroupConfig' as const, region: r.region, input: { ...target(r), scalingConfig: { ...scalingConfig } } });
const isBusy = ({ code }: { readonly code: string }): boolean => code === 'ResourceInUseException';
async function scale(aws: ChangeAws, r: Nodegroup, to: Scaling, deed: Deed): Promise<void> {
  const client = await aws.client('eks');
  await whileBusy(deed, () => client.send(new UpdateNodegroupConfigCommand({ ...target(r), scalingConfig: { ...to } })), isBusy);
}
const isNothing = ({ scaling }: Nodegroup): boolean => scaling.minSize === 0 && scaling.desiredSize === 0;

export default defineKind<Nodegroup>({
  id: 'eks/nodegroup', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['eks:ListClusters', 'eks:ListNodegroups', 'eks:DescribeNodegroup'],

  async *list(scan) {
    const client = await scan.aws.client('eks');
    const found = await inParallel(await clustersOf(scan), 4, (cluster) => groupsIn(client, cluster, scan.region).catch((error: unknown) => { scan.gap('eks:ListNodegroups', error, cluster); return []; }));
    yield* found.flat().filter((group) => group !== undefined);
  },

  async look(aws, rs) {
    const client = await aws.client('eks');
    return inParallel(rs, 4, async (r) => {
      const now = await read(client, r.cluster, r.name, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['eks:CreateNodegroup'],
    changed: ['eks:UpdateNodegroupConfig', 'eks:UpdateNodegroupVersion'],
    concerns: (r, { request }) => request?.['nodegroupName'] === r.name && [request['clusterName'], request['name']].includes(r.cluster),
  },

  recall: (_, history) => {
    const { scalingConfig, ...more } = ownMembers(history, 'eks:CreateNodegroup', 'eks:UpdateNodegroupConfig', ['clusterName', 'nodegroupName', 'name', 'clientRequestToken']) ?? {};
    return scalingConfig === undefined || Object.keys(more).length > 0 || history.some((e) => isForeign(e) && isEvent(e, 'eks:UpdateNodegroupVersion')) ? undefined : { scaling: scalingConfig };
  },

  actions: {
    contain: {
      operations: ['eks:UpdateNodegroupConfig'],
      title: (r) => say('Scale the node group {{group}} of EKS cluster {{cluster}} in {{region}} to no machines', { group: r.name, cluster: r.cluster, region: r.region }),
      breaks: (r) => say('The machines of {{group}} ({{n}}) are terminated, and what runs on them stops or moves to other nodes.', { group: r.name, n: r.scaling.desiredSize }),
      destroys: () => say('What is on the disks and in the memory of its machines.'),
      calls: (r) => [scaleCall(r, NOTHING)],
      undoCalls: (before) => [scaleCall(before, before.scaling)],
      done: (now) => now !== undefined && isNothing(now),
      apply: (aws, r, deed) => (isNothing(r) ? Promise.resolve() : scale(aws, r, NOTHING, deed)),
      undo: (aws, before, _, deed) => scale(aws, before, before.scaling, deed),
    },
    recover: givingBack<Nodegroup>({
      sort: TITLE, operations: ['eks:UpdateNodegroupConfig'],
      back: (r) => ({ ...r, scaling: { ...r.scaling, ...(r.aim?.['scaling'] as Partial<Scaling> | undefined) } }),
      calls: (from, to) => (from.scaling.minSize === to.scaling.minSize && from.scaling.maxSize === to.scaling.maxSize && from.scaling.desiredSize === to.scaling.desiredSize ? [] : [scaleCall(to, to.scaling)]),
      send: async (aws, { input }, deed) => { const client = await aws.client('eks'); await whileBusy(deed, () => client.send(new UpdateNodegroupConfigCommand(input as never)), isBusy); },
    }),
    eradicate: {
      operations: ['eks:DeleteNodegroup'],
      title: (r) => say('Delete the node group {{group}} of EKS cluster {{cluster}} in {{region}}', { group: r.name, cluster: r.cluster, region: r.region }),
      destroys: (r) => say('The group and its machines ({{n}}), with what is on their disks.', { n: r.scaling.desiredSize }),
      calls: (r) => [{ operation: 'eks:DeleteNodegroup', region: r.region, input: target(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('eks');
        await whileBusy(deed, () => ifThere(client.send(new DeleteNodegroupCommand(target(r)))), isBusy);
      },
      undo: MADE_ANEW,
    },
  },
});
