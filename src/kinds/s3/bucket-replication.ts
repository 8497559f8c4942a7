// A bucket's replication: a stranger's copies what is written to a bucket elsewhere, and is taken off.
import { DeleteBucketReplicationCommand, GetBucketReplicationCommand, PutBucketReplicationCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import type { Judgement } from '../../core/types.ts';
import { asInput, fromEvent, isObject, listOf, plain } from './parts/json.ts';
import { aimOf, defineSetting, element, giving, type BucketSetting, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutBucketReplication', input: (Bucket, is) => ({ Bucket, ReplicationConfiguration: is }),
    send: (client, input) => client.send(new PutBucketReplicationCommand(asInput(input))),
  },
  remove: { operation: 's3:DeleteBucketReplication', send: (client, input) => client.send(new DeleteBucketReplicationCommand(asInput(input))) },
};

const NAMES = { Rule: 'Rules[]', 'And.Tag': 'Tags[]' };
const destinations = (r: BucketSetting) => listOf(r.is?.['Rules']).flatMap((rule) => (isObject(rule) && isObject(rule['Destination']) ? [rule['Destination']] : []));
const bucketsOf = (r: BucketSetting): readonly string[] => destinations(r).flatMap(({ Bucket }) => (typeof Bucket === 'string' ? [Bucket] : []));

function judged(r: BucketSetting): Judgement | undefined {
  const foreign = [...new Set(destinations(r).flatMap(({ Account }) => (typeof Account === 'string' && Account !== r.account ? [Account] : [])))];
  return foreign.length === 0 ? undefined
    : { verdict: 'suspicious', because: say('What is written to bucket {{bucket}} is copied to other accounts: {{accounts}}.', { bucket: r.bucket, accounts: foreign }), techniques: ['T1537'] };
}

export default defineSetting({
  id: 's3/bucket-replication', title: say('Replication of an S3 bucket'), operation: 's3:GetBucketReplication',
  read: async (client, Bucket) => { const { ReplicationConfiguration: is } = await client.send(new GetBucketReplicationCommand({ Bucket })); return is ? plain(is) : null; },
  changed: ['s3:PutBucketReplication', 's3:DeleteBucketReplication'],
  contentOf: (event) => {
    if (event.event === 's3:DeleteBucketReplication') return null;
    const is = fromEvent(element(event, 'ReplicationConfiguration'), NAMES);
    return isObject(is) ? is : undefined;
  },
  judge: (r, { attributed }) => attributed ?? judged(r),
  actions: {
    contain: giving(writing, {
      target: (r) => (r.is === null ? undefined : null), permissions: ['iam:PassRole'],
      title: (r) => say('Stop the replication of bucket {{bucket}}', { bucket: r.bucket }),
      breaks: (r) => say('Nothing new is copied to {{buckets}}. What was copied stays there.', { buckets: bucketsOf(r) }),
      idle: (r) => (r.is === null ? say('Bucket {{bucket}} is not replicated.', { bucket: r.bucket }) : undefined),
    }),
    recover: giving(writing, {
      target: aimOf, permissions: ['iam:PassRole'],
      title: (r) => say('Give bucket {{bucket}} its last good replication back', { bucket: r.bucket }),
      breaks: () => say('What was written meanwhile is not copied by itself.'),
      idle: (r) => (aimOf(r) === undefined ? say('The event history does not tell how bucket {{bucket}} was replicated before.', { bucket: r.bucket }) : undefined),
    }),
  },
});
