// Who may launch an image of the account's own.
import { DescribeImageAttributeCommand, ModifyImageAttributeCommand, ResetImageAttributeCommand, type DescribeImageAttributeCommandInput, type ImageAttribute, type LaunchPermission, type ModifyImageAttributeCommandInput } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import type { OwnImage } from './compute-state.ts';
import { invalidCombination, invalidValue, missing } from './errors.ts';
import { ownImage } from './images.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import type { Ec2Region } from './state.ts';
import { items, returned } from './trail.ts';

const permissionsOf = (image: OwnImage): LaunchPermission[] => [
  ...(image.public ? [{ Group: 'all' as const }] : []), ...[...image.sharedWith].map((UserId) => ({ UserId })), ...[...image.organizations].map((OrganizationArn) => ({ OrganizationArn })),
];
function describe({ ImageId, Attribute }: DescribeImageAttributeCommandInput, _: Ec2Region, call: SimCall): ImageAttribute {
  const image = ownImage(call, ImageId);
  switch (Attribute) {
    case undefined: throw missing('attribute');
    case 'launchPermission': return { ImageId: image.id, LaunchPermissions: permissionsOf(image) };
    case 'description': return { ImageId: image.id, Description: { Value: image.description } };
    default: return { ImageId: image.id };
  }
}

interface Wanted { readonly add: readonly LaunchPermission[]; readonly remove: readonly LaunchPermission[] }
/** Either the member LaunchPermission, or the flat parameters with an operation. */
function wanted(input: ModifyImageAttributeCommandInput): Wanted {
  const flat: LaunchPermission[] = [...(input.UserIds ?? []).map((UserId) => ({ UserId })), ...(input.UserGroups ?? []).map((Group) => ({ Group: Group as 'all' })), ...(input.OrganizationArns ?? []).map((OrganizationArn) => ({ OrganizationArn }))];
  return {
    add: [...(input.LaunchPermission?.Add ?? []), ...(input.OperationType === 'add' ? flat : [])],
    remove: [...(input.LaunchPermission?.Remove ?? []), ...(input.OperationType === 'remove' ? flat : [])],
  };
}

function modify(input: ModifyImageAttributeCommandInput, _: Ec2Region, call: SimCall): Record<string, never> {
  const image = ownImage(call, input.ImageId);
  const { add, remove } = wanted(input);
  if (add.length + remove.length === 0) throw invalidCombination('No attributes specified.');
  for (const { UserId } of add) if (UserId !== undefined && !/^\d{12}$/u.test(UserId)) throw invalidValue(`Invalid value '${UserId}' for user id.`);
  for (const { UserId, Group, OrganizationArn } of add) { if (UserId !== undefined) image.sharedWith.add(UserId); if (Group === 'all') image.public = true; if (OrganizationArn !== undefined) image.organizations.add(OrganizationArn); }
  for (const { UserId, Group, OrganizationArn } of remove) { if (UserId !== undefined) image.sharedWith.delete(UserId); if (Group === 'all') image.public = false; if (OrganizationArn !== undefined) image.organizations.delete(OrganizationArn); }
  touches(call, 'Ami', image.id);
  return {};
}

function reset(input: { readonly ImageId: string | undefined }, _: Ec2Region, call: SimCall): Record<string, never> {
  const image = ownImage(call, input.ImageId);
  image.public = false;
  image.sharedWith.clear();
  image.organizations.clear();
  touches(call, 'Ami', image.id);
  return {};
}

const list = (permissions: readonly LaunchPermission[]): unknown => (permissions.length === 0 ? undefined : items(permissions, (p) => ({ userId: p.UserId, group: p.Group, organizationArn: p.OrganizationArn })));
const request = (input: ModifyImageAttributeCommandInput): unknown => {
  const { add, remove } = wanted(input);
  return { imageId: input.ImageId, attributeType: 'launchPermission', launchPermission: { add: list(add), remove: list(remove) } };
};
const resources = (input: { readonly ImageId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'image', [input.ImageId]);

export const registerImageSharing = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeImageAttributeCommand, inRegion(describe), { resources, trail: { request: (i) => ({ imageId: i.ImageId, attributeType: i.Attribute }) } })
  .on(ModifyImageAttributeCommand, inRegion(modify), { resources, trail: { request, response: returned } })
  .on(ResetImageAttributeCommand, inRegion(reset), { resources, trail: { request: (i) => ({ imageId: i.ImageId }), response: returned } });
