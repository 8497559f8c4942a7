// What was deleted in a versioned bucket since the first sign: the delete markers, taken away again in bulk.
import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Instant, Judgement, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible, ownArn } from '../kind.ts';
import { bucketsByUid, bucketsHere, READS_BUCKETS, type BucketEntry } from './parts/buckets.ts';
import { markerPages } from './parts/markers.ts';
import { undelete, undeleteCalls } from './parts/undelete.ts';

export interface DeleteMarkers extends Resource {
  readonly bucket: string;
  readonly seen: {
    /** Delete markers that hide an object: since the first sign where that is known, else all. */
    readonly count: number;
    /** Not all pages were read: there may be more. */
    readonly more: boolean;
    readonly newest: Instant;
  };
}

/** Verify reads so many pages of 1,000 versions a bucket and no more. */
const FIRST_PAGES = 2;

async function countOf(aws: ReadAws, b: BucketEntry, since: Instant | undefined): Promise<DeleteMarkers> {
  let count = 0;
  let newest = '';
  let more = true;
  for await (const { markers, last } of markerPages(await aws.client('s3'), b.name, since ?? '', since === undefined ? FIRST_PAGES : Infinity)) {
    count += markers.length;
    for (const { at } of markers) if (at > newest) newest = at;
    more = !last;
  }
  return { arn: ownArn('s3/delete-markers', b.region, '', b.name), uid: `${b.uid}/delete-markers`, name: b.name, region: b.region, owner: b.arn, createdAt: b.createdAt, bucket: b.name, seen: { count, more, newest } };
}
const sinceOf = (r: Resource): Instant | undefined => (typeof r.aim?.['since'] === 'string' ? r.aim['since'] : undefined);

async function isVersioned(aws: ReadAws, Bucket: string): Promise<boolean> {
  const { Status } = await (await aws.client('s3')).send(new GetBucketVersioningCommand({ Bucket }));
  return Status !== undefined;
}

/** Deletions of objects stand in no event history: the markers themselves tell when, and not by whom. */
function judged(r: DeleteMarkers, since: Instant): Judgement | undefined {
  if (r.seen.newest < since) return undefined;
  return { verdict: 'suspicious', origin: 'changed', because: say('Objects of bucket {{bucket}} were deleted since the first sign, last at {{at}}. AWS\'s event history does not tell by whom.', { bucket: r.bucket, at: r.seen.newest }), techniques: ['T1485'] };
}

export default defineKind<DeleteMarkers>({
  id: 's3/delete-markers', version: 1, title: say('Delete markers in an S3 bucket'), scope: 'regional', role: 'data',
  reads: [...READS_BUCKETS, 's3:GetBucketVersioning', 's3:ListObjectVersions'],

  async *list(scan) {
    const found = await inParallel(await bucketsHere(scan), 8, async (b) => {
      try {
        return await isVersioned(scan.aws, b.name) ? await countOf(scan.aws, b, undefined) : undefined;
      } catch (error) {
        scan.gap('s3:ListObjectVersions', error, b.name);
        return undefined;
      }
    });
    yield* found.filter((r) => r !== undefined);
  },

  async look(aws, rs) {
    const buckets = await bucketsByUid(aws);
    return inParallel(rs, 4, async (r) => {
      const b = r.uid.endsWith('/delete-markers') ? buckets.get(r.uid.slice(0, -'/delete-markers'.length)) : undefined;
      return b && countOf(aws, b, sinceOf(r));
    });
  },

  // Data events: only logs that record them have these.
  traces: {
    ids: (r) => [r.bucket, r.owner ?? ''], created: [], changed: ['s3:DeleteObject', 's3:DeleteObjects'], anywhere: true,
    concerns: (r, { request }) => request?.['bucketName'] === r.bucket,
  },
  recall: (_, history, since) => {
    const first = history.find((e) => e.by === 'attacker')?.time ?? since;
    return { since: first < since ? first : since };
  },
  judge: (r, { attributed, indicators }) => attributed ?? judged(r, indicators.since),

  actions: {
    recover: {
      operations: ['s3:DeleteObjects', 's3:DeleteObject'], permissions: ['s3:DeleteObjectVersion'],
      title: (r) => say('Bring back what was deleted in bucket {{bucket}} since {{since}} (objects: {{n}})', { bucket: r.bucket, since: sinceOf(r) ?? '', n: r.seen.count }),
      breaks: () => say('What the owner deleted in that time comes back, too. Lifecycle rules that are still on may delete it all again: take them off first.'),
      impossible: (r) => (r.seen.count === 0 ? say('Nothing that was deleted in bucket {{bucket}} can be brought back.', { bucket: r.bucket }) : undefined),
      calls: (r) => undeleteCalls(r.region, r.bucket),
      done: (now) => now !== undefined && now.seen.count === 0 && !now.seen.more,
      apply: async (aws, r, deed) => {
        const since = sinceOf(r) ?? sinceOf(deed.before ?? r);
        if (since !== undefined) await undelete(await aws.client('s3'), r.bucket, since, r.seen.count, deed);
      },
      undo: irreversible(say('The objects are there again. Whoever wants them gone deletes them again: which ones these were is not kept.')),
    },
  },
});
