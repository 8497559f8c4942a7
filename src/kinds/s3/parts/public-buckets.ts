// Which buckets the world can reach now, so that it is said before they are closed.
import { GetBucketAclCommand, GetBucketPolicyStatusCommand, GetBucketWebsiteCommand } from '@aws-sdk/client-s3';
import { failureOf } from '../../../aws/errors.ts';
import type { ReadAws } from '../../../aws/session.ts';
import type { Operation } from '../../../core/types.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';
import { bucketsNow } from './buckets.ts';

export const READS_PUBLIC: readonly Operation[] = ['s3:ListBuckets', 's3:GetBucketPolicyStatus', 's3:GetBucketAcl', 's3:GetBucketWebsite'];
/** `unseen`: AWS did not say, so they may be public, too. */
export interface PublicBuckets { readonly open: readonly string[]; readonly websites: readonly string[]; readonly unseen: readonly string[] }

const GROUPS = /^http:\/\/acs\.amazonaws\.com\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

async function sortOf(aws: ReadAws, Bucket: string): Promise<keyof PublicBuckets | 'closed'> {
  const client = await aws.client('s3');
  try {
    const status = await ifThere(client.send(new GetBucketPolicyStatusCommand({ Bucket })));
    const byPolicy = status?.PolicyStatus?.IsPublic === true;
    const open = byPolicy || (await client.send(new GetBucketAclCommand({ Bucket }))).Grants?.some((g) => GROUPS.test(g.Grantee?.URI ?? '')) === true;
    if (!open) return 'closed';
    return await ifThere(client.send(new GetBucketWebsiteCommand({ Bucket }))) ? 'websites' : 'open';
  } catch (error) {
    if (failureOf(error).class !== 'denied') throw error;
    return 'unseen';
  }
}

/** Of all Regions: S3 sends the client on to where each bucket is. */
export async function publicBuckets(aws: ReadAws): Promise<PublicBuckets> {
  const buckets = await bucketsNow(aws);
  const sorts = await inParallel(buckets, 16, (b) => sortOf(aws, b.name));
  const of = (sort: keyof PublicBuckets): readonly string[] => buckets.filter((_, i) => sorts[i] === sort).map((b) => b.name);
  return { open: of('open'), websites: of('websites'), unseen: of('unseen') };
}
