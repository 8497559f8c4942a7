// Auto Scaling groups: made, shown, changed, their processes suspended and resumed, deleted.
import {
  CreateAutoScalingGroupCommand, CreateOrUpdateTagsCommand, DeleteAutoScalingGroupCommand, DescribeAutoScalingGroupsCommand, ResumeProcessesCommand, SetDesiredCapacityCommand, SuspendProcessesCommand, UpdateAutoScalingGroupCommand,
  type AutoScalingGroup, type CreateAutoScalingGroupType, type DeleteAutoScalingGroupType, type DescribeAutoScalingGroupsCommandInput, type LaunchTemplateSpecification, type ScalingProcessQuery, type UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import type { SimAccount, SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { endAll } from '../ec2/keeping.ts';
import { templateOf } from '../ec2/launch-templates.ts';
import { after } from '../ec2/operation.ts';
import { TERMINATE_MS } from '../ec2/instance-life.ts';
import { arnsOf, invalid, paged } from './operation.ts';
import { groupMachines, keeperOf, roomIn, roomOf, settleSoon, watchGroups, type Group } from './state.ts';

export const PROCESSES = ['Launch', 'Terminate', 'AddToLoadBalancer', 'AlarmNotification', 'AZRebalance', 'HealthCheck', 'InstanceRefresh', 'ReplaceUnhealthy', 'ScheduledActions'] as const;

export function groupNamed(name: string | undefined, call: SimCall): Group {
  const found = roomOf(call).groups.get(name ?? '');
  if (!found || found.deleting) throw invalid(`AutoScalingGroup name not found - null`);
  return found;
}

function sizes(group: { min: number; max: number; desired: number }): void {
  if (group.min > group.max) throw invalid('Max bound, ' + String(group.max) + ', must be greater than or equal to min bound, ' + String(group.min));
  if (group.desired < group.min || group.desired > group.max) throw invalid(`Desired capacity:${String(group.desired)} must be between the specified min size:${String(group.min)} and max size:${String(group.max)}`);
}
/** One of the four ways to say what starts, and that it exists. */
function checkSource(asked: CreateAutoScalingGroupType | UpdateAutoScalingGroupType, call: SimCall): void {
  const template: LaunchTemplateSpecification | undefined = asked.LaunchTemplate ?? asked.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  if (template) templateOf(call.account, call.region, template);
  if (asked.LaunchConfigurationName !== undefined && !roomOf(call).configurations.has(asked.LaunchConfigurationName)) throw invalid(`Launch configuration name not found - ${asked.LaunchConfigurationName}`);
}

const sizesOf = ({ MinSize: min = 0, MaxSize: max = 0, DesiredCapacity: desired = min }: CreateAutoScalingGroupType): Pick<Group, 'min' | 'max' | 'desired'> => ({ min, max, desired });
function create(input: CreateAutoScalingGroupType, call: SimCall): object {
  const { groups } = roomOf(call);
  const name = input.AutoScalingGroupName ?? '';
  if (groups.has(name)) throw new AwsError('AlreadyExists', `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`, 400);
  if (!input.LaunchTemplate && !input.MixedInstancesPolicy && input.LaunchConfigurationName === undefined && input.InstanceId === undefined) throw invalid('Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.');
  if (input.AvailabilityZones === undefined && input.VPCZoneIdentifier === undefined && input.InstanceId === undefined) throw invalid('At least one Availability Zone or VPC Subnet is required.');
  checkSource(input, call);
  const group: Group = {
    ...sizesOf(input), name, arn: `arn:${call.account.partition}:autoscaling:${call.region}:${call.account.id}:autoScalingGroup:${call.account.ids.uuid()}:autoScalingGroupName/${name}`, created: call.now, asked: { ...input },
    suspended: new Set(), machines: new Set(), deletion: input.DeletionProtection ?? 'none', deleting: false,
  };
  sizes(group);
  watchGroups(call.account);
  groups.set(name, group);
  settleSoon(call, group);
  call.touch({ type: 'AWS::AutoScaling::AutoScalingGroup', name });
  return {};
}

function update(input: UpdateAutoScalingGroupType, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  checkSource(input, call);
  const max = input.MaxSize ?? group.max;
  const min = input.MinSize ?? group.min;
  const next = { min, max, desired: input.DesiredCapacity ?? Math.max(min, Math.min(group.desired, max)) };
  sizes(next);
  Object.assign(group, next);
  if (input.DeletionProtection !== undefined) group.deletion = input.DeletionProtection;
  Object.assign(group.asked, sourceOf(input));
  if (input.VPCZoneIdentifier !== undefined) group.asked.VPCZoneIdentifier = input.VPCZoneIdentifier;
  settleSoon(call, group);
  call.touch({ type: 'AWS::AutoScaling::AutoScalingGroup', name: group.name });
  return {};
}
/** Another source takes the place of the one before. */
function sourceOf({ LaunchTemplate, LaunchConfigurationName, MixedInstancesPolicy }: UpdateAutoScalingGroupType): Pick<CreateAutoScalingGroupType, 'LaunchTemplate' | 'LaunchConfigurationName' | 'MixedInstancesPolicy'> {
  return LaunchTemplate ?? LaunchConfigurationName ?? MixedInstancesPolicy ? { LaunchTemplate, LaunchConfigurationName, MixedInstancesPolicy } : {};
}

function setDesired(input: { readonly AutoScalingGroupName: string | undefined; readonly DesiredCapacity: number | undefined }, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  const next = { min: group.min, max: group.max, desired: input.DesiredCapacity ?? group.desired };
  sizes(next);
  group.desired = next.desired;
  settleSoon(call, group);
  return {};
}

const processes = (input: ScalingProcessQuery): readonly string[] => {
  const unknown = input.ScalingProcesses?.find((name) => !(PROCESSES as readonly string[]).includes(name));
  if (unknown !== undefined) throw invalid(`Invalid process type: ${unknown}`);
  return input.ScalingProcesses?.length ? input.ScalingProcesses : PROCESSES;
};
function suspend(input: ScalingProcessQuery, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  for (const name of processes(input)) group.suspended.add(name);
  return {};
}
function resume(input: ScalingProcessQuery, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  for (const name of processes(input)) group.suspended.delete(name);
  settleSoon(call, group);
  return {};
}

function remove(input: DeleteAutoScalingGroupType, call: SimCall): object {
  const group = groupNamed(input.AutoScalingGroupName, call);
  const force = input.ForceDelete === true;
  if (group.deletion === 'prevent-all-deletion' || (force && group.deletion === 'prevent-force-deletion')) throw invalid(`The Auto Scaling group ${group.name} has deletion protection (${group.deletion}) and cannot be deleted.`);
  const left = groupMachines(call.account, call.region, group);
  if (left.length > 0 && !force) throw new AwsError('ResourceInUse', 'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.', 400);
  group.deleting = true;
  endAll(call.account, keeperOf(call.account, call.region, group));
  call.account.schedule(after(call.now, left.length > 0 ? TERMINATE_MS + 1_000 : 0), () => { forget(call.account, call.region, group); });
  if (left.length === 0) forget(call.account, call.region, group);
  call.touch({ type: 'AWS::AutoScaling::AutoScalingGroup', name: group.name });
  return {};
}
function forget(account: SimAccount, region: string, group: Group): void {
  const { groups, actions } = roomIn(account, region);
  if (groups.get(group.name) !== group) return;
  groups.delete(group.name);
  for (const [key, action] of actions) if (action.AutoScalingGroupName === group.name) actions.delete(key);
}

function view(group: Group, call: SimCall): AutoScalingGroup {
  const { asked } = group;
  const Instances = groupMachines(call.account, call.region, group).map((m) => ({
    InstanceId: m.id, InstanceType: m.type, AvailabilityZone: m.zone, LifecycleState: m.state === 'shutting-down' ? 'Terminating' as const : m.state === 'pending' ? 'Pending' as const : 'InService' as const,
    HealthStatus: m.state === 'running' || m.state === 'pending' ? 'Healthy' : 'Unhealthy', ProtectedFromScaleIn: false,
  }));
  const zones = asked.AvailabilityZones ?? [...new Set(Instances.map((i) => i.AvailabilityZone))];
  return {
    AutoScalingGroupName: group.name, AutoScalingGroupARN: group.arn, CreatedTime: group.created, MinSize: group.min, MaxSize: group.max, DesiredCapacity: group.desired, DefaultCooldown: asked.DefaultCooldown ?? 300,
    AvailabilityZones: zones, HealthCheckType: asked.HealthCheckType ?? 'EC2', HealthCheckGracePeriod: asked.HealthCheckGracePeriod ?? 0, VPCZoneIdentifier: asked.VPCZoneIdentifier ?? '', Instances, DeletionProtection: group.deletion,
    SuspendedProcesses: [...group.suspended].map((ProcessName) => ({ ProcessName, SuspensionReason: 'User suspended' })), TerminationPolicies: asked.TerminationPolicies ?? ['Default'], NewInstancesProtectedFromScaleIn: false,
    Tags: (asked.Tags ?? []).map((t) => ({ ...t, ResourceId: group.name, ResourceType: 'auto-scaling-group' })),
    ServiceLinkedRoleARN: `arn:${call.account.partition}:iam::${call.account.id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    LaunchTemplate: asked.LaunchTemplate, LaunchConfigurationName: asked.LaunchConfigurationName, MixedInstancesPolicy: asked.MixedInstancesPolicy, ...(group.deleting ? { Status: 'Delete in progress' } : {}),
  };
}
function describe(input: DescribeAutoScalingGroupsCommandInput, call: SimCall): { AutoScalingGroups: AutoScalingGroup[]; NextToken: string | undefined } {
  const all = [...roomOf(call).groups.values()].filter((g) => !input.AutoScalingGroupNames?.length || input.AutoScalingGroupNames.includes(g.name));
  const { page, NextToken } = paged(all, input, call);
  return { AutoScalingGroups: page.map((g) => view(g, call)), NextToken };
}

const resources = (input: { readonly AutoScalingGroupName?: string | undefined }, call: SimCall): string[] => arnsOf(call, 'autoScalingGroup', input.AutoScalingGroupName);
type Given = { readonly AutoScalingGroupName?: string | undefined };
export const registerGroups = (service: Service<SimCall>): Service<SimCall> => service
  .on(CreateAutoScalingGroupCommand, create, { resources })
  .on(UpdateAutoScalingGroupCommand, update, { resources })
  .on(SetDesiredCapacityCommand, setDesired, { resources })
  .on(SuspendProcessesCommand, suspend, { resources })
  .on(ResumeProcessesCommand, resume, { resources })
  .on(DeleteAutoScalingGroupCommand, remove, { resources })
  .on(CreateOrUpdateTagsCommand, ({ Tags = [] }, call) => {
    for (const { ResourceId, ...tag } of Tags) { const group = groupNamed(ResourceId, call); group.asked.Tags = [...(group.asked.Tags ?? []).filter((t) => t.Key !== tag.Key), tag]; }
    return {};
  }, { resources: ({ Tags }, call) => resources({ AutoScalingGroupName: Tags?.[0]?.ResourceId } satisfies Given, call) })
  .on(DescribeAutoScalingGroupsCommand, describe);
