// Which events weaken a trail, and which of them take it back: one table.
import { say, type Text } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import { listAt, valueAt } from '../fields.ts';
import { asked } from '../signs/sign.ts';
import { selectsLess } from '../signs/guards.ts';

/** What of the record is missing. `proof`: all is there, but nobody can prove that it is whole. */
export type Lost = 'everything' | 'other-regions' | 'global-services' | 'selected-events' | 'delivery' | 'proof' | 'copies';
/** What is asked for: a trail by its name or ARN, a bucket, a key, a log group. */
export type Target = 'trail' | 'bucket' | 'key' | 'log-group';
export interface Tampering {
  readonly lost: Lost;
  readonly target: Target;
  readonly because: Text;
  /** `earlier`: what was done to the same trail before, oldest first. */
  breaks(event: TrailEvent, earlier: readonly TrailEvent[]): boolean;
  mends?(event: TrailEvent, earlier: readonly TrailEvent[]): boolean;
}

const said = (event: TrailEvent, name: string): boolean | undefined => {
  const value = valueAt(event.request ?? undefined, name);
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
};
const is = (...operations: readonly string[]) => (event: TrailEvent): boolean => operations.includes(event.operation);
const updates = (name: string, to: boolean) => (event: TrailEvent): boolean => event.operation === 'cloudtrail:UpdateTrail' && said(event, name) === to;

const bucketsOf = (events: readonly TrailEvent[]): readonly string[] => events.filter(is('cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail')).map((e) => asked(e, 's3BucketName')).filter((name) => name !== '');
/** The console names the bucket in every update, so it must differ from the one before; where none is known, only an update that names little else counts. */
function rebucketed(event: TrailEvent, earlier: readonly TrailEvent[]): boolean {
  const bucket = asked(event, 's3BucketName');
  if (event.operation !== 'cloudtrail:UpdateTrail' || bucket === '') return false;
  const before = bucketsOf(earlier).at(-1);
  return before === undefined ? said(event, 'isMultiRegionTrail') === undefined : before !== bucket;
}

export const TAMPERING: readonly Tampering[] = [
  { lost: 'everything', target: 'trail', because: say('Its logging was stopped.'), breaks: is('cloudtrail:StopLogging', 'cloudtrail:StopEventDataStoreIngestion'), mends: is('cloudtrail:StartLogging', 'cloudtrail:StartEventDataStoreIngestion') },
  { lost: 'everything', target: 'trail', because: say('It was deleted.'), breaks: is('cloudtrail:DeleteTrail', 'cloudtrail:DeleteEventDataStore'), mends: is('cloudtrail:StartLogging', 'cloudtrail:RestoreEventDataStore') },
  { lost: 'other-regions', target: 'trail', because: say('It was narrowed to its own Region.'), breaks: updates('isMultiRegionTrail', false), mends: updates('isMultiRegionTrail', true) },
  { lost: 'global-services', target: 'trail', because: say('It was told to leave out global services such as IAM.'), breaks: updates('includeGlobalServiceEvents', false), mends: updates('includeGlobalServiceEvents', true) },
  { lost: 'proof', target: 'trail', because: say('Its log file validation was switched off.'), breaks: updates('enableLogFileValidation', false), mends: updates('enableLogFileValidation', true) },
  { lost: 'copies', target: 'trail', because: say('Its log files were sent to another bucket.'), breaks: rebucketed, mends: (e, earlier) => rebucketed(e, earlier) && bucketsOf(earlier).slice(0, -1).includes(asked(e, 's3BucketName')) },
  { lost: 'selected-events', target: 'trail', because: say('It was told to leave out management events.'), breaks: (e) => e.operation === 'cloudtrail:PutEventSelectors' && selectsLess(e), mends: (e) => e.operation === 'cloudtrail:PutEventSelectors' && !selectsLess(e) },
  { lost: 'delivery', target: 'bucket', because: say('Its bucket was deleted or its policy changed, so that log files may not have arrived.'), breaks: is('s3:DeleteBucket', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy') },
  { lost: 'copies', target: 'bucket', because: say('A lifecycle rule of its bucket was changed, so that log files may have expired.'), breaks: is('s3:PutBucketLifecycle', 's3:PutBucketLifecycleConfiguration') },
  { lost: 'delivery', target: 'key', because: say('The key that its files are encrypted with was disabled or is to be deleted.'), breaks: is('kms:DisableKey', 'kms:ScheduleKeyDeletion'), mends: is('kms:EnableKey') },
  { lost: 'copies', target: 'log-group', because: say('The log group that it also writes to was deleted, or keeps its events for less time.'), breaks: is('logs:DeleteLogGroup', 'logs:PutRetentionPolicy') },
];

/** Everything that an event's request names: to find the trail, bucket, key or log group that it is about. */
export const namedIn = (event: TrailEvent): readonly string[] =>
  ['name', 'trailName', 'eventDataStore', 'bucketName', 'keyId', 'logGroupName'].map((name) => asked(event, name)).concat(listAt(event.request ?? undefined, 'trailNameList').filter((one) => typeof one === 'string')).filter((text) => text !== '');
