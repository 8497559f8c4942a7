// Tags of everything that EC2 knows by an id.
import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand, type CreateTagsCommandInput, type DeleteTagsCommandInput, type DescribeTagsCommandInput, type TagDescription } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidValue, missing, notFound, other, type Sort } from './errors.ts';
import { filtered } from './filter.ts';
import { ec2Arn, inRegion, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagsOf, type Ec2Region } from './state.ts';
import { filterSet, idItems, returned, tagSet } from './trail.ts';

interface Sorting { readonly type: string; readonly sort?: Sort; readonly has: (region: Ec2Region, id: string) => boolean }
/** The longer prefix first: `sgr-` before `sg-`. */
const SORTS: readonly (readonly [prefix: string, Sorting])[] = [
  ['sgr-', { type: 'security-group-rule', sort: 'rule', has: (r, id) => [...r.groups.values()].some((g) => g.rules.some((rule) => rule.id === id)) }],
  ['snap-', { type: 'snapshot', sort: 'snapshot', has: (r, id) => r.snapshots.has(id) }],
  ['subnet-', { type: 'subnet', sort: 'subnet', has: (r, id) => r.subnets.has(id) }],
  ['vol-', { type: 'volume', sort: 'volume', has: (r, id) => r.volumes.has(id) }],
  ['vpc-', { type: 'vpc', sort: 'vpc', has: (r, id) => r.vpcs.has(id) }],
  ['eni-', { type: 'network-interface', sort: 'nic', has: (r, id) => r.nics.has(id) }],
  ['key-', { type: 'key-pair', has: (r, id) => r.keyPairs.has(id) }],
  ['sg-', { type: 'security-group', sort: 'group', has: (r, id) => r.groups.has(id) }],
  ['i-', { type: 'instance', sort: 'instance', has: (r, id) => r.machines.has(id) }],
];
export const typeOfId = (id: string): string => sorting(id)?.type ?? 'instance';
const sorting = (id: string): Sorting | undefined => SORTS.find(([prefix]) => id.startsWith(prefix))?.[1];

function checked(ids: readonly string[] | undefined, region: Ec2Region): string[] {
  if (!ids?.length) throw missing('resourceIdSet');
  for (const id of ids) {
    const found = sorting(id);
    if (!found) throw other('InvalidID', `The ID '${id}' is not valid`);
    if (!found.has(region, id)) throw found.sort ? notFound(found.sort, id) : other('InvalidID', `The ID '${id}' is not valid`);
  }
  return [...ids];
}

function create(input: CreateTagsCommandInput, region: Ec2Region, call: SimCall): Record<string, never> {
  const ids = checked(input.Resources, region);
  if (!input.Tags?.length) throw missing('tagSet');
  for (const { Key = '' } of input.Tags) {
    if (Key === '' || Key.length > 128) throw invalidValue('Tag key must be between 1 and 128 characters');
    if (Key.toLowerCase().startsWith('aws:')) throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use`);
  }
  for (const id of ids) {
    if (new Set([...tagsOf(region, id).keys(), ...input.Tags.map((t) => t.Key ?? '')]).size > 50) throw other('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
    setTags(region, id, input.Tags);
  }
  call.touch(...ids.map((name) => ({ type: 'AWS::EC2::Tag', name })));
  return {};
}

/** A value, where one is given, must match; no tags at all deletes every tag. */
function remove(input: DeleteTagsCommandInput, region: Ec2Region): Record<string, never> {
  for (const id of checked(input.Resources, region)) {
    const own = tagsOf(region, id);
    if (!input.Tags?.length) { own.clear(); continue; }
    for (const { Key = '', Value } of input.Tags) if (Value === undefined || own.get(Key) === Value) own.delete(Key);
  }
  return {};
}

function describe(input: DescribeTagsCommandInput, region: Ec2Region, call: SimCall): { Tags: TagDescription[]; NextToken: string | undefined } {
  const all = [...region.tags].flatMap(([ResourceId, tags]) => [...tags].map(([Key, Value]) => ({ ResourceId, ResourceType: (sorting(ResourceId)?.type ?? 'instance') as Exclude<TagDescription['ResourceType'], undefined>, Key, Value })));
  const shown = filtered(all, input.Filters, { 'resource-id': (t) => [t.ResourceId], 'resource-type': (t) => [t.ResourceType], 'key': (t) => [t.Key], 'value': (t) => [t.Value] }, region, (t) => t.ResourceId);
  const { page, NextToken } = paged(shown, input, call);
  return { Tags: page, NextToken };
}

const resources = (input: { readonly Resources: readonly string[] | undefined }, call: SimCall): string[] => (input.Resources ?? ['*']).map((id) => ec2Arn(call, sorting(id)?.type ?? '*', id));
const request = (input: CreateTagsCommandInput | DeleteTagsCommandInput): unknown => ({ resourcesSet: idItems(input.Resources, 'resourceId'), tagSet: tagSet(input.Tags) });

export const registerTags = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateTagsCommand, inRegion(create), { resources, trail: { request, response: returned } })
  .on(DeleteTagsCommand, inRegion(remove), { resources, trail: { request, response: returned } })
  .on(DescribeTagsCommand, inRegion(describe), { trail: { request: (i) => ({ maxResults: i.MaxResults, filterSet: filterSet(i.Filters) }) } });
