// Spot requests, fleets, launch templates, own images: what starts machines again, and what they start from.
import {
  CancelSpotFleetRequestsCommand, CancelSpotInstanceRequestsCommand, CreateFleetCommand, CreateImageCommand, CreateLaunchTemplateCommand, CreateLaunchTemplateVersionCommand, DeleteFleetsCommand, DeleteLaunchTemplateVersionsCommand, DeleteSnapshotCommand, DeregisterImageCommand,
  DescribeFleetsCommand, DescribeImagesCommand, DescribeInstancesCommand, DescribeLaunchTemplatesCommand, DescribeSpotInstanceRequestsCommand, DisableImageCommand, EnableImageDeregistrationProtectionCommand, ModifyImageAttributeCommand, ModifyLaunchTemplateCommand, ModifySpotFleetRequestCommand,
  RequestSpotFleetCommand, RequestSpotInstancesCommand, RunInstancesCommand, TerminateInstancesCommand, type EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { opened, refusal } from './opened.ts';

const IMAGE = 'ami-0abcdef1234567890';
const LaunchSpecification = { ImageId: IMAGE, InstanceType: 'g5.xlarge' as const };
const running = async (ec2: EC2Client): Promise<string[]> =>
  ((await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['running', 'pending'] }] }))).Reservations ?? []).flatMap((r) => (r.Instances ?? []).flatMap((i) => i.InstanceId ?? []));
const template = async (ec2: EC2Client): Promise<string> =>
  (await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'workers', LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'm5.large', UserData: 'IyEvYmluL3No' } }))).LaunchTemplate?.LaunchTemplateId ?? '';

describe('a Spot request', () => {
  it.each([['persistent', 'open', 1], ['one-time', 'closed', 0]] as const)('%s: after its machine has ended it is %s', async (Type, state, machines) => {
    const { ec2, pass } = await opened();
    await ec2.send(new RequestSpotInstancesCommand({ Type, LaunchSpecification }));
    pass(60);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: await running(ec2) }));
    pass(40);
    expect((await ec2.send(new DescribeSpotInstanceRequestsCommand({}))).SpotInstanceRequests?.map((r) => r.State)).toEqual([state]);
    pass(300);
    expect(await running(ec2)).toHaveLength(machines);
  });
  it('cancelled leaves its machine running, and launches nothing when that one ends', async () => {
    const { ec2, pass } = await opened();
    const { SpotInstanceRequests: [one] = [] } = await ec2.send(new RequestSpotInstancesCommand({ Type: 'persistent', LaunchSpecification }));
    pass(60);
    await ec2.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [one?.SpotInstanceRequestId ?? ''] }));
    const left = await running(ec2);
    expect(left).toHaveLength(1);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: left }));
    pass(600);
    expect(await running(ec2)).toEqual([]);
  });
});

describe('fleets', () => {
  it('a Spot Fleet replaces what ends; with a target of 0 and noTermination it leaves its machines; cancelled with them it ends them', async () => {
    const { ec2, pass } = await opened();
    const { SpotFleetRequestId = '' } = await ec2.send(new RequestSpotFleetCommand({ SpotFleetRequestConfig: { IamFleetRole: 'arn:aws:iam::111122223333:role/fleet', TargetCapacity: 2, LaunchSpecifications: [LaunchSpecification] } }));
    pass(60);
    const [first = ''] = await running(ec2);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    pass(300);
    expect(await running(ec2)).toHaveLength(2);
    await ec2.send(new ModifySpotFleetRequestCommand({ SpotFleetRequestId, TargetCapacity: 0, ExcessCapacityTerminationPolicy: 'noTermination' }));
    pass(300);
    expect(await running(ec2)).toHaveLength(2);
    await ec2.send(new CancelSpotFleetRequestsCommand({ SpotFleetRequestIds: [SpotFleetRequestId], TerminateInstances: true }));
    pass(300);
    expect(await running(ec2)).toEqual([]);
  });
  it('an instant EC2 Fleet launches at once and once, is shown by its id only, and is not deleted without its machines', async () => {
    const { ec2, pass } = await opened();
    const LaunchTemplateConfigs = [{ LaunchTemplateSpecification: { LaunchTemplateId: await template(ec2), Version: '$Latest' } }];
    const { FleetId = '', Instances } = await ec2.send(new CreateFleetCommand({ Type: 'instant', LaunchTemplateConfigs, TargetCapacitySpecification: { TotalTargetCapacity: 2, DefaultTargetCapacityType: 'on-demand' } }));
    expect(Instances?.[0]?.InstanceIds).toHaveLength(2);
    expect((await ec2.send(new DescribeFleetsCommand({}))).Fleets).toEqual([]);
    expect((await ec2.send(new DescribeFleetsCommand({ FleetIds: [FleetId] }))).Fleets).toHaveLength(1);
    expect((await refusal(ec2.send(new DeleteFleetsCommand({ FleetIds: [FleetId], TerminateInstances: false }))))[0]).toBe('InvalidParameterCombination');
    await ec2.send(new DeleteFleetsCommand({ FleetIds: [FleetId], TerminateInstances: true }));
    pass(300);
    expect(await running(ec2)).toEqual([]);
  });
});

describe('a launch template', () => {
  it('keeps its versions\' numbers for good, refuses to lose its default, and says what it did not delete', async () => {
    const { ec2 } = await opened();
    const LaunchTemplateId = await template(ec2);
    for (let n = 0; n < 2; n++) await ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, SourceVersion: '1', LaunchTemplateData: { InstanceType: 'g5.xlarge' } }));
    expect((await refusal(ec2.send(new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ['1'] }))))[0]).toBe('InvalidLaunchTemplateVersion.DefaultVersion');
    const deleted = await ec2.send(new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ['3', '9'] }));
    expect([deleted.SuccessfullyDeletedLaunchTemplateVersions?.length, deleted.UnsuccessfullyDeletedLaunchTemplateVersions?.[0]?.ResponseError?.Code]).toEqual([1, 'launchTemplateVersionDoesNotExist']);
    const { LaunchTemplateVersion: made } = await ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData: { InstanceType: 'm5.large' } }));
    expect(made?.VersionNumber).toBe(4);
    await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: '2' }));
    expect((await ec2.send(new DescribeLaunchTemplatesCommand({}))).LaunchTemplates?.[0]).toMatchObject({ DefaultVersionNumber: 2, LatestVersionNumber: 4 });
  });
  it('says what a launch leaves out, and its user data stands in no event', async () => {
    const { ec2, event } = await opened();
    const LaunchTemplateId = await template(ec2);
    const { Instances: [one] = [] } = await ec2.send(new RunInstancesCommand({ LaunchTemplate: { LaunchTemplateId }, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }));
    expect(one).toMatchObject({ ImageId: IMAGE, InstanceType: 't3.micro' });
    expect(JSON.stringify(event('CreateLaunchTemplate'))).not.toContain('IyEvYmluL3No');
  });
});

describe('an own image', () => {
  it('disabled is shared with nobody for good, and shown only where disabled ones are asked for', async () => {
    const { ec2, pass } = await opened();
    const { Instances: [one] = [] } = await ec2.send(new RunInstancesCommand({ ImageId: IMAGE, InstanceType: 'm5.large', MinCount: 1, MaxCount: 1 }));
    pass(60);
    const { ImageId = '' } = await ec2.send(new CreateImageCommand({ InstanceId: one?.InstanceId ?? '', Name: 'copy' }));
    await ec2.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ Group: 'all' }] } }));
    expect((await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }))).Images?.map((i) => i.Public)).toEqual([true]);
    await ec2.send(new DisableImageCommand({ ImageId }));
    expect((await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }))).Images).toEqual([]);
    expect((await ec2.send(new DescribeImagesCommand({ Owners: ['self'], IncludeDisabled: true }))).Images?.map((i) => [i.State, i.Public])).toEqual([['disabled', false]]);
  });
  it('needs its snapshots, and may be protected', async () => {
    const { ec2, pass } = await opened();
    const { Instances: [one] = [] } = await ec2.send(new RunInstancesCommand({ ImageId: IMAGE, InstanceType: 'm5.large', MinCount: 1, MaxCount: 1 }));
    pass(60);
    const { ImageId = '' } = await ec2.send(new CreateImageCommand({ InstanceId: one?.InstanceId ?? '', Name: 'copy' }));
    const SnapshotId = (await ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))).Images?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? '';
    expect((await refusal(ec2.send(new DeleteSnapshotCommand({ SnapshotId }))))[0]).toBe('InvalidSnapshot.InUse');
    await ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId }));
    expect((await refusal(ec2.send(new DeregisterImageCommand({ ImageId }))))[0]).toBe('OperationNotPermitted');
  });
});
