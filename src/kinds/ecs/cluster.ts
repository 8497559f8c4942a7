// An ECS cluster: deleted when nothing is left in it.
import { DeleteClusterCommand, DescribeClustersCommand } from '@aws-sdk/client-ecs';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, MADE_ANEW } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { inPieces, whileBusy } from '../waiting.ts';
import { clustersOf, lastName } from './parts/clusters.ts';

const clusterOf = (arn: string, region: string): Resource => ({ arn, uid: arn, name: lastName(arn), region });

export default defineKind<Resource>({
  id: 'ecs/cluster', version: 1, title: say('ECS cluster'), scope: 'regional', role: 'setting',
  reads: ['ecs:ListClusters', 'ecs:DescribeClusters'],

  async *list(scan) {
    yield* (await clustersOf(scan)).map((arn) => clusterOf(arn, scan.region));
  },

  async look(aws, rs) {
    const client = await aws.client('ecs');
    const found = new Map<string, Resource>();
    for (const piece of inPieces(rs, 100)) {
      const { clusters = [] } = await client.send(new DescribeClustersCommand({ clusters: [...new Set(piece.map((r) => r.arn))] }));
      for (const { clusterArn = '', status, runningTasksCount = 0, activeServicesCount = 0 } of clusters) {
        if (status === 'ACTIVE') found.set(clusterArn, { ...clusterOf(clusterArn, aws.region), seen: { tasks: runningTasksCount, services: activeServicesCount } });
      }
    }
    return rs.map((r) => found.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['ecs:CreateCluster'],
    changed: ['ecs:UpdateCluster', 'ecs:UpdateClusterSettings', 'ecs:PutClusterCapacityProviders'],
    concerns: (r, { name, request }) => {
      const named = request?.['clusterName'] ?? request?.['cluster'] ?? (name.endsWith(':CreateCluster') ? 'default' : undefined);
      return typeof named === 'string' && lastName(named) === r.name;
    },
  },

  actions: {
    eradicate: {
      operations: ['ecs:DeleteCluster'],
      title: (r) => say('Delete the ECS cluster {{cluster}} in {{region}}', { cluster: r.name, region: r.region }),
      breaks: () => say('Nothing can be run in it any more. AWS deletes it only when no service, task or machine is in it.'),
      calls: (r) => [{ operation: 'ecs:DeleteCluster', region: r.region, input: { cluster: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('ecs');
        await whileBusy(deed, () => ifThere(client.send(new DeleteClusterCommand({ cluster: r.arn }))), ({ code }) => code.startsWith('ClusterContains') || code === 'UpdateInProgressException');
      },
      undo: MADE_ANEW,
    },
  },
});
