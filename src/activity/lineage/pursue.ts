// Event history and lineage in turns, until nothing new is found: every key, user and session of the lineage is looked up in every region.
import type { CoverageCell, Indicators, Instant, Region } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { FIRST_PIVOTS, readHistory, type HistoryOptions, type Pivot } from '../history/history.ts';
import { newPivots, pivotId } from './lineage.ts';
import type { Pace } from '../history/pace.ts';
import { trace, type Trace, type TraceInput } from '../trace.ts';

export interface PursueOptions extends Omit<HistoryOptions, 'pivots' | 'paces' | 'since'>, Omit<TraceInput, 'events' | 'indicators'> {
  readonly indicators: Indicators;
  /** How far back to read; habits lie before the first sign. At most 90 days are kept by AWS. */
  readonly from: Instant;
  /** `triage`: only the pivots by key and user; the whole list of changes is read later. */
  readonly depth?: 'triage' | 'full';
  /** Events already known (log files, an earlier pass). */
  readonly events?: readonly TrailEvent[];
}
export interface Pursued { readonly trace: Trace; readonly events: readonly TrailEvent[]; readonly cells: readonly CoverageCell[]; readonly pages: number; readonly unreadable: number; readonly rounds: number; /** False where the chain of credentials was longer than was followed. */ readonly complete: boolean }

/** A chain of credentials longer than this is told as such, not followed. */
const ROUNDS = 16;

/** Only an abort throws; what could not be read stands in `cells`. */
export async function pursue(options: PursueOptions): Promise<Pursued> {
  const paces = new Map<Region, Pace>();
  const events = new Map<string, TrailEvent>((options.events ?? []).map((e) => [e.id, e]));
  const asked = new Set<string>();
  const cells = new Map<Region, CoverageCell>();
  let pivots: readonly Pivot[] = [...(options.depth === 'triage' ? [] : FIRST_PIVOTS), ...firstPivots(options)];
  let pages = 0, unreadable = 0, rounds = 0;
  let result = trace({ ...options, events: [...events.values()] });
  while (pivots.length > 0 && rounds < ROUNDS) {
    rounds++;
    for (const pivot of pivots) if (pivot.by !== 'all') asked.add(pivotId(pivot));
    const read = await readHistory({ ...options, since: options.from, pivots, paces });
    for (const event of read.events) events.set(event.id, event);
    for (const cell of read.cells) if ((cells.get(cell.region)?.state ?? 'done') === 'done') keepCell(cells, cell);
    pages += read.pages;
    unreadable += read.unreadable;
    result = trace({ ...options, events: [...events.values()] });
    pivots = newPivots(result.lineage, options.indicators, asked);
  }
  return { trace: result, events: [...events.values()], cells: [...cells.values()], pages, unreadable, rounds, complete: pivots.length === 0 };
}
function firstPivots(options: PursueOptions): readonly Pivot[] {
  return newPivots({ attributed: [], credentials: [], principals: [], since: '' }, options.indicators, new Set());
}
// The first round reads the list of changes: its words stay, unless a later round fails.
function keepCell(cells: Map<Region, CoverageCell>, cell: CoverageCell): void {
  if (!cells.has(cell.region) || cell.state !== 'done') cells.set(cell.region, cell);
}
