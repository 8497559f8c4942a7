// Who may make volumes from a snapshot.
import { DescribeSnapshotAttributeCommand, ModifySnapshotAttributeCommand, type CreateVolumePermission, type DescribeSnapshotAttributeCommandInput, type ModifySnapshotAttributeCommandInput } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidCombination, invalidValue, need, other } from './errors.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import type { Ec2Region, Snapshot } from './state.ts';
import { items, returned } from './trail.ts';

function describe({ SnapshotId, Attribute }: DescribeSnapshotAttributeCommandInput, region: Ec2Region): { SnapshotId: string; CreateVolumePermissions?: CreateVolumePermission[]; ProductCodes?: [] } {
  const snapshot = need('snapshot', region.snapshots, SnapshotId);
  if (Attribute === 'productCodes') return { SnapshotId: snapshot.id, ProductCodes: [] };
  return { SnapshotId: snapshot.id, CreateVolumePermissions: [...(snapshot.public ? [{ Group: 'all' as const }] : []), ...[...snapshot.sharedWith].map((UserId) => ({ UserId }))] };
}

interface Wanted { readonly add: readonly CreateVolumePermission[]; readonly remove: readonly CreateVolumePermission[] }
function wanted(input: ModifySnapshotAttributeCommandInput): Wanted {
  const flat: CreateVolumePermission[] = [...(input.UserIds ?? []).map((UserId) => ({ UserId })), ...(input.GroupNames ?? []).map((Group) => ({ Group: Group as 'all' }))];
  const add = [...(input.CreateVolumePermission?.Add ?? []), ...(input.OperationType === 'add' ? flat : [])];
  const remove = [...(input.CreateVolumePermission?.Remove ?? []), ...(input.OperationType === 'remove' ? flat : [])];
  if (add.length + remove.length === 0) throw invalidCombination('No attributes specified.');
  return { add, remove };
}

function share(input: ModifySnapshotAttributeCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const snapshot = need('snapshot', region.snapshots, input.SnapshotId);
  const { add, remove } = wanted(input);
  for (const permission of add) mayShare(snapshot, permission);
  for (const { UserId, Group } of add) { if (UserId !== undefined) snapshot.sharedWith.add(UserId); if (Group === 'all') snapshot.public = true; }
  for (const { UserId, Group } of remove) { if (UserId !== undefined) snapshot.sharedWith.delete(UserId); if (Group === 'all') snapshot.public = false; }
  touches(call, 'Snapshot', snapshot.id);
  return {};
}

/** What the AWS-managed key encrypts cannot leave the account, and nothing encrypted can be public. */
function mayShare(snapshot: Snapshot, { UserId, Group }: CreateVolumePermission): void {
  if (UserId !== undefined && !/^\d{12}$/u.test(UserId)) throw invalidValue(`The user ID '${UserId}' is malformed`);
  if (Group === 'all' && snapshot.encrypted) throw other('OperationNotPermitted', `Encrypted snapshots cannot be shared publicly: ${snapshot.id}`);
  if (snapshot.kmsKeyId?.endsWith('alias/aws/ebs')) throw other('InvalidParameter', `Snapshot ${snapshot.id} is encrypted with the default EBS key and cannot be shared`);
}

const permissions = (list: readonly CreateVolumePermission[] | undefined): unknown => (list?.length ? items(list, (p) => ({ userId: p.UserId, group: p.Group })) : undefined);
const request = (input: ModifySnapshotAttributeCommandInput): unknown => {
  const { add, remove } = { add: input.CreateVolumePermission?.Add ?? [], remove: input.CreateVolumePermission?.Remove ?? [] };
  const flat = [...(input.UserIds ?? []).map((UserId) => ({ UserId })), ...(input.GroupNames ?? []).map((Group) => ({ Group: Group as 'all' }))];
  return {
    snapshotId: input.SnapshotId, attributeType: 'CREATE_VOLUME_PERMISSION',
    createVolumePermission: { add: permissions([...add, ...(input.OperationType === 'add' ? flat : [])]), remove: permissions([...remove, ...(input.OperationType === 'remove' ? flat : [])]) },
  };
};
const resources = (input: { readonly SnapshotId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'snapshot', [input.SnapshotId]);

export const registerSnapshotSharing = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeSnapshotAttributeCommand, inRegion(describe), { resources, trail: { request: (i) => ({ snapshotId: i.SnapshotId, attributeType: 'CREATE_VOLUME_PERMISSION' }) } })
  .on(ModifySnapshotAttributeCommand, inRegion(share), { resources, trail: { request, response: returned } });
