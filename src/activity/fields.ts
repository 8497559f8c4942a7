// Reads members of untrusted JSON, whatever shape they turn out to have.
import type { Json, JsonObject } from '../core/types.ts';

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, also where it stands as JSON text (Athena exports, LookupEvents); else `null`. */
export function objectOf(value: unknown): JsonObject | null {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return null;
  const parsed = parsedOf(value);
  return isObject(parsed) ? parsed : null;
}
/** The value of JSON text, `undefined` where it is none. */
export function parsedOf(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

/** The string at a path (`['user', 'arn']`), or `''`. Numbers and booleans are read as text. */
export function textAt(from: Json | undefined, ...path: readonly string[]): string {
  const value = valueAt(from, ...path);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
/** The value at a path of own members; arrays by their index in digits. */
export function valueAt(from: Json | undefined, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = from;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[name];
  }
  return value;
}
export const objectAt = (from: Json | undefined, ...path: readonly string[]): JsonObject | null => objectOf(valueAt(from, ...path));

/** A list, also where the EC2 API wraps it (`{ items: [...] }`), and a single value as a list of one. */
export function listAt(from: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const value = valueAt(from, ...path);
  const inner = isObject(value) && Object.hasOwn(value, 'items') ? value['items'] : value;
  if (Array.isArray(inner)) return inner as readonly Json[];
  return inner === undefined || inner === null || (isObject(inner) && Object.keys(inner).length === 0) ? [] : [inner];
}

/** Every string inside a value, with the name of the member it stands under. Deeper than 32 levels is not read. */
export function* stringsIn(value: Json | undefined, name = '', depth = 0): Generator<readonly [string, string]> {
  if (typeof value === 'string') { yield [name, value]; return; }
  if (typeof value !== 'object' || value === null || depth > 32) return;
  if (Array.isArray(value)) { for (const one of value as readonly Json[]) yield* stringsIn(one, name, depth + 1); return; }
  for (const [key, one] of Object.entries(value)) yield* stringsIn(one, key, depth + 1);
}
