// Sentences that are alike, said once: to people on the screen, and in the report.
import { say, type Text, type TextValue } from './text.ts';

/** Sentences that differ in one value become one with all of its values; the same sentence is said once. */
export function together(texts: readonly Text[]): readonly Text[] {
  const unique = [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()];
  const groups = new Map<string, Text[]>();
  for (const text of unique) groups.set(text.say, [...(groups.get(text.say) ?? []), text]);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first !== undefined && group.length > 1 && differing(group).length === 1 ? [joined(first, group)] : group;
  });
}
const MANY = 8, SOME = 3;
/** More steps of one sort than these are told in one sentence; all of them stand in a file. */
export const MANY_STEPS = 20;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/;
/** With `instead` for each list of Regions that is too long to be read twice; the same text where there is none. */
export function shortened(text: Text, instead: (n: number) => Text): Text {
  const values = Object.entries(text.with ?? {});
  return values.some(([, value]) => isLongList(value)) ? { ...text, with: Object.fromEntries(values.map(([name, value]) => [name, isLongList(value) ? instead(value.length) : value])) } : text;
}
/** Names each long list of Regions the first time that it comes; after that it says that they are the same, where only one list of so many was named. */
export function namingOnce(): (text: Text) => Text {
  const named = new Map<number, Set<string>>();
  return (text) => {
    const known = Object.values(text.with ?? {}).filter(isLongList).map((list) => {
      const [before, name] = [named.get(list.length) ?? new Set<string>(), JSON.stringify(list)];
      const isKnown = before.has(name) && before.size === 1;
      named.set(list.length, before.add(name));
      return isKnown;
    });
    return known.length > 0 && known.every((one) => one) ? shortened(text, (n) => say('the same {{n}} Regions', { n })) : text;
  };
}
/** Sentences by what they say, in the order in which each first comes. */
export function byForm<T>(all: readonly T[], formOf: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(formOf(one), [...(groups.get(formOf(one)) ?? []), one]);
  return [...groups.values()];
}
/** Of many that say the same of different things one sentence: some of the values and how many more; of many Regions their number. */
export const inOne = (texts: readonly Text[]): readonly Text[] => byForm(texts, (text) => text.say).flatMap((group) => {
  const [first] = group;
  if (!first || differing(group).length === 0) return first ? [first] : [];
  const one = joined(first, group);
  return [{ ...one, with: Object.fromEntries(Object.entries(one.with ?? {}).map(([name, value]) => [name, first.with?.[name] === value ? value : some(value)])) }];
});
/** As they are where they can be read one by one. */
export const readable = (texts: readonly Text[]): readonly Text[] => (texts.length > MANY_STEPS ? inOne(texts) : texts);
function some(value: TextValue): TextValue {
  if (!Array.isArray(value)) return value;
  const list: readonly TextValue[] = value;
  if (areRegions(value)) return list.length > MANY ? say('{{n}} Regions', { n: list.length }) : list;
  return list.length > SOME + 1 ? say('{{details}} and {{n}} more', { details: list.slice(0, SOME), n: list.length - SOME }) : list;
}
const areRegions = (value: TextValue): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string' && REGION.test(one));
const isLongList = (value: TextValue): value is readonly TextValue[] => Array.isArray(value) && areRegions(value) && value.length > MANY;
/** True where a sentence names several Regions. */
export const namesRegions = ({ with: values = {} }: Text): boolean => Object.values(values).some((value) => Array.isArray(value) && areRegions(value) && value.length > 1);
const differing = (group: readonly Text[]): readonly string[] => Object.keys(group[0]?.with ?? {}).filter((name) => new Set(group.map((text) => JSON.stringify(text.with?.[name]))).size > 1);
function joined(first: Text, group: readonly Text[]): Text {
  const values = Object.keys(first.with ?? {}).map((name): [string, TextValue] => {
    const all = group.flatMap((text) => { const value = text.with?.[name]; return value === undefined ? [] : [value]; });
    const unique = [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
    return [name, unique.length === 1 ? unique[0] ?? '' : unique];
  });
  return { ...first, with: Object.fromEntries(values) };
}
