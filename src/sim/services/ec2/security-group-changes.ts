// Opening and closing security groups.
import {
  AuthorizeSecurityGroupEgressCommand, AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupEgressCommand, RevokeSecurityGroupIngressCommand,
  type IpPermission, type RevokeSecurityGroupIngressCommandInput, type SecurityGroupRule, type TagSpecification,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { missing, need, needAll, other } from './errors.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { permissionsOf, rulesOf, ruleText, ruleView, sameRule, type FlatPermission } from './rules.ts';
import { setTags, type Ec2Region, type Group, type Rule } from './state.ts';
import { idItems, ipPermissions, lowered } from './trail.ts';

interface Target extends FlatPermission { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined; readonly IpPermissions?: IpPermission[] | undefined }
interface Opening extends Target { readonly TagSpecifications?: TagSpecification[] | undefined }
interface Closing extends Target { readonly SecurityGroupRuleIds?: string[] | undefined }

function groupOf(input: Target, region: Ec2Region): Group {
  if (input.GroupId === undefined && input.GroupName === undefined) throw missing('groupId');
  const byName = input.GroupId === undefined ? [...region.groups.values()].find((g) => g.name === input.GroupName) : undefined;
  return byName ?? need('group', region.groups, input.GroupId ?? input.GroupName);
}

/** All of the rules or none: one that is there already fails the call. */
const authorize = (egress: boolean) => (input: Opening, region: Ec2Region, call: SimCall): { Return: boolean; SecurityGroupRules: SecurityGroupRule[] } => {
  const group = groupOf(input, region);
  touches(call, 'SecurityGroup', group.id);
  const wanted = rulesOf(input.IpPermissions, input, egress, group, call);
  const twice = wanted.find((w, i) => group.rules.some((r) => sameRule(r, w)) || wanted.findIndex((v) => sameRule(v, w)) < i);
  if (twice) throw other('InvalidPermission.Duplicate', `the specified rule "${ruleText(twice)}" already exists`);
  if (group.rules.filter((r) => r.egress === egress).length + wanted.length > 60) throw other('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules per security group has been reached.');
  const made = wanted.map((rule): Rule => ({ id: `sgr-0${call.account.ids.hex(16)}`, ...rule }));
  group.rules.push(...made);
  for (const rule of made) setTags(region, rule.id, input.TagSpecifications?.find((t) => t.ResourceType === 'security-group-rule')?.Tags);
  return { Return: true, SecurityGroupRules: made.map((rule) => ruleView(region, call, group, rule)) };
};

/** In a default VPC rules that are not there are named in the answer; elsewhere they fail the call. */
const revoke = (egress: boolean) => (input: Closing, region: Ec2Region, call: SimCall): { Return: boolean; UnknownIpPermissions?: IpPermission[] } => {
  const group = groupOf(input, region);
  touches(call, 'SecurityGroup', group.id);
  if (input.SecurityGroupRuleIds?.length) {
    const gone = needAll('rule', new Map(group.rules.filter((r) => r.egress === egress).map((r) => [r.id, r])), input.SecurityGroupRuleIds);
    group.rules = group.rules.filter((r) => !gone.includes(r));
    return { Return: true };
  }
  const wanted = rulesOf(input.IpPermissions, input, egress, group, call);
  const unknown = wanted.filter((w) => !group.rules.some((r) => sameRule(r, w)));
  if (unknown.length > 0 && !region.vpcs.get(group.vpcId)?.isDefault) throw other('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  group.rules = group.rules.filter((r) => !wanted.some((w) => sameRule(r, w)));
  return unknown.length > 0 ? { Return: true, UnknownIpPermissions: permissionsOf(unknown.map((rule) => ({ id: '', ...rule })), egress) } : { Return: true };
};

const resources = (input: Target, call: SimCall): string[] => ec2Arns(call, 'security-group', [input.GroupId]);
const request = (input: Closing): unknown => ({
  groupId: input.GroupId, groupName: input.GroupName,
  ipPermissions: ipPermissions(input.IpPermissions ?? (input.IpProtocol === undefined ? [] : [{ IpProtocol: input.IpProtocol, FromPort: input.FromPort, ToPort: input.ToPort, IpRanges: [{ CidrIp: input.CidrIp }] }])),
  securityGroupRuleIds: (input as RevokeSecurityGroupIngressCommandInput).SecurityGroupRuleIds?.length ? idItems(input.SecurityGroupRuleIds, 'securityGroupRuleId') : undefined,
});
const response = (output: unknown): unknown => ({ _return: true, securityGroupRuleSet: lowered((output as { SecurityGroupRules?: SecurityGroupRule[] }).SecurityGroupRules) });
const traits = { resources, trail: { request, response } };

export const registerSecurityGroupChanges = (ec2: Ec2Service): Ec2Service => ec2
  .on(AuthorizeSecurityGroupIngressCommand, inRegion(authorize(false)), traits)
  .on(AuthorizeSecurityGroupEgressCommand, inRegion(authorize(true)), traits)
  .on(RevokeSecurityGroupIngressCommand, inRegion(revoke(false)), traits)
  .on(RevokeSecurityGroupEgressCommand, inRegion(revoke(true)), traits);
