// Clusters: made, listed, described, deleted when nothing is in them.
import {
  CreateClusterCommand, DeleteClusterCommand, DescribeClustersCommand, ListClustersCommand,
  type Cluster as ClusterOutput, type CreateClusterCommandInput, type DeleteClusterCommandInput, type DescribeClustersCommandInput, type Failure, type ListClustersCommandInput,
} from '@aws-sdk/client-ecs';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { ecsArn, ecsRoom, nameIn, needCluster, type Cluster } from './state.ts';

function viewOf(call: SimCall, cluster: Cluster): ClusterOutput {
  const { services, tasks } = ecsRoom(call);
  return {
    clusterArn: cluster.arn, clusterName: cluster.name, status: cluster.status, registeredContainerInstancesCount: 0, pendingTasksCount: 0,
    runningTasksCount: tasks.filter((t) => t.cluster === cluster && t.status === 'RUNNING').length, activeServicesCount: services.filter((s) => s.cluster === cluster && s.status === 'ACTIVE').length,
    tags: [], settings: [], statistics: [], capacityProviders: [], defaultCapacityProviderStrategy: [],
  };
}

function create(input: CreateClusterCommandInput, call: SimCall): { cluster: ClusterOutput } {
  const name = input.clusterName ?? 'default';
  const { clusters } = ecsRoom(call);
  const known = clusters.get(name);
  const cluster: Cluster = known?.status === 'ACTIVE' ? known : { name, arn: ecsArn(call, `cluster/${name}`), status: 'ACTIVE' };
  clusters.set(name, cluster);
  return { cluster: viewOf(call, cluster) };
}

function list(input: ListClustersCommandInput, call: SimCall): { clusterArns: string[]; nextToken: string | undefined } {
  const all = [...ecsRoom(call).clusters.values()].filter((c) => c.status === 'ACTIVE').map((c) => c.arn);
  const { page, next } = pageOf(all, call, { max: input.maxResults, token: input.nextToken });
  return { clusterArns: page, nextToken: next };
}

function describe(input: DescribeClustersCommandInput, call: SimCall): { clusters: ClusterOutput[]; failures: Failure[] } {
  const asked = (input.clusters ?? ['default']).map((wanted) => ({ wanted, found: ecsRoom(call).clusters.get(nameIn(wanted)) }));
  if (asked.length > 100) throw new AwsError('InvalidParameterException', 'Clusters cannot have more than 100 elements.');
  return {
    clusters: asked.flatMap(({ found }) => (found ? [viewOf(call, found)] : [])),
    failures: asked.flatMap(({ wanted, found }) => (found ? [] : [{ arn: ecsArn(call, `cluster/${nameIn(wanted)}`), reason: 'MISSING' }])),
  };
}

function remove(input: DeleteClusterCommandInput, call: SimCall): { cluster: ClusterOutput } {
  const cluster = needCluster(call, input.cluster);
  const { services, tasks } = ecsRoom(call);
  if (services.some((s) => s.cluster === cluster && s.status !== 'INACTIVE')) throw new AwsError('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
  if (tasks.some((t) => t.cluster === cluster && t.status === 'RUNNING')) throw new AwsError('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
  cluster.status = 'INACTIVE';
  return { cluster: viewOf(call, cluster) };
}

const arnOf = (i: { readonly cluster?: string | undefined; readonly clusterName?: string | undefined }, call: SimCall): string[] => [ecsArn(call, `cluster/${nameIn(i.cluster ?? i.clusterName ?? 'default')}`)];

export const registerClusters = (ecs: Service<SimCall>): Service<SimCall> => ecs
  .on(CreateClusterCommand, create)
  .on(ListClustersCommand, list)
  .on(DescribeClustersCommand, describe)
  .on(DeleteClusterCommand, remove, { resources: arnOf });
