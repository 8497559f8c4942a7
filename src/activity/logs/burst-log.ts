// The events that may belong to a burst, some two dozen bytes each, until the whole log was read.
import { BURSTS, type Burst } from '../signs/detections.ts';
import type { TrailEvent } from '../event.ts';
import { hash32 } from './id-set.ts';
import { within, type Seen } from '../signs/bursts.ts';

/** 52 bits: of a hundred thousand credentials no two are taken for one. */
const hash52 = (text: string): number => (hash32(text, 17) >>> 0) * 0x100000 + (hash32(text, 29) & 0xfffff);

/** Rows of so many numbers each. */
class Rows {
  #rows: Float64Array;
  #length = 0;
  constructor(private readonly width: number) { this.#rows = new Float64Array(width * 64); }
  get count(): number { return this.#length / this.width; }
  add(row: readonly number[]): void {
    if (this.#length === this.#rows.length) { const more = new Float64Array(this.#rows.length * 2); more.set(this.#rows); this.#rows = more; }
    this.#rows.set(row, this.#length);
    this.#length += this.width;
  }
  at(row: number, column: number): number { return this.#rows[row * this.width + column] as number; }
}
export class BurstLog {
  /** Of each burst: group, milliseconds, what is counted, place. */
  readonly #noted = new Map<Burst, Rows>(BURSTS.map((burst) => [burst, new Rows(4)]));

  /** `place`: where in the log the event stands. Cheap for what belongs to no burst. */
  add(burst: Burst, event: TrailEvent, place: number): void {
    const { of, counts } = burst.window;
    const group = of(event);
    const what = group === '' ? '' : counts(event);
    if (what === '') return;
    const at = Date.parse(event.time);
    if (!Number.isNaN(at)) this.#noted.get(burst)?.add([hash52(group), at, hash52(what), place]);
  }

  /** Place → the bursts that the event there belongs to. */
  found(): Map<number, Burst[]> {
    const found = new Map<number, Burst[]>();
    for (const [burst, rows] of this.#noted) {
      for (const place of fullWindows(rows, burst)) found.set(place, [...found.get(place) ?? [], burst]);
    }
    return found;
  }
}

function fullWindows(rows: Rows, { window }: Burst): Set<number> {
  const order = Uint32Array.from({ length: rows.count }, (_, row) => row).sort((a, b) => rows.at(a, 0) - rows.at(b, 0) || rows.at(a, 1) - rows.at(b, 1) || rows.at(a, 3) - rows.at(b, 3));
  const places = new Set<number>();
  let group: Seen<number>[] = [];
  for (const [i, row] of order.entries()) {
    group.push({ at: rows.at(row, 1), what: rows.at(row, 2), id: rows.at(row, 3) });
    const next = order[i + 1];
    if (next !== undefined && rows.at(next, 0) === rows.at(row, 0)) continue;
    within(group, window, places);
    group = [];
  }
  return places;
}
