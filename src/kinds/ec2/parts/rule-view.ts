// A rule of a security group as the tool keeps it. It is known by what it says: given back, AWS gives it another id.
import { paginateDescribeSecurityGroupRules, type EC2Client, type Filter, type IpPermission, type SecurityGroupRule as SdkRule } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../../aws/session.ts';
import type { JsonObject, Resource } from '../../../core/types.ts';
import { ownArn } from '../../kind.ts';

export interface RuleSource { readonly type: 'ipv4' | 'ipv6' | 'prefix-list' | 'group'; readonly value: string; readonly owner?: string }
export interface SecurityGroupRule extends Resource {
  readonly groupId: string;
  readonly egress: boolean;
  /** `tcp`, `udp`, …, a number, or `-1`: everything. */
  readonly protocol: string;
  /** Absent where the protocol has no ports. */
  readonly ports?: { readonly from: number; readonly to: number };
  readonly source: RuleSource;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}
const WITH_PORTS = new Set(['tcp', 'udp', 'icmp', 'icmpv6']);

function sourceOf({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo: group }: SdkRule): RuleSource {
  if (CidrIpv4 !== undefined) return { type: 'ipv4', value: CidrIpv4 };
  if (CidrIpv6 !== undefined) return { type: 'ipv6', value: CidrIpv6 };
  if (PrefixListId !== undefined) return { type: 'prefix-list', value: PrefixListId };
  return { type: 'group', value: group?.GroupId ?? '', ...(group?.UserId === undefined ? {} : { owner: group.UserId }) };
}

export function ruleOf(from: SdkRule, { region }: ReadAws): SecurityGroupRule {
  const { GroupId: groupId = '', IsEgress: egress = false, IpProtocol: protocol = '-1', FromPort = -1, ToPort = -1, Description, Tags = [], SecurityGroupRuleId: ruleId = '' } = from;
  const source = sourceOf(from);
  const ports = WITH_PORTS.has(protocol) ? { from: FromPort, to: ToPort } : undefined;
  const name = `${groupId}/${egress ? 'egress' : 'ingress'}/${protocol}/${ports ? `${String(ports.from)}-${String(ports.to)}` : 'all'}/${source.value}`;
  return {
    arn: ownArn('ec2/security-group-rule', region, groupId, name), uid: name, name, region, groupId, egress, protocol, source, seen: { ruleId },
    tags: Object.fromEntries(Tags.map((t) => [t.Key ?? '', t.Value ?? ''])), ...(ports ? { ports } : {}), ...(Description === undefined || Description === '' ? {} : { description: Description }),
  };
}

export async function* rulesIn(client: EC2Client, filters: Filter[] = []): AsyncIterable<SdkRule> {
  for await (const { SecurityGroupRules = [] } of paginateDescribeSecurityGroupRules({ client }, { MaxResults: 1_000, ...(filters.length > 0 ? { Filters: filters } : {}) })) yield* SecurityGroupRules;
}

/** The rule as AuthorizeSecurityGroup… and RevokeSecurityGroup… take it; only a new one has a description. */
export function permissionOf({ protocol, ports, source, description }: SecurityGroupRule, described: boolean): IpPermission & JsonObject {
  const said = described && description !== undefined ? { Description: description } : {};
  return { IpProtocol: protocol, ...(ports ? { FromPort: ports.from, ToPort: ports.to } : {}), ...peers(source, said) };
}
function peers({ type, value, owner }: RuleSource, said: { readonly Description?: string }) {
  switch (type) {
    case 'ipv4': return { IpRanges: [{ CidrIp: value, ...said }] };
    case 'ipv6': return { Ipv6Ranges: [{ CidrIpv6: value, ...said }] };
    case 'prefix-list': return { PrefixListIds: [{ PrefixListId: value, ...said }] };
    case 'group': return { UserIdGroupPairs: [{ GroupId: value, ...(owner === undefined ? {} : { UserId: owner }), ...said }] };
    default: return type satisfies never;
  }
}
/** AWS's own tags cannot be given. */
export const tagsToGive = (r: Pick<SecurityGroupRule, 'tags'>): { Key: string; Value: string }[] => Object.entries(r.tags).filter(([key]) => !key.toLowerCase().startsWith('aws:')).map(([Key, Value]) => ({ Key, Value }));
