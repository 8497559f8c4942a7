// VPCs and subnets made and deleted, and the default VPC made anew.
import {
  CreateDefaultVpcCommand, CreateSubnetCommand, CreateVpcCommand, DeleteSubnetCommand, DeleteVpcCommand, type CreateSubnetCommandInput, type CreateVpcCommandInput, type DeleteVpcCommandInput, type Subnet as SubnetOutput, type Vpc as VpcOutput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { zonesOf } from './default-network.ts';
import { dependency, invalidValue, missing, need, other } from './errors.ts';
import { older } from './network-errors.ts';
import { furnishVpc, networkOf } from './network-room.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { setTags, tagList, type Ec2Region, type Group, type Subnet, type Vpc } from './state.ts';
import { modern } from './trail.ts';

const view = (region: Ec2Region, call: SimCall, v: Vpc): VpcOutput => ({ VpcId: v.id, CidrBlock: v.cidr, IsDefault: v.isDefault, State: 'available', InstanceTenancy: 'default', OwnerId: call.account.id, Tags: tagList(region, v.id) });
const subnetView = (region: Ec2Region, call: SimCall, s: Subnet): SubnetOutput => ({ SubnetId: s.id, VpcId: s.vpcId, CidrBlock: s.cidr, AvailabilityZone: s.zone, AvailabilityZoneId: s.zoneId, State: 'available', MapPublicIpOnLaunch: s.publicIps, OwnerId: call.account.id, Tags: tagList(region, s.id) });

/** A VPC comes with its default group, its main route table and its default network ACL. */
function made(region: Ec2Region, call: SimCall, cidr: string, isDefault: boolean): Vpc {
  const { ids } = call.account;
  const room = networkOf(call);
  const vpc: Vpc = { id: `vpc-0${ids.hex(16)}`, cidr, isDefault };
  const groupId = `sg-0${ids.hex(16)}`;
  const group: Group = {
    id: groupId, name: 'default', description: 'default VPC security group', vpcId: vpc.id,
    rules: [
      { id: `sgr-0${ids.hex(16)}`, egress: false, protocol: '-1', source: { type: 'group', value: groupId, owner: call.account.id } },
      { id: `sgr-0${ids.hex(16)}`, egress: true, protocol: '-1', source: { type: 'ipv4', value: '0.0.0.0/0' } },
    ],
  };
  region.vpcs.set(vpc.id, vpc);
  region.groups.set(group.id, group);
  furnishVpc(room, { vpcId: vpc.id, cidr, public: isDefault }, () => `0${ids.hex(16)}`);
  touches(call, 'VPC', vpc.id);
  return vpc;
}
function create(input: CreateVpcCommandInput, region: Ec2Region, call: SimCall): { Vpc: VpcOutput } {
  if (input.CidrBlock === undefined) throw missing('cidrBlock');
  if (region.vpcs.size >= 5) throw other('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
  const vpc = made(region, call, input.CidrBlock, false);
  setTags(region, vpc.id, input.TagSpecifications?.find((t) => t.ResourceType === 'vpc')?.Tags);
  return { Vpc: view(region, call, vpc) };
}
function createDefault(_: object, region: Ec2Region, call: SimCall): { Vpc: VpcOutput } {
  const known = [...region.vpcs.values()].find((v) => v.isDefault);
  if (known) throw other('DefaultVpcAlreadyExists', 'A Default VPC already exists for this account in this region.');
  const vpc = made(region, call, '172.31.0.0/16', true);
  zonesOf(call.account, region.name).forEach(({ zone, zoneId }, i) => {
    const subnet: Subnet = { id: `subnet-0${call.account.ids.hex(16)}`, vpcId: vpc.id, zone, zoneId, cidr: `172.31.${String(i * 16)}.0/20`, publicIps: true, used: 0 };
    region.subnets.set(subnet.id, subnet);
  });
  return { Vpc: view(region, call, vpc) };
}
function createSubnet(input: CreateSubnetCommandInput, region: Ec2Region, call: SimCall): { Subnet: SubnetOutput } {
  const vpc = need('vpc', region.vpcs, input.VpcId);
  if (input.CidrBlock === undefined) throw missing('cidrBlock');
  const zones = zonesOf(call.account, region.name);
  const place = input.AvailabilityZone === undefined ? zones[0] : zones.find(({ zone }) => zone === input.AvailabilityZone);
  if (!place) throw invalidValue(`Value (${input.AvailabilityZone ?? ''}) for parameter availabilityZone is invalid.`);
  const subnet: Subnet = { id: `subnet-0${call.account.ids.hex(16)}`, vpcId: vpc.id, zone: place.zone, zoneId: place.zoneId, cidr: input.CidrBlock, publicIps: false, used: 0 };
  region.subnets.set(subnet.id, subnet);
  setTags(region, subnet.id, input.TagSpecifications?.find((t) => t.ResourceType === 'subnet')?.Tags);
  touches(call, 'Subnet', subnet.id);
  return { Subnet: subnetView(region, call, subnet) };
}
function removeSubnet({ SubnetId }: { readonly SubnetId: string | undefined }, region: Ec2Region, call: SimCall): Record<string, never> {
  const subnet = need('subnet', region.subnets, SubnetId);
  const used = [...region.nics.values()].some((n) => n.subnetId === subnet.id) || [...networkOf(call).endpoints.values()].some((e) => e.SubnetId === subnet.id);
  if (used) throw dependency(`The subnet '${subnet.id}' has dependencies and cannot be deleted.`);
  region.subnets.delete(subnet.id);
  touches(call, 'Subnet', subnet.id);
  return {};
}
/** What AWS made with it goes with it; anything else holds it. */
function remove({ VpcId }: DeleteVpcCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const vpc = need('vpc', region.vpcs, VpcId);
  const room = networkOf(call);
  const own = <T extends { readonly vpcId?: string | undefined }>(things: Iterable<T>): T[] => [...things].filter((t) => t.vpcId === vpc.id);
  const groups = own(region.groups.values());
  const held = own(region.subnets.values()).length + own(region.nics.values()).length + own(room.gateways.values()).length + groups.filter((g) => g.name !== 'default').length
    + own(room.tables.values()).filter((t) => !t.main).length + own(room.acls.values()).filter((a) => !a.isDefault).length + [...room.peerings.values()].filter((p) => p.state === 'active' && (p.vpcId === vpc.id || p.peerVpcId === vpc.id)).length;
  if (held > 0) throw dependency(`The vpc '${vpc.id}' has dependencies and cannot be deleted.`);
  for (const { id } of groups) region.groups.delete(id);
  for (const { id } of own(room.tables.values())) room.tables.delete(id);
  for (const { id } of own(room.acls.values())) room.acls.delete(id);
  region.vpcs.delete(vpc.id);
  touches(call, 'VPC', vpc.id);
  return {};
}

export const registerVpcs = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateVpcCommand, inRegion(create), { resources: (_, call) => ec2Arns(call, 'vpc', ['*']), trail: older })
  .on(CreateDefaultVpcCommand, inRegion(createDefault), { trail: modern('CreateDefaultVpc') })
  .on(CreateSubnetCommand, inRegion(createSubnet), { resources: (i, call) => [...ec2Arns(call, 'vpc', [i.VpcId]), ...ec2Arns(call, 'subnet', ['*'])], trail: older })
  .on(DeleteSubnetCommand, inRegion(removeSubnet), { resources: (i, call) => ec2Arns(call, 'subnet', [i.SubnetId]), trail: older })
  .on(DeleteVpcCommand, inRegion(remove), { resources: (i, call) => ec2Arns(call, 'vpc', [i.VpcId]), trail: older });
