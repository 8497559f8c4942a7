// EC2's filters: any of a filter's values, all of the filters, `*` and `?` as wildcards. Unknown names are refused as AWS does.
import type { Filter } from '@aws-sdk/client-ec2';
import { invalidValue } from './errors.ts';
import type { Ec2Region } from './state.ts';
import { tagsOf } from './state.ts';

/** Filter name → the values that a thing has for it. */
export type FilterTable<T> = Readonly<Record<string, (thing: T, region: Ec2Region) => readonly (string | number | boolean | undefined)[]>>;

/** `idOf` says whose tags count. */
export function filtered<T>(things: Iterable<T>, filters: readonly Filter[] | undefined, table: FilterTable<T>, region: Ec2Region, idOf: (thing: T) => string): T[] {
  let left = [...things];
  for (const { Name = '', Values } of filters ?? []) {
    const values = valuesOf(Name, table, region, idOf);
    if (!Values?.length) throw invalidValue(`The filter '${Name}' is missing a value`);
    left = left.filter((thing) => values(thing).some((value) => value !== undefined && Values.some((wanted) => matches(wanted, String(value)))));
  }
  return left;
}

function valuesOf<T>(name: string, table: FilterTable<T>, region: Ec2Region, idOf: (thing: T) => string): (thing: T) => readonly (string | number | boolean | undefined)[] {
  if (name.startsWith('tag:')) return (thing) => [tagsOf(region, idOf(thing)).get(name.slice(4))];
  if (name === 'tag-key') return (thing) => [...tagsOf(region, idOf(thing)).keys()];
  if (name === 'tag-value') return (thing) => [...tagsOf(region, idOf(thing)).values()];
  const read = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!read) throw invalidValue(`The filter '${name}' is invalid`);
  return (thing) => read(thing, region);
}

/** Wildcards without a regular expression: values and patterns are anybody's text. */
export function matches(pattern: string, text: string): boolean {
  let p = 0; let t = 0; let star = -1; let mark = 0;
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === '?' || (pattern[p] === text[t] && pattern[p] !== '*'))) { p++; t++; }
    else if (p < pattern.length && pattern[p] === '*') { star = p++; mark = t; }
    else if (star >= 0) { p = star + 1; t = ++mark; }
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
