// Reads a thing's own history for what it held before a stranger's hand.
import { canonical } from '../core/digest.ts';
import type { Json, JsonObject } from '../core/types.ts';
import type { HistoryEvent } from './kind.ts';

/** Not to be given back: the stranger's, or perhaps the stranger's. */
export const isForeign = ({ by }: HistoryEvent): boolean => by === 'attacker' || by === 'undecided';
export const isEvent = ({ event }: HistoryEvent, ...names: readonly string[]): boolean => names.includes(event);

/** The newest event that `wanted` takes and that is nobody's but the owner's. */
export const lastOwn = (history: readonly HistoryEvent[], wanted: (event: HistoryEvent) => boolean): HistoryEvent | undefined => history.filter((e) => !isForeign(e) && wanted(e)).at(-1);

/**
 * Which way a switch stood before a stranger's hand first moved it: `on` and `off` name the events that move it.
 * An event that moves it shows that it stood the other way. Undefined where no stranger moved it, or the owner has moved it since.
 */
export function switchBefore(history: readonly HistoryEvent[], on: (event: HistoryEvent) => boolean, off: (event: HistoryEvent) => boolean): boolean | undefined {
  let before: boolean | undefined;
  for (const event of history) {
    const to = on(event) ? true : off(event) ? false : undefined;
    if (to === undefined) continue;
    before = isForeign(event) ? before ?? !to : undefined;
  }
  return before;
}

/** CloudTrail writes members in lower camel case; what is sent again needs the SDK's names: `readWriteType` → `ReadWriteType`. `maps`: members whose keys are somebody's own words. */
export function sdkNames(value: Json, maps: readonly string[] = []): Json {
  if (isList(value)) return value.map((one) => sdkNames(one, maps));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name.charAt(0).toUpperCase() + name.slice(1), maps.includes(name) ? one : sdkNames(one, maps)]));
}
/** CloudTrail does not tell all of it. */
export const isHidden = (value: Json): boolean => JSON.stringify(value).includes('HIDDEN_DUE_TO_SECURITY_REASONS');
export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const objectIn = (value: Json | undefined): JsonObject | undefined => (typeof value === 'object' && value !== null && !isList(value) ? value : undefined);
export const textIn = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
export const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value as readonly Json[] : []);
export const objectsIn = (value: Json | undefined): readonly JsonObject[] => listIn(value).map(objectIn).filter((one) => one !== undefined);
export const textsIn = (value: Json | undefined): readonly string[] => listIn(value).flatMap((one) => textIn(one) ?? []);

/**
 * Where calls change only what they name: the owner's last value of each member that a stranger set, in CloudTrail's words.
 * `made`: the event that makes the thing, with what it then holds of what it does not name. Undefined where a value is not told.
 */
export function ownMembers(history: readonly HistoryEvent[], made: string, changed: string, ids: readonly string[], defaults: JsonObject = {}): JsonObject | undefined {
  const calls = history.filter((e) => isEvent(e, made, changed));
  const own = calls.filter((e) => !isForeign(e));
  const names = new Set(calls.filter(isForeign).flatMap((e) => Object.keys(e.request ?? {})).filter((name) => !ids.includes(name)));
  const found: Record<string, Json> = {};
  for (const name of names) {
    const value = own.findLast((e) => e.request?.[name] !== undefined)?.request?.[name] ?? (own.some((e) => isEvent(e, made)) ? defaults[name] : undefined);
    if (value === undefined || isHidden(value)) return undefined;
    found[name] = value;
  }
  return found;
}

/** Without what says nothing: AWS answers with empty lists and switches that are off where none were given. */
export function telling(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return undefined;
  if (isList(value)) return value.length === 0 ? undefined : value.map((one) => telling(one) ?? null);
  const object = objectIn(value);
  if (!object) return value;
  const members = Object.entries(object).flatMap(([name, one]) => { const told = telling(one); return told === undefined ? [] : [[name, told] as const]; });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
export const alike = (a: Json | undefined, b: Json | undefined): boolean => canonical(telling(a) ?? null) === canonical(telling(b) ?? null);
