// Route tables and the gateways that routes lead to.
import {
  AttachInternetGatewayCommand, CreateInternetGatewayCommand, CreateRouteCommand, DeleteInternetGatewayCommand, DeleteRouteCommand, DescribeInternetGatewaysCommand, DescribeRouteTablesCommand, DetachInternetGatewayCommand, ReplaceRouteCommand,
  type CreateInternetGatewayCommandInput, type CreateRouteCommandInput, type DeleteRouteCommandInput, type DescribeInternetGatewaysCommandInput, type DescribeRouteTablesCommandInput, type InternetGateway, type Route, type RouteTable as RouteTableOutput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { dependency, invalidCombination, missing, need, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { asked, older, wanted } from './network-errors.ts';
import { networkOf, type Gateway, type RouteTable } from './network-room.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';

const TABLE_FILTERS: FilterTable<RouteTable> = { 'route-table-id': (t) => [t.id], 'vpc-id': (t) => [t.vpcId], 'association.main': (t) => [t.main], 'route.destination-cidr-block': (t) => t.routes.map((r) => r.DestinationCidrBlock), 'route.origin': (t) => t.routes.map((r) => r.Origin) };
function describe(input: DescribeRouteTablesCommandInput, region: Ec2Region, call: SimCall): { RouteTables: RouteTableOutput[]; NextToken: string | undefined } {
  const all = filtered(asked('table', networkOf(call).tables, input.RouteTableIds), input.Filters, TABLE_FILTERS, region, (t) => t.id);
  const { page, NextToken } = paged(all, input, call, Boolean(input.RouteTableIds?.length), { least: 5, most: 100 });
  return { NextToken, RouteTables: page.map((t) => ({
    RouteTableId: t.id, VpcId: t.vpcId, OwnerId: call.account.id, Routes: t.routes, PropagatingVgws: [], Tags: tagList(region, t.id),
    Associations: t.main ? [{ Main: true, RouteTableId: t.id, RouteTableAssociationId: `rtbassoc-${t.id.slice(4)}`, AssociationState: { State: 'associated' } }] : [],
  })) };
}

const TARGETS = ['GatewayId', 'NatGatewayId', 'NetworkInterfaceId', 'InstanceId', 'VpcPeeringConnectionId', 'TransitGatewayId', 'EgressOnlyInternetGatewayId', 'VpcEndpointId', 'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn'] as const;
type Destination = Pick<DeleteRouteCommandInput, 'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'>;
const destination = (d: Destination | Route): string => d.DestinationCidrBlock ?? d.DestinationIpv6CidrBlock ?? d.DestinationPrefixListId ?? '';

function routeOf(input: CreateRouteCommandInput, region: Ec2Region, call: SimCall): Route {
  if (destination(input) === '') throw missing('destinationCidrBlock');
  const given = TARGETS.filter((name) => input[name] !== undefined);
  const [target] = given;
  if (given.length !== 1 || target === undefined) throw invalidCombination('Exactly one of the target parameters is required.');
  const room = networkOf(call);
  if (input.GatewayId?.startsWith('igw-') === true) wanted('gateway', room.gateways, input.GatewayId);
  if (input.VpcPeeringConnectionId !== undefined) wanted('peering', room.peerings, input.VpcPeeringConnectionId);
  if (input.NetworkInterfaceId !== undefined) need('nic', region.nics, input.NetworkInterfaceId);
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = input;
  return { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, [target]: input[target], Origin: 'CreateRoute', State: 'active' };
}
/** Where a destination leads stands once in a table; the way inside the VPC cannot be changed. */
const put = (replaces: boolean) => (input: CreateRouteCommandInput, region: Ec2Region, call: SimCall): { Return?: boolean } => {
  const table = wanted('table', networkOf(call).tables, input.RouteTableId);
  const route = routeOf(input, region, call);
  const old = table.routes.find((r) => destination(r) === destination(route));
  if (!replaces && old) throw other('RouteAlreadyExists', `The route identified by ${destination(route)} already exists.`);
  if (replaces && !old) throw noRoute(table, destination(route));
  table.routes = [...table.routes.filter((r) => r !== old), route];
  touches(call, 'RouteTable', table.id);
  return replaces ? {} : { Return: true };
};
const noRoute = (table: RouteTable, to: string): Error => other('InvalidRoute.NotFound', `no route with destination-cidr-block ${to} in route table ${table.id}`);
function remove(input: DeleteRouteCommandInput, _: Ec2Region, call: SimCall): Record<string, never> {
  const table = wanted('table', networkOf(call).tables, input.RouteTableId);
  const old = table.routes.find((r) => destination(r) === destination(input));
  if (!old) throw noRoute(table, destination(input));
  if (old.GatewayId === 'local') throw other('InvalidParameterValue', `cannot remove local route ${destination(input)} in route table ${table.id}`);
  table.routes = table.routes.filter((r) => r !== old);
  touches(call, 'RouteTable', table.id);
  return {};
}

const GATEWAY_FILTERS: FilterTable<Gateway> = { 'internet-gateway-id': (g) => [g.id], 'attachment.vpc-id': (g) => [g.vpcId] };
const gatewayView = (region: Ec2Region, call: SimCall, g: Gateway): InternetGateway => ({ InternetGatewayId: g.id, OwnerId: call.account.id, Attachments: g.vpcId === undefined ? [] : [{ VpcId: g.vpcId, State: 'attached' }], Tags: tagList(region, g.id) });
function describeGateways(input: DescribeInternetGatewaysCommandInput, region: Ec2Region, call: SimCall): { InternetGateways: InternetGateway[]; NextToken: string | undefined } {
  const all = filtered(asked('gateway', networkOf(call).gateways, input.InternetGatewayIds), input.Filters, GATEWAY_FILTERS, region, (g) => g.id);
  const { page, NextToken } = paged(all, input, call, Boolean(input.InternetGatewayIds?.length));
  return { InternetGateways: page.map((g) => gatewayView(region, call, g)), NextToken };
}
interface Attaching { readonly InternetGatewayId: string | undefined; readonly VpcId?: string | undefined }
function attach({ InternetGatewayId, VpcId }: Attaching, region: Ec2Region, call: SimCall): Record<string, never> {
  const { gateways } = networkOf(call);
  const gateway = wanted('gateway', gateways, InternetGatewayId);
  const vpc = need('vpc', region.vpcs, VpcId);
  if (gateway.vpcId !== undefined || [...gateways.values()].some((g) => g.vpcId === vpc.id)) throw other('Resource.AlreadyAssociated', `resource ${gateway.id} is already attached to network ${gateway.vpcId ?? vpc.id}`);
  gateway.vpcId = vpc.id;
  return {};
}
/** A public address in the VPC holds it. Routes that led to it lead nowhere from then on. */
function detach({ InternetGatewayId, VpcId }: Attaching, region: Ec2Region, call: SimCall): Record<string, never> {
  const { gateways, tables } = networkOf(call);
  const gateway = wanted('gateway', gateways, InternetGatewayId);
  if (gateway.vpcId === undefined || gateway.vpcId !== VpcId) throw other('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${VpcId ?? ''}`);
  if ([...region.nics.values()].some((n) => n.vpcId === VpcId && n.publicIp !== undefined)) throw dependency(`Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`);
  delete gateway.vpcId;
  for (const table of tables.values()) table.routes = table.routes.map((r) => (r.GatewayId === gateway.id ? { ...r, State: 'blackhole' } : r));
  return {};
}
function createGateway(input: CreateInternetGatewayCommandInput, region: Ec2Region, call: SimCall): { InternetGateway: InternetGateway } {
  const gateway: Gateway = { id: `igw-0${call.account.ids.hex(16)}` };
  networkOf(call).gateways.set(gateway.id, gateway);
  setTags(region, gateway.id, input.TagSpecifications?.find((t) => t.ResourceType === 'internet-gateway')?.Tags);
  touches(call, 'InternetGateway', gateway.id);
  return { InternetGateway: gatewayView(region, call, gateway) };
}
function removeGateway({ InternetGatewayId }: Attaching, _: Ec2Region, call: SimCall): Record<string, never> {
  const { gateways } = networkOf(call);
  const gateway = wanted('gateway', gateways, InternetGatewayId);
  if (gateway.vpcId !== undefined) throw dependency(`The internetGateway '${gateway.id}' has dependencies and cannot be deleted.`);
  gateways.delete(gateway.id);
  touches(call, 'InternetGateway', gateway.id);
  return {};
}

const ofTable = (input: { readonly RouteTableId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'route-table', [input.RouteTableId]);
const ofGateway = (input: Attaching, call: SimCall): string[] => [...ec2Arns(call, 'internet-gateway', [input.InternetGatewayId]), ...(input.VpcId === undefined ? [] : ec2Arns(call, 'vpc', [input.VpcId]))];
export const registerRoutes = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeRouteTablesCommand, inRegion(describe), { trail: { request: older.request } })
  .on(CreateRouteCommand, inRegion(put(false)), { resources: ofTable, trail: older })
  .on(ReplaceRouteCommand, inRegion(put(true)), { resources: ofTable, trail: older })
  .on(DeleteRouteCommand, inRegion(remove), { resources: ofTable, trail: older })
  .on(DescribeInternetGatewaysCommand, inRegion(describeGateways), { trail: { request: older.request } })
  .on(CreateInternetGatewayCommand, inRegion(createGateway), { trail: older })
  .on(AttachInternetGatewayCommand, inRegion(attach), { resources: ofGateway, trail: older })
  .on(DetachInternetGatewayCommand, inRegion(detach), { resources: ofGateway, trail: older })
  .on(DeleteInternetGatewayCommand, inRegion(removeGateway), { resources: ofGateway, trail: older });
