// Snapshots: made from a volume or from every volume of an instance, complete after a while, shown, copied, deleted.
import {
  CopySnapshotCommand, CreateSnapshotCommand, CreateSnapshotsCommand, DeleteSnapshotCommand, DescribeSnapshotsCommand,
  type CopySnapshotCommandInput, type CreateSnapshotCommandInput, type CreateSnapshotsCommandInput, type DeleteSnapshotCommandInput, type DescribeSnapshotsCommandInput, type Snapshot as SnapshotOutput, type SnapshotInfo, type TagSpecification,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { computeOf } from './compute-state.ts';
import { incorrectState, invalidCombination, missing, need, needAll, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { visibleMachines, volumesOf } from './instance-life.ts';
import { after, ec2Arn, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { ec2Region, setTags, tagList, type Ec2Region, type Snapshot, type Volume } from './state.ts';
import { filterSet, idItems, items, lowered, modern, returned, tagSpecificationSet } from './trail.ts';
import { defaultEbsKey, snapshotProgress, snapshotView } from './volume-view.ts';

/** Milliseconds of the account's clock: a minute, and two seconds more for each GiB. */
export const snapshotMs = (gib: number): number => 60_000 + gib * 2_000;

/** What AWS names as the volume of a copy. */
export const NO_VOLUME = 'vol-ffffffff';
export function newSnapshot(region: Ec2Region, call: SimCall, parts: Pick<Snapshot, 'volumeId' | 'size' | 'description' | 'encrypted'> & { readonly kmsKeyId?: string | undefined }): Snapshot {
  const { kmsKeyId, ...rest } = parts;
  const snapshot: Snapshot = { id: `snap-0${call.account.ids.hex(16)}`, ...rest, ...(kmsKeyId === undefined ? {} : { kmsKeyId }), started: call.now, completes: after(call.now, snapshotMs(parts.size)), sharedWith: new Set(), public: false };
  region.snapshots.set(snapshot.id, snapshot);
  touches(call, 'Snapshot', snapshot.id);
  return snapshot;
}
/** A snapshot of one volume, as it stands. */
export const snapshotOf = (region: Ec2Region, call: SimCall, volume: Volume, description: string | undefined): Snapshot =>
  newSnapshot(region, call, { volumeId: volume.id, size: volume.size, description: description ?? '', encrypted: volume.encrypted, kmsKeyId: volume.kmsKeyId });
const tagsFor = (specifications: readonly TagSpecification[] | undefined): TagSpecification['Tags'] => specifications?.find((t) => t.ResourceType === 'snapshot')?.Tags;

function createOne(input: CreateSnapshotCommandInput, region: Ec2Region, call: SimCall): SnapshotOutput {
  const volume = need('volume', region.volumes, input.VolumeId);
  const snapshot = snapshotOf(region, call, volume, input.Description);
  setTags(region, snapshot.id, tagsFor(input.TagSpecifications));
  touches(call, 'Volume', volume.id);
  return { ...snapshotView(call.account, region, snapshot), Progress: '' };
}

/** One crash-consistent moment for every volume of an instance, running or not. */
function createMany(input: CreateSnapshotsCommandInput, region: Ec2Region, call: SimCall): { Snapshots: SnapshotInfo[] } {
  const { InstanceId, ExcludeBootVolume, ExcludeDataVolumeIds = [] } = input.InstanceSpecification ?? {};
  const machine = need('instance', visibleMachines(call.account, region), InstanceId);
  if (machine.state === 'terminated' || machine.state === 'shutting-down') throw incorrectState(`The instance '${machine.id}' is not in a valid state for this operation.`);
  const volumes = volumesOf(region, machine.id).filter((v) => !(ExcludeBootVolume === true && v.attachment?.device === machine.rootDevice) && !ExcludeDataVolumeIds.includes(v.id));
  if (volumes.length === 0) throw invalidCombination('At least one volume must be included in the snapshot set.');
  touches(call, 'Instance', machine.id);
  return {
    Snapshots: volumes.map((volume) => {
      const snapshot = snapshotOf(region, call, volume, input.Description);
      if (input.CopyTagsFromSource === 'volume') setTags(region, snapshot.id, tagList(region, volume.id));
      setTags(region, snapshot.id, tagsFor(input.TagSpecifications));
      return {
        SnapshotId: snapshot.id, VolumeId: volume.id, VolumeSize: volume.size, StartTime: snapshot.started, Description: snapshot.description, OwnerId: call.account.id,
        Encrypted: volume.encrypted, State: 'pending', Progress: '', Tags: tagList(region, snapshot.id),
      };
    }),
  };
}

const filtersFor = (call: SimCall): FilterTable<Snapshot> => ({
  'snapshot-id': (s) => [s.id], 'volume-id': (s) => [s.volumeId], 'volume-size': (s) => [s.size], 'description': (s) => [s.description], 'encrypted': (s) => [s.encrypted], 'start-time': (s) => [s.started.toISOString()],
  'status': (s) => [snapshotProgress(s, call.account.now()).state], 'progress': (s) => [`${String(snapshotProgress(s, call.account.now()).percent)}%`], 'owner-id': () => [call.account.id], 'storage-tier': () => ['standard'],
});

/** The account's own; snapshots that others share with it, or with everybody, are not simulated. */
function describe(input: DescribeSnapshotsCommandInput, region: Ec2Region, call: SimCall): { Snapshots: SnapshotOutput[]; NextToken: string | undefined } {
  const own = !input.OwnerIds?.length || input.OwnerIds.includes('self') || input.OwnerIds.includes(call.account.id);
  const from = input.SnapshotIds?.length ? needAll('snapshot', region.snapshots, input.SnapshotIds) : [...region.snapshots.values()];
  const { page, NextToken } = paged(filtered(own ? from : [], input.Filters, filtersFor(call), region, (s) => s.id), input, call, Boolean(input.SnapshotIds?.length));
  return { Snapshots: page.map((s) => snapshotView(call.account, region, s)), NextToken };
}

function remove(input: DeleteSnapshotCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const snapshot = need('snapshot', region.snapshots, input.SnapshotId);
  const user = [...computeOf(call).images.values()].find((image) => image.disks.some((d) => d.snapshotId === snapshot.id));
  if (user) throw other('InvalidSnapshot.InUse', `The snapshot ${snapshot.id} is currently in use by ${user.id}`);
  region.snapshots.delete(snapshot.id);
  region.tags.delete(snapshot.id);
  touches(call, 'Snapshot', snapshot.id);
  return {};
}

/** Asked in the region that gets the copy. */
function copy(input: CopySnapshotCommandInput, region: Ec2Region, call: SimCall): { SnapshotId: string; Tags: { Key: string; Value: string }[] } {
  if (input.SourceRegion === undefined) throw missing('SourceRegion');
  const source = need('snapshot', ec2Region(call.account, input.SourceRegion).snapshots, input.SourceSnapshotId);
  if (snapshotProgress(source, call.account.now()).state !== 'completed') throw incorrectState(`The snapshot '${source.id}' is not in the 'completed' state.`);
  const encrypted = source.encrypted || input.Encrypted === true;
  const made = newSnapshot(region, call, { volumeId: NO_VOLUME, size: source.size, description: input.Description ?? `[Copied ${source.id} from ${input.SourceRegion}]`, encrypted, kmsKeyId: encrypted ? (input.KmsKeyId ?? defaultEbsKey(call)) : undefined });
  setTags(region, made.id, tagsFor(input.TagSpecifications));
  return { SnapshotId: made.id, Tags: tagList(region, made.id) };
}

const madeTrail = (i: CreateSnapshotCommandInput): unknown => ({ volumeId: i.VolumeId, description: i.Description, tagSpecificationSet: tagSpecificationSet(i.TagSpecifications) });

export const registerSnapshots = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateSnapshotCommand, inRegion(createOne), { resources: (i, call) => [ec2Arn(call, 'volume', i.VolumeId ?? '*'), ec2Arn(call, 'snapshot', '*')], trail: { request: madeTrail, response: lowered } })
  .on(CreateSnapshotsCommand, inRegion(createMany), { resources: (i, call) => [ec2Arn(call, 'instance', i.InstanceSpecification?.InstanceId ?? '*'), ec2Arn(call, 'volume', '*'), ec2Arn(call, 'snapshot', '*')], trail: modern('CreateSnapshots') })
  .on(DescribeSnapshotsCommand, inRegion(describe), { trail: { request: (i) => ({
    maxResults: i.MaxResults, snapshotSet: idItems(i.SnapshotIds, 'snapshotId'), ownersSet: items(i.OwnerIds, (owner) => ({ owner })), sharedUsersSet: items(i.RestorableByUserIds, (user) => ({ user })), filterSet: filterSet(i.Filters) }) } })
  .on(CopySnapshotCommand, inRegion(copy), { resources: (_, call) => ec2Arns(call, 'snapshot', undefined), trail: { request: (i) => ({ sourceRegion: i.SourceRegion, sourceSnapshotId: i.SourceSnapshotId, description: i.Description, encrypted: i.Encrypted, kmsKeyId: i.KmsKeyId }), response: lowered } })
  .on(DeleteSnapshotCommand, inRegion(remove), { resources: (i, call) => ec2Arns(call, 'snapshot', [i.SnapshotId]), trail: { request: (i) => ({ snapshotId: i.SnapshotId }), response: returned } });
