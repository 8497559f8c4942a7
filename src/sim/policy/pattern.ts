// The wildcards and variables of IAM policies, matched without regular expressions: policies are hostile text.

const ANY = Symbol('*');
const ONE = Symbol('?');
/** Literal characters and wildcards. Values of variables are literal, whatever they contain. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

const units = (text: string): string[] => Array.from({ length: text.length }, (_, index) => text.charAt(index));
const wild = (char: string): Pattern[number] => (char === '*' ? ANY : char === '?' ? ONE : char);

/**
 * Reads `*`, `?` and, where `variable` is given (documents of Version 2012-10-17), `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}`.
 * undefined when a variable has no value: the statement does not match then.
 */
export function pattern(text: string, variable?: (key: string) => string | undefined): Pattern | undefined {
  const out: Pattern[number][] = [];
  let at = 0;
  while (at < text.length) {
    const end = variable !== undefined && text.startsWith('${', at) ? text.indexOf('}', at) : -1;
    if (variable === undefined || end < 0) { out.push(wild(text.charAt(at))); at += 1; continue; }
    const value = valueOf(text.slice(at + 2, end), variable);
    if (value === undefined) return undefined;
    out.push(...units(value));
    at = end + 1;
  }
  return out;
}

function valueOf(inside: string, variable: (key: string) => string | undefined): string | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const comma = inside.indexOf(',');
  if (comma < 0) return variable(inside.trim());
  const fallback = inside.slice(comma + 1).trim();
  return variable(inside.slice(0, comma).trim()) ?? fallback.slice(1, -1);
}

/** Whether the whole of `value` fits. Linear but for backtracking to the last `*`. */
export function fits(value: string, wanted: Pattern): boolean {
  let v = 0, p = 0, star = -1, mark = 0;
  while (v < value.length) {
    const token = wanted[p];
    if (token === ANY) { star = p; mark = v; p += 1; continue; }
    if (p < wanted.length && (token === ONE || token === value.charAt(v))) { v += 1; p += 1; continue; }
    if (star < 0) return false;
    p = star + 1; mark += 1; v = mark;
  }
  while (wanted[p] === ANY) p += 1;
  return p === wanted.length;
}

/** A pattern without wildcards. */
export const literal = (wanted: Pattern): string => wanted.map((token) => (token === ANY ? '*' : token === ONE ? '?' : token)).join('');

/** ARNs match part by part: a `*` does not reach over a colon in the first five. */
export function fitsArn(value: string, wanted: Pattern): boolean {
  const values = partsOf(units(value)), patterns = partsOf(wanted);
  return values.length === 6 && patterns.length === 6 && patterns.every((part, index) => fits((values[index] ?? []).join(''), part));
}
function partsOf<T>(tokens: readonly T[]): T[][] {
  const parts: T[][] = [[]];
  for (const token of tokens) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
