// Fills `${name.path}` with what earlier calls answered.
import type { Json, JsonObject } from '../../core/types.ts';

/** Saved answers by name; `account` and `now` are always there. */
export type Saved = ReadonlyMap<string, unknown>;
/** Nothing was saved under that name, or the answer has no such member. */
export class UnknownReference extends Error {
  constructor(readonly reference: string) { super(`\${${reference}} is not known here`); }
}

const REFERENCE = /\$\{([^}]+)\}/g;

export function fillText(text: string, saved: Saved): string {
  return text.replace(REFERENCE, (_, path: string) => asText(lookUp(path, saved), path));
}
/** A text that is nothing but one reference takes what it refers to, whatever its type. */
export function fill(value: Json, saved: Saved): unknown {
  if (typeof value === 'string') {
    const whole = /^\$\{([^}]+)\}$/.exec(value)?.[1];
    return whole === undefined ? fillText(value, saved) : lookUp(whole, saved);
  }
  if (isList(value)) return value.map((one) => fill(one, saved));
  if (typeof value === 'object' && value !== null) return fillMembers(value, saved);
  return value;
}
export const fillMembers = (value: JsonObject, saved: Saved): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, saved)]));

function lookUp(path: string, saved: Saved): unknown {
  const [name = '', ...members] = path.split('.');
  let at: unknown = saved.get(name);
  for (const member of members) at = typeof at === 'object' && at !== null && Object.hasOwn(at, member) ? (at as Record<string, unknown>)[member] : undefined;
  if (at === undefined) throw new UnknownReference(path);
  return at;
}
function asText(value: unknown, path: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new UnknownReference(path);
}
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
