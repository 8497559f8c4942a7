// A security group that a stranger made. Its rules are kinds of their own; it is taken off interfaces that have another, too, and deleted when nothing uses it any more.
import { DeleteSecurityGroupCommand, DescribeNetworkInterfacesCommand, DescribeSecurityGroupRulesCommand, ModifyNetworkInterfaceAttributeCommand, paginateDescribeSecurityGroups, type EC2Client, type Filter, type NetworkInterface, type SecurityGroup as SdkGroup } from '@aws-sdk/client-ec2';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, NEW_ID, nothingToUndo, type Deed } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { onceUnused } from './parts/already.ts';

export interface SecurityGroup extends Resource {
  readonly groupName: string;
  readonly vpcId: string;
  readonly description: string;
}
const CHUNK = 200;

const groupOf = ({ GroupId: id = '', GroupName = '', VpcId = '', Description = '' }: SdkGroup, { region, accountId, partition }: ReadAws): SecurityGroup => ({
  arn: `arn:${partition}:ec2:${region}:${accountId}:security-group/${id}`, uid: id, name: id, region, groupName: GroupName, vpcId: VpcId, description: Description,
});
async function* groupsIn(client: EC2Client, filters: Filter[] = []): AsyncIterable<SdkGroup> {
  for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, { MaxResults: 1_000, ...(filters.length > 0 ? { Filters: filters } : {}) })) yield* SecurityGroups;
}

async function keep(aws: ChangeAws, group: SecurityGroup, deed: Deed): Promise<void> {
  const client = await aws.client('ec2');
  const found = await client.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [group.name] }], MaxResults: 1_000 }));
  const file = `${group.name}.json`;
  await deed.keep(file, `${JSON.stringify({ group, rules: found.SecurityGroupRules ?? [] }, null, 2)}\n`, { operation: 'ec2:DescribeSecurityGroupRules', requestId: found.$metadata.requestId });
  await deed.making('kept', file);
}

const usersOf = async (client: EC2Client, group: SecurityGroup): Promise<NetworkInterface[]> => (await client.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [group.name] }], MaxResults: 1_000 }))).NetworkInterfaces ?? [];
/** An interface has at least one group: where this is the only one, its owner says which it gets. What a service manages is the service's. */
async function takeOff(client: EC2Client, group: SecurityGroup): Promise<void> {
  for (const { NetworkInterfaceId, RequesterManaged, Groups: has = [] } of await usersOf(client, group)) {
    const Groups = has.flatMap(({ GroupId: id }) => (id === undefined || id === group.name ? [] : id));
    if (Groups.length > 0 && RequesterManaged !== true) await ifThere(client.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups })));
  }
}

async function remove(aws: ChangeAws, group: SecurityGroup, deed: Deed): Promise<void> {
  const client = await aws.client('ec2');
  await takeOff(client, group);
  try {
    await ifThere(onceUnused(deed, () => client.send(new DeleteSecurityGroupCommand({ GroupId: group.name }))));
  } catch (error) {
    if (failureOf(error).code !== 'DependencyViolation') throw error;
    const users = (await usersOf(client, group)).map((nic) => nic.Attachment?.InstanceId ?? nic.NetworkInterfaceId ?? '');
    throw failed(users.length > 0 ? say('Security group {{group}} is still used by {{users}}. Give those another group, or terminate them, and try again.', { group: group.name, users })
      : say('Security group {{group}} is still named by a rule of another group. Take that rule out and try again.', { group: group.name }));
  }
}

export default defineKind<SecurityGroup>({
  id: 'ec2/security-group', version: 1, title: say('Security group'), scope: 'regional', role: 'setting',
  reads: ['ec2:DescribeSecurityGroups'],

  async *list({ aws }) {
    for await (const group of groupsIn(await aws.client('ec2'))) yield groupOf(group, aws);
  },
  // By filter and not by id: one id that is gone would fail the whole call.
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const found = new Map<string, SecurityGroup>();
    for (let n = 0; n < rs.length; n += CHUNK) {
      for await (const group of groupsIn(client, [{ Name: 'group-id', Values: rs.slice(n, n + CHUNK).map((r) => r.name) }])) found.set(group.GroupId ?? '', groupOf(group, aws));
    }
    return rs.map((r) => found.get(r.uid));
  },
  traces: { ids: (r) => [r.uid, r.arn], created: ['ec2:CreateSecurityGroup'], changed: [] },

  actions: {
    preserve: {
      operations: [], reads: ['ec2:DescribeSecurityGroupRules'],
      title: (r) => say('Save security group {{group}} ({{name}}) with its rules', { group: r.name, name: r.groupName }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ec2:ModifyNetworkInterfaceAttribute', 'ec2:DeleteSecurityGroup'], reads: ['ec2:DescribeNetworkInterfaces'],
      title: (r) => say('Delete security group {{group}} ({{name}}) in {{region}}', { group: r.name, name: r.groupName, region: r.region }),
      breaks: () => say('Launches that ask for this group fail. Interfaces that have other groups, too, keep those. AWS refuses the deletion while the group is an interface\'s only one, or another group\'s rule names it.'),
      impossible: (r) => (r.groupName === 'default' ? say('AWS lets nobody delete the default security group of a VPC; it goes with the VPC.') : undefined),
      calls: (r) => [
        { operation: 'ec2:ModifyNetworkInterfaceAttribute', region: r.region, input: { NetworkInterfaceId: '‹each interface that has other groups, too›', Groups: ['‹each›', '‹its other groups›'] } },
        { operation: 'ec2:DeleteSecurityGroup', region: r.region, input: { GroupId: r.name } },
      ],
      done: (now) => now === undefined,
      apply: remove,
      undo: NEW_ID,
    },
  },
});
