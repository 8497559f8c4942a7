// What the contract suite finds of what starts machines: groups with their schedules, requests, fleets, templates, images and who may use them.
import type { SteppedClock } from '../../../src/core/clock.ts';
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { REGION, type Play } from '../account.ts';
import { furnishInstances } from './ec2-instance.ts';

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

/** Templates whose default the stranger has changed, key pairs, and images, snapshots and disks with those they are shared with. */
export async function furnishImages(play: Play): Promise<void> {
  for (const name of ['web', 'worker', 'builder']) {
    const LaunchTemplateId = await template(play, name);
    for (const InstanceType of ['g5.xlarge', 'p5.48xlarge']) await play('ec2', 'CreateLaunchTemplateVersion', { LaunchTemplateId, SourceVersion: '1', LaunchTemplateData: { InstanceType } });
    await play('ec2', 'ModifyLaunchTemplate', { LaunchTemplateId, DefaultVersion: '3' });
    await play('ec2', 'CreateKeyPair', { KeyName: name });
    const { VolumeId } = await play('ec2', 'CreateVolume', { AvailabilityZone: `${REGION}a`, Size: 8 }) as { VolumeId: string };
    const { SnapshotId } = await play('ec2', 'CreateSnapshot', { VolumeId }) as { SnapshotId: string };
    await play('ec2', 'ModifySnapshotAttribute', { SnapshotId, Attribute: 'createVolumePermission', OperationType: 'add', UserIds: ['444455556666', '123456789012'] });
    const { ImageId } = await play('ec2', 'RegisterImage', { Name: name, RootDeviceName: '/dev/xvda', BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId } }] }) as { ImageId: string };
    await play('ec2', 'EnableImageDeregistrationProtection', { ImageId });
  }
}
/** Images that are shared: disabling one would take that away for good. */
export async function furnishSharedImages(play: Play): Promise<void> {
  for (const Name of ['web', 'worker', 'builder']) {
    const { ImageId } = await play('ec2', 'RegisterImage', { Name, RootDeviceName: '/dev/xvda' }) as { ImageId: string };
    await play('ec2', 'ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '444455556666' }, { UserId: '123456789012' }, ...(Name === 'web' ? [{ Group: 'all' }] : [])] } });
  }
}
/** Protected machines that run, and machines that stand still, as AWS wants them before their user data is changed. */
export async function furnishMachines(play: Play, _: SteppedClock, account: SimAccount): Promise<void> {
  await furnishInstances(play);
  const { Instances } = await play('ec2', 'RunInstances', { ImageId: IMAGE, InstanceType: 'm5.large', MinCount: 2, MaxCount: 2, UserData: USER_DATA }) as { Instances: { InstanceId: string }[] };
  // What still starts cannot be stopped.
  account.schedule(new Date(account.now().getTime() + 60_000), async () => { await play('ec2', 'StopInstances', { InstanceIds: Instances.map((i) => i.InstanceId) }); });
}
/** Snapshots that no image needs. */
export async function furnishSnapshots(play: Play): Promise<void> {
  const { VolumeId } = await play('ec2', 'CreateVolume', { AvailabilityZone: `${REGION}a`, Size: 8 }) as { VolumeId: string };
  for (let n = 0; n < 3; n++) await play('ec2', 'CreateSnapshot', { VolumeId });
}

export const COMPUTE_AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'ec2/instance': () => ({ emptyUserData: true }),
  'ec2/image': () => ({ disabled: true, protection: 'enabled-without-cooldown' }),
  'ec2/spot-fleet-request': () => ({ target: 7, onDemandTarget: 0, excess: 'default' }),
  'ec2/fleet': () => ({ target: 7, onDemandTarget: 0, spotTarget: 7, excess: 'termination' }),
  'ec2/launch-template': () => ({ defaultVersion: '1', theirs: ['2', '3'] }),
  'ec2/snapshot-permission': () => ({ users: ['123456789012'], groups: [], organizations: [] }),
  'autoscaling/auto-scaling-group': () => ({ min: 1, max: 2, desired: 1, template: '', version: '', configuration: '', suspended: [] }),
  'autoscaling/scheduled-action': () => ({ MinSize: 1, MaxSize: 2, DesiredCapacity: 1, Recurrence: '0 9 * * *' }),
};
