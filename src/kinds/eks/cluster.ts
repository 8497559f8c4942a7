// An EKS cluster: saved, then deleted when its node groups are gone.
import { DeleteClusterCommand, DescribeClusterCommand, UpdateClusterConfigCommand, type Cluster, type EKSClient } from '@aws-sdk/client-eks';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, MADE_ANEW, nothingToUndo } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { whileBusy } from '../waiting.ts';
import { clustersOf } from './parts/clusters.ts';

interface EksCluster extends Resource {
  readonly deletionProtection: boolean;
  readonly publicEndpoint: boolean;
}

const describe = async (client: EKSClient, name: string): Promise<Cluster | undefined> => (await ifThere(client.send(new DescribeClusterCommand({ name }))))?.cluster;
async function read(client: EKSClient, name: string, region: string): Promise<EksCluster | undefined> {
  const cluster = await describe(client, name);
  if (!cluster || cluster.status === 'DELETING') return undefined;
  const createdAt = cluster.createdAt?.toISOString() ?? '';
  return {
    arn: cluster.arn ?? '', uid: `${cluster.arn ?? ''}@${createdAt}`, name, region, createdAt, deletionProtection: cluster.deletionProtection ?? false, publicEndpoint: cluster.resourcesVpcConfig?.endpointPublicAccess ?? false,
    seen: { status: cluster.status ?? '' },
  };
}
const unprotect = (r: EksCluster) => ({ name: r.name, deletionProtection: false });

export default defineKind<EksCluster>({
  id: 'eks/cluster', version: 1, title: say('EKS cluster'), scope: 'regional', role: 'setting',
  reads: ['eks:ListClusters', 'eks:DescribeCluster'],

  async *list(scan) {
    const client = await scan.aws.client('eks');
    const found = await inParallel(await clustersOf(scan), 4, (name) => read(client, name, scan.region).catch((error: unknown) => { scan.gap('eks:DescribeCluster', error, name); return undefined; }));
    yield* found.filter((cluster) => cluster !== undefined);
  },

  async look(aws, rs) {
    const client = await aws.client('eks');
    return inParallel(rs, 4, async (r) => {
      const now = await read(client, r.name, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['eks:CreateCluster'],
    changed: ['eks:UpdateClusterConfig', 'eks:UpdateClusterVersion', 'eks:AssociateIdentityProviderConfig', 'eks:CreatePodIdentityAssociation', 'eks:CreateFargateProfile', 'eks:CreateAddon'],
    concerns: (r, { request }) => [request?.['name'], request?.['clusterName']].includes(r.name),
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save the settings of EKS cluster {{cluster}} in {{region}}', { cluster: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const file = `eks-cluster-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(await describe(await aws.client('eks'), r.name) ?? r, null, 2)}\n`, { operation: 'eks:DescribeCluster' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['eks:UpdateClusterConfig', 'eks:DeleteCluster'],
      title: (r) => say('Delete the EKS cluster {{cluster}} in {{region}}', { cluster: r.name, region: r.region }),
      destroys: () => say('Everything that is kept inside of the cluster: its objects, secrets and logs of the control plane that were not sent elsewhere.'),
      breaks: () => say('Load balancers and disks that the cluster had made stay and go on costing. AWS deletes it only when its node groups and Fargate profiles are gone.'),
      calls: (r) => [
        ...(r.deletionProtection ? [{ operation: 'eks:UpdateClusterConfig' as const, region: r.region, input: unprotect(r) }] : []),
        { operation: 'eks:DeleteCluster', region: r.region, input: { name: r.name } },
      ],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('eks');
        const isBusy = ({ code }: { readonly code: string }): boolean => code === 'ResourceInUseException';
        if (r.deletionProtection) await whileBusy(deed, () => client.send(new UpdateClusterConfigCommand(unprotect(r))), isBusy);
        await whileBusy(deed, () => ifThere(client.send(new DeleteClusterCommand({ name: r.name }))), isBusy);
      },
      undo: MADE_ANEW,
    },
  },
});
