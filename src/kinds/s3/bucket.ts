// An S3 bucket that a stranger made: its settings are saved; it is deleted only when nothing is in it.
import { DeleteBucketCommand, GetBucketEncryptionCommand, GetBucketLifecycleConfigurationCommand, GetBucketPolicyCommand, GetBucketReplicationCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Operation, Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { bucketsByUid, bucketsHere, READS_BUCKETS, type BucketEntry } from './parts/buckets.ts';
import { plain } from './parts/json.ts';

export interface Bucket extends Resource {
  /** Whether any version or delete marker is in it; known once it was looked at. */
  readonly seen?: { readonly empty: boolean };
}
const bucketOf = (b: BucketEntry, empty?: boolean): Bucket => ({ arn: b.arn, uid: b.uid, name: b.name, region: b.region, createdAt: b.createdAt, ...(empty === undefined ? {} : { seen: { empty } }) });

async function isEmpty(aws: ReadAws, name: string): Promise<boolean> {
  const { Versions = [], DeleteMarkers = [] } = await (await aws.client('s3')).send(new ListObjectVersionsCommand({ Bucket: name, MaxKeys: 1 }));
  return Versions.length + DeleteMarkers.length === 0;
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
      return b && bucketOf(b, await isEmpty(aws, b.name));
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn], created: ['s3:CreateBucket'], changed: [],
    concerns: (r, { request }) => request?.['bucketName'] === r.name,
  },

  actions: {
    preserve: {
      ...preserving<Bucket>({
        title: (r) => say('Save the settings of bucket {{bucket}}', { bucket: r.name }),
        file: (r) => `bucket-${r.name}`, operation: 's3:GetBucketPolicy', more: (aws, r) => settingsOf(aws, r.name),
      }),
      reads: READS_SETTINGS,
    },
    eradicate: {
      operations: ['s3:DeleteBucket'],
      title: (r) => say('Delete the empty bucket {{bucket}} in {{region}}', { bucket: r.name, region: r.region }),
      destroys: () => say('The name becomes free: anybody in the world may take it, and receive what still is sent to it.'),
      impossible: (r) => (r.seen?.empty === false ? say('Bucket {{bucket}} is not empty. Look through what is in it in the S3 console; then empty it there and delete it.', { bucket: r.name }) : undefined),
      calls: (r) => [{ operation: 's3:DeleteBucket', region: r.region, input: { Bucket: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('s3')).send(new DeleteBucketCommand({ Bucket: r.name }))); },
      undo: irreversible(say('AWS does not give a deleted bucket back. Another can be made under its name, as long as nobody has taken it.')),
    },
  },
});
