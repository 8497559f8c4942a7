// Images of the account's own: made from an instance or from snapshots, shared, disabled, deregistered. Any other id is described as Amazon's.
import {
  CopyImageCommand, CreateImageCommand, DeregisterImageCommand, DescribeImagesCommand, DisableImageCommand, DisableImageDeregistrationProtectionCommand, EnableImageCommand, EnableImageDeregistrationProtectionCommand, RegisterImageCommand,
  type CopyImageCommandInput, type CreateImageCommandInput, type DescribeImagesCommandInput, type Image, type RegisterImageCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { computeOf, computeRegion, type OwnImage } from './compute-state.ts';
import { missing, need, notPermitted, other, wellFormed } from './errors.ts';
import { filtered } from './filter.ts';
import { visibleMachines, volumesOf } from './instance-life.ts';
import { architecture } from './instance-type.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { newSnapshot, NO_VOLUME, snapshotOf } from './snapshots.ts';
import { ec2Region, setTags, tagList, type Ec2Region } from './state.ts';
import { filterSet, idItems, items, lowered, modern, returned } from './trail.ts';

type Parts = Pick<OwnImage, 'name' | 'description' | 'root' | 'architecture' | 'disks'> & Partial<OwnImage>;
function add(parts: Parts, input: Pick<CreateImageCommandInput, 'TagSpecifications'>, region: Ec2Region, call: SimCall): { ImageId: string } {
  const { images } = computeOf(call);
  if ([...images.values()].some((i) => i.name === parts.name)) throw other('InvalidAMIName.Duplicate', `AMI name ${parts.name} is already in use by AMI ${[...images.values()].find((i) => i.name === parts.name)?.id ?? ''}`);
  const made: OwnImage = { id: newId(call), created: call.now, sharedWith: new Set(), organizations: new Set(), public: false, state: 'available', kept: false, ...parts };
  images.set(made.id, made);
  setTags(region, made.id, input.TagSpecifications?.find((t) => t.ResourceType === 'image')?.Tags);
  touches(call, 'Ami', made.id);
  return { ImageId: made.id };
}

const newId = (call: SimCall): string => `ami-0${call.account.ids.hex(16)}`;
function create(input: CreateImageCommandInput, region: Ec2Region, call: SimCall): { ImageId: string } {
  if (input.Name === undefined) throw missing('name');
  const machine = need('instance', visibleMachines(call.account, region), input.InstanceId);
  const id = newId(call);
  const disks = volumesOf(region, machine.id).map((volume) => ({ device: volume.attachment?.device ?? '', snapshotId: snapshotOf(region, call, volume, `Created by CreateImage(${machine.id}) for ${id}`).id, size: volume.size }));
  touches(call, 'Instance', machine.id);
  return add({ id, name: input.Name, description: input.Description ?? '', root: machine.rootDevice, architecture: architecture(machine.type), sourceInstanceId: machine.id, disks }, input, region, call);
}

function register(input: RegisterImageCommandInput, region: Ec2Region, call: SimCall): { ImageId: string } {
  if (input.Name === undefined) throw missing('name');
  const disks = (input.BlockDeviceMappings ?? []).flatMap(({ DeviceName = '', Ebs }) => {
    if (Ebs?.SnapshotId === undefined) return [];
    const snapshot = need('snapshot', region.snapshots, Ebs.SnapshotId);
    return [{ device: DeviceName, snapshotId: snapshot.id, size: Ebs.VolumeSize ?? snapshot.size }];
  });
  return add({ name: input.Name, description: input.Description ?? '', root: input.RootDeviceName ?? '/dev/xvda', architecture: input.Architecture ?? 'x86_64', disks }, input, region, call);
}

/** Asked in the region that gets the copy. */
function copy(input: CopyImageCommandInput, region: Ec2Region, call: SimCall): { ImageId: string } {
  const from = input.SourceRegion ?? call.region;
  const source = computeRegion(call.account, from).images.get(wellFormed('image', input.SourceImageId));
  if (input.Name === undefined) throw missing('name');
  const id = newId(call);
  const disks = (source?.disks ?? []).map((disk) => {
    const { encrypted = false, kmsKeyId } = ec2Region(call.account, from).snapshots.get(disk.snapshotId) ?? {};
    const description = `Copied for DestinationAmi ${id} from SourceAmi ${source?.id ?? ''} for SourceSnapshot ${disk.snapshotId}. Task created on ${call.now.getTime().toLocaleString('en-US')}.`;
    return { ...disk, snapshotId: newSnapshot(region, call, { volumeId: NO_VOLUME, size: disk.size, description, encrypted, kmsKeyId }).id };
  });
  return add({ id, name: input.Name, description: input.Description ?? '', root: source?.root ?? '/dev/xvda', architecture: source?.architecture ?? 'x86_64', disks }, input, region, call);
}

/** An own image by its id. */
export function ownImage(call: SimCall, id: string | undefined): OwnImage {
  return need('image', computeOf(call).images, id);
}

function deregister(input: { readonly ImageId: string | undefined }, region: Ec2Region, call: SimCall): { Return: boolean } {
  const image = ownImage(call, input.ImageId);
  if (image.kept) throw notPermitted(`The image '${image.id}' has deregistration protection enabled and cannot be deregistered.`);
  computeOf(call).images.delete(image.id);
  region.tags.delete(image.id);
  touches(call, 'Ami', image.id);
  return { Return: true };
}

const set = (change: (image: OwnImage) => void) => (input: { readonly ImageId: string | undefined }, _: Ec2Region, call: SimCall): { Return: boolean } => {
  const image = ownImage(call, input.ImageId);
  change(image);
  touches(call, 'Ami', image.id);
  return { Return: true };
};
/** A disabled image loses every launch permission, for good. */
function disable(image: OwnImage): void {
  image.state = 'disabled';
  image.public = false;
  image.sharedWith.clear();
  image.organizations.clear();
}

const ownView = (image: OwnImage, region: Ec2Region, call: SimCall): Image => ({
  ImageId: image.id, Name: image.name, Description: image.description, ImageLocation: `${call.account.id}/${image.name}`, OwnerId: call.account.id, State: image.state, Public: image.public, CreationDate: image.created.toISOString(),
  Architecture: image.architecture as Image['Architecture'], ImageType: 'machine', Hypervisor: 'xen', VirtualizationType: 'hvm', RootDeviceType: 'ebs', RootDeviceName: image.root, PlatformDetails: 'Linux/UNIX', UsageOperation: 'RunInstances',
  DeregistrationProtection: image.kept ? 'enabled-without-cooldown' : 'disabled', Tags: tagList(region, image.id), ...(image.sourceInstanceId === undefined ? {} : { SourceInstanceId: image.sourceInstanceId }),
  BlockDeviceMappings: image.disks.map((d) => ({ DeviceName: d.device, Ebs: { SnapshotId: d.snapshotId, VolumeSize: d.size, VolumeType: 'gp3', DeleteOnTermination: true, Encrypted: false } })),
});
const amazons = (ImageId: string, call: SimCall): Image => ({
  ImageId, Name: `al2023-ami-${ImageId.slice(4)}`, ImageLocation: `amazon/al2023-ami-${ImageId.slice(4)}`, OwnerId: '137112412989', ImageOwnerAlias: 'amazon', State: 'available', Public: true, Architecture: 'x86_64', ImageType: 'machine',
  Hypervisor: 'xen', VirtualizationType: 'hvm', RootDeviceType: 'ebs', RootDeviceName: '/dev/xvda', CreationDate: new Date(call.account.now().getTime() - 90 * 86_400_000).toISOString(), BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, VolumeType: 'gp3', DeleteOnTermination: true } }],
});

/** Whose images were asked for, and disabled ones only where they were asked for, too. */
function candidates({ Owners, ImageIds, IncludeDisabled }: DescribeImagesCommandInput, region: Ec2Region, call: SimCall): Image[] {
  const { images } = computeOf(call);
  const own = [...images.values()].filter((i) => i.state !== 'disabled' || IncludeDisabled === true || ImageIds?.includes(i.id) === true).map((i) => ownView(i, region, call));
  const ids = ImageIds?.length ? ImageIds : [...new Set([...region.machines.values()].map((m) => m.imageId))];
  const others = ids.filter((id) => !images.has(wellFormed('image', id))).map((id) => amazons(id, call));
  const of = (owner: string): Image[] => (owner === 'self' || owner === call.account.id ? own : owner === 'amazon' ? others : []);
  return (Owners?.length ? Owners.flatMap(of) : [...own, ...others]).filter((i) => !ImageIds?.length || ImageIds.includes(i.ImageId ?? ''));
}
function describe(input: DescribeImagesCommandInput, region: Ec2Region, call: SimCall): { Images: Image[]; NextToken: string | undefined } {
  const shown = filtered(candidates(input, region, call), input.Filters, {
    'image-id': (i) => [i.ImageId], 'name': (i) => [i.Name], 'state': (i) => [i.State], 'is-public': (i) => [i.Public], 'architecture': (i) => [i.Architecture], 'owner-id': (i) => [i.OwnerId], 'block-device-mapping.snapshot-id': (i) => (i.BlockDeviceMappings ?? []).map((b) => b.Ebs?.SnapshotId),
  }, region, (i) => i.ImageId ?? '');
  // Without MaxResults AWS gives all of them at once.
  const { page, NextToken } = paged(shown, input, call, input.MaxResults === undefined, { least: 1 });
  return { Images: page, NextToken };
}

const resources = (input: { readonly ImageId?: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'image', [input.ImageId]);
const describeTrail = (i: DescribeImagesCommandInput): unknown => ({
  executableBySet: items(i.ExecutableUsers, (user) => ({ user })), imagesSet: idItems(i.ImageIds, 'imageId'), ownersSet: items(i.Owners, (owner) => ({ owner })), filterSet: filterSet(i.Filters),
});
const id = (i: { readonly ImageId?: string | undefined }): unknown => ({ imageId: i.ImageId });

export const registerImages = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateImageCommand, inRegion(create), { resources: (i, call) => [...ec2Arns(call, 'image', undefined), ...ec2Arns(call, 'instance', [i.InstanceId])], trail: { request: (i) => ({ instanceId: i.InstanceId, name: i.Name, description: i.Description, noReboot: i.NoReboot ?? false }), response: lowered } })
  .on(RegisterImageCommand, inRegion(register), { resources: (_, call) => ec2Arns(call, 'image', undefined), trail: { request: (i) => ({ name: i.Name, description: i.Description, rootDeviceName: i.RootDeviceName, blockDeviceMapping: items(i.BlockDeviceMappings, lowered) }), response: lowered } })
  .on(CopyImageCommand, inRegion(copy), { resources: (_, call) => ec2Arns(call, 'image', undefined), trail: { request: (i) => ({ sourceRegion: i.SourceRegion, sourceImageId: i.SourceImageId, name: i.Name }), response: lowered } })
  .on(DeregisterImageCommand, inRegion(deregister), { resources, trail: { request: id, response: returned } })
  .on(DisableImageCommand, inRegion(set(disable)), { resources, trail: modern('DisableImage') })
  .on(EnableImageCommand, inRegion(set((image) => { image.state = 'available'; })), { resources, trail: modern('EnableImage') })
  .on(EnableImageDeregistrationProtectionCommand, inRegion((input, _, call) => { ownImage(call, input.ImageId).kept = true; return { Return: 'enabled-without-cooldown' }; }), { resources, trail: modern('EnableImageDeregistrationProtection') })
  .on(DisableImageDeregistrationProtectionCommand, inRegion((input, _, call) => { ownImage(call, input.ImageId).kept = false; return { Return: 'disabled' }; }), { resources, trail: modern('DisableImageDeregistrationProtection') })
  .on(DescribeImagesCommand, inRegion(describe), { trail: { request: describeTrail } });
