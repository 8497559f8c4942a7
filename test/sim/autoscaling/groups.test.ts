// Auto Scaling groups keep their size, whoever ends their machines, until they are told not to.
import {
  AutoScalingClient, CreateAutoScalingGroupCommand, CreateLaunchConfigurationCommand, DeleteAutoScalingGroupCommand, DeleteLaunchConfigurationCommand, DescribeAutoScalingGroupsCommand, PutScheduledUpdateGroupActionCommand,
  ResumeProcessesCommand, SuspendProcessesCommand, UpdateAutoScalingGroupCommand, type CreateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, DescribeInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const IMAGE = 'ami-0abcdef1234567890';
interface Grouped extends Opened { readonly scaling: AutoScalingClient }
/** A group `workers` of two, an hour old. */
async function grouped(more: Partial<CreateAutoScalingGroupCommandInput> = {}): Promise<Grouped> {
  const account = await opened();
  const scaling = new AutoScalingClient({ region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: account.world.endpoint.requestHandler() });
  await account.ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'workers', LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'm5.large' } }));
  await scaling.send(new CreateAutoScalingGroupCommand({ AutoScalingGroupName: 'workers', LaunchTemplate: { LaunchTemplateName: 'workers' }, MinSize: 1, MaxSize: 4, DesiredCapacity: 2, AvailabilityZones: ['us-east-1b'], ...more }));
  account.pass(3_600);
  return { ...account, scaling };
}
const running = async ({ ec2 }: Opened): Promise<string[]> =>
  ((await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['running', 'pending'] }] }))).Reservations ?? []).flatMap((r) => (r.Instances ?? []).flatMap((i) => i.InstanceId ?? []));
const group = async ({ scaling }: Grouped) => (await scaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['workers'] }))).AutoScalingGroups?.[0];
const name = { AutoScalingGroupName: 'workers' };

describe('a group', () => {
  it('starts its machines as its service-linked role, from its template, with tags that only AWS can set', async () => {
    const account = await grouped();
    const [first] = (await account.ec2.send(new DescribeInstancesCommand({}))).Reservations?.flatMap((r) => r.Instances ?? []) ?? [];
    expect(first).toMatchObject({ InstanceType: 'm5.large', Placement: { AvailabilityZone: 'us-east-1b' } });
    expect(first?.Tags?.map((t) => t.Key).sort()).toEqual(['aws:autoscaling:groupName', 'aws:ec2launchtemplate:id', 'aws:ec2launchtemplate:version']);
    expect(account.world.history.records().filter((e) => e.name === 'RunInstances').map((e) => [e.sourceIp, e.caller?.session?.issuerName])).toEqual([['autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling']]);
  });
  it('replaces what was terminated, and what stands still', async () => {
    const account = await grouped();
    const [first = '', second = ''] = await running(account);
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    account.pass(300);
    expect(await running(account)).toHaveLength(2);
    await account.ec2.send(new StopInstancesCommand({ InstanceIds: [second] }));
    account.pass(300);
    const now = await running(account);
    expect(now).toHaveLength(2);
    expect(now).not.toContain(second);
  });
  it('with Launch and Terminate suspended neither starts nor ends, whatever its size; resumed it does', async () => {
    const account = await grouped();
    const [first = ''] = await running(account);
    await account.scaling.send(new SuspendProcessesCommand(name));
    await account.scaling.send(new UpdateAutoScalingGroupCommand({ ...name, MinSize: 0, MaxSize: 0, DesiredCapacity: 0 }));
    account.pass(600);
    expect(await running(account)).toHaveLength(2);
    await account.scaling.send(new UpdateAutoScalingGroupCommand({ ...name, MinSize: 1, MaxSize: 4, DesiredCapacity: 2 }));
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    account.pass(600);
    expect(await running(account)).toHaveLength(1);
    await account.scaling.send(new ResumeProcessesCommand(name));
    account.pass(600);
    expect(await running(account)).toHaveLength(2);
  });
  it('made smaller ends its oldest machines', async () => {
    const account = await grouped();
    await account.scaling.send(new UpdateAutoScalingGroupCommand({ ...name, MinSize: 0, DesiredCapacity: 0 }));
    account.pass(600);
    expect(await running(account)).toEqual([]);
  });
});

describe('deleting a group', () => {
  it('is refused with machines in it, and with ForceDelete takes them along', async () => {
    const account = await grouped();
    expect((await refusal(account.scaling.send(new DeleteAutoScalingGroupCommand(name))))[0]).toBe('ResourceInUseFault');
    await account.scaling.send(new DeleteAutoScalingGroupCommand({ ...name, ForceDelete: true }));
    expect((await group(account))?.Status).toBe('Delete in progress');
    account.pass(600);
    expect(await group(account)).toBeUndefined();
    expect(await running(account)).toEqual([]);
  });
  it.each([['prevent-force-deletion', 'ValidationError', 'ResourceInUseFault'], ['prevent-all-deletion', 'ValidationError', 'ValidationError']] as const)('%s refuses it', async (DeletionProtection, forced, plain) => {
    const account = await grouped({ DeletionProtection });
    expect((await refusal(account.scaling.send(new DeleteAutoScalingGroupCommand({ ...name, ForceDelete: true }))))[0]).toBe(forced);
    expect((await refusal(account.scaling.send(new DeleteAutoScalingGroupCommand(name))))[0]).toBe(plain);
    await account.scaling.send(new UpdateAutoScalingGroupCommand({ ...name, DeletionProtection: 'none' }));
    await account.scaling.send(new DeleteAutoScalingGroupCommand({ ...name, ForceDelete: true }));
  });
});

describe('beside groups', () => {
  it('a one-time scheduled action changes the size at its time, unless the process is suspended', async () => {
    for (const suspended of [false, true]) {
      const account = await grouped();
      if (suspended) await account.scaling.send(new SuspendProcessesCommand({ ...name, ScalingProcesses: ['ScheduledActions'] }));
      await account.scaling.send(new PutScheduledUpdateGroupActionCommand({ ...name, ScheduledActionName: 'later', StartTime: new Date('2026-11-20T12:00:00Z'), DesiredCapacity: 4 }));
      account.pass(2 * 3_600 + 600);
      expect((await group(account))?.DesiredCapacity).toBe(suspended ? 2 : 4);
    }
  });
  it('a launch configuration that a group uses is not deleted', async () => {
    const account = await grouped();
    await account.scaling.send(new CreateLaunchConfigurationCommand({ LaunchConfigurationName: 'old', ImageId: IMAGE, InstanceType: 'm5.large' }));
    await account.scaling.send(new UpdateAutoScalingGroupCommand({ ...name, LaunchConfigurationName: 'old' }));
    const deletion = new DeleteLaunchConfigurationCommand({ LaunchConfigurationName: 'old' });
    expect((await refusal(account.scaling.send(deletion)))[0]).toBe('ResourceInUseFault');
  });
});
