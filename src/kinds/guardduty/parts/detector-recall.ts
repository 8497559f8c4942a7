// What a Region's GuardDuty was before a stranger suspended, changed or deleted it, out of its own events.
import type { Json, JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, objectIn, switchBefore, textIn } from '../../recalling.ts';
import type { Detector } from './detector-view.ts';

const isCreated = (e: HistoryEvent): boolean => isEvent(e, 'guardduty:CreateDetector');
const isUpdated = (e: HistoryEvent): boolean => isEvent(e, 'guardduty:UpdateDetector');
const isDeleted = (e: HistoryEvent): boolean => isEvent(e, 'guardduty:DeleteDetector');
const isOn = (e: HistoryEvent): boolean => (isCreated(e) || isUpdated(e)) && e.request?.['enable'] === true;
const isOff = (e: HistoryEvent): boolean => isDeleted(e) || (isUpdated(e) && e.request?.['enable'] === false);

/** `{ enabled: true }` where a stranger switched it off; `features` and `frequency` where a stranger changed what the history tells of before. */
export function recallDetector(_: Detector, history: readonly HistoryEvent[]): JsonObject | undefined {
  const aim: Record<string, Json> = {};
  if (switchBefore(history, isOn, isOff) === true) aim['enabled'] = true;
  const features = featuresBefore(history);
  if (Object.keys(features).length > 0) aim['features'] = features;
  return Object.keys(aim).length === 0 ? undefined : aim;
}

function featuresIn(event: HistoryEvent): readonly (readonly [string, string])[] {
  const given = event.request?.['features'];
  return (Array.isArray(given) ? given as readonly Json[] : []).flatMap((one) => {
    const [name, status] = [textIn(objectIn(one)?.['name']), textIn(objectIn(one)?.['status'])];
    return name === undefined || status === undefined ? [] : [[name, status] as const];
  });
}
/** A stranger who deletes the detector changes all of them. A feature that the stranger set and the owner never did stood the other way. */
function featuresBefore(history: readonly HistoryEvent[]): Record<string, string> {
  const own = new Map<string, string>();
  const before: Record<string, string> = {};
  for (const event of history) {
    if (!isForeign(event)) {
      for (const [name, status] of featuresIn(event)) { own.set(name, status); Reflect.deleteProperty(before, name); }
    } else if (isDeleted(event)) {
      for (const [name, status] of own) before[name] ??= status;
    } else if (isUpdated(event)) {
      for (const [name, status] of featuresIn(event)) before[name] ??= own.get(name) ?? (status === 'DISABLED' ? 'ENABLED' : 'DISABLED');
    }
  }
  return before;
}
