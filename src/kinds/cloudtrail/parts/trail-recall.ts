// What a trail was before a stranger stopped or changed it, out of its own events.
import type { Json, JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, switchBefore } from '../../recalling.ts';
import type { Settings, Trail } from './trail-view.ts';

/** CloudTrail's names of the settings, in what was asked and in what was answered. */
const NAMES: Readonly<Record<keyof Settings, readonly [asked: string, answered: string]>> = {
  S3BucketName: ['s3BucketName', 's3BucketName'], S3KeyPrefix: ['s3KeyPrefix', 's3KeyPrefix'], KmsKeyId: ['kmsKeyId', 'kmsKeyId'],
  CloudWatchLogsLogGroupArn: ['cloudWatchLogsLogGroupArn', 'cloudWatchLogsLogGroupArn'], CloudWatchLogsRoleArn: ['cloudWatchLogsRoleArn', 'cloudWatchLogsRoleArn'],
  IncludeGlobalServiceEvents: ['includeGlobalServiceEvents', 'includeGlobalServiceEvents'], IsMultiRegionTrail: ['isMultiRegionTrail', 'isMultiRegionTrail'], EnableLogFileValidation: ['enableLogFileValidation', 'logFileValidationEnabled'],
};
const KEYS = Object.keys(NAMES) as (keyof Settings)[];
const NONE: Readonly<Record<keyof Settings, string | boolean>> = {
  S3BucketName: '', S3KeyPrefix: '', KmsKeyId: '', CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '', IncludeGlobalServiceEvents: false, IsMultiRegionTrail: false, EnableLogFileValidation: false,
};
const isSetting = (value: Json | undefined): value is string | boolean => typeof value === 'string' || typeof value === 'boolean';

/** Settings by UpdateTrail's names, and `logging: true` where a stranger stopped it. */
export function recallTrail(_: Trail, history: readonly HistoryEvent[]): JsonObject | undefined {
  const aim: Record<string, Json> = { ...settingsBefore(history) };
  if (switchBefore(history, (e) => isEvent(e, 'cloudtrail:StartLogging'), (e) => isEvent(e, 'cloudtrail:StopLogging')) === true) aim['logging'] = true;
  return Object.keys(aim).length === 0 ? undefined : aim;
}

/** Of the settings that a stranger's UpdateTrail named: what the owner's last change before it had answered, which is the whole trail. */
function settingsBefore(history: readonly HistoryEvent[]): Partial<Record<keyof Settings, string | boolean>> {
  let own: JsonObject | null = null;
  const before: Partial<Record<keyof Settings, string | boolean>> = {};
  for (const event of history.filter((e) => isEvent(e, 'cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail'))) {
    if (!isForeign(event)) {
      own = event.response;
      for (const key of KEYS) Reflect.deleteProperty(before, key);
      continue;
    }
    const answered = own;
    if (answered === null) continue;
    for (const key of KEYS.filter((k) => isSetting(event.request?.[NAMES[k][0]]))) {
      const value = answered[NAMES[key][1]];
      before[key] ??= isSetting(value) ? value : NONE[key];
    }
  }
  return before;
}
