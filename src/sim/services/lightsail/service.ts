// The simulated Lightsail: instances and their snapshots. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateInstancesCommand, CreateInstanceSnapshotCommand, DeleteInstanceCommand, GetInstanceCommand, GetInstancesCommand, GetInstanceSnapshotCommand, LightsailClient, StartInstanceCommand, StopInstanceCommand,
  type CreateInstancesCommandInput, type CreateInstanceSnapshotCommandInput, type GetInstancesCommandInput, type Instance as InstanceOutput, type InstanceSnapshot, type Operation, type OperationType, type RegionName,
} from '@aws-sdk/client-lightsail';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

type State = 'pending' | 'running' | 'stopping' | 'stopped';
const CODE: Readonly<Record<State, number>> = { pending: 0, running: 16, stopping: 64, stopped: 80 };
interface Machine { readonly name: string; readonly arn: string; readonly createdAt: Date; readonly made: CreateInstancesCommandInput; state: State }
export const room = rooms('lightsail', () => ({ machines: new Map<string, Machine>(), snapshots: new Map<string, InstanceSnapshot>() }));
const PASS_MS = 30_000;
interface Named { readonly instanceName?: string | undefined }

function need(call: SimCall, { instanceName: name = '' }: Named): Machine {
  const found = room(call).machines.get(name);
  if (!found) throw new AwsError('NotFoundException', `The Instance does not exist: ${name}`);
  return found;
}
function pass(call: SimCall, machine: Machine, through: State, to: State): void {
  machine.state = through;
  later(call, PASS_MS, () => { if (machine.state === through) machine.state = to; });
}
const done = (call: SimCall, resourceName: string, operationType: OperationType): Operation => ({ id: call.account.ids.uuid(), resourceName, resourceType: 'Instance', operationType, status: 'Started', isTerminal: false, createdAt: call.now, statusChangedAt: call.now });
const viewOf = (call: SimCall, m: Machine): InstanceOutput => ({
  name: m.name, arn: m.arn, createdAt: m.createdAt, location: { availabilityZone: m.made.availabilityZone, regionName: call.region as RegionName }, resourceType: 'Instance', tags: [], blueprintId: m.made.blueprintId, bundleId: m.made.bundleId,
  publicIpAddress: '192.0.2.10', state: { code: CODE[m.state], name: m.state }, sshKeyName: m.made.keyPairName ?? 'LightsailDefaultKeyPair',
});

function create(input: CreateInstancesCommandInput, call: SimCall): { operations: Operation[] } {
  const names = input.instanceNames ?? [];
  for (const name of names) if (room(call).machines.has(name)) throw new AwsError('InvalidInputException', `Some names are already in use: ${name}`);
  for (const name of names) {
    const made: Machine = { name, arn: arnIn(call, 'lightsail', `Instance/${call.account.ids.uuid()}`), createdAt: call.now, made: input, state: 'pending' };
    room(call).machines.set(name, made);
    pass(call, made, 'pending', 'running');
  }
  return { operations: names.map((name) => done(call, name, 'CreateInstance')) };
}
function list(input: GetInstancesCommandInput, call: SimCall): { instances: InstanceOutput[]; nextPageToken: string | undefined } {
  const { page, next } = pageOf([...room(call).machines.values()], call, { token: input.pageToken, refusal: 'InvalidInputException' });
  return { instances: page.map((m) => viewOf(call, m)), nextPageToken: next };
}
const move = (from: State, through: State, to: State, type: OperationType) => (input: Named, call: SimCall): { operations: Operation[] } => {
  const machine = need(call, input);
  if (machine.state !== from) throw new AwsError('OperationFailureException', `The instance ${machine.name} is ${machine.state}.`);
  pass(call, machine, through, to);
  return { operations: [done(call, machine.name, type)] };
};
function remove(input: Named, call: SimCall): { operations: Operation[] } {
  const machine = need(call, input);
  room(call).machines.delete(machine.name);
  return { operations: [done(call, machine.name, 'DeleteInstance')] };
}

function snapshot(input: CreateInstanceSnapshotCommandInput, call: SimCall): { operations: Operation[] } {
  const machine = need(call, input);
  const { instanceSnapshotName: name = '' } = input;
  if (room(call).snapshots.has(name)) throw new AwsError('InvalidInputException', `Some names are already in use: ${name}`);
  const made: InstanceSnapshot = { name, arn: arnIn(call, 'lightsail', `InstanceSnapshot/${call.account.ids.uuid()}`), createdAt: call.now, resourceType: 'InstanceSnapshot', state: 'pending', fromInstanceName: machine.name, fromInstanceArn: machine.arn, tags: [] };
  room(call).snapshots.set(name, made);
  later(call, 2 * PASS_MS, () => { made.state = 'available'; });
  return { operations: [done(call, name, 'CreateInstanceSnapshot')] };
}
function getSnapshot(input: { readonly instanceSnapshotName?: string | undefined }, call: SimCall): { instanceSnapshot: InstanceSnapshot } {
  const found = room(call).snapshots.get(input.instanceSnapshotName ?? '');
  if (!found) throw new AwsError('NotFoundException', `The InstanceSnapshot does not exist: ${input.instanceSnapshotName ?? ''}`);
  return { instanceSnapshot: found };
}

const arns = (i: Named, call: SimCall): string[] => [room(call).machines.get(i.instanceName ?? '')?.arn ?? arnIn(call, 'lightsail', 'Instance/*')];

export default function lightsail(): Service<SimCall> {
  return new Service<SimCall>(LightsailClient, { id: 'lightsail' })
    .on(CreateInstancesCommand, create)
    .on(GetInstancesCommand, list)
    .on(GetInstanceCommand, (i, call) => ({ instance: viewOf(call, need(call, i)) }), { resources: arns })
    .on(StopInstanceCommand, move('running', 'stopping', 'stopped', 'StopInstance'), { resources: arns })
    .on(StartInstanceCommand, move('stopped', 'pending', 'running', 'StartInstance'), { resources: arns })
    .on(DeleteInstanceCommand, remove, { resources: arns })
    .on(CreateInstanceSnapshotCommand, snapshot, { resources: arns })
    .on(GetInstanceSnapshotCommand, getSnapshot);
}
