// Clusters: made, shown, protected, deleted when no node group is left.
import {
  CreateClusterCommand, DeleteClusterCommand, DescribeClusterCommand, ListClustersCommand, UpdateClusterConfigCommand,
  type Cluster, type CreateClusterCommandInput, type DeleteClusterCommandInput, type DescribeClusterCommandInput, type ListClustersCommandInput, type Update, type UpdateClusterConfigCommandInput,
} from '@aws-sdk/client-eks';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { addEntry, clusterArns, eksArn, eksRoom, MINUTE, needCluster, work, type EksCluster } from './state.ts';

const ADMIN = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

const viewOf = (c: EksCluster): Cluster => ({
  name: c.name, arn: c.arn, createdAt: c.createdAt, version: '1.34', roleArn: c.roleArn, status: c.busy ?? 'ACTIVE', accessConfig: { authenticationMode: c.mode }, deletionProtection: c.deletionProtection, tags: {},
  resourcesVpcConfig: { subnetIds: c.network?.subnetIds ?? [], endpointPublicAccess: c.network?.endpointPublicAccess ?? true, endpointPrivateAccess: c.network?.endpointPrivateAccess ?? false, publicAccessCidrs: c.network?.publicAccessCidrs ?? ['0.0.0.0/0'] },
});

/** A session stands for its role. */
const principalOf = ({ caller }: SimCall): string => caller.session?.issuerArn ?? caller.arn;

function create(input: CreateClusterCommandInput, call: SimCall): { cluster: Cluster } {
  const { name = '', roleArn = '' } = input;
  if (eksRoom(call).has(name)) throw new AwsError('ResourceInUseException', `Cluster already exists with name: ${name}`);
  call.authorize('iam:PassRole', roleArn, { 'iam:PassedToService': 'eks.amazonaws.com' });
  const made: EksCluster = {
    name, arn: eksArn(call, `cluster/${name}`), createdAt: call.now, roleArn, mode: input.accessConfig?.authenticationMode ?? 'CONFIG_MAP', network: input.resourcesVpcConfig, deletionProtection: input.deletionProtection ?? false, busy: undefined,
    nodegroups: new Map(), entries: new Map(),
  };
  eksRoom(call).set(name, made);
  work(call, made, 'CREATING', 9 * MINUTE);
  if (made.mode !== 'CONFIG_MAP' && input.accessConfig?.bootstrapClusterCreatorAdminPermissions !== false) {
    addEntry(call, made, principalOf(call), {})?.policies.set(ADMIN, { policyArn: ADMIN, accessScope: { type: 'cluster', namespaces: [] }, associatedAt: call.now });
  }
  return { cluster: viewOf(made) };
}

function list(input: ListClustersCommandInput, call: SimCall): { clusters: string[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...eksRoom(call).keys()], call, { max: input.maxResults, token: input.nextToken });
  return { clusters: page, nextToken: next };
}

function update(input: UpdateClusterConfigCommandInput, call: SimCall): { update: Update } {
  const cluster = needCluster(call, input.name);
  if (cluster.busy !== undefined) throw new AwsError('ResourceInUseException', `Cluster is currently in status ${cluster.busy}`);
  cluster.deletionProtection = input.deletionProtection ?? cluster.deletionProtection;
  return { update: { id: call.account.ids.uuid(), status: 'InProgress', params: [], createdAt: call.now, errors: [] } };
}

function remove(input: DeleteClusterCommandInput, call: SimCall): { cluster: Cluster } {
  const cluster = needCluster(call, input.name);
  if (cluster.nodegroups.size > 0) throw new AwsError('ResourceInUseException', 'Cluster has nodegroups attached');
  if (cluster.deletionProtection) throw new AwsError('InvalidRequestException', 'Cluster cannot be deleted because deletion protection is enabled.');
  work(call, cluster, 'DELETING', 5 * MINUTE, () => { eksRoom(call).delete(cluster.name); });
  return { cluster: viewOf(cluster) };
}

export const registerClusters = (eks: Service<SimCall>): Service<SimCall> => eks
  .on(CreateClusterCommand, create)
  .on(ListClustersCommand, list)
  .on(DescribeClusterCommand, (i: DescribeClusterCommandInput, call) => ({ cluster: viewOf(needCluster(call, i.name)) }), { resources: clusterArns })
  .on(UpdateClusterConfigCommand, update, { resources: clusterArns })
  .on(DeleteClusterCommand, remove, { resources: clusterArns });
