// Network interfaces: shown, and given other groups one by one.
import { DescribeNetworkInterfacesCommand, ModifyNetworkInterfaceAttributeCommand, type DescribeNetworkInterfacesCommandInput, type ModifyNetworkInterfaceAttributeCommandInput, type NetworkInterface } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidCombination, need, needAll, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { nicView } from './nic-view.ts';
import { ec2Arn, inRegion, touches, type Ec2Service } from './operation.ts';
import { notBoth, paged } from './page.ts';
import type { Ec2Region, Nic } from './state.ts';
import { filterSet, idItems, returned } from './trail.ts';

const FILTERS: FilterTable<Nic> = {
  'network-interface-id': (n) => [n.id], 'vpc-id': (n) => [n.vpcId], 'subnet-id': (n) => [n.subnetId], 'availability-zone': (n) => [n.zone], 'group-id': (n) => n.groups, 'group-name': (n, region) => n.groups.map((g) => region.groups.get(g)?.name),
  'description': (n) => [n.description], 'mac-address': (n) => [n.mac], 'status': (n) => [n.attachment ? 'in-use' : 'available'], 'interface-type': () => ['interface'],
  'private-ip-address': (n) => [n.privateIp], 'addresses.private-ip-address': (n) => [n.privateIp], 'association.public-ip': (n) => [n.publicIp], 'addresses.association.public-ip': (n) => [n.publicIp],
  'attachment.instance-id': (n) => [n.attachment?.instanceId], 'attachment.attachment-id': (n) => [n.attachment?.id], 'attachment.device-index': (n) => [n.attachment?.index], 'attachment.status': (n) => [n.attachment && 'attached'], 'attachment.delete-on-termination': (n) => [n.attachment?.deleteOnTermination],
};

function describe(input: DescribeNetworkInterfacesCommandInput, region: Ec2Region, call: SimCall): { NetworkInterfaces: NetworkInterface[]; NextToken: string | undefined } {
  notBoth(input, input.NetworkInterfaceIds, 'networkInterfaceIdSet');
  const from = input.NetworkInterfaceIds?.length ? needAll('nic', region.nics, input.NetworkInterfaceIds) : region.nics.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, FILTERS, region, (n) => n.id), input, call, Boolean(input.NetworkInterfaceIds?.length));
  return { NetworkInterfaces: page.map((n) => nicView(call.account, region, n)), NextToken };
}

/** One attribute per call. Groups replace each other: there is always at least one, all of the interface's VPC. */
function modify(input: ModifyNetworkInterfaceAttributeCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const nic = need('nic', region.nics, input.NetworkInterfaceId);
  touches(call, 'NetworkInterface', nic.id);
  const given = [input.Groups?.length ? 'groupSet' : undefined, input.Attachment && 'attachment', input.SourceDestCheck && 'sourceDestCheck', input.Description && 'description'].filter((name) => name !== undefined);
  if (given.length !== 1) throw invalidCombination(given.length === 0 ? 'No attributes specified.' : `Fields for multiple attribute types specified: ${given.join(', ')}`);
  if (input.Groups?.length) setGroups(nic, input.Groups, region);
  else if (input.Attachment) keepOnTermination(nic, input);
  else if (input.Description) region.nics.set(nic.id, { ...nic, description: input.Description.Value ?? '' });
  return {};
}
function setGroups(nic: Nic, ids: readonly string[], region: Ec2Region): void {
  for (const id of ids) {
    const group = need('group', region.groups, id);
    if (group.vpcId !== nic.vpcId) throw other('InvalidParameter', `You have specified two resources that belong to different networks.`);
  }
  nic.groups = [...new Set(ids)];
}
function keepOnTermination(nic: Nic, { Attachment }: ModifyNetworkInterfaceAttributeCommandInput): void {
  if (nic.attachment?.id !== Attachment?.AttachmentId || !nic.attachment) throw other('InvalidAttachmentID.NotFound', `The attachment ID '${Attachment?.AttachmentId ?? ''}' does not exist`);
  if (Attachment?.DeleteOnTermination !== undefined) nic.attachment.deleteOnTermination = Attachment.DeleteOnTermination;
}

const request = (i: ModifyNetworkInterfaceAttributeCommandInput): unknown => ({
  networkInterfaceId: i.NetworkInterfaceId, groupSet: i.Groups?.length ? idItems(i.Groups, 'groupId') : undefined, description: i.Description && { value: i.Description.Value },
  attachment: i.Attachment && { attachmentId: i.Attachment.AttachmentId, deleteOnTermination: i.Attachment.DeleteOnTermination },
});

export const registerNics = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeNetworkInterfacesCommand, inRegion(describe), { trail: { request: (i) => ({ networkInterfaceIdSet: idItems(i.NetworkInterfaceIds, 'networkInterfaceId'), filterSet: filterSet(i.Filters) }) } })
  .on(ModifyNetworkInterfaceAttributeCommand, inRegion(modify), {
    resources: (i, call) => [ec2Arn(call, 'network-interface', i.NetworkInterfaceId ?? '*'), ...(i.Groups ?? []).map((id) => ec2Arn(call, 'security-group', id))], trail: { request, response: returned },
  });
