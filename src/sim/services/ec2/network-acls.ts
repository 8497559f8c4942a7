// Network ACLs: numbered entries for each direction, the last of which denies what is left.
import {
  CreateNetworkAclEntryCommand, DeleteNetworkAclEntryCommand, DescribeNetworkAclsCommand, ReplaceNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput, type DeleteNetworkAclEntryCommandInput, type DescribeNetworkAclsCommandInput, type NetworkAcl, type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidValue, missing, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { asked, older, wanted } from './network-errors.ts';
import { networkOf, type Acl, type AclEntry } from './network-room.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { tagList, type Ec2Region } from './state.ts';

const LAST = 32_767;
const FILTERS: FilterTable<Acl> = { 'network-acl-id': (a) => [a.id], 'vpc-id': (a) => [a.vpcId], 'default': (a) => [a.isDefault] };

const entryView = (e: AclEntry): NetworkAclEntry => ({
  Egress: e.egress, RuleNumber: e.number, Protocol: e.protocol, RuleAction: e.action, CidrBlock: e.cidr, Ipv6CidrBlock: e.cidr6,
  PortRange: e.from === undefined ? undefined : { From: e.from, To: e.to }, IcmpTypeCode: e.icmpType === undefined ? undefined : { Type: e.icmpType, Code: e.icmpCode },
});
function describe(input: DescribeNetworkAclsCommandInput, region: Ec2Region, call: SimCall): { NetworkAcls: NetworkAcl[]; NextToken: string | undefined } {
  const all = filtered(asked('acl', networkOf(call).acls, input.NetworkAclIds), input.Filters, FILTERS, region, (a) => a.id);
  const { page, NextToken } = paged(all, input, call, Boolean(input.NetworkAclIds?.length));
  return { NetworkAcls: page.map((a) => ({ NetworkAclId: a.id, VpcId: a.vpcId, IsDefault: a.isDefault, OwnerId: call.account.id, Associations: [], Entries: a.entries.map(entryView), Tags: tagList(region, a.id) })), NextToken };
}

function entryOf(i: CreateNetworkAclEntryCommandInput): AclEntry {
  const { Egress: egress, RuleNumber: number, Protocol: protocol, RuleAction: action } = i;
  if (egress === undefined || number === undefined || protocol === undefined || action === undefined) throw missing('ruleNumber, protocol, ruleAction, egress');
  if (number < 1 || number > 32_766) throw invalidValue(`Value (${String(number)}) for parameter ruleNumber is invalid.`);
  if ((i.CidrBlock === undefined) === (i.Ipv6CidrBlock === undefined)) throw missing('cidrBlock');
  if (['6', '17', 'tcp', 'udp'].includes(protocol) && i.PortRange === undefined) throw missing('portRange');
  const rest = { cidr: i.CidrBlock, cidr6: i.Ipv6CidrBlock, from: i.PortRange?.From, to: i.PortRange?.To, icmpType: i.IcmpTypeCode?.Type, icmpCode: i.IcmpTypeCode?.Code };
  return { egress, number, protocol, action, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) };
}
const inOrder = (entries: readonly AclEntry[]): AclEntry[] => [...entries].sort((a, b) => Number(a.egress) - Number(b.egress) || a.number - b.number);

/** A number stands once in each direction. */
const put = (replaces: boolean) => (input: CreateNetworkAclEntryCommandInput, _: Ec2Region, call: SimCall): Record<string, never> => {
  const acl = wanted('acl', networkOf(call).acls, input.NetworkAclId);
  const entry = entryOf(input);
  const old = acl.entries.find((e) => e.egress === entry.egress && e.number === entry.number);
  if (!replaces && old) throw other('NetworkAclEntryAlreadyExists', `The network acl entry identified by ${String(entry.number)} already exists.`);
  if (replaces && !old) throw noEntry(acl, entry.number);
  acl.entries = inOrder([...acl.entries.filter((e) => e !== old), entry]);
  touches(call, 'NetworkAcl', acl.id);
  return {};
};
const noEntry = (acl: Acl, number: number): Error => other('InvalidNetworkAclEntry.NotFound', `The network acl entry identified by ${String(number)} does not exist in ${acl.id}.`);
function remove({ NetworkAclId, RuleNumber = 0, Egress }: DeleteNetworkAclEntryCommandInput, _: Ec2Region, call: SimCall): Record<string, never> {
  const acl = wanted('acl', networkOf(call).acls, NetworkAclId);
  const old = acl.entries.find((e) => e.egress === Egress && e.number === RuleNumber && e.number !== LAST);
  if (!old) throw noEntry(acl, RuleNumber);
  acl.entries = acl.entries.filter((e) => e !== old);
  touches(call, 'NetworkAcl', acl.id);
  return {};
}

/** CloudTrail calls the protocol `aclProtocol`. */
const entryTrail = {
  request: ({ Protocol, ...rest }: CreateNetworkAclEntryCommandInput): unknown => ({ ...(older.request(rest) as object), aclProtocol: Protocol }),
  response: older.response,
};
const resources = (input: { readonly NetworkAclId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'network-acl', [input.NetworkAclId]);
export const registerNetworkAcls = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeNetworkAclsCommand, inRegion(describe), { trail: { request: older.request } })
  .on(CreateNetworkAclEntryCommand, inRegion(put(false)), { resources, trail: entryTrail })
  .on(ReplaceNetworkAclEntryCommand, inRegion(put(true)), { resources, trail: entryTrail })
  .on(DeleteNetworkAclEntryCommand, inRegion(remove), { resources, trail: older });
