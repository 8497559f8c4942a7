// The account's buckets: listed once for all Regions and all kinds, each belonging to the Region it is in.
import { ListBucketsCommand, paginateListBuckets, type Bucket as Listed } from '@aws-sdk/client-s3';
import { failureOf } from '../../../aws/errors.ts';
import type { ReadAws } from '../../../aws/session.ts';
import type { Arn, Instant, Operation, Region } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';

export const READS_BUCKETS: readonly Operation[] = ['s3:ListBuckets'];

export interface BucketEntry { readonly name: string; readonly region: Region; readonly createdAt: Instant; readonly arn: Arn; readonly uid: string }

/** The Region is told only where the request has a parameter: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export async function bucketsNow(aws: ReadAws, only?: string): Promise<readonly BucketEntry[]> {
  const client = await aws.client('s3');
  if (only !== undefined) return entries((await client.send(new ListBucketsCommand({ Prefix: only, MaxBuckets: 1_000 }))).Buckets, aws).filter((b) => b.name === only);
  const found: BucketEntry[] = [];
  for await (const page of paginateListBuckets({ client, pageSize: 1_000 }, {})) found.push(...entries(page.Buckets, aws));
  return found;
}
function entries(listed: readonly Listed[] | undefined, { partition }: ReadAws): BucketEntry[] {
  return (listed ?? []).flatMap(({ Name, BucketRegion = 'us-east-1', CreationDate }) => {
    if (Name === undefined) return [];
    const arn = `arn:${partition}:s3:::${Name}`;
    const createdAt = CreationDate?.toISOString() ?? '';
    return [{ name: Name, region: BucketRegion, createdAt, arn, uid: `${arn}@${createdAt}` }];
  });
}

/** Those of the scanned Region. A Region that is switched off may not spoil the list for the others: it is asked only for itself. */
export async function bucketsHere(scan: Scan): Promise<readonly BucketEntry[]> {
  const all = await scan.once('s3/buckets', () => bucketsNow(scan.aws)).catch((error: unknown) => {
    if (failureOf(error).class === 'denied') throw error;
    return scan.once(`s3/buckets@${scan.region}`, () => bucketsNow(scan.aws));
  });
  return all.filter((b) => b.region === scan.region);
}
/** Those of the Region that is looked at, by uid. */
export async function bucketsByUid(aws: ReadAws): Promise<ReadonlyMap<string, BucketEntry>> {
  return new Map((await bucketsNow(aws)).filter((b) => b.region === aws.region).map((b) => [b.uid, b]));
}
