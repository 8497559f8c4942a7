// What EC2 has in one region beside machines, disks and groups: its network and its settings.
import { networkRoom } from '../services/ec2/network-room.ts';
import { ec2Region } from '../services/ec2/state.ts';
import type { World } from '../world.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

export function stockOfEc2Network(world: World, region: string): StockItem[] {
  return [...settings(world, region), ...network(world, region)];
}

/** What comes with a VPC goes with it: it has the VPC for its parent. */
function network(world: World, region: string): StockItem[] {
  const room = networkRoom(world, region);
  const arn = (type: string, id: string): string => `arn:${world.partition}:ec2:${region}:${world.id}:${type}/${id}`;
  const item = (kind: string, itsArn: string, value: object, parent?: string): StockItem => ({ arn: itsArn, kind: `ec2/${kind}`, region, ...(parent === undefined ? {} : { parent }), value: valueOf(value as never) });
  return [
    ...[...ec2Region(world, region).vpcs.values()].map((vpc) => item('vpc', arn('vpc', vpc.id), { cidr: vpc.cidr })),
    ...[...room.acls.values()].flatMap((acl) => acl.entries.filter(({ number }) => number !== 32_767).map((entry) =>
      item('network-acl-entry', ownArn('ec2/network-acl-entry', region, acl.id, `${acl.id}/${entry.egress ? 'egress' : 'ingress'}/${String(entry.number)}`), entry, arn('vpc', acl.vpcId)))),
    ...[...room.tables.values()].flatMap((table) => table.routes.filter(({ Origin }) => Origin === 'CreateRoute').map((route) =>
      item('route', ownArn('ec2/route', region, table.id, `${table.id}/${route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? ''}`), { ...route, State: '' }, arn('vpc', table.vpcId)))),
    ...[...room.addresses.values()].map(({ id, nicId }) => item('elastic-ip', arn('elastic-ip', id), { on: nicId !== undefined && ec2Region(world, region).nics.has(nicId) ? nicId : '' })),
    ...[...room.addresses.values()].flatMap(({ id, transfer }) => (transfer && transfer.expires > world.now() ? [item('address-transfer', ownArn('ec2/address-transfer', region, id, transfer.to), {})] : [])),
    ...[...room.peerings.values()].filter(({ state }) => state === 'active' || state === 'pending-acceptance').map((p) => item('vpc-peering-connection', arn('vpc-peering-connection', p.id), { state: p.state })),
    ...[...room.prefixLists.values()].map((list) => item('managed-prefix-list', arn('prefix-list', list.id), Object.fromEntries((list.versions.at(-1) ?? []).map((e) => [e.Cidr ?? '', true])))),
    ...[...room.mirrorSessions.values()].map((s) => item('traffic-mirror-session', ownArn('ec2/traffic-mirror-session', region, s.NetworkInterfaceId ?? '', `${s.NetworkInterfaceId ?? ''}/${String(s.SessionNumber)}`), { target: s.TrafficMirrorTargetId ?? '' })),
    ...[...room.mirrorTargets.keys()].map((id) => item('traffic-mirror-target', arn('traffic-mirror-target', id), {})),
    ...[...room.mirrorFilters.keys()].map((id) => item('traffic-mirror-filter', arn('traffic-mirror-filter', id), {})),
    ...[...room.endpoints.values()].filter(({ State }) => State !== 'delete-in-progress').map((e) => item('instance-connect-endpoint', arn('instance-connect-endpoint', e.InstanceConnectEndpointId ?? ''), { groups: e.SecurityGroupIds ?? [] })),
    ...[...room.flowLogs.keys()].map((id) => item('flow-log', arn('vpc-flow-log', id), {})),
  ];
}

/** One to a region; named as the tool names them. */
function settings(world: World, region: string): StockItem[] {
  const { settings: own } = networkRoom(world, region);
  const { serialConsole, ebsEncryption, machines } = ec2Region(world, region);
  const setting = (kind: string, value: object): StockItem => ({ arn: ownArn(`ec2/${kind}`, region, world.id, region), kind: `ec2/${kind}`, region, setting: true, value: valueOf(value as never) });
  return [
    setting('serial-console-access', { serialConsole }),
    setting('ebs-encryption-by-default', { ebsEncryption, key: own.ebsKey ?? '' }),
    setting('snapshot-block-public-access', { state: own.snapshotBlock }),
    setting('image-block-public-access', { state: own.imageBlock }),
    setting('instance-metadata-defaults', { ...own.metadata }),
    ...[...machines.values()].filter(({ state }) => state !== 'terminated' && state !== 'shutting-down').map(({ id, metadata }): StockItem => ({
      arn: ownArn('ec2/instance-metadata-options', region, id, 'metadata'), kind: 'ec2/instance-metadata-options', region, setting: true,
      parent: `arn:${world.partition}:ec2:${region}:${world.id}:instance/${id}`, value: valueOf(metadata),
    })),
  ];
}
