// The account's event history: every record, by region and time, with an index for each key that it can be asked by.
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
    for (const [key, value] of Object.entries(lookupValues(record)) as [LookupKey, string | readonly string[] | undefined][]) {
      for (const one of value === undefined ? [] : typeof value === 'string' ? [value] : new Set(value)) this.#timeline(indexKey(record.region, key, one)).add(kept);
    }
  }

  /** Newest first; `more` when older ones match too. */
  lookup({ region, attribute, from, to, before, limit }: LookupQuery): { readonly page: readonly Kept[]; readonly more: boolean } {
    const timeline = this.#timelines.get(attribute === undefined ? region : indexKey(region, attribute.key, attribute.value));
    const page: Kept[] = [];
    for (const kept of timeline?.newestFirst(from.getTime(), to.getTime(), before) ?? []) {
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
const indexKey = (region: string, key: LookupKey, value: string): string => `${region} ${key} ${value}`;

/** The account's one history. */
export const historyOf = (account: SimAccount): EventHistory => account.state('history', () => new EventHistory());
