// The ground that instances stand on: VPCs, subnets, images. Read only.
import {
  DescribeSubnetsCommand, DescribeVpcsCommand,
  type DescribeSubnetsCommandInput, type DescribeVpcsCommandInput, type Subnet as SubnetOutput, type Vpc as VpcOutput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { needAll } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { ec2Arn, inRegion, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { tagList, type Ec2Region, type Subnet, type Vpc } from './state.ts';
import { filterSet, idItems } from './trail.ts';

const VPC_FILTERS: FilterTable<Vpc> = { 'vpc-id': (v) => [v.id], 'cidr': (v) => [v.cidr], 'is-default': (v) => [v.isDefault], 'isDefault': (v) => [v.isDefault], 'state': () => ['available'] };
function vpcs(input: DescribeVpcsCommandInput, region: Ec2Region, call: SimCall): { Vpcs: VpcOutput[]; NextToken: string | undefined } {
  const from = input.VpcIds?.length ? needAll('vpc', region.vpcs, input.VpcIds) : region.vpcs.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, VPC_FILTERS, region, (v) => v.id), input, call, Boolean(input.VpcIds?.length));
  return { Vpcs: page.map((v) => ({ VpcId: v.id, CidrBlock: v.cidr, IsDefault: v.isDefault, State: 'available', InstanceTenancy: 'default', OwnerId: call.account.id, Tags: tagList(region, v.id) })), NextToken };
}

const SUBNET_FILTERS: FilterTable<Subnet> = { 'subnet-id': (s) => [s.id], 'vpc-id': (s) => [s.vpcId], 'availability-zone': (s) => [s.zone], 'availability-zone-id': (s) => [s.zoneId], 'cidr-block': (s) => [s.cidr], 'default-for-az': (s, region) => [region.vpcs.get(s.vpcId)?.isDefault], 'state': () => ['available'] };
function subnets(input: DescribeSubnetsCommandInput, region: Ec2Region, call: SimCall): { Subnets: SubnetOutput[]; NextToken: string | undefined } {
  const from = input.SubnetIds?.length ? needAll('subnet', region.subnets, input.SubnetIds) : region.subnets.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, SUBNET_FILTERS, region, (s) => s.id), input, call, Boolean(input.SubnetIds?.length));
  const free = (s: Subnet): number => 4091 - [...region.nics.values()].filter((n) => n.subnetId === s.id).length;
  return { NextToken, Subnets: page.map((s) => ({
    SubnetId: s.id, VpcId: s.vpcId, CidrBlock: s.cidr, AvailabilityZone: s.zone, AvailabilityZoneId: s.zoneId, State: 'available', DefaultForAz: region.vpcs.get(s.vpcId)?.isDefault ?? false, MapPublicIpOnLaunch: s.publicIps,
    AvailableIpAddressCount: free(s), OwnerId: call.account.id, SubnetArn: ec2Arn(call, 'subnet', s.id), Tags: tagList(region, s.id),
  })) };
}

export const registerNetworkQueries = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeVpcsCommand, inRegion(vpcs), { trail: { request: (i) => ({ vpcSet: idItems(i.VpcIds, 'vpcId'), filterSet: filterSet(i.Filters) }) } })
  .on(DescribeSubnetsCommand, inRegion(subnets), { trail: { request: (i) => ({ subnetSet: idItems(i.SubnetIds, 'subnetId'), filterSet: filterSet(i.Filters) }) } });
