// Volumes: made, shown, attached, detached, deleted.
import {
  AttachVolumeCommand, CreateVolumeCommand, DeleteVolumeCommand, DescribeVolumesCommand, DetachVolumeCommand,
  type AttachVolumeCommandInput, type CreateVolumeCommandInput, type DeleteVolumeCommandInput, type DescribeVolumesCommandInput, type DetachVolumeCommandInput, type Volume as VolumeOutput, type VolumeAttachment,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { incorrectState, invalidValue, missing, need, needAll, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { visibleMachines } from './instance-life.ts';
import { ec2Arn, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, type Ec2Region, type Snapshot, type Volume } from './state.ts';
import { filterSet, idItems, lowered, returned, tagSpecificationSet } from './trail.ts';
import { encryptionOf, newVolume, volumeView } from './volume-view.ts';

const FILTERS: FilterTable<Volume> = {
  'volume-id': (v) => [v.id], 'status': (v) => [v.state], 'size': (v) => [v.size], 'volume-type': (v) => [v.type], 'availability-zone': (v) => [v.zone], 'snapshot-id': (v) => [v.snapshotId],
  'encrypted': (v) => [v.encrypted], 'create-time': (v) => [v.created.toISOString()],
  'attachment.instance-id': (v) => [v.attachment?.instanceId], 'attachment.device': (v) => [v.attachment?.device], 'attachment.status': (v) => [v.attachment && 'attached'], 'attachment.delete-on-termination': (v) => [v.attachment?.deleteOnTermination],
};

function describe(input: DescribeVolumesCommandInput, region: Ec2Region, call: SimCall): { Volumes: VolumeOutput[]; NextToken: string | undefined } {
  const from = input.VolumeIds?.length ? needAll('volume', region.volumes, input.VolumeIds) : region.volumes.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, FILTERS, region, (v) => v.id), input, call, Boolean(input.VolumeIds?.length));
  return { Volumes: page.map((v) => volumeView(region, v)), NextToken };
}

function create(input: CreateVolumeCommandInput, region: Ec2Region, call: SimCall): VolumeOutput {
  const source = input.SnapshotId === undefined ? undefined : need('snapshot', region.snapshots, input.SnapshotId);
  const asked = source?.encrypted === true ? { Encrypted: true, KmsKeyId: input.KmsKeyId ?? source.kmsKeyId } : input;
  const volume = newVolume(call, {
    size: sizeOf(input.Size, source), zone: zoneOf(input.AvailabilityZone, region), type: input.VolumeType ?? 'gp2', state: 'available',
    ...encryptionOf(asked, region, call), ...(source ? { snapshotId: source.id } : {}),
  });
  region.volumes.set(volume.id, volume);
  setTags(region, volume.id, input.TagSpecifications?.find((t) => t.ResourceType === 'volume')?.Tags);
  touches(call, 'Volume', volume.id);
  return { ...volumeView(region, volume), State: 'creating' };
}
function sizeOf(asked: number | undefined, source: Snapshot | undefined): number {
  const size = asked ?? source?.size;
  if (size === undefined) throw missing('size/snapshot');
  if (source && size < source.size) throw invalidValue(`The volume size is invalid: it is smaller than snapshot ${source.id}.`);
  return size;
}
function zoneOf(zone: string | undefined, region: Ec2Region): string {
  if (zone === undefined) throw missing('availabilityZone');
  if (![...region.subnets.values()].some((s) => s.zone === zone)) throw other('InvalidZone.NotFound', `The zone '${zone}' does not exist.`);
  return zone;
}

function attach(input: AttachVolumeCommandInput, region: Ec2Region, call: SimCall): VolumeAttachment {
  const volume = need('volume', region.volumes, input.VolumeId);
  const machine = need('instance', visibleMachines(call.account, region), input.InstanceId);
  if (volume.attachment) throw other('VolumeInUse', `${volume.id} is already attached to an instance`);
  if (volume.zone !== machine.zone) throw other('InvalidVolume.ZoneMismatch', `The volume '${volume.id}' is not in the same availability zone as instance '${machine.id}'`);
  if (machine.state !== 'running' && machine.state !== 'stopped') throw other('IncorrectState', `Instance '${machine.id}' is not 'running'.`);
  const device = input.Device ?? '';
  if ([...region.volumes.values()].some((v) => v.attachment?.instanceId === machine.id && v.attachment.device === device)) throw invalidValue(`Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`);
  volume.attachment = { instanceId: machine.id, device, at: call.now, deleteOnTermination: false };
  volume.state = 'in-use';
  touches(call, 'Volume', volume.id);
  touches(call, 'Instance', machine.id);
  return { VolumeId: volume.id, InstanceId: machine.id, Device: device, AttachTime: call.now, State: 'attaching', DeleteOnTermination: false };
}

function detach(input: DetachVolumeCommandInput, region: Ec2Region, call: SimCall): VolumeAttachment {
  const volume = need('volume', region.volumes, input.VolumeId);
  const { attachment } = volume;
  if (!attachment || (input.InstanceId !== undefined && input.InstanceId !== attachment.instanceId)) throw incorrectState(`Volume '${volume.id}' is in the 'available' state.`);
  const machine = region.machines.get(attachment.instanceId);
  if (machine && machine.rootDevice === attachment.device && machine.state !== 'stopped') throw other('OperationNotPermitted', `Unable to detach root volume '${volume.id}' from instance '${machine.id}'`);
  delete volume.attachment;
  volume.state = 'available';
  touches(call, 'Volume', volume.id);
  return { VolumeId: volume.id, InstanceId: attachment.instanceId, Device: attachment.device, AttachTime: attachment.at, State: 'detaching' };
}

function remove(input: DeleteVolumeCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const volume = need('volume', region.volumes, input.VolumeId);
  if (volume.attachment) throw other('VolumeInUse', `Volume ${volume.id} is currently attached to ${volume.attachment.instanceId}`);
  region.volumes.delete(volume.id);
  region.tags.delete(volume.id);
  touches(call, 'Volume', volume.id);
  return {};
}

const resources = (input: { readonly VolumeId?: string | undefined; readonly InstanceId?: string | undefined }, call: SimCall): string[] =>
  [ec2Arn(call, 'volume', input.VolumeId ?? '*'), ...(input.InstanceId === undefined ? [] : [ec2Arn(call, 'instance', input.InstanceId)])];
const attachRequest = (i: AttachVolumeCommandInput | DetachVolumeCommandInput): unknown => ({ volumeId: i.VolumeId, instanceId: i.InstanceId, device: i.Device });

export const registerVolumes = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeVolumesCommand, inRegion(describe), { trail: { request: (i) => ({ maxResults: i.MaxResults, volumeSet: idItems(i.VolumeIds, 'volumeId'), filterSet: filterSet(i.Filters) }) } })
  .on(CreateVolumeCommand, inRegion(create), { resources: (_, call) => ec2Arns(call, 'volume', undefined), trail: {
    request: (i) => ({ size: String(i.Size ?? ''), zone: i.AvailabilityZone, volumeType: i.VolumeType, snapshotId: i.SnapshotId, encrypted: i.Encrypted, clientToken: i.ClientToken, tagSpecificationSet: tagSpecificationSet(i.TagSpecifications) }), response: lowered } })
  .on(AttachVolumeCommand, inRegion(attach), { resources, trail: { request: attachRequest, response: lowered } })
  .on(DetachVolumeCommand, inRegion(detach), { resources, trail: { request: attachRequest, response: lowered } })
  .on(DeleteVolumeCommand, inRegion(remove), { resources, trail: { request: (i) => ({ volumeId: i.VolumeId }), response: returned } });
