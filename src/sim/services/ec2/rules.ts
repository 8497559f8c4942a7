// Rules of security groups: IpPermissions taken apart into single rules, and put together again.
import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidValue, missing } from './errors.ts';
import { tagList, type Ec2Region, type Group, type Rule } from './state.ts';

/** The members that old clients send beside IpPermissions. */
export interface FlatPermission { readonly IpProtocol?: string | undefined; readonly FromPort?: number | undefined; readonly ToPort?: number | undefined; readonly CidrIp?: string | undefined; readonly SourceSecurityGroupName?: string | undefined }
export type NewRule = Omit<Rule, 'id'>;

const NAMES: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' };
const withPorts = (protocol: string): boolean => ['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol);

export function rulesOf(permissions: readonly IpPermission[] | undefined, flat: FlatPermission, egress: boolean, group: Group, call: SimCall): NewRule[] {
  const all = [...(permissions ?? []), ...(flat.IpProtocol === undefined ? [] : [{ ...flat, IpRanges: flat.CidrIp === undefined ? [] : [{ CidrIp: flat.CidrIp }] }])];
  if (all.length === 0) throw missing('ipPermissions');
  return all.flatMap((p) => single(p, egress, group, call));
}

function single(p: IpPermission, egress: boolean, group: Group, call: SimCall): NewRule[] {
  if (p.IpProtocol === undefined) throw missing('ipProtocol');
  const protocol = NAMES[p.IpProtocol] ?? p.IpProtocol;
  if (withPorts(protocol) && (p.FromPort === undefined || p.ToPort === undefined)) throw invalidValue(`Invalid value 'null' for port. Ports are required for protocol ${protocol}.`);
  const ports = withPorts(protocol) ? { from: p.FromPort ?? -1, to: p.ToPort ?? -1 } : {};
  const rule = (source: Rule['source'], description: string | undefined): NewRule => ({ egress, protocol, ...ports, source, ...(description === undefined ? {} : { description }) });
  return [
    ...(p.IpRanges ?? []).map((r) => rule({ type: 'ipv4', value: cidr(r.CidrIp) }, r.Description)),
    ...(p.Ipv6Ranges ?? []).map((r) => rule({ type: 'ipv6', value: r.CidrIpv6 ?? '' }, r.Description)),
    ...(p.PrefixListIds ?? []).map((l) => rule({ type: 'prefix-list', value: l.PrefixListId ?? '' }, l.Description)),
    ...(p.UserIdGroupPairs ?? []).map((g) => rule({ type: 'group', value: g.GroupId ?? group.id, owner: g.UserId ?? call.account.id }, g.Description)),
  ];
}
function cidr(text: string | undefined): string {
  if (text === undefined || !/^(?:\d{1,3}\.){3}\d{1,3}\/(?:[12]?\d|3[0-2])$/u.test(text)) throw invalidValue(`CIDR block ${text ?? ''} is malformed`);
  return text;
}

export const sameRule = (a: NewRule, b: NewRule): boolean => a.egress === b.egress && a.protocol === b.protocol && a.from === b.from && a.to === b.to && a.source.type === b.source.type && a.source.value === b.source.value;
/** `peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW`, as the errors say it. */
export const ruleText = (r: NewRule): string => `peer: ${r.source.value}, ${r.protocol === '-1' ? 'ALL' : r.protocol.toUpperCase()}${r.from === undefined ? '' : `, from port: ${String(r.from)}, to port: ${String(r.to)}`}, ALLOW`;

/** Rules of one protocol and range of ports stand together. */
export function permissionsOf(rules: readonly Rule[], egress: boolean): IpPermission[] {
  const byPorts = new Map<string, IpPermission & { IpRanges: object[]; Ipv6Ranges: object[]; PrefixListIds: object[]; UserIdGroupPairs: object[] }>();
  for (const r of rules.filter((rule) => rule.egress === egress)) {
    const key = `${r.protocol}/${String(r.from)}/${String(r.to)}`;
    const p = byPorts.get(key) ?? { IpProtocol: r.protocol, FromPort: r.from, ToPort: r.to, IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
    byPorts.set(key, p);
    const said = r.description === undefined ? {} : { Description: r.description };
    switch (r.source.type) {
      case 'ipv4': p.IpRanges.push({ CidrIp: r.source.value, ...said }); break;
      case 'ipv6': p.Ipv6Ranges.push({ CidrIpv6: r.source.value, ...said }); break;
      case 'prefix-list': p.PrefixListIds.push({ PrefixListId: r.source.value, ...said }); break;
      case 'group': p.UserIdGroupPairs.push({ GroupId: r.source.value, UserId: r.source.owner, ...said }); break;
    }
  }
  return [...byPorts.values()];
}

export function ruleView(region: Ec2Region, call: SimCall, group: Group, r: Rule): SecurityGroupRule {
  const { type, value, owner } = r.source;
  return {
    SecurityGroupRuleId: r.id, GroupId: group.id, GroupOwnerId: call.account.id, IsEgress: r.egress, IpProtocol: r.protocol, FromPort: r.from ?? -1, ToPort: r.to ?? -1, Description: r.description, Tags: tagList(region, r.id),
    SecurityGroupRuleArn: `arn:${call.account.partition}:ec2:${call.region}:${call.account.id}:security-group-rule/${r.id}`,
    ...(type === 'ipv4' ? { CidrIpv4: value } : {}), ...(type === 'ipv6' ? { CidrIpv6: value } : {}), ...(type === 'prefix-list' ? { PrefixListId: value } : {}),
    ...(type === 'group' ? { ReferencedGroupInfo: { GroupId: value, UserId: owner } } : {}),
  };
}
