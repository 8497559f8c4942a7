// A bucket's lifecycle rules: they delete objects by themselves, at night and without any session, so they are taken off at once.
import { DeleteBucketLifecycleCommand, GetBucketLifecycleConfigurationCommand, PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import type { Json, Judgement } from '../../core/types.ts';
import { asInput, fromEvent, isObject, listOf, plain } from './parts/json.ts';
import { aimOf, defineSetting, element, giving, type BucketSetting, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutBucketLifecycleConfiguration',
    input: (Bucket, { Rules = [], TransitionDefaultMinimumObjectSize: minimum }) => ({ Bucket, LifecycleConfiguration: { Rules }, ...(minimum === undefined ? {} : { TransitionDefaultMinimumObjectSize: minimum }) }),
    send: (client, input) => client.send(new PutBucketLifecycleConfigurationCommand(asInput(input))),
  },
  remove: { operation: 's3:DeleteBucketLifecycle', send: (client, input) => client.send(new DeleteBucketLifecycleCommand(asInput(input))) },
};

const NAMES = { Rule: 'Rules[]', Transition: 'Transitions[]', NoncurrentVersionTransition: 'NoncurrentVersionTransitions[]', 'And.Tag': 'Tags[]' };
/** A ransom note gives a week. */
const SHORT_DAYS = 7;

/** In how many days a rule deletes every object that there is; undefined where it does not. */
function emptiesIn(rule: Json): number | undefined {
  if (!isObject(rule) || rule['Status'] !== 'Enabled' || !isObject(rule['Expiration'])) return undefined;
  const { Filter: filter, Prefix: prefix } = rule;
  const everything = (prefix === undefined || prefix === '') && (!isObject(filter) || Object.values(filter).every((one) => one === ''));
  const { Days } = rule['Expiration'];
  return everything && typeof Days === 'number' ? Days : undefined;
}
function judged(r: BucketSetting): Judgement | undefined {
  const days = Math.min(...listOf(r.is?.['Rules']).flatMap((rule) => emptiesIn(rule) ?? []));
  return days <= SHORT_DAYS ? { verdict: 'suspicious', because: say('A lifecycle rule deletes every object of bucket {{bucket}} soon after it was written (days: {{n}}).', { bucket: r.bucket, n: days }), techniques: ['T1485'] } : undefined;
}
const rulesOf = (r: BucketSetting): readonly string[] => listOf(r.is?.['Rules']).map((rule) => (isObject(rule) && typeof rule['ID'] === 'string' ? rule['ID'] : JSON.stringify(rule)));

export default defineSetting({
  id: 's3/bucket-lifecycle', title: say('Lifecycle rules of an S3 bucket'), operation: 's3:GetBucketLifecycleConfiguration',
  read: async (client, Bucket) => {
    const { Rules, TransitionDefaultMinimumObjectSize } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return Rules?.length ? plain({ Rules, TransitionDefaultMinimumObjectSize }) : null;
  },
  // CloudTrail's names; the API's are longer.
  changed: ['s3:PutBucketLifecycle', 's3:PutBucketLifecycleConfiguration', 's3:DeleteBucketLifecycle'],
  contentOf: (event) => {
    if (event.event === 's3:DeleteBucketLifecycle') return null;
    const rules = fromEvent(element(event, 'LifecycleConfiguration'), NAMES);
    return isObject(rules) ? rules : undefined;
  },
  judge: (r, { attributed }) => attributed ?? judged(r),
  actions: {
    contain: giving(writing, {
      target: (r) => (r.is === null ? undefined : null),
      title: (r) => say('Take all lifecycle rules off bucket {{bucket}}', { bucket: r.bucket }),
      breaks: (r) => say('Rules that are taken off, good ones too: {{rules}}. Nothing is deleted or moved by them any more; undo puts them back.', { rules: rulesOf(r) }),
      idle: (r) => (r.is === null ? say('Bucket {{bucket}} has no lifecycle rules.', { bucket: r.bucket }) : undefined),
    }),
    recover: giving(writing, {
      target: aimOf,
      title: (r) => say('Give bucket {{bucket}} its last good lifecycle rules back', { bucket: r.bucket }),
      breaks: () => say('These rules delete or move objects again, as they did before.'),
      idle: (r) => (aimOf(r) === undefined ? say('The event history does not tell which lifecycle rules bucket {{bucket}} had before.', { bucket: r.bucket }) : undefined),
    }),
  },
});
