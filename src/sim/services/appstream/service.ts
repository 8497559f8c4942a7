// The simulated AppStream: fleets with their stacks, and image builders. Behaviour: BEHAVIOUR.md beside it.
import {
  AppStreamClient, AssociateFleetCommand, CreateFleetCommand, CreateImageBuilderCommand, DeleteFleetCommand, DeleteImageBuilderCommand, DescribeFleetsCommand, DescribeImageBuildersCommand, DisassociateFleetCommand, ListAssociatedStacksCommand,
  StartFleetCommand, StartImageBuilderCommand, StopFleetCommand, StopImageBuilderCommand, type CreateFleetCommandInput, type CreateImageBuilderCommandInput, type Fleet, type ImageBuilder,
} from '@aws-sdk/client-appstream';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

type State = 'PENDING' | 'RUNNING' | 'STARTING' | 'STOPPED' | 'STOPPING';
interface Machine { readonly sort: 'fleet' | 'image-builder'; readonly name: string; readonly arn: string; readonly createdAt: Date; readonly made: CreateFleetCommandInput | CreateImageBuilderCommandInput; state: State; readonly stacks: Set<string> }
/** By sort and name. */
export const room = rooms('appstream', () => new Map<string, Machine>());
const PASS_MS = 600_000;
type Sort = Machine['sort'];
interface Named { readonly Name?: string | undefined; readonly FleetName?: string | undefined }

const idOf = (sort: Sort, name: string): string => `${sort}/${name}`;
function need(call: SimCall, sort: Sort, { Name, FleetName }: Named): Machine {
  const name = Name ?? FleetName ?? '', found = room(call).get(idOf(sort, name));
  if (!found) throw new AwsError('ResourceNotFoundException', `The ${sort} ${name} does not exist.`);
  return found;
}
function pass(call: SimCall, machine: Machine, through: State, to: State): void {
  machine.state = through;
  later(call, PASS_MS, () => { if (machine.state === through) machine.state = to; });
}
function create(sort: Sort, made: CreateFleetCommandInput | CreateImageBuilderCommandInput, call: SimCall): Machine {
  const { Name: name = '' } = made, id = idOf(sort, name);
  if (room(call).has(id)) throw new AwsError('ResourceAlreadyExistsException', `The ${sort} ${name} already exists.`);
  const machine: Machine = { sort, name, arn: arnIn(call, 'appstream', id), createdAt: call.now, made, state: 'STOPPED', stacks: new Set() };
  room(call).set(id, machine);
  if (sort === 'image-builder') pass(call, machine, 'PENDING', 'RUNNING');
  return machine;
}
function turn(sort: Sort, input: Named, call: SimCall, on: boolean): Machine {
  const machine = need(call, sort, input);
  if (machine.state !== (on ? 'STOPPED' : 'RUNNING')) throw new AwsError('OperationNotPermittedException', `The ${sort} is ${machine.state}.`);
  if (on) pass(call, machine, sort === 'fleet' ? 'STARTING' : 'PENDING', 'RUNNING'); else pass(call, machine, 'STOPPING', 'STOPPED');
  return machine;
}
function remove(sort: Sort, input: Named, call: SimCall): object {
  const machine = need(call, sort, input);
  if (machine.state !== 'STOPPED' || machine.stacks.size > 0) throw new AwsError('ResourceInUseException', `The ${sort} ${machine.name} is in use.`);
  room(call).delete(idOf(sort, machine.name));
  return {};
}
function listed(sort: Sort, { Names = [], NextToken }: { readonly Names?: readonly string[] | undefined; readonly NextToken?: string | undefined }, call: SimCall): { readonly page: Machine[]; readonly next: string | undefined } {
  if (Names.length > 0) return { page: Names.map((Name) => need(call, sort, { Name })), next: undefined };
  return pageOf([...room(call).values()].filter((m) => m.sort === sort), call, { token: NextToken, refusal: 'InvalidParameterCombinationException' });
}
const viewOf = ({ arn: Arn, createdAt: CreatedTime, made: { Name, InstanceType, ImageName, Description, IamRoleArn, VpcConfig, EnableDefaultInternetAccess } }: Machine) => ({ Arn, CreatedTime, Name, InstanceType, Description, IamRoleArn, VpcConfig, EnableDefaultInternetAccess, ImageArn: `arn:aws:appstream:us-east-1::image/${ImageName ?? ''}` });
const fleet = (m: Machine): Fleet => ({ ...viewOf(m), State: m.state as Fleet['State'], ComputeCapacityStatus: { Desired: ('ComputeCapacity' in m.made ? m.made.ComputeCapacity?.DesiredInstances : undefined) ?? 0 } });
const builder = (m: Machine): ImageBuilder => ({ ...viewOf(m), State: m.state as ImageBuilder['State'] });
const onFleet = ({ Name, FleetName }: Named, call: SimCall): string[] => [arnIn(call, 'appstream', `fleet/${Name ?? FleetName ?? '*'}`)];
const onBuilder = ({ Name = '*' }: Named, call: SimCall): string[] => [arnIn(call, 'appstream', `image-builder/${Name}`)];

export default function appstream(): Service<SimCall> {
  return new Service<SimCall>(AppStreamClient, { id: 'appstream' })
    .on(CreateFleetCommand, (i, call) => ({ Fleet: fleet(create('fleet', i, call)) }))
    .on(DescribeFleetsCommand, (i, call) => { const { page, next } = listed('fleet', i, call); return { Fleets: page.map(fleet), NextToken: next }; })
    .on(StartFleetCommand, (i, call) => { turn('fleet', i, call, true); return {}; }, { resources: onFleet })
    .on(StopFleetCommand, (i, call) => { turn('fleet', i, call, false); return {}; }, { resources: onFleet })
    .on(AssociateFleetCommand, (i, call) => { need(call, 'fleet', i).stacks.add(i.StackName ?? ''); return {}; }, { resources: onFleet })
    .on(DisassociateFleetCommand, (i, call) => { need(call, 'fleet', i).stacks.delete(i.StackName ?? ''); return {}; }, { resources: onFleet })
    .on(ListAssociatedStacksCommand, (i, call) => { const { page, next } = pageOf([...need(call, 'fleet', i).stacks], call, { token: i.NextToken }); return { Names: page, NextToken: next }; }, { resources: onFleet })
    .on(DeleteFleetCommand, (i, call) => remove('fleet', i, call), { resources: onFleet })
    .on(CreateImageBuilderCommand, (i, call) => ({ ImageBuilder: builder(create('image-builder', i, call)) }))
    .on(DescribeImageBuildersCommand, (i, call) => { const { page, next } = listed('image-builder', i, call); return { ImageBuilders: page.map(builder), NextToken: next }; })
    .on(StartImageBuilderCommand, (i, call) => ({ ImageBuilder: builder(turn('image-builder', i, call, true)) }), { resources: onBuilder })
    .on(StopImageBuilderCommand, (i, call) => ({ ImageBuilder: builder(turn('image-builder', i, call, false)) }), { resources: onBuilder })
    .on(DeleteImageBuilderCommand, (i, call) => remove('image-builder', i, call), { resources: onBuilder });
}
