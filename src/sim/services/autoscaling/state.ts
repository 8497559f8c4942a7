// What Auto Scaling keeps in each Region, and how a group keeps its machines running.
import type { CreateAutoScalingGroupType, CreateLaunchConfigurationType, ScheduledUpdateGroupAction } from '@aws-sdk/client-auto-scaling';
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { balanceSoon, endAll, machinesOfKeeper, watchMachines, type Keeper } from '../ec2/keeping.ts';
import { startAs, type Starter } from '../ec2/service-launch.ts';
import { ec2Region, type Machine } from '../ec2/state.ts';
import { inRegion } from '../in-region.ts';

export interface Group {
  readonly name: string; readonly arn: string; readonly created: Date;
  /** What it was made with; updates write into it. */
  readonly asked: CreateAutoScalingGroupType;
  min: number; max: number; desired: number;
  readonly suspended: Set<string>;
  readonly machines: Set<string>;
  deletion: 'none' | 'prevent-force-deletion' | 'prevent-all-deletion';
  deleting: boolean;
}
export interface Configuration { readonly name: string; readonly arn: string; readonly created: Date; readonly asked: CreateLaunchConfigurationType }
export type Action = ScheduledUpdateGroupAction & { readonly AutoScalingGroupName: string; readonly ScheduledActionName: string; readonly ScheduledActionARN: string };
export interface Room { readonly groups: Map<string, Group>; readonly configurations: Map<string, Configuration>; readonly actions: Map<string, Action> }

export const roomIn = (account: SimAccount, region: string): Room => inRegion(account, 'autoscaling', region, () => ({ groups: new Map(), configurations: new Map(), actions: new Map() }));
export const roomOf = (call: SimCall): Room => roomIn(call.account, call.region);

const STARTER: Starter = { service: 'autoscaling.amazonaws.com', role: 'AWSServiceRoleForAutoScaling', session: 'AutoScaling' };

function launchOf(account: SimAccount, region: string, { asked }: Group): RunInstancesCommandInput {
  const [subnet] = (asked.VPCZoneIdentifier ?? '').split(',').filter((s) => s !== '');
  const place = { ...(subnet === undefined ? {} : { SubnetId: subnet }), ...(subnet === undefined && asked.AvailabilityZones?.[0] !== undefined ? { Placement: { AvailabilityZone: asked.AvailabilityZones[0] } } : {}) };
  const template = asked.LaunchTemplate ?? asked.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  if (template) return { MinCount: 1, MaxCount: 1, LaunchTemplate: template, ...place };
  const configuration = roomIn(account, region).configurations.get(asked.LaunchConfigurationName ?? '');
  if (configuration) return { ...fromConfiguration(configuration.asked), ...place };
  const like = ec2Region(account, region).machines.get(asked.InstanceId ?? '');
  return { ...like?.launch, MinCount: 1, MaxCount: 1 };
}
function fromConfiguration({ ImageId, InstanceType, KeyName, UserData, SecurityGroups, IamInstanceProfile, SpotPrice }: CreateLaunchConfigurationType): RunInstancesCommandInput {
  const profile = IamInstanceProfile === undefined ? {} : { IamInstanceProfile: IamInstanceProfile.startsWith('arn:') ? { Arn: IamInstanceProfile } : { Name: IamInstanceProfile } };
  return {
    MinCount: 1, MaxCount: 1, ImageId, InstanceType: InstanceType as RunInstancesCommandInput['InstanceType'], KeyName, UserData, ...profile,
    ...(SecurityGroups?.length ? { SecurityGroupIds: SecurityGroups } : {}), ...(SpotPrice === undefined ? {} : { InstanceMarketOptions: { MarketType: 'spot' } }),
  };
}

export const keeperOf = (account: SimAccount, region: string, group: Group): Keeper => ({
  region, machines: group.machines,
  wanted: () => (group.deleting ? 0 : group.desired),
  mayStart: () => !group.deleting && !group.suspended.has('Launch'),
  mayEnd: () => !group.suspended.has('Terminate'),
  start: (count) => {
    const launch = { ...launchOf(account, region, group), MinCount: count, MaxCount: count };
    const own = (group.asked.Tags ?? []).filter((t) => t.PropagateAtLaunch !== false).map((t) => ({ Key: t.Key ?? '', Value: t.Value ?? '' }));
    return startAs(account, region, STARTER, launch, [{ Key: 'aws:autoscaling:groupName', Value: group.name }, ...own]);
  },
});
export const groupMachines = (account: SimAccount, region: string, group: Group): Machine[] => machinesOfKeeper(account, keeperOf(account, region, group)).filter((m) => m.state !== 'terminated');
export const settleSoon = (call: SimCall, group: Group): void => { balanceSoon(call.account, keeperOf(call.account, call.region, group)); };

/** Once per account: what ends is replaced, what stands still is ended, a deleted group goes with its last machine. */
export const watchGroups = (account: SimAccount): boolean => account.state('autoscaling/watch', () => {
  watchMachines(account, (region) => [...roomIn(account, region).groups.values()].map((group) => keeperOf(account, region, group)), (keeper, machine) => {
    const group = [...roomIn(account, keeper.region).groups.values()].find((g) => g.machines === keeper.machines);
    if (group && !['HealthCheck', 'ReplaceUnhealthy', 'Terminate'].some((process) => group.suspended.has(process))) endAll(account, keeper, [machine]);
  });
  return true;
});
