// Elastic IP addresses: allocated, put on an interface, offered to another account, released.
import {
  AllocateAddressCommand, AssociateAddressCommand, DescribeAddressesCommand, DescribeAddressTransfersCommand, DisableAddressTransferCommand, DisassociateAddressCommand, EnableAddressTransferCommand, ReleaseAddressCommand,
  type Address as AddressOutput, type AddressTransfer, type AllocateAddressCommandInput, type AssociateAddressCommandInput, type DescribeAddressesCommandInput, type DescribeAddressTransfersCommandInput, type DisableAddressTransferCommandInput,
  type DisassociateAddressCommandInput, type EnableAddressTransferCommandInput, type ReleaseAddressCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidValue, missing, need, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { nextPublicIp } from './instance-life.ts';
import { asked, older, wanted } from './network-errors.ts';
import { networkOf, type Address } from './network-room.ts';
import { after, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region, type Nic } from './state.ts';
import { filterSet, idItems, modern } from './trail.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST = 5;

const nicOf = (region: Ec2Region, address: Address): Nic | undefined => (address.nicId === undefined ? undefined : region.nics.get(address.nicId));
const FILTERS: FilterTable<Address> = { 'allocation-id': (a) => [a.id], 'public-ip': (a) => [a.publicIp], 'association-id': (a) => [a.associationId], 'domain': () => ['vpc'], 'network-interface-id': (a) => [a.nicId] };

function view(region: Ec2Region, call: SimCall, address: Address): AddressOutput {
  const nic = nicOf(region, address);
  return {
    AllocationId: address.id, PublicIp: address.publicIp, Domain: 'vpc', NetworkBorderGroup: region.name, PublicIpv4Pool: 'amazon', Tags: tagList(region, address.id),
    ...(nic ? { AssociationId: address.associationId, NetworkInterfaceId: nic.id, NetworkInterfaceOwnerId: call.account.id, PrivateIpAddress: nic.privateIp, InstanceId: nic.attachment?.instanceId } : {}),
  };
}
function describe(input: DescribeAddressesCommandInput, region: Ec2Region, call: SimCall): { Addresses: AddressOutput[] } {
  const from = asked('address', networkOf(call).addresses, input.AllocationIds).filter((a) => !input.PublicIps?.length || input.PublicIps.includes(a.publicIp));
  return { Addresses: filtered(from, input.Filters, FILTERS, region, (a) => a.id).map((a) => view(region, call, a)) };
}

function allocate(input: AllocateAddressCommandInput, region: Ec2Region, call: SimCall): { PublicIp: string; AllocationId: string; Domain: 'vpc'; NetworkBorderGroup: string; PublicIpv4Pool: string } {
  const { addresses } = networkOf(call);
  if (addresses.size >= MOST) throw other('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
  const address: Address = { id: `eipalloc-0${call.account.ids.hex(16)}`, publicIp: nextPublicIp(call.account) };
  addresses.set(address.id, address);
  setTags(region, address.id, input.TagSpecifications?.find((t) => t.ResourceType === 'elastic-ip')?.Tags);
  touches(call, 'EIP', address.publicIp);
  return { PublicIp: address.publicIp, AllocationId: address.id, Domain: 'vpc', NetworkBorderGroup: region.name, PublicIpv4Pool: 'amazon' };
}

function associate(input: AssociateAddressCommandInput, region: Ec2Region, call: SimCall): { AssociationId: string } {
  const address = wanted('address', networkOf(call).addresses, input.AllocationId);
  const nic = input.NetworkInterfaceId === undefined ? [...region.nics.values()].find((n) => n.attachment?.instanceId === input.InstanceId && n.attachment?.index === 0) : need('nic', region.nics, input.NetworkInterfaceId);
  if (!nic) throw other('InvalidInstanceID.NotFound', `The instance ID '${input.InstanceId ?? ''}' does not exist`);
  if (nicOf(region, address) && address.nicId !== nic.id && input.AllowReassociation !== true) throw other('Resource.AlreadyAssociated', `resource ${address.id} is already associated with associate-id ${address.associationId ?? ''}`);
  leave(region, address);
  address.nicId = nic.id;
  address.associationId = `eipassoc-0${call.account.ids.hex(16)}`;
  nic.publicIp = address.publicIp;
  return { AssociationId: address.associationId };
}
function leave(region: Ec2Region, address: Address): void {
  const nic = nicOf(region, address);
  if (nic?.publicIp === address.publicIp) delete nic.publicIp;
  delete address.nicId;
  delete address.associationId;
}
function disassociate({ AssociationId }: DisassociateAddressCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const address = [...networkOf(call).addresses.values()].find((a) => a.associationId !== undefined && a.associationId === AssociationId);
  if (!address) throw other('InvalidAssociationID.NotFound', `The association ID '${AssociationId ?? ''}' does not exist`);
  leave(region, address);
  return {};
}
function release({ AllocationId }: ReleaseAddressCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const { addresses } = networkOf(call);
  const address = wanted('address', addresses, AllocationId);
  if (nicOf(region, address)) throw other('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
  addresses.delete(address.id);
  region.tags.delete(address.id);
  touches(call, 'EIP', address.publicIp);
  return {};
}

const transferOf = ({ id, publicIp }: Address, { to, expires }: { readonly to: string; readonly expires: Date }, status: 'pending' | 'disabled'): AddressTransfer =>
  ({ AllocationId: id, PublicIp: publicIp, TransferAccountId: to, TransferOfferExpirationTimestamp: expires, AddressTransferStatus: status });
/** An offer that nobody took is over after seven days. */
const pending = (addresses: Iterable<Address>, now: Date): AddressTransfer[] => [...addresses].flatMap((a) => (a.transfer && a.transfer.expires > now ? [transferOf(a, a.transfer, 'pending')] : []));

function describeTransfers(input: DescribeAddressTransfersCommandInput, _: Ec2Region, call: SimCall): { AddressTransfers: AddressTransfer[]; NextToken: string | undefined } {
  const { page, NextToken } = paged(pending(asked('address', networkOf(call).addresses, input.AllocationIds), call.now), input, call);
  return { AddressTransfers: page, NextToken };
}
function enableTransfer({ AllocationId, TransferAccountId: to }: EnableAddressTransferCommandInput, _: Ec2Region, call: SimCall): { AddressTransfer: AddressTransfer } {
  const address = wanted('address', networkOf(call).addresses, AllocationId);
  if (to === undefined) throw missing('transferAccountId');
  if (!/^\d{12}$/u.test(to) || to === call.account.id) throw invalidValue(`Value (${to}) for parameter transferAccountId is invalid.`);
  address.transfer = { to, expires: after(call.now, WEEK_MS) };
  touches(call, 'EIP', address.publicIp);
  return { AddressTransfer: transferOf(address, address.transfer, 'pending') };
}
function disableTransfer({ AllocationId }: DisableAddressTransferCommandInput, _: Ec2Region, call: SimCall): { AddressTransfer: AddressTransfer } {
  const address = wanted('address', networkOf(call).addresses, AllocationId);
  if (!address.transfer) throw invalidValue(`There is no transfer of ${address.id}.`);
  const ended = transferOf(address, address.transfer, 'disabled');
  delete address.transfer;
  touches(call, 'EIP', address.publicIp);
  return { AddressTransfer: ended };
}

const resources = (input: { readonly AllocationId?: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'elastic-ip', [input.AllocationId]);

export const registerAddresses = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeAddressesCommand, inRegion(describe), { trail: { request: (i) => ({ publicIpsSet: idItems(i.PublicIps, 'publicIp'), filterSet: filterSet(i.Filters), allocationIdsSet: idItems(i.AllocationIds, 'allocationId') }) } })
  .on(AllocateAddressCommand, inRegion(allocate), { trail: older })
  .on(AssociateAddressCommand, inRegion(associate), { resources, trail: older })
  .on(DisassociateAddressCommand, inRegion(disassociate), { trail: older })
  .on(ReleaseAddressCommand, inRegion(release), { resources, trail: older })
  .on(DescribeAddressTransfersCommand, inRegion(describeTransfers), { trail: { request: modern('DescribeAddressTransfers').request } })
  .on(EnableAddressTransferCommand, inRegion(enableTransfer), { resources, trail: modern('EnableAddressTransfer') })
  .on(DisableAddressTransferCommand, inRegion(disableTransfer), { resources, trail: modern('DisableAddressTransfer') });
