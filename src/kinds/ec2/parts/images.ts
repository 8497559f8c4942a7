// The account's own images, read once for the kinds that speak of them.
import { paginateDescribeImages, type EC2Client, type Image as SdkImage } from '@aws-sdk/client-ec2';
import type { Operation } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { chunksOf } from './calls.ts';

export const READS_IMAGES: readonly Operation[] = ['ec2:DescribeImages'];

async function read(client: EC2Client, Values?: string[]): Promise<SdkImage[]> {
  const found: SdkImage[] = [];
  for await (const { Images = [] } of paginateDescribeImages({ client }, { Owners: ['self'], IncludeDisabled: true, IncludeDeprecated: true, MaxResults: 1_000, ...(Values ? { Filters: [{ Name: 'image-id', Values }] } : {}) })) found.push(...Images);
  return found;
}
export const ownImages = (scan: Scan): Promise<SdkImage[]> => scan.once(`ec2-images/${scan.region}`, async () => read(await scan.aws.client('ec2')));
/** By filter and not by id: one id that is gone would fail the whole call. */
export async function imagesById(client: EC2Client, ids: readonly string[]): Promise<Map<string, SdkImage>> {
  const found = new Map<string, SdkImage>();
  for (const chunk of chunksOf([...new Set(ids)], 200)) for (const one of await read(client, chunk)) found.set(one.ImageId ?? '', one);
  return found;
}
