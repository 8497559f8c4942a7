// VPC peering connections: asked for here, accepted here where the other VPC is of this account and region.
import {
  AcceptVpcPeeringConnectionCommand, CreateVpcPeeringConnectionCommand, DeleteVpcPeeringConnectionCommand, DescribeVpcPeeringConnectionsCommand, RejectVpcPeeringConnectionCommand,
  type CreateVpcPeeringConnectionCommandInput, type DescribeVpcPeeringConnectionsCommandInput, type VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { incorrectState, need } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { asked, older, wanted } from './network-errors.ts';
import { networkOf, type NetworkRoom, type Peering } from './network-room.ts';
import { after, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';

const WEEK_MS = 7 * 86_400_000;
/** One that ended stays visible about two hours. */
const VISIBLE_MS = 2 * 3_600_000;
const FILTERS: FilterTable<Peering> = { 'vpc-peering-connection-id': (p) => [p.id], 'status-code': (p) => [p.state], 'requester-vpc-info.vpc-id': (p) => [p.vpcId], 'accepter-vpc-info.vpc-id': (p) => [p.peerVpcId], 'accepter-vpc-info.owner-id': (p) => [p.peerOwner] };

const view = (region: Ec2Region, call: SimCall, p: Peering): VpcPeeringConnection => ({
  VpcPeeringConnectionId: p.id, ExpirationTime: p.state === 'pending-acceptance' ? p.expires : undefined, Tags: tagList(region, p.id), Status: { Code: p.state, Message: p.state === 'pending-acceptance' ? `Pending Acceptance by ${p.peerOwner}` : p.state },
  RequesterVpcInfo: { VpcId: p.vpcId, OwnerId: call.account.id, Region: region.name, CidrBlock: region.vpcs.get(p.vpcId)?.cidr },
  AccepterVpcInfo: { VpcId: p.peerVpcId, OwnerId: p.peerOwner, Region: p.peerRegion },
});
function visible(room: NetworkRoom, now: Date): Map<string, Peering> {
  for (const p of room.peerings.values()) if (p.goneAt && p.goneAt <= now) room.peerings.delete(p.id);
  return room.peerings;
}

function describe(input: DescribeVpcPeeringConnectionsCommandInput, region: Ec2Region, call: SimCall): { VpcPeeringConnections: VpcPeeringConnection[]; NextToken: string | undefined } {
  const all = asked('peering', visible(networkOf(call), call.now), input.VpcPeeringConnectionIds);
  const { page, NextToken } = paged(filtered(all, input.Filters, FILTERS, region, (p) => p.id), input, call, Boolean(input.VpcPeeringConnectionIds?.length));
  return { VpcPeeringConnections: page.map((p) => view(region, call, p)), NextToken };
}
function create(input: CreateVpcPeeringConnectionCommandInput, region: Ec2Region, call: SimCall): { VpcPeeringConnection: VpcPeeringConnection } {
  const { account } = call;
  const peering: Peering = {
    id: `pcx-0${account.ids.hex(16)}`, vpcId: need('vpc', region.vpcs, input.VpcId).id, peerVpcId: input.PeerVpcId ?? '', peerOwner: input.PeerOwnerId ?? account.id, peerRegion: input.PeerRegion ?? region.name,
    expires: after(call.now, WEEK_MS), state: 'pending-acceptance',
  };
  if (peering.peerOwner === account.id && peering.peerRegion === region.name) need('vpc', region.vpcs, input.PeerVpcId);
  networkOf(call).peerings.set(peering.id, peering);
  setTags(region, peering.id, input.TagSpecifications?.find((t) => t.ResourceType === 'vpc-peering-connection')?.Tags);
  touches(call, 'VPCPeeringConnection', peering.id);
  return { VpcPeeringConnection: view(region, call, peering) };
}

interface Named { readonly VpcPeeringConnectionId?: string | undefined }
function move(call: SimCall, { VpcPeeringConnectionId: id }: Named, from: readonly Peering['state'][], to: Peering['state']): Peering {
  const peering = wanted('peering', visible(networkOf(call), call.now), id);
  if (!from.includes(peering.state)) throw incorrectState(`VpcPeeringConnection ${peering.id} is in state ${peering.state}, which does not allow it.`);
  peering.state = to;
  if (to !== 'active') peering.goneAt = after(call.now, VISIBLE_MS);
  touches(call, 'VPCPeeringConnection', peering.id);
  return peering;
}
/** What another account asked for, or was asked for, only that account accepts. */
function accept(input: Named, region: Ec2Region, call: SimCall): { VpcPeeringConnection: VpcPeeringConnection } {
  const known = wanted('peering', networkOf(call).peerings, input.VpcPeeringConnectionId);
  if (known.peerOwner !== call.account.id) throw incorrectState(`VpcPeeringConnection ${known.id} can be accepted by account ${known.peerOwner} only.`);
  return { VpcPeeringConnection: view(region, call, move(call, input, ['pending-acceptance'], 'active')) };
}

const resources = (input: Named, call: SimCall): string[] => ec2Arns(call, 'vpc-peering-connection', [input.VpcPeeringConnectionId]);
export const registerPeerings = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeVpcPeeringConnectionsCommand, inRegion(describe), { trail: { request: older.request } })
  .on(CreateVpcPeeringConnectionCommand, inRegion(create), { resources: (i, call) => [...ec2Arns(call, 'vpc', [i.VpcId]), ...ec2Arns(call, 'vpc-peering-connection', ['*'])], trail: older })
  .on(AcceptVpcPeeringConnectionCommand, inRegion(accept), { resources, trail: older })
  .on(RejectVpcPeeringConnectionCommand, inRegion((input, _, call) => { move(call, input, ['pending-acceptance'], 'rejected'); return { Return: true }; }), { resources, trail: older })
  .on(DeleteVpcPeeringConnectionCommand, inRegion((input, _, call) => { move(call, input, ['pending-acceptance', 'active'], 'deleted'); return { Return: true }; }), { resources, trail: older });
