// Traces log files of any size with memory that does not grow with them: one look at everything, and a second at the files that name what turned out to matter only later.
import type { Indicators } from '../../core/types.ts';
import type { Shown } from '../signs/detections.ts';
import type { TrailEvent } from '../event.ts';
import { readRecords, recordsOfFile, type LogSource } from './files.ts';
import { endedBy, ends, madeBy } from '../lineage/footholds.ts';
import { Sieve, type Kept } from './sieve.ts';
import { trace, type Trace } from '../trace.ts';

export interface TraceLogsOptions {
  readonly paths: readonly string[];
  readonly indicators: Indicators;
  readonly signal?: AbortSignal | undefined;
  /** Told after each file. `again`: of the second look. */
  readonly onFile?: (progress: { readonly files: number; readonly events: number; readonly again: boolean }) => void;
}

/** The same answer as `trace` over all events of the files. Throws a usage error for a missing path, and the signal's reason. */
export async function traceLogs({ paths, indicators, signal, onFile }: TraceLogsOptions): Promise<{ readonly trace: Trace; readonly sources: readonly LogSource[] }> {
  const sieve = new Sieve(indicators);
  const sources = await readRecords(paths, {
    begin: (file) => { sieve.begin(file); },
    take: (record) => sieve.take(record),
    ended: () => { onFile?.({ files: sieve.files.length, events: sieve.events, again: false }); },
  }, signal);
  await lookAgain(sieve, signal, onFile);
  const { events, signs } = whatMatters(sieve);
  return { trace: trace({ events, indicators, signs, read: sieve.events }), sources };
}

async function lookAgain(sieve: Sieve, signal: AbortSignal | undefined, onFile: TraceLogsOptions['onFile']): Promise<void> {
  const bursts = sieve.endFirst();
  let files = new Set([...sieve.missed('all'), ...filesOf(sieve, [...bursts.keys()])]);
  let looked = 0;
  while (files.size > 0) {
    for (const file of [...files].sort((a, b) => a - b)) {
      signal?.throwIfAborted();
      sieve.beginAgain(file);
      await recordsOfFile(sieve.files[file]?.file ?? '', (record) => sieve.take(record));
      onFile?.({ files: ++looked, events: sieve.events, again: true });
    }
    files = new Set(sieve.missed(files));
  }
}
/** The files in which these places lie. */
function filesOf({ files }: Sieve, places: readonly number[]): Set<number> {
  const found = new Set<number>();
  for (const place of places) {
    let low = 0, high = files.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if ((files[middle]?.first ?? 0) <= place) low = middle; else high = middle - 1; }
    found.add(low);
  }
  return found;
}

/** In the order in which they were read, each once; of the calls that end things only those that end what somebody asked for has made. */
function whatMatters(sieve: Sieve): { readonly events: readonly TrailEvent[]; readonly signs: ReadonlyMap<string, readonly Shown[]> } {
  const made = new Set([...sieve.kept.values()].flatMap(({ event, level }) => (level > 0 ? madeBy(event) : [])));
  const matters = ({ event, shown, level }: Kept): boolean => level > 0 || shown.length > 0 || !ends(event.operation) || endedBy(event).some((arn) => made.has(arn));
  const all = new Map<number, Kept>([...sieve.kept].filter(([, kept]) => matters(kept)));
  for (const { first, last } of sieve.places.values()) for (const [place, event] of [first, last]) if (!all.has(place)) all.set(place, { event, shown: [], level: 0 });
  const events = new Map<string, TrailEvent>();
  const signs = new Map<string, readonly Shown[]>();
  for (const [, { event, shown }] of [...all].sort(([a], [b]) => a - b)) {
    const id = `${event.id} ${event.accountId}`;
    if (events.has(id)) continue;
    events.set(id, event);
    if (shown.length > 0) signs.set(event.id, [...signs.get(event.id) ?? [], ...shown]);
  }
  return { events: [...events.values()], signs };
}
