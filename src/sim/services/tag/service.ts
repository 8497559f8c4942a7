// The simulated Resource Groups Tagging API. Behaviour: BEHAVIOUR.md beside it.
import {
  GetResourcesCommand, ResourceGroupsTaggingAPIClient, TagResourcesCommand, type FailureInfo, type GetResourcesCommandInput, type ResourceTagMapping, type Tag, type TagFilter, type TagResourcesCommandInput,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { SimCall } from '../../account.ts';
import { globalRegion } from '../../dispatch/regions.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { ec2Region } from '../ec2/state.ts';
import { typeOfId } from '../ec2/tags.ts';
import { inRegion } from '../in-region.ts';
import { lambdaRoom } from '../lambda/state.ts';
import { listing } from '../listing.ts';
import { s3State } from '../s3/state.ts';

/** Things of services that are not simulated, by ARN. */
const elsewhere = (call: SimCall, region: string): Map<string, Map<string, string>> => inRegion(call.account, 'tag', region, () => new Map<string, Map<string, string>>());
const pairs = (tags: ReadonlyMap<string, string>): Tag[] => [...tags].map(([Key, Value]) => ({ Key, Value }));

function all(call: SimCall): ResourceTagMapping[] {
  const { account, region } = call;
  const ec2 = [...ec2Region(account, region).tags].filter(([, tags]) => tags.size > 0).map(([id, tags]) => ({ ResourceARN: `arn:${account.partition}:ec2:${region}:${account.id}:${typeOfId(id)}/${id}`, Tags: pairs(tags) }));
  const s3 = [...s3State(account).buckets.values()].filter((b) => b.region === region && (b.tags?.length ?? 0) > 0).map((b) => ({ ResourceARN: `arn:${account.partition}:s3:::${b.name}`, Tags: (b.tags ?? []).map(({ Key, Value }) => ({ Key, Value })) }));
  const lambda = [...lambdaRoom(call).functions.values()].filter((f) => Object.keys(f.tags).length > 0).map((f) => ({ ResourceARN: f.arn, Tags: Object.entries(f.tags).map(([Key, Value]) => ({ Key, Value })) }));
  const others = [...elsewhere(call, region)].map(([ResourceARN, tags]) => ({ ResourceARN, Tags: pairs(tags) }));
  return [...ec2, ...s3, ...lambda, ...others].sort((a, b) => (a.ResourceARN < b.ResourceARN ? -1 : 1));
}
const has = (tags: readonly Tag[] | undefined, { Key, Values = [] }: TagFilter): boolean => tags?.some((t) => t.Key === Key && (Values.length === 0 || Values.includes(t.Value ?? ''))) ?? false;
const isOf = (arn: string, filter: string): boolean => { const [service = '', type] = filter.split(':'); const rest = arn.split(':').slice(5).join(':'); return arn.split(':')[2] === service && (type === undefined || rest.startsWith(`${type}/`) || rest.startsWith(`${type}:`)); };

function getResources({ PaginationToken, ResourcesPerPage: max, TagFilters = [], ResourceTypeFilters = [], ResourceARNList: arns }: GetResourcesCommandInput, call: SimCall): { ResourceTagMappingList: ResourceTagMapping[]; PaginationToken: string } {
  if (arns && (TagFilters.length > 0 || ResourceTypeFilters.length > 0 || PaginationToken || max !== undefined)) throw new AwsError('InvalidParameterException', 'ResourceARNList cannot be combined with other parameters.');
  const found = all(call).filter(({ ResourceARN: arn = '', Tags }) => (arns?.includes(arn) ?? true) && TagFilters.every((f) => has(Tags, f)) && (ResourceTypeFilters.length === 0 || ResourceTypeFilters.some((f) => isOf(arn, f))));
  const { page, next } = listing(found, { max, token: PaginationToken === '' ? undefined : PaginationToken }, call, () => new AwsError('PaginationTokenExpiredException', 'The specified PaginationToken has expired.'));
  return { ResourceTagMappingList: page, PaginationToken: next ?? '' };
}

const SIMULATED = new Set(['ec2', 's3', 'lambda']);
function tagResources({ ResourceARNList: arns = [], Tags = {} }: TagResourcesCommandInput, call: SimCall): { FailedResourcesMap: Record<string, FailureInfo> } {
  if (arns.length === 0 || arns.length > 20) throw new AwsError('InvalidParameterException', 'ResourceARNList must hold 1 to 20 ARNs.');
  const failures: Record<string, FailureInfo> = {};
  for (const arn of arns) {
    const [prefix, , service = '', region = ''] = arn.split(':');
    if (prefix !== 'arn' || SIMULATED.has(service)) { failures[arn] = { StatusCode: 400, ErrorCode: 'InvalidParameterException', ErrorMessage: `The ARN ${arn} is not of a thing that can be tagged here.` }; continue; }
    const kept = elsewhere(call, region === '' ? globalRegion(call.account.partition) : region);
    kept.set(arn, new Map([...kept.get(arn) ?? [], ...Object.entries(Tags)]));
  }
  return { FailedResourcesMap: failures };
}

export default (): Service<SimCall> => new Service<SimCall>(ResourceGroupsTaggingAPIClient, { id: 'tag', signingName: 'tagging' })
  .on(GetResourcesCommand, getResources)
  .on(TagResourcesCommand, tagResources);
