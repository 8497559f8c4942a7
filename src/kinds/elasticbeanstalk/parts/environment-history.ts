// What an Elastic Beanstalk environment held before a stranger's updates: its version and its options, out of its own events.
import type { Json, JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, isHidden, objectsIn, textIn } from '../../recalling.ts';

export const ASG = 'aws:autoscaling:asg';
export const SIZES = [`${ASG}/MinSize`, `${ASG}/MaxSize`] as const;
/** Its options are anybody's, and may be secrets. */
const VARIABLES = 'aws:elasticbeanstalk:application:environment/';
const TOLD = /^(applicationName|environment(Id|Name)|optionSettings|optionsToRemove|versionLabel|description)$/;

/** `null`: taken away. */
function optionsIn({ request }: HistoryEvent): readonly [string, Json][] {
  const named = (member: string) => objectsIn(request?.[member]);
  const key = (one: JsonObject): string => `${textIn(one['namespace']) ?? ''}/${textIn(one['optionName']) ?? ''}`;
  return [...named('optionSettings').map((one) => [key(one), one['value'] ?? null] as [string, Json]), ...named('optionsToRemove').map((one) => [key(one), null] as [string, Json])];
}

const VERSION = 'version';
const contentIn = (e: HistoryEvent): readonly (readonly [string, Json])[] => { const label = textIn(e.request?.['versionLabel']); return [...optionsIn(e), ...(label === undefined ? [] : [[VERSION, label] as const])]; };
const isOther = (e: HistoryEvent): boolean => isForeign(e) && (!isEvent(e, 'elasticbeanstalk:UpdateEnvironment') || Object.keys(e.request ?? {}).some((name) => !TOLD.test(name)));
const isMaking = (e: HistoryEvent): boolean => isEvent(e, 'elasticbeanstalk:CreateEnvironment') && e.request?.['templateName'] === undefined;

/**
 * `options`: the owner's values of those that a stranger set, `null` for the default. `his`: what the stranger set instead.
 * Both sizes of its group, where one was touched: containment touches both. Undefined: not all of it is told, or a value may be a secret.
 */
export function recall(_: unknown, history: readonly HistoryEvent[]): JsonObject | undefined {
  if (history.some(isOther)) return undefined;
  const own = new Map<string, Json>(), his = new Map<string, Json>();
  for (const e of history) {
    for (const [key, value] of contentIn(e)) if (isForeign(e)) his.set(key, value); else { own.set(key, value); his.delete(key); }
  }
  const made = history.some(isMaking), sizes = SIZES.some((key) => his.has(key)) ? SIZES : [];
  const isTold = (key: string): boolean => (own.has(key) ? own.get(key) === null || (!key.startsWith(VARIABLES) && !isHidden(own.get(key) ?? null)) : made && key !== VERSION);
  const keys = [...new Set([...his.keys(), ...sizes])];
  const back = Object.fromEntries(keys.map((key) => [key, own.get(key) ?? null]));
  const { [VERSION]: version, ...options } = back;
  return keys.every(isTold) ? { options, his: Object.fromEntries([...his].filter(([key]) => key !== VERSION)), ...(version !== undefined && { version }) } : undefined;
}
