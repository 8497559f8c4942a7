// What the contract suite finds of what starts machines: groups with their schedules, requests, fleets, templates, images and who may use them.
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import { REGION, type Play } from '../account.ts';

const IMAGE = 'ami-0123456789abcdef0';
const USER_DATA = Buffer.from('#!/bin/sh\necho example').toString('base64');

async function template(play: Play, LaunchTemplateName: string): Promise<string> {
  const { LaunchTemplate: { LaunchTemplateId } } = await play('ec2', 'CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'm5.large', UserData: USER_DATA } }) as { LaunchTemplate: { LaunchTemplateId: string } };
  return LaunchTemplateId;
}

/** Groups that start from a template and from a configuration, protected against deletion, one of them with a process suspended. */
export async function furnishAutoScaling(play: Play): Promise<void> {
  for (const LaunchConfigurationName of ['plain', 'worker', 'builder', 'used']) await play('autoscaling', 'CreateLaunchConfiguration', { LaunchConfigurationName, ImageId: IMAGE, InstanceType: 'm5.large', UserData: USER_DATA });
  const LaunchTemplateId = await template(play, 'workers');
  const group = { MinSize: 1, MaxSize: 3, DesiredCapacity: 2, AvailabilityZones: [`${REGION}a`] };
  await play('autoscaling', 'CreateAutoScalingGroup', { AutoScalingGroupName: 'workers', LaunchTemplate: { LaunchTemplateId, Version: '$Latest' }, DeletionProtection: 'prevent-all-deletion', ...group });
  await play('autoscaling', 'CreateAutoScalingGroup', { AutoScalingGroupName: 'builders', LaunchConfigurationName: 'used', DeletionProtection: 'prevent-force-deletion', ...group });
  await play('autoscaling', 'CreateAutoScalingGroup', { AutoScalingGroupName: 'quiet', LaunchTemplate: { LaunchTemplateId }, ...group });
  await play('autoscaling', 'SuspendProcesses', { AutoScalingGroupName: 'quiet', ScalingProcesses: ['AZRebalance'] });
  await play('autoscaling', 'PutScheduledUpdateGroupAction', { AutoScalingGroupName: 'workers', ScheduledActionName: 'morning', Recurrence: '0 8 * * *', MinSize: 3, MaxSize: 99, DesiredCapacity: 99 });
  await play('autoscaling', 'PutScheduledUpdateGroupAction', { AutoScalingGroupName: 'builders', ScheduledActionName: 'once', StartTime: new Date('2027-01-01T00:00:00Z'), DesiredCapacity: 3 });
  await play('autoscaling', 'PutScheduledUpdateGroupAction', { AutoScalingGroupName: 'quiet', ScheduledActionName: 'evening', Recurrence: '0 20 * * *', MinSize: 0 });
}

/** Persistent and one-time requests, Spot Fleets and EC2 Fleets that keep their target. */
export async function furnishFleets(play: Play): Promise<void> {
  const LaunchSpecification = { ImageId: IMAGE, InstanceType: 'm5.large', UserData: USER_DATA };
  for (const Type of ['persistent', 'one-time', 'persistent']) await play('ec2', 'RequestSpotInstances', { Type, InstanceCount: 1, LaunchSpecification });
  const LaunchTemplateId = await template(play, 'fleet');
  const IamFleetRole = 'arn:aws:iam::111122223333:role/fleet';
  for (const TargetCapacity of [1, 2, 1]) {
    await play('ec2', 'RequestSpotFleet', { SpotFleetRequestConfig: { IamFleetRole, TargetCapacity, LaunchSpecifications: [LaunchSpecification] } });
    await play('ec2', 'CreateFleet', { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateId, Version: '$Latest' } }], TargetCapacitySpecification: { TotalTargetCapacity: TargetCapacity, OnDemandTargetCapacity: 0, SpotTargetCapacity: 0, DefaultTargetCapacityType: 'on-demand' } });
  }
}

export const COMPUTE_AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'autoscaling/auto-scaling-group': () => ({ min: 1, max: 2, desired: 1, template: '', version: '', configuration: '', suspended: [] }),
  'autoscaling/scheduled-action': () => ({ MinSize: 1, MaxSize: 2, DesiredCapacity: 1, Recurrence: '0 9 * * *' }),
};
