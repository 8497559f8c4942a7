// An EMR cluster: it replaces its machines for as long as it stands. Saved, then terminated.
import { DescribeClusterCommand, paginateListClusters, SetTerminationProtectionCommand, TerminateJobFlowsCommand, type Cluster, type ClusterSummary, type EMRClient } from '@aws-sdk/client-emr';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, nothingToUndo, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, switchBefore } from '../recalling.ts';

const LIVE = ['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING'] as const;

/** `name` is the id: what people call it is anybody's text and need not be its own. */
function clusterOf(from: ClusterSummary | Cluster | undefined, region: string): Resource | undefined {
  if (!from || !LIVE.some((state) => state === from.Status?.State)) return undefined;
  const { Id: id = '', ClusterArn: arn = '' } = from;
  const createdAt = from.Status?.Timeline?.CreationDateTime;
  return { arn, uid: id, name: id, region, ...(createdAt && { createdAt: createdAt.toISOString() }), seen: { label: from.Name ?? '', status: from.Status?.State ?? '', held: 'TerminationProtected' in from && from.TerminationProtected === true } };
}
async function describe(client: EMRClient, r: Resource): Promise<Cluster | undefined> {
  try {
    return (await client.send(new DescribeClusterCommand({ ClusterId: r.name }))).Cluster;
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === 'InvalidRequestException' && message.includes('is not valid')) return undefined;
    throw error;
  }
}
const ids = (r: Resource) => ({ JobFlowIds: [r.name] });
const protecting = (r: Resource, TerminationProtected: boolean) => ({ ...ids(r), TerminationProtected });
const protects = (to: boolean) => (e: HistoryEvent): boolean => isEvent(e, 'elasticmapreduce:SetTerminationProtection') && e.request?.['terminationProtected'] === to;
const isHeld = (r: Resource): boolean => r.seen?.['held'] === true;
const TITLE = say('EMR cluster');

export default defineKind<Resource>({
  id: 'elasticmapreduce/cluster', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['elasticmapreduce:ListClusters', 'elasticmapreduce:DescribeCluster'],

  async *list({ aws, region }) {
    for await (const { Clusters = [] } of paginateListClusters({ client: await aws.client('elasticmapreduce') }, { ClusterStates: [...LIVE] })) yield* Clusters.flatMap((c) => clusterOf(c, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('elasticmapreduce');
    return inParallel(rs, 2, async (r) => {
      const now = clusterOf(await describe(client, r), aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['elasticmapreduce:RunJobFlow'],
    changed: ['elasticmapreduce:AddInstanceGroups', 'elasticmapreduce:ModifyInstanceGroups', 'elasticmapreduce:AddInstanceFleet', 'elasticmapreduce:SetTerminationProtection', 'elasticmapreduce:PutManagedScalingPolicy', 'elasticmapreduce:PutAutoScalingPolicy'],
    used: ['elasticmapreduce:AddJobFlowSteps', 'elasticmapreduce:GetClusterSessionCredentials'],
  },

  recall: (_, history) => (switchBefore(history, protects(true), protects(false)) ? { held: true } : undefined),

  actions: {
    // The owner's, whose protection a stranger took away.
    recover: givingBack({
      sort: TITLE, operations: ['elasticmapreduce:SetTerminationProtection'],
      back: (r) => ({ ...r, seen: { ...r.seen, held: r.aim?.['held'] === true } }),
      calls: (from, to) => (isHeld(from) === isHeld(to) ? [] : [{ operation: 'elasticmapreduce:SetTerminationProtection', region: to.region, input: protecting(to, isHeld(to)) }]),
      send: async (aws, { input }) => (await aws.client('elasticmapreduce')).send(new SetTerminationProtectionCommand(input as never)),
    }),
    preserve: {
      operations: [],
      title: (r) => say('Save the settings of EMR cluster {{cluster}} in {{region}}', { cluster: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const file = `emr-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(await describe(await aws.client('elasticmapreduce'), r) ?? r, null, 2)}\n`, { operation: 'elasticmapreduce:DescribeCluster' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['elasticmapreduce:SetTerminationProtection', 'elasticmapreduce:TerminateJobFlows'],
      title: (r) => say('Terminate the EMR cluster {{cluster}} in {{region}} with its machines', { cluster: r.name, region: r.region }),
      destroys: () => say('Its machines and what is on their disks (HDFS). Logs stay where they were sent.'),
      calls: (r) => [
        { operation: 'elasticmapreduce:SetTerminationProtection', region: r.region, input: protecting(r, false) },
        { operation: 'elasticmapreduce:TerminateJobFlows', region: r.region, input: ids(r) },
      ],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('elasticmapreduce');
        if ((await describe(client, r))?.TerminationProtected !== false) await client.send(new SetTerminationProtectionCommand(protecting(r, false)));
        await client.send(new TerminateJobFlowsCommand(ids(r)));
      },
      undo: irreversible(say('AWS does not give a terminated cluster back. The console makes one like it (Clone), without its data.')),
    },
  },
});
