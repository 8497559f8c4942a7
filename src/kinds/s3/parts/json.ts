// What AWS says as plain JSON, and back as the SDK takes it.
import { canonical } from '../../../core/digest.ts';
import type { Json, JsonObject } from '../../../core/types.ts';

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);
export const listOf = (value: Json | undefined): readonly Json[] => (value === undefined || value === null ? [] : isList(value) ? value : [value]);

/** Dates become ISO texts, absent members go. */
export const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
/** The input of a command out of JSON that AWS or the event history gave: days of a lifecycle rule become dates again. AWS checks the rest. */
export const asInput = (value: JsonObject): never => revived(value) as never;
function revived(value: Json, key = ''): unknown {
  if (isList(value)) return value.map((one) => revived(one));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one, name)]));
  return key === 'Date' && typeof value === 'string' ? new Date(value) : value;
}

/** Whether all that is wanted is there; AWS adds ids and defaults of its own. `null` wants nothing at all. */
export function holds(wanted: Json, now: Json | undefined): boolean {
  if (wanted === null) return now === null || now === undefined;
  if (isList(wanted)) return isList(now) && now.length === wanted.length && wanted.every((one, i) => holds(one, now[i]));
  if (isObject(wanted)) return isObject(now) && Object.entries(wanted).every(([key, one]) => holds(one, now[key]));
  return canonical(wanted) === canonical(now ?? null);
}

/**
 * An XML body as CloudTrail writes it, back in the API's words: `xmlns` goes, tags become members, and what may repeat becomes a list again.
 * `names`: tag (or `Parent.tag`) → member, with `[]` behind where it is a list.
 */
export function fromEvent(element: Json | undefined, names: Readonly<Record<string, string>>, parent = ''): Json {
  if (isList(element)) return element.map((one) => fromEvent(one, names, parent));
  if (!isObject(element)) return element ?? null;
  return Object.fromEntries(Object.entries(element).filter(([tag]) => !/^xmlns/.test(tag)).map(([tag, value]) => {
    const name = names[`${parent}.${tag}`] ?? names[tag] ?? tag;
    const inner = name.endsWith('[]') ? listOf(value).map((one) => fromEvent(one, names, tag)) : fromEvent(value, names, tag);
    return [name.replace('[]', ''), inner];
  }));
}
