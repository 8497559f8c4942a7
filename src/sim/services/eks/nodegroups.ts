// Node groups: made, scaled, deleted, each taking its time.
import {
  CreateNodegroupCommand, DeleteNodegroupCommand, DescribeNodegroupCommand, ListNodegroupsCommand, UpdateNodegroupConfigCommand,
  type CreateNodegroupCommandInput, type DeleteNodegroupCommandInput, type DescribeNodegroupCommandInput, type ListNodegroupsCommandInput, type Nodegroup, type Update, type UpdateNodegroupConfigCommandInput,
} from '@aws-sdk/client-eks';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { addEntry, clusterArns, eksArn, MINUTE, needCluster, needNodegroup, work, type EksNodegroup } from './state.ts';

const viewOf = (cluster: string | undefined, n: EksNodegroup): Nodegroup => ({
  nodegroupName: n.name, nodegroupArn: n.arn, clusterName: cluster, createdAt: n.createdAt, modifiedAt: n.modifiedAt, status: n.busy ?? 'ACTIVE', capacityType: n.capacityType, scalingConfig: n.scaling, instanceTypes: n.instanceTypes,
  subnets: n.subnets, nodeRole: n.nodeRole, amiType: 'AL2023_x86_64_STANDARD', tags: {},
});

function create(input: CreateNodegroupCommandInput, call: SimCall): { nodegroup: Nodegroup } {
  const cluster = needCluster(call, input.clusterName);
  const { nodegroupName: name = '', nodeRole = '', scalingConfig: { minSize = 1, maxSize = 2, desiredSize = 2 } = {} } = input;
  if (cluster.nodegroups.has(name)) throw new AwsError('ResourceInUseException', `NodeGroup already exists with name ${name} and cluster name ${cluster.name}`);
  call.authorize('iam:PassRole', nodeRole, { 'iam:PassedToService': 'eks.amazonaws.com' });
  const made: EksNodegroup = {
    name, arn: eksArn(call, `nodegroup/${cluster.name}/${name}/${call.account.ids.uuid()}`), createdAt: call.now, modifiedAt: call.now, nodeRole, subnets: input.subnets ?? [], instanceTypes: input.instanceTypes ?? ['t3.medium'],
    capacityType: input.capacityType ?? 'ON_DEMAND', scaling: { minSize, maxSize, desiredSize }, busy: undefined,
  };
  cluster.nodegroups.set(name, made);
  work(call, made, 'CREATING', 2 * MINUTE);
  if (cluster.mode !== 'CONFIG_MAP') addEntry(call, cluster, nodeRole, { type: 'EC2_LINUX', groups: ['system:nodes'], username: 'system:node:{{EC2PrivateDNSName}}' });
  return { nodegroup: viewOf(cluster.name, made) };
}

function list(input: ListNodegroupsCommandInput, call: SimCall): { nodegroups: string[]; nextToken: string | undefined } {
  const { page, next } = pageOf([...needCluster(call, input.clusterName).nodegroups.keys()], call, { max: input.maxResults, token: input.nextToken });
  return { nodegroups: page, nextToken: next };
}

function atRest(group: EksNodegroup): EksNodegroup {
  if (group.busy !== undefined) throw new AwsError('ResourceInUseException', `Nodegroup cannot be updated as it is currently not in Active State: ${group.busy}`);
  return group;
}
function update(input: UpdateNodegroupConfigCommandInput, call: SimCall): { update: Update } {
  const group = atRest(needNodegroup(call, input.clusterName, input.nodegroupName));
  const { minSize = group.scaling.minSize, maxSize = group.scaling.maxSize, desiredSize = group.scaling.desiredSize } = input.scalingConfig ?? {};
  const scaling = { minSize, maxSize, desiredSize };
  if (maxSize < 1) throw new AwsError('InvalidParameterException', 'Minimum capacity 0, maximum capacity must be at least 1.');
  if (desiredSize < minSize || desiredSize > maxSize) throw new AwsError('InvalidParameterException', 'desired capacity must lie between minimum and maximum capacity.');
  group.scaling = scaling;
  group.modifiedAt = call.now;
  work(call, group, 'UPDATING', 20_000);
  return { update: { id: call.account.ids.uuid(), status: 'InProgress', type: 'ConfigUpdate', params: [], createdAt: call.now, errors: [] } };
}

function remove(input: DeleteNodegroupCommandInput, call: SimCall): { nodegroup: Nodegroup } {
  const cluster = needCluster(call, input.clusterName);
  const group = atRest(needNodegroup(call, input.clusterName, input.nodegroupName));
  work(call, group, 'DELETING', 3 * MINUTE, () => { cluster.nodegroups.delete(group.name); });
  return { nodegroup: viewOf(cluster.name, group) };
}

const groupArns = (i: { readonly clusterName?: string | undefined; readonly nodegroupName?: string | undefined }, call: SimCall): string[] => [eksArn(call, `nodegroup/${i.clusterName ?? '*'}/${i.nodegroupName ?? '*'}/*`)];

export const registerNodegroups = (eks: Service<SimCall>): Service<SimCall> => eks
  .on(CreateNodegroupCommand, create, { resources: clusterArns })
  .on(ListNodegroupsCommand, list, { resources: clusterArns })
  .on(DescribeNodegroupCommand, (i: DescribeNodegroupCommandInput, call) => ({ nodegroup: viewOf(i.clusterName, needNodegroup(call, i.clusterName, i.nodegroupName)) }), { resources: groupArns })
  .on(UpdateNodegroupConfigCommand, update, { resources: groupArns })
  .on(DeleteNodegroupCommand, remove, { resources: groupArns });
