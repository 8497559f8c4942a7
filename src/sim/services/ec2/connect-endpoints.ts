// EC2 Instance Connect Endpoints: a door into a VPC for whoever has the IAM permission, without a public address.
import {
  CreateInstanceConnectEndpointCommand, DeleteInstanceConnectEndpointCommand, DescribeInstanceConnectEndpointsCommand, ModifyInstanceConnectEndpointCommand,
  type CreateInstanceConnectEndpointCommandInput, type DescribeInstanceConnectEndpointsCommandInput, type Ec2InstanceConnectEndpoint, type ModifyInstanceConnectEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { incorrectState, need, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { asked, wanted } from './network-errors.ts';
import { networkOf, type NetworkRoom } from './network-room.ts';
import { after, ec2Arn, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

const PASSING_MS = 60_000;
const FILTERS: FilterTable<Ec2InstanceConnectEndpoint> = { 'instance-connect-endpoint-id': (e) => [e.InstanceConnectEndpointId], 'vpc-id': (e) => [e.VpcId], 'subnet-id': (e) => [e.SubnetId], 'state': (e) => [e.State], 'availability-zone': (e) => [e.AvailabilityZone] };

function describe(input: DescribeInstanceConnectEndpointsCommandInput, region: Ec2Region, call: SimCall): { InstanceConnectEndpoints: Ec2InstanceConnectEndpoint[]; NextToken: string | undefined } {
  const all = filtered(asked('endpoint', networkOf(call).endpoints, input.InstanceConnectEndpointIds), input.Filters, FILTERS, region, (e) => e.InstanceConnectEndpointId ?? '');
  const { page, NextToken } = paged(all, input, call, Boolean(input.InstanceConnectEndpointIds?.length), { least: 1, most: 50 });
  return { InstanceConnectEndpoints: page.map((e) => ({ ...e, Tags: tagList(region, e.InstanceConnectEndpointId ?? '') })), NextToken };
}
/** Into its lasting state after a minute, or out of the room. */
function settle(call: SimCall, room: NetworkRoom, endpoint: Ec2InstanceConnectEndpoint, lasting: Ec2InstanceConnectEndpoint['State'] | undefined): void {
  const id = endpoint.InstanceConnectEndpointId ?? '';
  const { State } = endpoint;
  room.endpoints.set(id, endpoint);
  call.account.schedule(after(call.now, PASSING_MS), () => {
    const now = room.endpoints.get(id);
    if (!now || now.State !== State) return;
    if (lasting === undefined) room.endpoints.delete(id); else room.endpoints.set(id, { ...now, State: lasting });
  });
}

/** One in a VPC; without groups it has the VPC's default group. */
function create(input: CreateInstanceConnectEndpointCommandInput, region: Ec2Region, call: SimCall): { InstanceConnectEndpoint: Ec2InstanceConnectEndpoint; ClientToken: string | undefined } {
  const room = networkOf(call);
  const subnet = need('subnet', region.subnets, input.SubnetId);
  if ([...room.endpoints.values()].some((e) => e.VpcId === subnet.vpcId && e.State !== 'delete-in-progress')) throw other('InstanceConnectEndpointLimitExceeded', 'The maximum number of Instance Connect Endpoints for the VPC has been reached.');
  for (const id of input.SecurityGroupIds ?? []) need('group', region.groups, id);
  const id = `eice-0${call.account.ids.hex(16)}`;
  const standard = [...region.groups.values()].find((g) => g.vpcId === subnet.vpcId && g.name === 'default');
  const endpoint: Ec2InstanceConnectEndpoint = {
    OwnerId: call.account.id, InstanceConnectEndpointId: id, InstanceConnectEndpointArn: ec2Arn(call, 'instance-connect-endpoint', id), State: 'create-in-progress', StateMessage: '', DnsName: `${id}.example.ec2-instance-connect-endpoint.${region.name}.amazonaws.com`,
    NetworkInterfaceIds: [], VpcId: subnet.vpcId, SubnetId: subnet.id, AvailabilityZone: subnet.zone, CreatedAt: call.now, PreserveClientIp: input.PreserveClientIp ?? false,
    SecurityGroupIds: input.SecurityGroupIds?.length ? input.SecurityGroupIds : standard ? [standard.id] : [], IpAddressType: 'ipv4',
  };
  settle(call, room, endpoint, 'create-complete');
  setTags(region, id, input.TagSpecifications?.find((t) => t.ResourceType === 'instance-connect-endpoint')?.Tags);
  touches(call, 'InstanceConnectEndpoint', id);
  return { InstanceConnectEndpoint: endpoint, ClientToken: input.ClientToken };
}
function modify(input: ModifyInstanceConnectEndpointCommandInput, region: Ec2Region, call: SimCall): { Return: boolean } {
  const room = networkOf(call);
  const endpoint = wanted('endpoint', room.endpoints, input.InstanceConnectEndpointId);
  if (endpoint.State?.endsWith('in-progress') === true && endpoint.State !== 'update-in-progress') throw incorrectState(`${endpoint.InstanceConnectEndpointId ?? ''} is in state ${endpoint.State}.`);
  for (const id of input.SecurityGroupIds ?? []) need('group', region.groups, id);
  settle(call, room, { ...endpoint, State: 'update-in-progress', SecurityGroupIds: input.SecurityGroupIds?.length ? input.SecurityGroupIds : endpoint.SecurityGroupIds, PreserveClientIp: input.PreserveClientIp ?? endpoint.PreserveClientIp }, 'update-complete');
  touches(call, 'InstanceConnectEndpoint', endpoint.InstanceConnectEndpointId ?? '');
  return { Return: true };
}
function remove({ InstanceConnectEndpointId }: { readonly InstanceConnectEndpointId: string | undefined }, _: Ec2Region, call: SimCall): { InstanceConnectEndpoint: Ec2InstanceConnectEndpoint } {
  const room = networkOf(call);
  const endpoint: Ec2InstanceConnectEndpoint = { ...wanted('endpoint', room.endpoints, InstanceConnectEndpointId), State: 'delete-in-progress' };
  settle(call, room, endpoint, undefined);
  touches(call, 'InstanceConnectEndpoint', InstanceConnectEndpointId ?? '');
  return { InstanceConnectEndpoint: endpoint };
}

const resources = (input: { readonly InstanceConnectEndpointId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'instance-connect-endpoint', [input.InstanceConnectEndpointId]);
export const registerConnectEndpoints = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeInstanceConnectEndpointsCommand, inRegion(describe), { trail: { request: modern('DescribeInstanceConnectEndpoints').request } })
  .on(CreateInstanceConnectEndpointCommand, inRegion(create), { resources: (i, call) => [...ec2Arns(call, 'subnet', [i.SubnetId]), ...ec2Arns(call, 'instance-connect-endpoint', ['*'])], trail: modern('CreateInstanceConnectEndpoint') })
  .on(ModifyInstanceConnectEndpointCommand, inRegion(modify), { resources, trail: modern('ModifyInstanceConnectEndpoint') })
  .on(DeleteInstanceConnectEndpointCommand, inRegion(remove), { resources, trail: modern('DeleteInstanceConnectEndpoint') });
