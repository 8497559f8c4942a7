// Spot Fleet requests: of type maintain they keep their target running until they are cancelled.
import {
  CancelSpotFleetRequestsCommand, DescribeSpotFleetInstancesCommand, DescribeSpotFleetRequestsCommand, ModifySpotFleetRequestCommand, RequestSpotFleetCommand,
  type ActiveInstance, type CancelSpotFleetRequestsCommandInput, type CancelSpotFleetRequestsSuccessItem, type DescribeSpotFleetRequestsCommandInput, type ModifySpotFleetRequestCommandInput, type RequestSpotFleetCommandInput, type RunInstancesCommandInput, type SpotFleetRequestConfig, type SpotFleetRequestConfigData,
} from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { computeOf, computeRegion, type SpotFleet } from './compute-state.ts';
import { missing, other } from './errors.ts';
import { isAlive } from './instance-life.ts';
import { balanceSoon, endAll, machinesOfKeeper, watchMachines, type Keeper } from './keeping.ts';
import { after, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { startAs, type Starter } from './service-launch.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

const SPOT_FLEET: Starter = { service: 'spotfleet.amazonaws.com', role: 'AWSServiceRoleForEC2SpotFleet', session: 'AmazonEC2SpotFleet' };
const VISIBLE_MS = 48 * 3_600_000;

function launchOf({ LaunchSpecifications: [spec] = [], LaunchTemplateConfigs: [template] = [] }: SpotFleetRequestConfigData): RunInstancesCommandInput {
  const spot = { MinCount: 1, MaxCount: 1, InstanceMarketOptions: { MarketType: 'spot' as const } };
  if (template?.LaunchTemplateSpecification) {
    const { InstanceType } = template.Overrides?.[0] ?? {};
    return { ...spot, LaunchTemplate: template.LaunchTemplateSpecification, ...(InstanceType === undefined ? {} : { InstanceType }) };
  }
  const { ImageId, InstanceType, UserData, KeyName, SubnetId, IamInstanceProfile, BlockDeviceMappings, SecurityGroups } = spec ?? {};
  return { ...spot, ImageId, InstanceType, UserData, KeyName, SubnetId, IamInstanceProfile, BlockDeviceMappings, ...(SecurityGroups ? { SecurityGroupIds: SecurityGroups.flatMap((g) => g.GroupId ?? []) } : {}) };
}

const keeperOf = (account: SimAccount, region: string, fleet: SpotFleet): Keeper => ({
  region, machines: fleet.machines, wanted: () => fleet.target,
  mayStart: () => fleet.state === 'active' && (fleet.config.Type !== 'request' || fleet.machines.size === 0),
  mayEnd: () => fleet.state === 'active' && fleet.terminatesExcess,
  start: (count) => {
    const launch = { ...launchOf(fleet.config), MinCount: count, MaxCount: count };
    return startAs(account, region, SPOT_FLEET, launch, [{ Key: 'aws:ec2spot:fleet-request-id', Value: fleet.id }]);
  },
});
const watch = (account: SimAccount): boolean => account.state('ec2/spot-fleet-watch', () => {
  watchMachines(account, (region) => [...computeRegion(account, region).spotFleets.values()].map((fleet) => keeperOf(account, region, fleet)), (keeper) => { balanceSoon(account, keeper); });
  return true;
});

function request(input: RequestSpotFleetCommandInput, region: Ec2Region, call: SimCall): { SpotFleetRequestId: string } {
  const config = input.SpotFleetRequestConfig;
  if (config?.IamFleetRole === undefined) throw missing('IamFleetRole');
  if (!config.LaunchSpecifications?.length && !config.LaunchTemplateConfigs?.length) throw missing('LaunchSpecifications');
  call.authorize('iam:PassRole', config.IamFleetRole, { 'iam:PassedToService': 'spotfleet.amazonaws.com' });
  watch(call.account);
  const made: SpotFleet = {
    id: `sfr-${call.account.ids.uuid()}`, created: call.now, config, machines: new Set(), target: config.TargetCapacity ?? 0, onDemand: config.OnDemandTargetCapacity ?? 0,
    terminatesExcess: config.ExcessCapacityTerminationPolicy !== 'noTermination', state: 'active',
  };
  computeOf(call).spotFleets.set(made.id, made);
  setTags(region, made.id, config.TagSpecifications?.find((t) => t.ResourceType === 'spot-fleet-request')?.Tags);
  balanceSoon(call.account, keeperOf(call.account, call.region, made));
  touches(call, 'SpotFleet', made.id);
  return { SpotFleetRequestId: made.id };
}

const visible = (call: SimCall): SpotFleet[] => [...computeOf(call).spotFleets.values()].filter((f) => f.cancelledAt === undefined || after(f.cancelledAt, VISIBLE_MS) > call.now);
function named(id: string | undefined, call: SimCall): SpotFleet {
  const found = visible(call).find((f) => f.id === id);
  if (!found) throw other('InvalidSpotFleetRequestId.NotFound', `The spot fleet request ID '${id ?? ''}' does not exist`);
  return found;
}

function modify(input: ModifySpotFleetRequestCommandInput, _: Ec2Region, call: SimCall): { Return: boolean } {
  const fleet = named(input.SpotFleetRequestId, call);
  if (fleet.config.Type === 'request') throw other('InvalidParameterValue', 'Spot Fleet requests of type request cannot be modified.');
  if (fleet.state !== 'active') throw other('InvalidSpotFleetRequestConfig', `The Spot Fleet request ${fleet.id} is not in a modifiable state.`);
  fleet.target = input.TargetCapacity ?? fleet.target;
  fleet.onDemand = input.OnDemandTargetCapacity ?? fleet.onDemand;
  if (input.ExcessCapacityTerminationPolicy !== undefined) fleet.terminatesExcess = input.ExcessCapacityTerminationPolicy !== 'noTermination';
  balanceSoon(call.account, keeperOf(call.account, call.region, fleet));
  touches(call, 'SpotFleet', fleet.id);
  return { Return: true };
}

function cancel(input: CancelSpotFleetRequestsCommandInput, _: Ec2Region, call: SimCall): { SuccessfulFleetRequests: CancelSpotFleetRequestsSuccessItem[] } {
  const fleets = (input.SpotFleetRequestIds ?? []).map((id) => named(id, call));
  touches(call, 'SpotFleet', ...fleets.map((f) => f.id));
  return {
    SuccessfulFleetRequests: fleets.map((fleet) => {
      const PreviousSpotFleetRequestState = fleet.state;
      const keeper = keeperOf(call.account, call.region, fleet);
      const left = machinesOfKeeper(call.account, keeper).some(isAlive);
      fleet.state = !left ? 'cancelled' : input.TerminateInstances ? 'cancelled_terminating' : 'cancelled_running';
      fleet.cancelledAt = call.now;
      if (input.TerminateInstances) endAll(call.account, keeper);
      return { SpotFleetRequestId: fleet.id, CurrentSpotFleetRequestState: fleet.state, PreviousSpotFleetRequestState };
    }),
  };
}

function view(fleet: SpotFleet, region: Ec2Region, call: SimCall): SpotFleetRequestConfig {
  const alive = machinesOfKeeper(call.account, keeperOf(call.account, call.region, fleet)).filter(isAlive).length;
  return {
    SpotFleetRequestId: fleet.id, SpotFleetRequestState: fleet.state, CreateTime: fleet.created, ActivityStatus: alive >= fleet.target ? 'fulfilled' : 'pending_fulfillment', Tags: tagList(region, fleet.id),
    SpotFleetRequestConfig: { ...fleet.config, Type: fleet.config.Type ?? 'maintain', TargetCapacity: fleet.target, OnDemandTargetCapacity: fleet.onDemand, FulfilledCapacity: alive, ExcessCapacityTerminationPolicy: fleet.terminatesExcess ? 'default' : 'noTermination' },
  };
}
function describe(input: DescribeSpotFleetRequestsCommandInput, region: Ec2Region, call: SimCall): { SpotFleetRequestConfigs: SpotFleetRequestConfig[]; NextToken: string | undefined } {
  const ids = input.SpotFleetRequestIds ?? [];
  const { page, NextToken } = paged(ids.length > 0 ? ids.map((id) => named(id, call)) : visible(call), input, call, ids.length > 0, { least: 1 });
  return { SpotFleetRequestConfigs: page.map((f) => view(f, region, call)), NextToken };
}
function instances(input: { readonly SpotFleetRequestId: string | undefined }, _: Ec2Region, call: SimCall): { SpotFleetRequestId: string; ActiveInstances: ActiveInstance[] } {
  const fleet = named(input.SpotFleetRequestId, call);
  const alive = machinesOfKeeper(call.account, keeperOf(call.account, call.region, fleet)).filter(isAlive);
  return { SpotFleetRequestId: fleet.id, ActiveInstances: alive.map((m) => ({ InstanceId: m.id, InstanceType: m.type, SpotInstanceRequestId: m.spotRequest, InstanceHealth: 'healthy' })) };
}

const resources = (input: { readonly SpotFleetRequestIds?: string[] | undefined; readonly SpotFleetRequestId?: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'spot-fleet-request', input.SpotFleetRequestIds ?? [input.SpotFleetRequestId]);
const hidden = (input: RequestSpotFleetCommandInput): unknown => {
  const { LaunchSpecifications, ...rest } = input.SpotFleetRequestConfig ?? {};
  return modern('RequestSpotFleet').request({ SpotFleetRequestConfig: { ...rest, LaunchSpecifications: LaunchSpecifications?.map((s) => ({ ...s, UserData: s.UserData === undefined ? undefined : '<sensitiveDataRemoved>' })) } });
};

export const registerSpotFleets = (ec2: Ec2Service): Ec2Service => ec2
  .on(RequestSpotFleetCommand, inRegion(request), { resources: (_, call) => ec2Arns(call, 'spot-fleet-request', undefined), trail: { request: hidden, response: modern('RequestSpotFleet').response } })
  .on(ModifySpotFleetRequestCommand, inRegion(modify), { resources, trail: modern('ModifySpotFleetRequest') })
  .on(CancelSpotFleetRequestsCommand, inRegion(cancel), { resources, trail: modern('CancelSpotFleetRequests') })
  .on(DescribeSpotFleetRequestsCommand, inRegion(describe), { trail: { request: modern('DescribeSpotFleetRequests').request } })
  .on(DescribeSpotFleetInstancesCommand, inRegion(instances), { resources, trail: { request: modern('DescribeSpotFleetInstances').request } });
