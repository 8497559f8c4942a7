// Traffic mirroring: a target, a filter, and a session that copies what an interface sends and receives.
import {
  CreateTrafficMirrorFilterCommand, CreateTrafficMirrorSessionCommand, CreateTrafficMirrorTargetCommand, DeleteTrafficMirrorFilterCommand, DeleteTrafficMirrorSessionCommand, DeleteTrafficMirrorTargetCommand,
  DescribeTrafficMirrorFiltersCommand, DescribeTrafficMirrorSessionsCommand, DescribeTrafficMirrorTargetsCommand,
  type CreateTrafficMirrorFilterCommandInput, type CreateTrafficMirrorSessionCommandInput, type CreateTrafficMirrorTargetCommandInput, type DescribeTrafficMirrorFiltersCommandInput, type DescribeTrafficMirrorSessionsCommandInput,
  type DescribeTrafficMirrorTargetsCommandInput, type TagSpecification, type TrafficMirrorFilter, type TrafficMirrorSession, type TrafficMirrorTarget,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidValue, missing, need, other } from './errors.ts';
import { filtered } from './filter.ts';
import { asked, wanted } from './network-errors.ts';
import { networkOf } from './network-room.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

const tagged = (region: Ec2Region, id: string, type: string, specifications: readonly TagSpecification[] | undefined): void => { setTags(region, id, specifications?.find((t) => t.ResourceType === type)?.Tags); };

function sessions(input: DescribeTrafficMirrorSessionsCommandInput, region: Ec2Region, call: SimCall): { TrafficMirrorSessions: TrafficMirrorSession[]; NextToken: string | undefined } {
  const table = { 'traffic-mirror-session-id': (s: TrafficMirrorSession) => [s.TrafficMirrorSessionId], 'network-interface-id': (s: TrafficMirrorSession) => [s.NetworkInterfaceId], 'session-number': (s: TrafficMirrorSession) => [s.SessionNumber] };
  const all = filtered(asked('mirrorSession', networkOf(call).mirrorSessions, input.TrafficMirrorSessionIds), input.Filters, table, region, (s) => s.TrafficMirrorSessionId ?? '');
  const { page, NextToken } = paged(all, input, call);
  return { TrafficMirrorSessions: page.map((s) => ({ ...s, Tags: tagList(region, s.TrafficMirrorSessionId ?? '') })), NextToken };
}
/** A number stands once on an interface; an interface has three sessions at most. */
function createSession(input: CreateTrafficMirrorSessionCommandInput, region: Ec2Region, call: SimCall): { TrafficMirrorSession: TrafficMirrorSession } {
  const room = networkOf(call);
  const { NetworkInterfaceId, SessionNumber, PacketLength, Description, VirtualNetworkId = Number.parseInt(call.account.ids.hex(6), 16) } = input;
  if (SessionNumber === undefined) throw missing('sessionNumber');
  if (SessionNumber < 1 || SessionNumber > 32_766) throw invalidValue(`Value (${String(SessionNumber)}) for parameter sessionNumber is invalid.`);
  const nic = need('nic', region.nics, NetworkInterfaceId);
  const [target, filter] = [wanted('mirrorTarget', room.mirrorTargets, input.TrafficMirrorTargetId), wanted('mirrorFilter', room.mirrorFilters, input.TrafficMirrorFilterId)];
  const own = [...room.mirrorSessions.values()].filter((s) => s.NetworkInterfaceId === nic.id);
  if (own.length >= 3) throw other('TrafficMirrorSessionsPerInterfaceLimitExceeded', 'The allowed number of traffic mirror sessions per interface has been exceeded.');
  if (own.some((s) => s.SessionNumber === SessionNumber)) throw invalidValue(`Session number ${String(SessionNumber)} is already in use on ${nic.id}.`);
  const session: TrafficMirrorSession = {
    TrafficMirrorSessionId: `tms-0${call.account.ids.hex(16)}`, TrafficMirrorTargetId: target.TrafficMirrorTargetId, TrafficMirrorFilterId: filter.TrafficMirrorFilterId, NetworkInterfaceId: nic.id, OwnerId: call.account.id,
    PacketLength, SessionNumber, VirtualNetworkId, Description,
  };
  room.mirrorSessions.set(session.TrafficMirrorSessionId ?? '', session);
  tagged(region, session.TrafficMirrorSessionId ?? '', 'traffic-mirror-session', input.TagSpecifications);
  touches(call, 'TrafficMirrorSession', session.TrafficMirrorSessionId ?? '');
  return { TrafficMirrorSession: session };
}
function deleteSession({ TrafficMirrorSessionId: id = '' }: { readonly TrafficMirrorSessionId: string | undefined }, region: Ec2Region, call: SimCall): { TrafficMirrorSessionId: string } {
  const { mirrorSessions } = networkOf(call);
  wanted('mirrorSession', mirrorSessions, id);
  mirrorSessions.delete(id);
  region.tags.delete(id);
  touches(call, 'TrafficMirrorSession', id);
  return { TrafficMirrorSessionId: id };
}

function targets(input: DescribeTrafficMirrorTargetsCommandInput, region: Ec2Region, call: SimCall): { TrafficMirrorTargets: TrafficMirrorTarget[]; NextToken: string | undefined } {
  const table = { 'traffic-mirror-target-id': (t: TrafficMirrorTarget) => [t.TrafficMirrorTargetId] };
  const { page, NextToken } = paged(filtered(asked('mirrorTarget', networkOf(call).mirrorTargets, input.TrafficMirrorTargetIds), input.Filters, table, region, (t) => t.TrafficMirrorTargetId ?? ''), input, call);
  return { TrafficMirrorTargets: page, NextToken };
}
function createTarget(input: CreateTrafficMirrorTargetCommandInput, region: Ec2Region, call: SimCall): { TrafficMirrorTarget: TrafficMirrorTarget } {
  const { NetworkInterfaceId, NetworkLoadBalancerArn, GatewayLoadBalancerEndpointId, Description } = input;
  if (NetworkInterfaceId !== undefined) need('nic', region.nics, NetworkInterfaceId);
  else if (NetworkLoadBalancerArn === undefined && GatewayLoadBalancerEndpointId === undefined) throw missing('networkInterfaceId');
  const Type = NetworkInterfaceId !== undefined ? 'network-interface' as const : NetworkLoadBalancerArn !== undefined ? 'network-load-balancer' as const : 'gateway-load-balancer-endpoint' as const;
  const target: TrafficMirrorTarget = { TrafficMirrorTargetId: `tmt-0${call.account.ids.hex(16)}`, NetworkInterfaceId, NetworkLoadBalancerArn, GatewayLoadBalancerEndpointId, Type, Description, OwnerId: call.account.id };
  networkOf(call).mirrorTargets.set(target.TrafficMirrorTargetId ?? '', target);
  tagged(region, target.TrafficMirrorTargetId ?? '', 'traffic-mirror-target', input.TagSpecifications);
  touches(call, 'TrafficMirrorTarget', target.TrafficMirrorTargetId ?? '');
  return { TrafficMirrorTarget: target };
}
function filters(input: DescribeTrafficMirrorFiltersCommandInput, region: Ec2Region, call: SimCall): { TrafficMirrorFilters: TrafficMirrorFilter[]; NextToken: string | undefined } {
  const table = { 'traffic-mirror-filter-id': (f: TrafficMirrorFilter) => [f.TrafficMirrorFilterId] };
  const { page, NextToken } = paged(filtered(asked('mirrorFilter', networkOf(call).mirrorFilters, input.TrafficMirrorFilterIds), input.Filters, table, region, (f) => f.TrafficMirrorFilterId ?? ''), input, call);
  return { TrafficMirrorFilters: page, NextToken };
}
function createFilter(input: CreateTrafficMirrorFilterCommandInput, region: Ec2Region, call: SimCall): { TrafficMirrorFilter: TrafficMirrorFilter } {
  const filter: TrafficMirrorFilter = { TrafficMirrorFilterId: `tmf-0${call.account.ids.hex(16)}`, Description: input.Description, IngressFilterRules: [], EgressFilterRules: [], NetworkServices: [] };
  networkOf(call).mirrorFilters.set(filter.TrafficMirrorFilterId ?? '', filter);
  tagged(region, filter.TrafficMirrorFilterId ?? '', 'traffic-mirror-filter', input.TagSpecifications);
  touches(call, 'TrafficMirrorFilter', filter.TrafficMirrorFilterId ?? '');
  return { TrafficMirrorFilter: filter };
}
function deleteTarget({ TrafficMirrorTargetId: id = '' }: { readonly TrafficMirrorTargetId: string | undefined }, _: Ec2Region, call: SimCall): { TrafficMirrorTargetId: string } {
  const { mirrorTargets, mirrorSessions } = networkOf(call);
  wanted('mirrorTarget', mirrorTargets, id);
  if ([...mirrorSessions.values()].some((s) => s.TrafficMirrorTargetId === id)) throw other('TrafficMirrorTargetInUse', `The traffic mirror target ${id} is in use.`);
  mirrorTargets.delete(id);
  touches(call, 'TrafficMirrorTarget', id);
  return { TrafficMirrorTargetId: id };
}
function deleteFilter({ TrafficMirrorFilterId: id = '' }: { readonly TrafficMirrorFilterId: string | undefined }, _: Ec2Region, call: SimCall): { TrafficMirrorFilterId: string } {
  const { mirrorFilters, mirrorSessions } = networkOf(call);
  wanted('mirrorFilter', mirrorFilters, id);
  if ([...mirrorSessions.values()].some((s) => s.TrafficMirrorFilterId === id)) throw other('TrafficMirrorFilterInUse', `The traffic mirror filter ${id} is in use.`);
  mirrorFilters.delete(id);
  touches(call, 'TrafficMirrorFilter', id);
  return { TrafficMirrorFilterId: id };
}

const reads = (operation: string): { trail: { request: (input: object) => unknown } } => ({ trail: { request: modern(operation).request } });
export const registerTrafficMirror = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeTrafficMirrorSessionsCommand, inRegion(sessions), reads('DescribeTrafficMirrorSessions'))
  .on(DescribeTrafficMirrorTargetsCommand, inRegion(targets), reads('DescribeTrafficMirrorTargets'))
  .on(DescribeTrafficMirrorFiltersCommand, inRegion(filters), reads('DescribeTrafficMirrorFilters'))
  .on(CreateTrafficMirrorTargetCommand, inRegion(createTarget), { trail: modern('CreateTrafficMirrorTarget') })
  .on(CreateTrafficMirrorFilterCommand, inRegion(createFilter), { trail: modern('CreateTrafficMirrorFilter') })
  .on(CreateTrafficMirrorSessionCommand, inRegion(createSession), { resources: (i, call) => ec2Arns(call, 'network-interface', [i.NetworkInterfaceId]), trail: modern('CreateTrafficMirrorSession') })
  .on(DeleteTrafficMirrorTargetCommand, inRegion(deleteTarget), { resources: (i, call) => ec2Arns(call, 'traffic-mirror-target', [i.TrafficMirrorTargetId]), trail: modern('DeleteTrafficMirrorTarget') })
  .on(DeleteTrafficMirrorFilterCommand, inRegion(deleteFilter), { resources: (i, call) => ec2Arns(call, 'traffic-mirror-filter', [i.TrafficMirrorFilterId]), trail: modern('DeleteTrafficMirrorFilter') })
  .on(DeleteTrafficMirrorSessionCommand, inRegion(deleteSession), { resources: (i, call) => ec2Arns(call, 'traffic-mirror-session', [i.TrafficMirrorSessionId]), trail: modern('DeleteTrafficMirrorSession') });
