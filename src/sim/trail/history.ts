// The account's event history: every record, by region and time, with an index for the keys that it can be asked by.
import type { SimAccount } from '../account.ts';
import { lookupValues, type LookupValues, type TrailRecord } from './record.ts';

export type LookupKey = keyof LookupValues;
export interface LookupQuery {
  readonly region: string;
  readonly attribute?: { readonly key: LookupKey; readonly value: string };
  /** Inclusive. */
  readonly from: Date;
  readonly to: Date;
  /** Only what is older than this position. */
  readonly before?: Position;
  readonly limit: number;
}
/** Where a page ended: events of one instant are told apart by the order in which they came. */
export interface Position { readonly at: number; readonly sequence: number }
export interface Kept extends Position { readonly record: TrailRecord }

/** Sorted by time, then by arrival. */
class Timeline {
  readonly #kept: Kept[] = [];
  add(kept: Kept): void {
    const last = this.#kept.at(-1);
    if (last === undefined || order(last, kept) < 0) this.#kept.push(kept);
    else this.#kept.splice(this.#firstFrom(kept), 0, kept);
  }
  /** Newest first, older than `before`, not after `to`, not before `from`. */
  *newestFirst(from: number, to: number, before: Position | undefined): Generator<Kept> {
    const upper = { at: to, sequence: Infinity };
    const end = before === undefined || order(upper, before) < 0 ? upper : before;
    for (let index = this.#firstFrom(end) - 1; index >= 0; index -= 1) {
      const kept = this.#kept[index] as Kept;
      if (kept.at < from) return;
      yield kept;
    }
  }
  all(): readonly Kept[] { return this.#kept; }
  /** The index of the first that is not before `position`. */
  #firstFrom(position: Position): number {
    let low = 0, high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(this.#kept[middle] as Kept, position) < 0) low = middle + 1; else high = middle;
    }
    return low;
  }
}
const order = (a: Position, b: Position): number => a.at - b.at || a.sequence - b.sequence;

export class EventHistory {
  readonly #timelines = new Map<string, Timeline>();
  readonly #all = new Timeline();
  #sequence = 0;

  add(record: TrailRecord): void {
    this.#sequence += 1;
    const kept: Kept = { at: record.at.getTime(), sequence: this.#sequence, record };
    this.#all.add(kept);
    this.#timeline(record.region).add(kept);
    const values = lookupValues(record);
    for (const key of INDEXED) for (const value of new Set(valuesOf(values, key))) this.#timeline(indexKey(record.region, key, value)).add(kept);
  }

  /** Newest first; `more` when older ones match too. */
  lookup({ region, attribute, from, to, before, limit }: LookupQuery): { readonly page: readonly Kept[]; readonly more: boolean } {
    const timeline = this.#timelines.get(attribute === undefined || attribute.key === 'EventId' ? region : indexKey(region, attribute.key, attribute.value));
    const page: Kept[] = [];
    for (const kept of timeline?.newestFirst(from.getTime(), to.getTime(), before) ?? []) {
      if (attribute?.key === 'EventId' && kept.record.id !== attribute.value) continue;
      if (page.length === limit) return { page, more: true };
      page.push(kept);
    }
    return { page, more: false };
  }

  /** Every record of every region, oldest first: for scores, costs and tests. */
  records(): TrailRecord[] { return this.#all.all().map(({ record }) => record); }
  get size(): number { return this.#all.all().length; }

  #timeline(key: string): Timeline {
    const found = this.#timelines.get(key);
    if (found) return found;
    const made = new Timeline();
    this.#timelines.set(key, made);
    return made;
  }
}
/** All but the event's own id: an index of it would be as large as the history, and nobody asks for many. */
const INDEXED = ['AccessKeyId', 'EventName', 'EventSource', 'ReadOnly', 'ResourceName', 'ResourceType', 'Username'] as const satisfies LookupKey[];
function valuesOf(values: LookupValues, key: LookupKey): readonly string[] {
  const value = values[key];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
const indexKey = (region: string, key: LookupKey, value: string): string => `${region} ${key} ${value}`;

/** The account's one history. */
export const historyOf = (account: SimAccount): EventHistory => account.state('history', () => new EventHistory());
