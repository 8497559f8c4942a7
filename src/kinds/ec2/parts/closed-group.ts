// A security group without rules, made by a deed and known by its name: what is put into it is reached by nothing and reaches nothing.
import { CreateSecurityGroupCommand, DeleteSecurityGroupCommand, DescribeSecurityGroupsCommand, RevokeSecurityGroupEgressCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Call, Operation, Region } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';

export const CLOSED_GROUP_OPERATIONS: readonly Operation[] = ['ec2:CreateSecurityGroup', 'ec2:RevokeSecurityGroupEgress', 'ec2:DeleteSecurityGroup'];
export const READS_CLOSED_GROUP: readonly Operation[] = ['ec2:DescribeSecurityGroups'];

// A new group lets everything out, by IPv6 only in a VPC that has it.
const OUT = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }, { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }];
const PART = 'closed-group';
const creation = (token: string, VpcId: string) => ({ GroupName: `${token}-closed`, Description: 'No traffic: closed by aws-incident', VpcId });

export const closedGroupCalls = (region: Region, vpcId: string): Call[] => [
  { operation: 'ec2:CreateSecurityGroup', region, input: creation('‹token›', vpcId) },
  ...OUT.map((permission): Call => ({ operation: 'ec2:RevokeSecurityGroupEgress', region, input: { GroupId: `‹made:${PART}›`, IpPermissions: [permission] } })),
];
export const CLOSED_GROUP = `‹made:${PART}›`;
export const closedGroupMade = (made: Readonly<Record<string, string>>): string | undefined => made[PART];

/** Found by its name, which only this step uses, or made; then closed. */
export async function closedGroup(client: EC2Client, vpcId: string, deed: Deed): Promise<string> {
  const { SecurityGroups: [known] = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }, { Name: 'group-name', Values: [`${deed.token}-closed`] }] }));
  const id = known?.GroupId ?? (await client.send(new CreateSecurityGroupCommand(creation(deed.token, vpcId)))).GroupId ?? '';
  await deed.making(PART, id);
  const before = await byId(client, id);
  for (const permission of OUT.filter((p) => before.IpPermissionsEgress?.some((e) => e.IpProtocol === '-1' && ('IpRanges' in p ? (e.IpRanges?.length ?? 0) > 0 : (e.Ipv6Ranges?.length ?? 0) > 0)))) {
    await client.send(new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: [permission] }));
  }
  const { IpPermissions = [], IpPermissionsEgress = [] } = await byId(client, id);
  if (IpPermissions.length + IpPermissionsEgress.length > 0) throw failed(say('The security group {{group}} should have no rules and has some, so nothing was put into it.', { group: id }));
  return id;
}
const byId = async (client: EC2Client, id: string) => (await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups?.[0] ?? {};
export async function deleteClosedGroup(client: EC2Client, GroupId: string): Promise<void> {
  await ifThere(client.send(new DeleteSecurityGroupCommand({ GroupId })));
}
