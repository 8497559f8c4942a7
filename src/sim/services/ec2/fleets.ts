// EC2 Fleets: of type maintain they keep their target running; instant ones launch once and answer with what they launched.
import {
  CreateFleetCommand, DeleteFleetsCommand, DescribeFleetsCommand, ModifyFleetCommand,
  type CreateFleetCommandInput, type CreateFleetCommandOutput, type DeleteFleetSuccessItem, type DeleteFleetsCommandInput, type DescribeFleetsCommandInput, type FleetData, type FleetStateCode, type ModifyFleetCommandInput, type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { computeOf, computeRegion, type Fleet } from './compute-state.ts';
import { missing, other } from './errors.ts';
import { filtered } from './filter.ts';
import { runOnce } from './instance-launch.ts';
import { isAlive } from './instance-life.ts';
import { balanceSoon, endAll, machinesOfKeeper, watchMachines, type Keeper } from './keeping.ts';
import { after, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { startAs, type Starter } from './service-launch.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

const EC2_FLEET: Starter = { service: 'ec2fleet.amazonaws.com', role: 'AWSServiceRoleForEC2Fleet', session: 'EC2Fleet' };
const VISIBLE_MS = 48 * 3_600_000;
const STATES: Readonly<Record<Fleet['state'], FleetStateCode>> = { submitted: 'submitted', active: 'active', cancelled: 'deleted', cancelled_running: 'deleted_running', cancelled_terminating: 'deleted_terminating' };

function launchOf(asked: CreateFleetCommandInput, count: number): RunInstancesCommandInput {
  const [config] = asked.LaunchTemplateConfigs ?? [];
  const [over] = config?.Overrides ?? [];
  const spot = asked.TargetCapacitySpecification?.DefaultTargetCapacityType !== 'on-demand';
  return {
    MinCount: count, MaxCount: count, LaunchTemplate: config?.LaunchTemplateSpecification, ...(over?.InstanceType === undefined ? {} : { InstanceType: over.InstanceType }),
    ...(over?.SubnetId === undefined ? {} : { SubnetId: over.SubnetId }), ...(over?.ImageId === undefined ? {} : { ImageId: over.ImageId }), ...(spot ? { InstanceMarketOptions: { MarketType: 'spot' } } : {}),
  };
}
const typeOf = (fleet: Fleet): NonNullable<CreateFleetCommandInput['Type']> => fleet.asked.Type ?? 'maintain';
const tagsOf = (fleet: Fleet): { Key: string; Value: string }[] => [{ Key: 'aws:ec2:fleet-id', Value: fleet.id }];

const keeperOf = (account: SimAccount, region: string, fleet: Fleet): Keeper => ({
  region, machines: fleet.machines, wanted: () => fleet.target,
  mayStart: () => fleet.state === 'active' && (typeOf(fleet) === 'maintain' || (typeOf(fleet) === 'request' && fleet.machines.size === 0)),
  mayEnd: () => fleet.state === 'active' && typeOf(fleet) === 'maintain' && fleet.terminatesExcess,
  start: (count) => startAs(account, region, EC2_FLEET, launchOf(fleet.asked, count), tagsOf(fleet)),
});
const watch = (account: SimAccount): boolean => account.state('ec2/fleet-watch', () => {
  watchMachines(account, (region) => [...computeRegion(account, region).fleets.values()].map((fleet) => keeperOf(account, region, fleet)), (keeper) => { balanceSoon(account, keeper); });
  return true;
});

function create(input: CreateFleetCommandInput, region: Ec2Region, call: SimCall): Omit<CreateFleetCommandOutput, '$metadata'> {
  const target = input.TargetCapacitySpecification;
  if (target?.TotalTargetCapacity === undefined) throw missing('TargetCapacitySpecification');
  if (!input.LaunchTemplateConfigs?.length) throw missing('LaunchTemplateConfigs');
  const made: Fleet = {
    id: `fleet-${call.account.ids.uuid()}`, created: call.now, asked: input, machines: new Set(), target: target.TotalTargetCapacity, onDemand: target.OnDemandTargetCapacity ?? 0,
    terminatesExcess: input.ExcessCapacityTerminationPolicy !== 'no-termination', state: 'active',
  };
  const output = typeOf(made) === 'instant' ? launchNow(made, region, call) : {};
  watch(call.account);
  computeOf(call).fleets.set(made.id, made);
  setTags(region, made.id, input.TagSpecifications?.find((t) => t.ResourceType === 'fleet')?.Tags);
  if (typeOf(made) !== 'instant') balanceSoon(call.account, keeperOf(call.account, call.region, made));
  touches(call, 'EC2Fleet', made.id);
  return { FleetId: made.id, ...output };
}
function launchNow(fleet: Fleet, region: Ec2Region, call: SimCall): Pick<CreateFleetCommandOutput, 'Instances' | 'Errors'> {
  const { Instances = [] } = runOnce(launchOf(fleet.asked, fleet.target), region, call);
  const InstanceIds = Instances.flatMap((i) => i.InstanceId ?? []);
  for (const id of InstanceIds) { fleet.machines.add(id); setTags(region, id, tagsOf(fleet)); }
  return { Errors: [], Instances: [{ InstanceIds, InstanceType: Instances[0]?.InstanceType, Lifecycle: Instances[0]?.InstanceLifecycle === 'spot' ? 'spot' : 'on-demand' }] };
}

const visible = (call: SimCall): Fleet[] => [...computeOf(call).fleets.values()].filter((f) => f.cancelledAt === undefined || after(f.cancelledAt, VISIBLE_MS) > call.now);
function named(id: string | undefined, call: SimCall): Fleet {
  const found = visible(call).find((f) => f.id === id);
  if (!found) throw other('InvalidFleetId.NotFound', `The fleet ID '${id ?? ''}' does not exist`);
  return found;
}

function modify(input: ModifyFleetCommandInput, _: Ec2Region, call: SimCall): { Return: boolean } {
  const fleet = named(input.FleetId, call);
  if (typeOf(fleet) !== 'maintain') throw other('InvalidParameterValue', 'Only fleets of type maintain can be modified.');
  if (fleet.state !== 'active') throw other('InvalidFleetState', `The fleet ${fleet.id} is not in a modifiable state.`);
  fleet.target = input.TargetCapacitySpecification?.TotalTargetCapacity ?? fleet.target;
  if (input.ExcessCapacityTerminationPolicy !== undefined) fleet.terminatesExcess = input.ExcessCapacityTerminationPolicy !== 'no-termination';
  balanceSoon(call.account, keeperOf(call.account, call.region, fleet));
  touches(call, 'EC2Fleet', fleet.id);
  return { Return: true };
}

/** The machines of an instant fleet always go with it. */
function remove(input: DeleteFleetsCommandInput, _: Ec2Region, call: SimCall): { SuccessfulFleetDeletions: DeleteFleetSuccessItem[]; UnsuccessfulFleetDeletions: [] } {
  const fleets = (input.FleetIds ?? []).map((id) => named(id, call));
  if (!input.TerminateInstances && fleets.some((f) => typeOf(f) === 'instant')) throw other('InvalidParameterCombination', 'Instant fleets cannot be deleted without terminating their instances.');
  touches(call, 'EC2Fleet', ...fleets.map((f) => f.id));
  return {
    UnsuccessfulFleetDeletions: [],
    SuccessfulFleetDeletions: fleets.map((fleet) => {
      const PreviousFleetState = STATES[fleet.state];
      const keeper = keeperOf(call.account, call.region, fleet);
      const left = machinesOfKeeper(call.account, keeper).some(isAlive);
      fleet.state = !left ? 'cancelled' : input.TerminateInstances ? 'cancelled_terminating' : 'cancelled_running';
      fleet.cancelledAt = call.now;
      if (input.TerminateInstances) endAll(call.account, keeper);
      return { FleetId: fleet.id, CurrentFleetState: STATES[fleet.state], PreviousFleetState };
    }),
  };
}

function view(fleet: Fleet, region: Ec2Region, call: SimCall): FleetData {
  const alive = machinesOfKeeper(call.account, keeperOf(call.account, call.region, fleet)).filter(isAlive).length;
  const { LaunchTemplateConfigs, TargetCapacitySpecification: asked, ReplaceUnhealthyInstances = false, TerminateInstancesWithExpiration = false } = fleet.asked;
  return {
    FleetId: fleet.id, FleetState: STATES[fleet.state], CreateTime: fleet.created, Type: typeOf(fleet), ActivityStatus: alive >= fleet.target ? 'fulfilled' : 'pending_fulfillment', FulfilledCapacity: alive, Tags: tagList(region, fleet.id),
    ExcessCapacityTerminationPolicy: fleet.terminatesExcess ? 'termination' : 'no-termination', LaunchTemplateConfigs, ReplaceUnhealthyInstances, TerminateInstancesWithExpiration,
    TargetCapacitySpecification: { ...asked, TotalTargetCapacity: fleet.target, DefaultTargetCapacityType: asked?.DefaultTargetCapacityType ?? 'spot' },
  };
}
/** Instant fleets are shown only when they are asked for by id. */
function describe(input: DescribeFleetsCommandInput, region: Ec2Region, call: SimCall): { Fleets: FleetData[]; NextToken: string | undefined } {
  const ids = input.FleetIds ?? [];
  const from = ids.length > 0 ? ids.map((id) => named(id, call)) : visible(call).filter((f) => typeOf(f) !== 'instant');
  const shown = filtered(from, input.Filters, { 'fleet-state': (f) => [STATES[f.state]], 'type': (f) => [typeOf(f)] }, region, (f) => f.id);
  const { page, NextToken } = paged(shown, input, call, ids.length > 0, { least: 1 });
  return { Fleets: page.map((f) => view(f, region, call)), NextToken };
}

const resources = (input: { readonly FleetIds?: string[] | undefined; readonly FleetId?: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'fleet', input.FleetIds ?? [input.FleetId]);

export const registerFleets = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateFleetCommand, inRegion(create), { resources: (_, call) => ec2Arns(call, 'fleet', undefined), trail: modern('CreateFleet') })
  .on(ModifyFleetCommand, inRegion(modify), { resources, trail: modern('ModifyFleet') })
  .on(DeleteFleetsCommand, inRegion(remove), { resources, trail: modern('DeleteFleets') })
  .on(DescribeFleetsCommand, inRegion(describe), { trail: { request: modern('DescribeFleets').request } });
