// What carries tags, or ever did, in one Region, of whatever service: the ARNs (tag:GetResources).
import type { Arn, Operation } from '../core/types.ts';
import type { ReadAws } from './session.ts';

export const READS_TAGGED: readonly Operation[] = ['tag:GetResources'];

/** What never had a tag is not in it. https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export async function taggedIn(aws: ReadAws): Promise<readonly Arn[]> {
  const { paginateGetResources } = await import('@aws-sdk/client-resource-groups-tagging-api');
  const arns: Arn[] = [];
  for await (const page of paginateGetResources({ client: await aws.client('tag'), pageSize: 100 }, {})) arns.push(...(page.ResourceTagMappingList ?? []).flatMap((one) => one.ResourceARN ?? []));
  return arns;
}
