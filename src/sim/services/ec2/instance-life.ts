// The states of an instance over the account's clock, and what a change of state does to disks, addresses and profiles.
import type { InstanceStateChange, InstanceStateName, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SimAccount } from '../../account.ts';
import { startsRunning, stopsRunning } from './meter.ts';
import { after } from './operation.ts';
import { ec2State, tagsOf, type Association, type Ec2Region, type Machine, type Nic, type Volume } from './state.ts';

export const STATE_CODE: Readonly<Record<InstanceStateName, number>> = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 };
/** Milliseconds of the account's clock. */
export const BOOT_MS = 15_000;
export const STOP_MS = 30_000;
export const TERMINATE_MS = 30_000;
/** A terminated instance stays visible about an hour. */
export const VISIBLE_MS = 3_600_000;

const stamp = (at: Date): string => `User initiated (${at.toISOString().slice(0, 19).replace('T', ' ')} GMT)`;

/** Enters a passing state now and its lasting one after `ms`, unless something else came between. */
function pass(account: SimAccount, machine: Machine, through: InstanceStateName, ms: number, arrive: (at: Date) => void | Promise<void>): InstanceStateChange {
  const previous = machine.state;
  machine.state = through;
  const turn = ++machine.turn;
  const at = after(account.now(), ms);
  account.schedule(at, () => (machine.turn === turn ? arrive(at) : undefined));
  return stateChange(machine, previous);
}
export const stateChange = (machine: Machine, previous: InstanceStateName): InstanceStateChange => ({
  CurrentState: { Code: STATE_CODE[machine.state], Name: machine.state }, InstanceId: machine.id, PreviousState: { Code: STATE_CODE[previous], Name: previous },
});

export function boot(account: SimAccount, region: Ec2Region, machine: Machine): InstanceStateChange {
  machine.launched = account.now();
  delete machine.stateReason;
  machine.transition = '';
  for (const nic of nicsOf(region, machine.id)) if (nic.attachment?.index === 0 && wantsPublicIp(region, machine, nic.subnetId)) nic.publicIp = nextPublicIp(account);
  startsRunning(account, region.name, machine.id, machine.type);
  return pass(account, machine, 'pending', BOOT_MS, (at) => { machine.state = 'running'; machine.consoleAt = at; });
}

export function stop(account: SimAccount, region: Ec2Region, machine: Machine): InstanceStateChange {
  machine.transition = stamp(account.now());
  machine.stateReason = { code: 'Client.UserInitiatedShutdown', message: 'Client.UserInitiatedShutdown: User initiated shutdown' };
  stopsRunning(account, machine.id);
  return pass(account, machine, 'stopping', STOP_MS, () => {
    machine.state = 'stopped';
    for (const nic of nicsOf(region, machine.id)) delete nic.publicIp;
    for (const hook of ec2State(account).stopped) hook(region.name, machine.id);
  });
}

export function terminate(account: SimAccount, region: Ec2Region, machine: Machine): InstanceStateChange {
  machine.transition = stamp(account.now());
  machine.stateReason = { code: 'Client.UserInitiatedShutdown', message: 'Client.UserInitiatedShutdown: User initiated shutdown' };
  stopsRunning(account, machine.id);
  return pass(account, machine, 'shutting-down', TERMINATE_MS, (at) => end(account, region, machine, at));
}

async function end(account: SimAccount, region: Ec2Region, machine: Machine, at: Date): Promise<void> {
  machine.state = 'terminated';
  machine.goneAt = after(at, VISIBLE_MS);
  for (const volume of volumesOf(region, machine.id)) {
    if (volume.attachment?.deleteOnTermination) { region.volumes.delete(volume.id); region.tags.delete(volume.id); }
    else { delete volume.attachment; volume.state = 'available'; }
  }
  for (const nic of nicsOf(region, machine.id)) {
    if (nic.attachment?.deleteOnTermination === false) { delete nic.attachment; delete nic.publicIp; } else region.nics.delete(nic.id);
  }
  for (const association of region.associations.values()) if (association.instanceId === machine.id) region.associations.delete(association.id);
  const ended = { region: region.name, instanceId: machine.id, at, tags: Object.fromEntries(tagsOf(region, machine.id)), launch: withoutToken(machine.launch) };
  for (const hook of ec2State(account).terminated) await hook(ended, account);
}

/** With its token, launching again would be the launch of before. */
function withoutToken({ ClientToken: _token, ...launch }: RunInstancesCommandInput): RunInstancesCommandInput {
  return launch;
}

export const isAlive = ({ state }: Machine): boolean => state === 'pending' || state === 'running';

/** Every instance that AWS still shows. */
export function machinesOf(account: SimAccount, region: Ec2Region): Machine[] {
  const now = account.now();
  return [...region.machines.values()].filter((m) => !m.goneAt || m.goneAt > now);
}
export const visibleMachines = (account: SimAccount, region: Ec2Region): ReadonlyMap<string, Machine> => new Map(machinesOf(account, region).map((m) => [m.id, m]));

/** Without a copy of the whole map: a region may hold a thousand instances, and each is asked about. */
function held<T>(map: ReadonlyMap<string, T>, by: (thing: T) => string | undefined, instanceId: string): T[] {
  const found: T[] = [];
  for (const thing of map.values()) if (by(thing) === instanceId) found.push(thing);
  return found;
}
export const nicsOf = (region: Ec2Region, instanceId: string): Nic[] => held(region.nics, (n) => n.attachment?.instanceId, instanceId).sort((a, b) => (a.attachment?.index ?? 0) - (b.attachment?.index ?? 0));
export const volumesOf = (region: Ec2Region, instanceId: string): Volume[] => held(region.volumes, (v) => v.attachment?.instanceId, instanceId);
export const associationOf = (region: Ec2Region, instanceId: string): Association | undefined => held(region.associations, (a) => a.instanceId, instanceId)[0];

function wantsPublicIp(region: Ec2Region, machine: Machine, subnetId: string): boolean {
  return machine.launch.NetworkInterfaces?.[0]?.AssociatePublicIpAddress ?? region.subnets.get(subnetId)?.publicIps ?? false;
}
/** Addresses set aside for documentation, then for benchmarks: never anybody's machine. */
export function nextPublicIp(account: SimAccount): string {
  const n = ec2State(account).publicIps++;
  return n < 254 ? `192.0.2.${String(n + 1)}` : `198.18.${String(Math.floor((n - 254) / 254) % 256)}.${String(((n - 254) % 254) + 1)}`;
}
