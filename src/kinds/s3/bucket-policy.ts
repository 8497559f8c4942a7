// A bucket's policy: what lets outsiders in is closed, and the last good text is given back.
import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import type { JsonObject, Judgement } from '../../core/types.ts';
import { differenceOf, missingIn } from '../statement-diff.ts';
import { asInput, isObject } from './parts/json.ts';
import { onlyReads, onlyWrites, openingsOf, withoutOpenings } from './parts/outsiders.ts';
import { aimOf, defineSetting, element, giving, type BucketSetting, type Content, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutBucketPolicy', input: (Bucket, is) => ({ Bucket, Policy: JSON.stringify(is) }),
    send: (client, input) => client.send(new PutBucketPolicyCommand(asInput(input))),
  },
  remove: { operation: 's3:DeleteBucketPolicy', send: (client, input) => client.send(new DeleteBucketPolicyCommand(asInput(input))) },
};

const closed = (r: BucketSetting): Content | undefined => (r.is && openingsOf(r.is, r.account).length > 0 ? withoutOpenings(r.is, r.account) : undefined);

/** What the text alone shows is never more than suspicious: sharing with another account may be agreed. */
function judged(r: BucketSetting): Judgement | undefined {
  const openings = openingsOf(r.is, r.account).filter((o) => !onlyWrites(o));
  const foreign = [...new Set(openings.flatMap((o) => o.foreign))];
  if (foreign.length > 0) return { verdict: 'suspicious', because: say('The policy of bucket {{bucket}} lets other accounts in: {{accounts}}.', { bucket: r.bucket, accounts: foreign }), techniques: ['T1530'] };
  const anybody = openings.filter((o) => o.anybody);
  if (anybody.length === 0) return undefined;
  return anybody.every(onlyReads)
    ? { verdict: 'weak', because: say('The policy of bucket {{bucket}} lets everybody in the world read it.', { bucket: r.bucket }), techniques: ['T1530'] }
    : { verdict: 'suspicious', because: say('The policy of bucket {{bucket}} lets everybody in the world change it.', { bucket: r.bucket }), techniques: ['T1530'] };
}

export default defineSetting({
  id: 's3/bucket-policy', title: say('Policy of an S3 bucket'), operation: 's3:GetBucketPolicy',
  read: async (client, Bucket) => { const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket })); return Policy === undefined ? null : JSON.parse(Policy) as JsonObject; },
  changed: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  contentOf: (event) => {
    if (event.event === 's3:DeleteBucketPolicy') return null;
    const policy = element(event, 'bucketPolicy');
    return isObject(policy) && policy['Statement'] !== undefined ? policy : undefined;
  },
  judge: (r, { attributed }) => attributed ?? judged(r),
  actions: {
    contain: giving(writing, {
      target: closed,
      title: (r) => say('Close bucket {{bucket}} to those whom its policy lets in from outside', { bucket: r.bucket }),
      breaks: (r) => say('Statements that are taken out: {{gone}}. Who came in by them gets AccessDenied; what they have copied they keep.', { gone: missingIn(r.is, closed(r) ?? null) }),
      idle: (r) => (closed(r) === undefined ? say('The policy of bucket {{bucket}} lets nobody in from outside.', { bucket: r.bucket }) : undefined),
    }),
    recover: giving(writing, {
      target: aimOf,
      title: (r) => say('Give bucket {{bucket}} its last good policy back', { bucket: r.bucket }),
      breaks: (r) => differenceOf(r.is, aimOf(r)),
      idle: (r) => (aimOf(r) === undefined ? say('The event history does not tell which policy bucket {{bucket}} had before.', { bucket: r.bucket }) : undefined),
    }),
  },
});
