// How CloudTrail writes EC2: lists as `{ items: […] }`, names as in the query protocol, newer operations wrapped in their own name.
import type { Filter, IpPermission, Tag, TagSpecification } from '@aws-sdk/client-ec2';

/** An empty list is written as `{}`. */
export const items = <T>(list: readonly T[] | undefined, each: (entry: T) => unknown): unknown => (list?.length ? { items: list.map(each) } : {});
export const idItems = (list: readonly string[] | undefined, name: string): unknown => items(list, (id) => ({ [name]: id }));
export const filterSet = (filters: readonly Filter[] | undefined): unknown => items(filters, ({ Name, Values }) => ({ name: Name, valueSet: items(Values, (value) => ({ value })) }));
export const tagSet = (tags: readonly Tag[] | undefined): unknown => items(tags, ({ Key, Value }) => ({ key: Key, value: Value }));
export const tagSpecificationSet = (specifications: readonly TagSpecification[] | undefined): unknown =>
  (specifications?.length ? { items: specifications.map(({ ResourceType, Tags }) => ({ resourceType: ResourceType, tags: Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })) ?? [] })) } : undefined);

export const MASKED = '<sensitiveDataRemoved>';
export const returned = (): unknown => ({ _return: true });

export const ipPermissions = (permissions: readonly IpPermission[] | undefined): unknown => items(permissions, (p) => ({
  ipProtocol: p.IpProtocol, fromPort: p.FromPort, toPort: p.ToPort,
  groups: items(p.UserIdGroupPairs, (g) => ({ groupId: g.GroupId, groupName: g.GroupName, userId: g.UserId, description: g.Description })),
  ipRanges: items(p.IpRanges, (r) => ({ cidrIp: r.CidrIp, description: r.Description })),
  ipv6Ranges: items(p.Ipv6Ranges, (r) => ({ cidrIpv6: r.CidrIpv6, description: r.Description })),
  prefixListIds: items(p.PrefixListIds, (l) => ({ prefixListId: l.PrefixListId, description: l.Description })),
}));

/** Operations younger than about 2017: `{ "CreateSnapshotsRequest": { … } }`, members as the API spells them. */
export const modernRequest = (operation: string) => (input: object): unknown => {
  const members = Object.entries(input).filter(([name, value]) => value !== undefined && name !== 'DryRun');
  return { [`${operation}Request`]: members.length > 0 ? Object.fromEntries(members) : '' };
};
export const modernResponse = (operation: string) => (output: unknown): unknown => ({
  [`${operation}Response`]: { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', ...(lowered(output) as object) },
});
export const modern = (operation: string): { request: (input: object) => unknown; response: (output: unknown) => unknown } => ({ request: modernRequest(operation), response: modernResponse(operation) });

/** The query protocol's spelling of an answer: first letters small, lists as items, times in milliseconds. */
export function lowered(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return items(value, lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([name, v]) => [small(name), lowered(v)]));
}
const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
