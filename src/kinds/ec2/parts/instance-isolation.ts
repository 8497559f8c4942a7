// Cuts an instance off the network: every interface into a security group without rules, and back.
import {
  AuthorizeSecurityGroupEgressCommand, AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand, DeleteSecurityGroupCommand, DescribeSecurityGroupsCommand, ModifyNetworkInterfaceAttributeCommand,
  RevokeSecurityGroupEgressCommand, type EC2Client, type SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { ChangeAws } from '../../../aws/session.ts';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Call, JsonObject, Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';
import type { Instance, Interface } from './instance-view.ts';

export const ISOLATION_OPERATIONS: readonly Operation[] = [
  'ec2:CreateSecurityGroup', 'ec2:RevokeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:ModifyNetworkInterfaceAttribute', 'ec2:DeleteSecurityGroup',
];
export const READS_ISOLATION: readonly Operation[] = ['ec2:DescribeSecurityGroups'];

type Sort = 'closed' | 'open';
const part = (sort: Sort, vpcId: string): string => `${sort}-${vpcId}`;
const vpcsOf = (instance: Instance): readonly string[] => [...new Set(instance.interfaces.map((i) => i.vpcId))];
const nameOf = (token: string, sort: Sort): string => (sort === 'closed' ? token : `${token}-open`);

const creation = (token: string, sort: Sort, VpcId: string) => ({
  GroupName: nameOf(token, sort), Description: 'Made by aws-incident', VpcId, TagSpecifications: [{ ResourceType: 'security-group' as const, Tags: [{ Key: 'aws-incident', Value: token }] }],
});
const IPV4 = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const IPV6 = { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
const rule = (GroupId: string, permission: typeof IPV4 | typeof IPV6) => ({ GroupId, IpPermissions: [permission] });
const swap = (NetworkInterfaceId: string, Groups: readonly string[]) => ({ NetworkInterfaceId, Groups: [...Groups] });

/** `cut`: through an all-open group for a moment, which EC2 does not track, so that connections that are open now end too. */
export function isolationCalls(instance: Instance, cut: boolean): Call[] {
  const call = (operation: Operation, input: JsonObject): Call => ({ operation, region: instance.region, input });
  const made = (sort: Sort, vpcId: string): string => `‹made:${part(sort, vpcId)}›`;
  return [
    ...vpcsOf(instance).flatMap((vpc) => [
      call('ec2:CreateSecurityGroup', creation('‹token›', 'closed', vpc)),
      call('ec2:RevokeSecurityGroupEgress', rule(made('closed', vpc), IPV4)), call('ec2:RevokeSecurityGroupEgress', rule(made('closed', vpc), IPV6)),
      ...(cut ? [
        call('ec2:CreateSecurityGroup', creation('‹token›', 'open', vpc)),
        call('ec2:AuthorizeSecurityGroupIngress', rule(made('open', vpc), IPV4)), call('ec2:AuthorizeSecurityGroupIngress', rule(made('open', vpc), IPV6)),
        call('ec2:AuthorizeSecurityGroupEgress', rule(made('open', vpc), IPV6)),
      ] : []),
    ]),
    ...instance.interfaces.flatMap((nic) => [
      ...(cut ? [call('ec2:ModifyNetworkInterfaceAttribute', swap(nic.id, [made('open', nic.vpcId)]))] : []),
      call('ec2:ModifyNetworkInterfaceAttribute', swap(nic.id, [made('closed', nic.vpcId)])),
    ]),
    ...(cut ? vpcsOf(instance).map((vpc) => call('ec2:DeleteSecurityGroup', { GroupId: made('open', vpc) })) : []),
  ];
}

export function unisolationCalls(before: Instance, made: Readonly<Record<string, string>>): Call[] {
  const call = (operation: Operation, input: JsonObject): Call => ({ operation, region: before.region, input });
  return [
    ...before.interfaces.map((nic) => call('ec2:ModifyNetworkInterfaceAttribute', swap(nic.id, nic.groups))),
    ...groupsMade(before, made).map((GroupId) => call('ec2:DeleteSecurityGroup', { GroupId })),
  ];
}
const groupsMade = (instance: Instance, made: Readonly<Record<string, string>>): readonly string[] =>
  vpcsOf(instance).flatMap((vpc) => (['closed', 'open'] as const).flatMap((sort) => made[part(sort, vpc)] ?? []));

/** Behind closed groups, and the open group that it went through is gone. */
export const isIsolated = (now: Instance, made: Readonly<Record<string, string>>): boolean =>
  now.interfaces.every((nic) => isClosed(nic, made[part('closed', nic.vpcId)]) && made[part('open', nic.vpcId)] === made[removed(nic.vpcId)]);
const isClosed = ({ groups }: Interface, closed: string | undefined): boolean => groups.length === 1 && groups[0] === closed;
/** Written down when the open group of a VPC was deleted. */
const removed = (vpcId: string): string => `removed-${vpcId}`;

export async function isolate(aws: ChangeAws, instance: Instance, deed: Deed, cut: boolean): Promise<void> {
  const client = await aws.client('ec2');
  const groups = new Map<string, { readonly closed: string; readonly open: string | undefined }>();
  for (const vpc of vpcsOf(instance)) {
    const closed = await closedGroup(client, vpc, deed);
    const left = instance.interfaces.some((nic) => nic.vpcId === vpc && !isClosed(nic, closed));
    groups.set(vpc, { closed, open: cut && left ? await openGroup(client, vpc, deed) : undefined });
  }
  const openOf = (nic: Interface): string | undefined => groups.get(nic.vpcId)?.open;
  // A run cut off in the middle left an interface wide open: that one is closed before anything else.
  const ordered = [...instance.interfaces].sort((a, b) => Number(b.groups[0] === openOf(b)) - Number(a.groups[0] === openOf(a)));
  for (const [n, nic] of ordered.entries()) {
    await close(client, nic, groups.get(nic.vpcId)?.closed ?? '', openOf(nic));
    deed.progress(n + 1, ordered.length);
  }
  for (const vpc of vpcsOf(instance)) await removeOpen(client, vpc, deed);
}

/** Also where only its deletion was left to do. */
async function removeOpen(client: EC2Client, vpc: string, deed: Deed): Promise<void> {
  const GroupId = deed.made[part('open', vpc)];
  if (GroupId === undefined || deed.made[removed(vpc)] === GroupId) return;
  await ifThere(client.send(new DeleteSecurityGroupCommand({ GroupId })));
  await deed.making(removed(vpc), GroupId);
}

async function close(client: EC2Client, nic: Interface, closed: string, open: string | undefined): Promise<void> {
  if (isClosed(nic, closed)) return;
  const [only, ...more] = nic.groups;
  const isOpen = more.length === 0 && only === open;
  if (open !== undefined && !isOpen) await client.send(new ModifyNetworkInterfaceAttributeCommand(swap(nic.id, [open])));
  await client.send(new ModifyNetworkInterfaceAttributeCommand(swap(nic.id, [closed])));
}

/** The group of this deed: found by its name, which only this step uses, or made. A new group lets everything out, so it is closed first. */
async function closedGroup(client: EC2Client, vpc: string, deed: Deed): Promise<string> {
  const id = await groupOf(client, vpc, 'closed', deed);
  for (const permission of allowed(await groupById(client, id), 'IpPermissionsEgress')) await client.send(new RevokeSecurityGroupEgressCommand(rule(id, permission)));
  const { IpPermissions = [], IpPermissionsEgress = [] } = await groupById(client, id);
  if (IpPermissions.length + IpPermissionsEgress.length > 0) throw failed(say('The security group {{group}} should have no rules and has some, so no instance was put into it.', { group: id }));
  return id;
}

async function openGroup(client: EC2Client, vpc: string, deed: Deed): Promise<string> {
  const id = await groupOf(client, vpc, 'open', deed);
  const group = await groupById(client, id);
  const [inward, outward] = [allowed(group, 'IpPermissions'), allowed(group, 'IpPermissionsEgress')];
  for (const permission of [IPV4, IPV6]) {
    if (!inward.includes(permission)) await client.send(new AuthorizeSecurityGroupIngressCommand(rule(id, permission)));
  }
  if (!outward.includes(IPV6)) await client.send(new AuthorizeSecurityGroupEgressCommand(rule(id, IPV6)));
  return id;
}

async function groupOf(client: EC2Client, vpc: string, sort: Sort, deed: Deed): Promise<string> {
  const { SecurityGroups: [known] = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }, { Name: 'group-name', Values: [nameOf(deed.token, sort)] }] }));
  const id = known?.GroupId ?? (await client.send(new CreateSecurityGroupCommand(creation(deed.token, sort, vpc)))).GroupId ?? '';
  await deed.making(part(sort, vpc), id);
  return id;
}
const groupById = async (client: EC2Client, id: string): Promise<SecurityGroup> => (await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups?.[0] ?? {};

function allowed(group: SecurityGroup, direction: 'IpPermissions' | 'IpPermissionsEgress'): (typeof IPV4 | typeof IPV6)[] {
  const everything = (group[direction] ?? []).filter((p) => p.IpProtocol === '-1');
  return [
    ...(everything.some((p) => p.IpRanges?.some((r) => r.CidrIp === '0.0.0.0/0')) ? [IPV4] : []),
    ...(everything.some((p) => p.Ipv6Ranges?.some((r) => r.CidrIpv6 === '::/0')) ? [IPV6] : []),
  ];
}

export async function unisolate(aws: ChangeAws, before: Instance, made: Readonly<Record<string, string>>): Promise<void> {
  const client = await aws.client('ec2');
  for (const nic of before.interfaces) await client.send(new ModifyNetworkInterfaceAttributeCommand(swap(nic.id, nic.groups)));
  for (const GroupId of groupsMade(before, made)) await ifThere(client.send(new DeleteSecurityGroupCommand({ GroupId })));
}
