// An S3 bucket that a stranger made: its settings and the list of what is in it are saved; then it is emptied and deleted.
import { DeleteBucketCommand, GetBucketEncryptionCommand, GetBucketLifecycleConfigurationCommand, GetBucketPolicyCommand, GetBucketReplicationCommand, type S3Client } from '@aws-sdk/client-s3';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Operation, Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible, type Deed } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { bucketsByUid, bucketsHere, READS_BUCKETS, type BucketEntry } from './parts/buckets.ts';
import { plain } from './parts/json.ts';
import { versionPages } from './parts/markers.ts';
import { emptyBucket, undeleteCalls } from './parts/undelete.ts';

/** `more`: not all pages were read, so there is more than that. */
interface Held { readonly versions: number; readonly markers: number; readonly bytes: number; readonly more: boolean }
/** What is in it is known once it was looked at. */
export interface Bucket extends Resource { readonly seen?: Held & JsonObject }
const bucketOf = (b: BucketEntry, held?: Held): Bucket => ({ arn: b.arn, uid: b.uid, name: b.name, region: b.region, createdAt: b.createdAt, ...(held ? { seen: { ...held } } : {}) });

/** So many pages of 1,000 are counted for the gate. */
const PAGES = 20;
async function heldIn(client: S3Client, name: string): Promise<Held> {
  const held = { versions: 0, markers: 0, bytes: 0, more: false };
  for await (const { versions, last } of versionPages(client, name, PAGES)) {
    held.more = !last;
    for (const { marker, bytes } of versions) { held[marker ? 'markers' : 'versions']++; held.bytes += bytes; }
  }
  return held;
}
const isEmpty = ({ seen }: Bucket): boolean => seen !== undefined && seen.versions + seen.markers === 0;

/** Pages in one file of evidence: some ten megabytes. */
const IN_A_FILE = 100;
/** What is in it, a line for each version; nothing of what the objects hold. */
async function keepList(aws: ReadAws, { name }: Bucket, deed: Deed): Promise<void> {
  let lines: string[] = [];
  let pages = 0;
  for await (const { versions, last } of versionPages(await aws.client('s3'), name)) {
    pages++;
    lines.push(...versions.map((v) => `${JSON.stringify(v)}\n`));
    if (lines.length === 0 || (!last && pages % IN_A_FILE > 0)) continue;
    await deed.keep(`bucket-${name}-objects-${String(Math.ceil(pages / IN_A_FILE))}.jsonl`, lines.join(''), { operation: 's3:ListObjectVersions' });
    lines = [];
  }
}

const ROUNDS = 3;
/** What comes in while it is emptied keeps it from being deleted: then once more. */
async function remove(aws: ChangeAws, { name, seen }: Bucket, deed: Deed): Promise<void> {
  const client = await aws.client('s3');
  for (let round = 1; ; round++) {
    await ifThere(emptyBucket(client, name, (seen?.versions ?? 0) + (seen?.markers ?? 0), deed));
    try {
      await ifThere(client.send(new DeleteBucketCommand({ Bucket: name })));
      return;
    } catch (error) {
      if (round === ROUNDS || failureOf(error).code !== 'BucketNotEmpty') throw error;
    }
  }
}

const READS_SETTINGS: readonly Operation[] = ['s3:GetBucketPolicy', 's3:GetBucketLifecycleConfiguration', 's3:GetBucketReplication', 's3:GetBucketEncryption'];
async function settingsOf(aws: ReadAws, Bucket: string): Promise<object> {
  const client = await aws.client('s3');
  const [policy, lifecycle, replication, encryption] = await Promise.all([
    ifThere(client.send(new GetBucketPolicyCommand({ Bucket }))), ifThere(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
    ifThere(client.send(new GetBucketReplicationCommand({ Bucket }))), ifThere(client.send(new GetBucketEncryptionCommand({ Bucket }))),
  ]);
  return plain({ policy: policy?.Policy, lifecycle: lifecycle?.Rules, replication: replication?.ReplicationConfiguration, encryption: encryption?.ServerSideEncryptionConfiguration });
}

const keepSettings = preserving<Bucket>({ title: (r) => say('Save the settings of bucket {{bucket}} and the list of what is in it', { bucket: r.name }), file: (r) => `bucket-${r.name}`, operation: 's3:GetBucketPolicy', more: (aws, r) => settingsOf(aws, r.name) });
const told = (r: Bucket) => ({ bucket: r.name, region: r.region });
const FREE = say('The name becomes free: anybody in the world may take it, and receive what still is sent to it.');
/** `> 20000`: what was not counted. */
function counts({ seen }: Bucket): Readonly<Record<keyof Omit<Held, 'more'>, string>> {
  const of = (n = 0): string => (seen?.more === true ? `> ${String(n)}` : String(n));
  return { versions: of(seen?.versions), markers: of(seen?.markers), bytes: of(seen?.bytes) };
}

export default defineKind<Bucket>({
  id: 's3/bucket', version: 1, title: say('S3 bucket'), scope: 'regional', role: 'data',
  reads: [...READS_BUCKETS, 's3:ListObjectVersions'],

  async *list(scan) {
    for (const b of await bucketsHere(scan)) yield bucketOf(b);
  },

  async look(aws, rs) {
    const buckets = await bucketsByUid(aws);
    return inParallel(rs, 8, async (r) => {
      const b = buckets.get(r.uid);
      return b && bucketOf(b, await heldIn(await aws.client('s3'), b.name));
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn], created: ['s3:CreateBucket'], changed: [], anywhere: true,
    concerns: (r, { request }) => request?.['bucketName'] === r.name,
  },

  actions: {
    preserve: {
      ...keepSettings,
      reads: READS_SETTINGS,
      apply: async (aws, r, deed) => {
        await keepList(aws, r, deed);
        await keepSettings.apply(aws, r, deed);
      },
    },
    eradicate: {
      operations: ['s3:DeleteObjects', 's3:DeleteObject', 's3:DeleteBucket'],
      title: (r) => (isEmpty(r) ? say('Delete the empty bucket {{bucket}} in {{region}}', told(r)) : say('Delete the bucket {{bucket}} in {{region}} with everything in it', told(r))),
      destroys: (r) => (isEmpty(r) ? FREE : say('{{free}} In it are {{versions}} versions of objects ({{bytes}} bytes) and {{markers}} delete markers: only their list is kept. If anything there is the last copy of something of yours, copy it elsewhere first.', { ...counts(r), free: FREE })),
      calls: (r) => [...(isEmpty(r) ? [] : undeleteCalls(r.region, r.name, '‹version›')), { operation: 's3:DeleteBucket', region: r.region, input: { Bucket: r.name } }],
      done: (now) => now === undefined,
      apply: remove,
      undo: irreversible(say('AWS does not give a deleted bucket back. Another can be made under its name, as long as nobody has taken it.')),
    },
  },
});
