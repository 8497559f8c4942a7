// Security groups: names unique in a VPC, an egress rule from the start, not deleted while something uses them.
import {
  CreateSecurityGroupCommand, DeleteSecurityGroupCommand, DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand,
  type CreateSecurityGroupCommandInput, type DeleteSecurityGroupCommandInput, type DescribeSecurityGroupRulesCommandInput, type DescribeSecurityGroupsCommandInput, type SecurityGroup, type SecurityGroupRule, type Tag,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { dependency, invalidValue, missing, need, needAll, notFound, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { ec2Arn, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { permissionsOf, ruleView } from './rules.ts';
import { setTags, tagList, type Ec2Region, type Group, type Rule } from './state.ts';
import { filterSet, idItems, items, returned, tagSpecificationSet } from './trail.ts';

const sources = (egress: boolean, type: Rule['source']['type']) => (g: Group): string[] => g.rules.filter((r) => r.egress === egress && r.source.type === type).map((r) => r.source.value);
const FILTERS: FilterTable<Group> = {
  'group-id': (g) => [g.id], 'group-name': (g) => [g.name], 'vpc-id': (g) => [g.vpcId], 'description': (g) => [g.description],
  'ip-permission.cidr': sources(false, 'ipv4'), 'ip-permission.ipv6-cidr': sources(false, 'ipv6'), 'ip-permission.group-id': sources(false, 'group'), 'egress.ip-permission.cidr': sources(true, 'ipv4'), 'egress.ip-permission.group-id': sources(true, 'group'),
  'ip-permission.from-port': (g) => g.rules.filter((r) => !r.egress).map((r) => r.from), 'ip-permission.to-port': (g) => g.rules.filter((r) => !r.egress).map((r) => r.to), 'ip-permission.protocol': (g) => g.rules.filter((r) => !r.egress).map((r) => r.protocol),
};

const view = (region: Ec2Region, call: SimCall, g: Group): SecurityGroup => ({
  GroupId: g.id, GroupName: g.name, Description: g.description, OwnerId: call.account.id, VpcId: g.vpcId, Tags: tagList(region, g.id), SecurityGroupArn: ec2Arn(call, 'security-group', g.id),
  IpPermissions: permissionsOf(g.rules, false), IpPermissionsEgress: permissionsOf(g.rules, true),
});

function describe(input: DescribeSecurityGroupsCommandInput, region: Ec2Region, call: SimCall): { SecurityGroups: SecurityGroup[]; NextToken: string | undefined } {
  const ids = input.GroupIds ?? [];
  const names = input.GroupNames ?? [];
  const from = ids.length > 0 ? needAll('group', region.groups, ids) : [...region.groups.values()].filter((g) => names.length === 0 || names.includes(g.name));
  const unknown = names.filter((name) => !from.some((g) => g.name === name));
  if (unknown.length > 0) throw notFound('group', ...unknown);
  const { page, NextToken } = paged(filtered(from, input.Filters, FILTERS, region, (g) => g.id), input, call, ids.length + names.length > 0);
  return { SecurityGroups: page.map((g) => view(region, call, g)), NextToken };
}

interface Owned { readonly group: Group; readonly rule: Rule }
const RULE_FILTERS: FilterTable<Owned> = { 'group-id': ({ group }) => [group.id], 'security-group-rule-id': ({ rule }) => [rule.id] };
function describeRules(input: DescribeSecurityGroupRulesCommandInput, region: Ec2Region, call: SimCall): { SecurityGroupRules: SecurityGroupRule[]; NextToken: string | undefined } {
  const all = [...region.groups.values()].flatMap((group) => group.rules.map((rule): Owned => ({ group, rule })));
  const ids = input.SecurityGroupRuleIds ?? [];
  const from = ids.length > 0 ? needAll('rule', new Map(all.map((o) => [o.rule.id, o])), ids) : all;
  const { page, NextToken } = paged(filtered(from, input.Filters, RULE_FILTERS, region, (o) => o.rule.id), input, call, ids.length > 0);
  return { SecurityGroupRules: page.map((o) => ruleView(region, call, o.group, o.rule)), NextToken };
}

function create(input: CreateSecurityGroupCommandInput, region: Ec2Region, call: SimCall): { GroupId: string; Tags: Tag[]; SecurityGroupArn: string } {
  const { GroupName: name, Description: description } = input;
  if (name === undefined || description === undefined) throw missing(name === undefined ? 'groupName' : 'groupDescription');
  const vpc = input.VpcId === undefined ? [...region.vpcs.values()].find((v) => v.isDefault) : need('vpc', region.vpcs, input.VpcId);
  if (!vpc) throw other('VPCIdNotSpecified', 'No default VPC for this user');
  checkName(name, vpc.id, region);
  const group: Group = { id: `sg-0${call.account.ids.hex(16)}`, name, description, vpcId: vpc.id, rules: [{ id: `sgr-0${call.account.ids.hex(16)}`, egress: true, protocol: '-1', source: { type: 'ipv4', value: '0.0.0.0/0' } }] };
  region.groups.set(group.id, group);
  setTags(region, group.id, input.TagSpecifications?.find((t) => t.ResourceType === 'security-group')?.Tags);
  touches(call, 'SecurityGroup', group.id);
  return { GroupId: group.id, Tags: tagList(region, group.id), SecurityGroupArn: ec2Arn(call, 'security-group', group.id) };
}
function checkName(name: string, vpcId: string, region: Ec2Region): void {
  if (name.length > 255 || name.startsWith('sg-')) throw invalidValue(`Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`);
  if (name.toLowerCase() === 'default') throw other('InvalidParameterValue', 'Cannot use reserved security group name: default');
  if ([...region.groups.values()].some((g) => g.vpcId === vpcId && g.name === name)) throw other('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpcId}'`);
}

function remove(input: DeleteSecurityGroupCommandInput, region: Ec2Region, call: SimCall): { Return: boolean; GroupId: string } {
  const byName = input.GroupId === undefined ? [...region.groups.values()].find((g) => g.name === input.GroupName) : undefined;
  const group = byName ?? need('group', region.groups, input.GroupId);
  if (group.name === 'default') throw other('CannotDelete', `the specified group: "${group.id}" name: "default" cannot be deleted by a user`);
  const used = [...region.nics.values()].some((n) => n.groups.includes(group.id));
  const named = [...region.groups.values()].some((g) => g.id !== group.id && g.rules.some((r) => r.source.value === group.id));
  if (used || named) throw dependency(`resource ${group.id} has a dependent object`);
  region.groups.delete(group.id);
  region.tags.delete(group.id);
  touches(call, 'SecurityGroup', group.id);
  return { Return: true, GroupId: group.id };
}

export const registerSecurityGroups = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeSecurityGroupsCommand, inRegion(describe), { trail: { request: (i) => ({ maxResults: i.MaxResults, securityGroupSet: idItems(i.GroupNames, 'groupName'), securityGroupIdSet: idItems(i.GroupIds, 'groupId'), filterSet: filterSet(i.Filters) }) } })
  .on(DescribeSecurityGroupRulesCommand, inRegion(describeRules), { trail: { request: (i) => ({ DescribeSecurityGroupRulesRequest: { MaxResults: i.MaxResults, Filter: i.Filters, SecurityGroupRuleId: i.SecurityGroupRuleIds } }) } })
  .on(CreateSecurityGroupCommand, inRegion(create), { resources: (i, call) => [ec2Arn(call, 'security-group', '*'), ...(i.VpcId === undefined ? [] : [ec2Arn(call, 'vpc', i.VpcId)])], trail: {
    request: (i) => ({ groupName: i.GroupName, groupDescription: i.Description, vpcId: i.VpcId, tagSpecificationSet: tagSpecificationSet(i.TagSpecifications) }),
    response: (o) => ({ _return: true, groupId: (o as { GroupId?: string }).GroupId, tagSet: items((o as { Tags?: Tag[] }).Tags, (t) => ({ key: t.Key, value: t.Value })) }) } })
  .on(DeleteSecurityGroupCommand, inRegion(remove), { resources: (i, call) => ec2Arns(call, 'security-group', [i.GroupId]), trail: { request: (i) => ({ groupId: i.GroupId, groupName: i.GroupName }), response: returned } });
