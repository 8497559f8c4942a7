// Where a launched instance stands: its subnet, its network interfaces and their groups.
import type { InstanceNetworkInterfaceSpecification, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidValue, need, other } from './errors.ts';
import type { Ec2Region, Machine, Nic, Subnet } from './state.ts';

/** The asked subnet, or the default one of the asked zone. */
export function placementOf(input: RunInstancesCommandInput, region: Ec2Region): Subnet {
  const asked = input.SubnetId ?? input.NetworkInterfaces?.find((n) => (n.DeviceIndex ?? 0) === 0)?.SubnetId;
  if (asked !== undefined) return need('subnet', region.subnets, asked);
  const zone = input.Placement?.AvailabilityZone;
  const found = [...region.subnets.values()].find((s) => zone === undefined || s.zone === zone);
  if (!found) throw invalidValue(`Invalid availability zone: [${zone ?? ''}]`);
  return found;
}

/** Throws what AWS would answer for a subnet or group that is not there. */
export function checkPlaces(input: RunInstancesCommandInput, region: Ec2Region): void {
  const home = placementOf(input, region);
  for (const id of [...groupsOf(input, region, home), ...(input.NetworkInterfaces ?? []).flatMap((n) => n.Groups ?? [])]) need('group', region.groups, id);
  for (const { SubnetId } of input.NetworkInterfaces ?? []) if (SubnetId !== undefined) need('subnet', region.subnets, SubnetId);
}

/** Returns the interfaces' ids, the primary one first. */
export function placeNics(input: RunInstancesCommandInput, region: Ec2Region, call: SimCall, machine: Machine, home: Subnet): string[] {
  const asked: InstanceNetworkInterfaceSpecification[] = input.NetworkInterfaces?.length ? input.NetworkInterfaces : [{ DeviceIndex: 0, Groups: groupsOf(input, region, home) }];
  return asked.map((spec, i) => {
    const subnet = spec.SubnetId === undefined ? home : need('subnet', region.subnets, spec.SubnetId);
    const groups = spec.Groups?.length ? spec.Groups : [defaultGroup(region, subnet.vpcId)];
    const nic = newNic(region, call, subnet, groups, spec.Description ?? '');
    nic.attachment = { id: `eni-attach-0${call.account.ids.hex(16)}`, instanceId: machine.id, index: spec.DeviceIndex ?? i, at: call.now, deleteOnTermination: spec.DeleteOnTermination ?? true };
    return nic.id;
  });
}

/** A free interface in a subnet; its address follows from how many the subnet gave before. */
export function newNic(region: Ec2Region, call: SimCall, subnet: Subnet, groups: readonly string[], description: string): Nic {
  const [a = '172', b = '31', c = '0'] = subnet.cidr.split('.');
  const n = subnet.used++ + 10;
  const hex = call.account.ids.hex(16);
  const nic: Nic = {
    id: `eni-0${hex}`, subnetId: subnet.id, vpcId: subnet.vpcId, zone: subnet.zone, description, groups: [...groups],
    mac: `0a:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}`,
    privateIp: `${a}.${b}.${String(Number(c) + (Math.floor(n / 250) % 16))}.${String((n % 250) + 4)}`,
  };
  region.nics.set(nic.id, nic);
  return nic;
}

export const defaultGroup = (region: Ec2Region, vpcId: string): string => [...region.groups.values()].find((g) => g.vpcId === vpcId && g.name === 'default')?.id ?? '';

function groupsOf(input: RunInstancesCommandInput, region: Ec2Region, home: Subnet): string[] {
  const byName = (input.SecurityGroups ?? []).map((name) => {
    const group = [...region.groups.values()].find((g) => g.vpcId === home.vpcId && g.name === name);
    if (!group) throw other('InvalidGroup.NotFound', `The security group '${name}' does not exist in VPC '${home.vpcId}'`);
    return group.id;
  });
  return [...(input.SecurityGroupIds ?? []), ...byName];
}
