// Volumes and snapshots, as BEHAVIOUR.md says.
import {
  CopySnapshotCommand, CreateSnapshotCommand, CreateSnapshotsCommand, CreateVolumeCommand, DeleteSnapshotCommand, DeleteVolumeCommand, DescribeSnapshotAttributeCommand, DescribeSnapshotsCommand, DescribeVolumesCommand, DetachVolumeCommand, ModifySnapshotAttributeCommand,
  RunInstancesCommand, TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { opened, refusal, type Opened } from './opened.ts';

async function machine({ ec2, pass }: Opened): Promise<{ id: string; volumes: string[] }> {
  const { Instances } = await ec2.send(new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 30, DeleteOnTermination: false } }] }));
  pass(20);
  const { Volumes } = await ec2.send(new DescribeVolumesCommand({}));
  return { id: Instances?.[0]?.InstanceId ?? '', volumes: (Volumes ?? []).map((v) => v.VolumeId ?? '') };
}

describe('volumes', () => {
  it('in use cannot be deleted, nor a root volume be detached while its instance runs', async () => {
    const account = await opened();
    const { id, volumes: [root = '', data = ''] } = await machine(account);
    expect(await refusal(account.ec2.send(new DeleteVolumeCommand({ VolumeId: data })))).toEqual(['VolumeInUse', `Volume ${data} is currently attached to ${id}`, 400]);
    expect((await refusal(account.ec2.send(new DetachVolumeCommand({ VolumeId: root }))))[0]).toBe('OperationNotPermitted');
    await account.ec2.send(new DetachVolumeCommand({ VolumeId: data }));
    await account.ec2.send(new DeleteVolumeCommand({ VolumeId: data }));
    expect((await refusal(account.ec2.send(new DeleteVolumeCommand({ VolumeId: data }))))[0]).toBe('InvalidVolume.NotFound');
  });

  it('live in one zone of the region', async () => {
    const { ec2 } = await opened();
    expect((await refusal(ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1z', Size: 1 }))))[0]).toBe('InvalidZone.NotFound');
  });
});

describe('snapshots', () => {
  it('of every volume of an instance are made at one moment, tagged, and complete later', async () => {
    const account = await opened();
    const { id, volumes } = await machine(account);
    const { Snapshots = [] } = await account.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: id }, Description: 'evidence', TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'aws-incident', Value: 'step-1' }] }] }));
    expect(Snapshots.map((s) => [s.VolumeId, s.State])).toEqual(volumes.map((v) => [v, 'pending']));
    const mine = { Filters: [{ Name: 'tag:aws-incident', Values: ['step-1'] }], OwnerIds: ['self'] };
    account.pass(30);
    const half = (await account.ec2.send(new DescribeSnapshotsCommand(mine))).Snapshots ?? [];
    expect(half.map((s) => [s.State, s.Progress])).toEqual([['pending', '39%'], ['pending', '25%']]);
    account.pass(600);
    const whole = (await account.ec2.send(new DescribeSnapshotsCommand({ ...mine, MaxResults: 5 }))).Snapshots ?? [];
    expect(whole.map((s) => [s.State, s.Progress, s.Description])).toEqual([['completed', '100%', 'evidence'], ['completed', '100%', 'evidence']]);
    expect(account.event('CreateSnapshots')['request']).toMatchObject({ CreateSnapshotsRequest: { Description: 'evidence', InstanceSpecification: { InstanceId: id } } });
    expect(account.event('CreateSnapshots')['response']).toMatchObject({ CreateSnapshotsResponse: { snapshots: { items: [{ state: 'pending' }, { state: 'pending' }] } } });
  });

  it('can leave the root volume out, and are not made of an instance that has ended', async () => {
    const account = await opened();
    const { id, volumes: [, data] } = await machine(account);
    const { Snapshots } = await account.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: id, ExcludeBootVolume: true } }));
    expect(Snapshots?.map((s) => s.VolumeId)).toEqual([data]);
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    account.pass(60);
    expect((await refusal(account.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: id } }))))[0]).toBe('IncorrectState');
  });

  it('outlive their volume, come in pages, and are gone when deleted', async () => {
    const account = await opened({ behaviour: { pageSize: 2 } });
    const { VolumeId } = await account.ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 4 }));
    for (let i = 0; i < 3; i++) await account.ec2.send(new CreateSnapshotCommand({ VolumeId }));
    await account.ec2.send(new DeleteVolumeCommand({ VolumeId }));
    const first = await account.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults: 5 }));
    const second = await account.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults: 5, NextToken: first.NextToken }));
    expect([first.Snapshots?.length, second.Snapshots?.length, second.NextToken]).toEqual([2, 1, undefined]);
    const SnapshotId = second.Snapshots?.[0]?.SnapshotId;
    await account.ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
    expect((await refusal(account.ec2.send(new DeleteSnapshotCommand({ SnapshotId }))))[0]).toBe('InvalidSnapshot.NotFound');
  });

  it('are shared with accounts or everybody, and not when the AWS key encrypts them', async () => {
    const account = await opened();
    const snapshot = async (Encrypted: boolean): Promise<string> => {
      const { VolumeId } = await account.ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 4, Encrypted }));
      return (await account.ec2.send(new CreateSnapshotCommand({ VolumeId }))).SnapshotId ?? '';
    };
    const SnapshotId = await snapshot(false);
    await account.ec2.send(new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: '444455556666' }, { Group: 'all' }] } }));
    const shared = (): Promise<unknown> => account.ec2.send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' })).then((o) => o.CreateVolumePermissions ?? []);
    expect(await shared()).toEqual([{ Group: 'all' }, { UserId: '444455556666' }]);
    expect(account.event('ModifySnapshotAttribute')['request']).toEqual({ snapshotId: SnapshotId, attributeType: 'CREATE_VOLUME_PERMISSION', createVolumePermission: { add: { items: [{ userId: '444455556666' }, { group: 'all' }] } } });
    await account.ec2.send(new ModifySnapshotAttributeCommand({ SnapshotId, OperationType: 'remove', UserIds: ['444455556666'], GroupNames: ['all'] }));
    expect(await shared()).toEqual([]);
    expect((await refusal(account.ec2.send(new ModifySnapshotAttributeCommand({ SnapshotId: await snapshot(true), CreateVolumePermission: { Add: [{ UserId: '444455556666' }] } }))))[0]).toBe('InvalidParameter');
  });

  it('are copied into the region that is asked, once they are complete', async () => {
    const account = await opened();
    const { VolumeId } = await account.ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 4 }));
    const { SnapshotId } = await account.ec2.send(new CreateSnapshotCommand({ VolumeId }));
    const west = account.ec2In('us-west-2');
    const copy = (): Promise<unknown> => west.send(new CopySnapshotCommand({ SourceRegion: 'us-east-1', SourceSnapshotId: SnapshotId }));
    expect((await refusal(copy()))[0]).toBe('IncorrectState');
    account.pass(120);
    await copy();
    expect((await west.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }))).Snapshots?.[0]?.Description).toBe(`[Copied ${SnapshotId ?? ''} from us-east-1]`);
  });
});
