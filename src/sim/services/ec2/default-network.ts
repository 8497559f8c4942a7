// The default VPC that AWS makes in every region of an account: a /16, a /20 per zone, one group that lets its own members in.
import { createHash } from 'node:crypto';
import type { SimAccount } from '../../account.ts';
import { regionFact, zonePrefix } from '../account/regions.ts';
import type { Group, Subnet, Vpc } from './state.ts';

/** 17 hex characters that follow from account, region and part. */
const derived = (account: SimAccount, region: string, part: string): string => `0${createHash('sha256').update(`${account.id}/${region}/${part}`).digest('hex').slice(0, 16)}`;

/** Zones as the account sees them. */
export const zonesOf = (account: SimAccount, region: string): { zone: string; zoneId: string }[] =>
  Array.from(regionFact(account, region)?.zones ?? 'a').map((letter, i) => ({ zone: `${region}${letter}`, zoneId: `${zonePrefix(region)}-az${String(i + 1)}` }));

export interface Network { readonly vpcs: Map<string, Vpc>; readonly subnets: Map<string, Subnet>; readonly groups: Map<string, Group> }

export function defaultNetwork(account: SimAccount, region: string): Network {
  const vpc: Vpc = { id: `vpc-${derived(account, region, 'vpc')}`, cidr: '172.31.0.0/16', isDefault: true };
  const subnets = zonesOf(account, region).map(({ zone, zoneId }, i): Subnet => ({
    id: `subnet-${derived(account, region, `subnet-${zone.slice(region.length)}`)}`, vpcId: vpc.id, zone, zoneId,
    cidr: `172.31.${String(i * 16)}.0/20`, publicIps: true, used: 0,
  }));
  const groupId = `sg-${derived(account, region, 'group')}`;
  const group: Group = {
    id: groupId, name: 'default', description: 'default VPC security group', vpcId: vpc.id,
    rules: [
      { id: `sgr-${derived(account, region, 'ingress')}`, egress: false, protocol: '-1', source: { type: 'group', value: groupId, owner: account.id } },
      { id: `sgr-${derived(account, region, 'egress')}`, egress: true, protocol: '-1', source: { type: 'ipv4', value: '0.0.0.0/0' } },
    ],
  };
  return { vpcs: new Map([[vpc.id, vpc]]), subnets: new Map(subnets.map((s) => [s.id, s])), groups: new Map([[group.id, group]]) };
}
