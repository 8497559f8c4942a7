// The things of EC2 in one region.
import type { World } from '../world.ts';
import { ec2Region, ec2State, type Ec2Region, type Group, type Machine, type Rule } from '../services/ec2/state.ts';
import { startersOf, stockOfCompute } from './stock-compute.ts';
import { stockOfEc2Network } from './stock-ec2-network.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

export const ec2RegionNames = (world: World): readonly string[] => [...ec2State(world).regions.keys()].sort();

/** A region that nobody has used yet comes into being with its default network: nobody's work. */
export function stockOfEc2Region(world: World, name: string): StockItem[] {
  const region = ec2Region(world, name);
  const starters = startersOf(world, name);
  const arn = (type: string, id: string): string => `arn:${world.partition}:ec2:${name}:${world.id}:${type}/${id}`;
  const item = (kind: string, itsArn: string, value: Readonly<Record<string, never>> | object, instance?: string): StockItem => ({
    arn: itsArn, kind: `ec2/${kind}`, region: name, ...(instance === undefined ? {} : { parent: arn('instance', instance) }), value: valueOf(value as never),
  });
  return [
    ...[...region.machines.values()].filter(stands).map((machine): StockItem => ({ ...item('instance', arn('instance', machine.id), machineValue(machine)), ...(starters.has(machine.id) ? { parent: starters.get(machine.id) ?? '' } : {}) })),
    ...[...region.volumes.values()].map((volume) => item('volume', arn('volume', volume.id), { attached: volume.attachment?.instanceId ?? '' }, volume.attachment?.instanceId)),
    ...[...region.nics.values()].map((nic) => item('network-interface', arn('network-interface', nic.id), { groups: nic.groups }, nic.attachment?.instanceId)),
    ...[...region.snapshots.values()].map((snapshot) => item('snapshot', arn('snapshot', snapshot.id), { public: snapshot.public, sharedWith: [...snapshot.sharedWith] })),
    ...[...region.groups.values()].map((group): StockItem => ({ ...item('security-group', arn('security-group', group.id), { name: group.name }), ...(group.name === 'default' ? { parent: arn('vpc', group.vpcId) } : {}) })),
    ...[...region.groups.values()].flatMap((group) => group.rules.map((rule): StockItem => ({ ...item('security-group-rule', ruleArn(name, group, rule), { description: rule.description ?? '' }), parent: arn('security-group', group.id) }))),
    ...[...region.keyPairs.values()].map((pair) => item('key-pair', arn('key-pair', pair.id), { fingerprint: pair.fingerprint })),
    ...[...region.associations.values()].map((one) => item('instance-profile-association', ownArn('ec2/instance-profile-association', name, one.instanceId, one.id), { profile: one.profileArn }, one.instanceId)),
    ...stockOfCompute(world, name),
    ...stockOfEc2Network(world, name),
  ];
}
/** A rule is known by what it says, as the tool knows it: given back, it has another id. */
function ruleArn(region: string, { id }: Group, { egress, protocol, from, to, source }: Rule): string {
  const ports = from === undefined ? 'all' : `${String(from)}-${String(to)}`;
  return ownArn('ec2/security-group-rule', region, id, `${id}/${egress ? 'egress' : 'ingress'}/${protocol}/${ports}/${source.value}`);
}
const stands = ({ state }: Machine): boolean => state !== 'terminated' && state !== 'shutting-down';
export const isRunning = ({ state }: Machine): boolean => state === 'pending' || state === 'running';
const machineValue = (machine: Machine): object => ({
  running: isRunning(machine), type: machine.type, userData: machine.userData ?? '', apiTermination: machine.apiTermination, apiStop: machine.apiStop, shutdown: machine.shutdown,
});

/** No rule of any of its interfaces lets anything in or out. */
export function isIsolated(region: Ec2Region, instanceId: string): boolean {
  const nics = [...region.nics.values()].filter((nic) => nic.attachment?.instanceId === instanceId);
  return nics.length > 0 && nics.every((nic) => nic.groups.every((id) => region.groups.get(id)?.rules.length === 0));
}
