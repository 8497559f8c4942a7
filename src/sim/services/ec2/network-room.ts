// What EC2 keeps of a region's network and settings beside machines and groups: made on first use, with ids that follow from account and region.
import { createHash } from 'node:crypto';
import type { FlowLog, Ec2InstanceConnectEndpoint, PrefixListEntry, Route, TrafficMirrorFilter, TrafficMirrorSession, TrafficMirrorTarget, VpcPeeringConnectionStateReasonCode } from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { ec2Region } from './state.ts';

export interface Transfer { readonly to: string; readonly expires: Date }
export interface Address { readonly id: string; readonly publicIp: string; associationId?: string; nicId?: string; transfer?: Transfer }
export interface Peering {
  readonly id: string; readonly vpcId: string; readonly peerVpcId: string; readonly peerOwner: string; readonly peerRegion: string; readonly expires: Date;
  state: VpcPeeringConnectionStateReasonCode; goneAt?: Date;
}
/** `versions[n]` are the entries of version n + 1. */
export interface PrefixList { readonly id: string; name: string; readonly family: string; max: number; versions: PrefixListEntry[][]; state: 'create-complete' | 'modify-complete' | 'restore-complete' }
export interface AclEntry { readonly egress: boolean; readonly number: number; readonly protocol: string; readonly action: 'allow' | 'deny'; readonly cidr?: string; readonly cidr6?: string; readonly from?: number; readonly to?: number; readonly icmpType?: number; readonly icmpCode?: number }
export interface Acl { readonly id: string; readonly vpcId: string; readonly isDefault: boolean; entries: AclEntry[] }
export interface RouteTable { readonly id: string; readonly vpcId: string; readonly main: boolean; routes: Route[] }
export interface Gateway { readonly id: string; vpcId?: string }

/** Everything that is one to a region. A preference that nobody has expressed is absent. */
export interface Settings {
  ebsKey?: string;
  snapshotBlock: 'unblocked' | 'block-new-sharing' | 'block-all-sharing';
  imageBlock: 'unblocked' | 'block-new-sharing';
  /** A new image block is shown a while after it was asked for. */
  imageBlockAt?: Date;
  metadata: { tokens?: 'optional' | 'required'; hops?: number; endpoint?: 'enabled' | 'disabled'; tags?: 'enabled' | 'disabled'; enforced?: 'enabled' | 'disabled' };
  /** An organization's declarative policy sets them: the account cannot. */
  declared: boolean;
}

export interface NetworkRoom {
  readonly addresses: Map<string, Address>; readonly peerings: Map<string, Peering>; readonly prefixLists: Map<string, PrefixList>;
  readonly acls: Map<string, Acl>; readonly tables: Map<string, RouteTable>; readonly gateways: Map<string, Gateway>;
  readonly mirrorTargets: Map<string, TrafficMirrorTarget>; readonly mirrorFilters: Map<string, TrafficMirrorFilter>; readonly mirrorSessions: Map<string, TrafficMirrorSession>;
  readonly endpoints: Map<string, Ec2InstanceConnectEndpoint>; readonly flowLogs: Map<string, FlowLog>;
  readonly settings: Settings;
}

const newRooms = (): Map<string, NetworkRoom> => new Map();
export const networkRooms = (account: SimAccount): ReadonlyMap<string, NetworkRoom> => account.state('ec2-network', newRooms);

export function networkRoom(account: SimAccount, region: string): NetworkRoom {
  const rooms = account.state('ec2-network', newRooms);
  const known = rooms.get(region);
  if (known) return known;
  const derived = (part: string): string => `0${createHash('sha256').update(`${account.id}/${region}/${part}`).digest('hex').slice(0, 16)}`;
  const made: NetworkRoom = {
    addresses: new Map(), peerings: new Map(), prefixLists: new Map(), acls: new Map(), tables: new Map(), gateways: new Map(), mirrorTargets: new Map(), mirrorFilters: new Map(), mirrorSessions: new Map(),
    endpoints: new Map(), flowLogs: new Map(), settings: { snapshotBlock: 'unblocked', imageBlock: 'block-new-sharing', metadata: {}, declared: false },
  };
  for (const { id, cidr } of ec2Region(account, region).vpcs.values()) furnishVpc(made, { vpcId: id, cidr, public: true }, derived);
  rooms.set(region, made);
  return made;
}
export const networkOf = (call: SimCall): NetworkRoom => networkRoom(call.account, call.region);

export const ALLOW_ALL: readonly AclEntry[] = [false, true].flatMap((egress): AclEntry[] => [
  { egress, number: 100, protocol: '-1', action: 'allow', cidr: '0.0.0.0/0' }, { egress, number: 32_767, protocol: '-1', action: 'deny', cidr: '0.0.0.0/0' },
]);

/** What AWS makes with a VPC: the main route table, the default network ACL, and for a default VPC a gateway to the internet. */
export function furnishVpc(room: NetworkRoom, { vpcId, cidr, public: isPublic }: { readonly vpcId: string; readonly cidr: string; readonly public: boolean }, id: (part: string) => string): void {
  const local: Route = { DestinationCidrBlock: cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' };
  const gateway: Gateway = { id: `igw-${id('gateway')}`, vpcId };
  const out: Route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway.id, Origin: 'CreateRoute', State: 'active' };
  const table: RouteTable = { id: `rtb-${id('table')}`, vpcId, main: true, routes: isPublic ? [local, out] : [local] };
  const acl: Acl = { id: `acl-${id('acl')}`, vpcId, isDefault: true, entries: [...ALLOW_ALL] };
  if (isPublic) room.gateways.set(gateway.id, gateway);
  room.tables.set(table.id, table);
  room.acls.set(acl.id, acl);
}
