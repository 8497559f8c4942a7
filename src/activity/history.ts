// The account's event history (cloudtrail:LookupEvents), every region at once, to its last page. What could not be read is returned as coverage.
import type { LookupAttribute, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { ReadAws } from '../aws/session.ts';
import type { Clock } from '../core/clock.ts';
import { isIncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { CoverageCell, Instant, Operation, Region } from '../core/types.ts';
import { parseRecord, type TrailEvent } from './event.ts';
import { cellOf, isThrottled, type Failure } from './history-errors.ts';
import { Pace } from './pace.ts';
import { slimmer } from './slim.ts';

export const HISTORY_READS: readonly Operation[] = ['cloudtrail:LookupEvents'];
/** Two requests a second per account and region, shared with everybody else in the account (CloudTrail quotas). */
export const LOOKUPS_PER_SECOND = 2;
const PAGE = 50;
/** Besides the client's own retries. */
const ATTEMPTS = 4;

/** LookupEvents takes one attribute or none. `ReadOnly=false` is the whole list of changes. */
export type Pivot =
  | { readonly by: 'AccessKeyId' | 'Username' | 'EventName' | 'ResourceName'; readonly value: string }
  | { readonly by: 'ReadOnly'; readonly value: 'true' | 'false' }
  | { readonly by: 'all' };
/** All changes, and the sign-ins and sessions, which `ReadOnly=false` would hide or miss. */
export const FIRST_PIVOTS: readonly Pivot[] = [{ by: 'ReadOnly', value: 'false' }, { by: 'EventName', value: 'ConsoleLogin' }];

export interface HistoryProgress { readonly region: Region; readonly pages: number; readonly events: number; readonly oldest: Instant; readonly done: boolean }
export interface HistoryOptions {
  readonly clock: Clock;
  readonly regions: readonly Region[];
  awsFor(region: Region): ReadAws;
  readonly since: Instant;
  /** Frozen by the caller: a page token is only good for the same time range. */
  readonly until: Instant;
  readonly pivots: readonly Pivot[];
  onProgress?(progress: HistoryProgress): void;
  readonly signal?: AbortSignal | undefined;
  /** One pace per region, kept by the caller over several reads; made here otherwise. */
  readonly paces?: Map<Region, Pace>;
}
export interface History { readonly events: readonly TrailEvent[]; readonly cells: readonly CoverageCell[]; readonly pages: number; readonly unreadable: number }

/** Reads all pivots in all regions. Events come once each, oldest first. Only an abort and errors of our own throw (expired credentials pause the run). */
export async function readHistory(options: HistoryOptions): Promise<History> {
  const paces = options.paces ?? new Map<Region, Pace>();
  const read = await Promise.all(options.regions.map((region) => readRegion(region, options, paceOf(paces, region, options.clock))));
  const events = new Map<string, TrailEvent>();
  const slim = slimmer();
  for (const { found } of read) for (const event of found) events.set(event.id, slim(event));
  const sorted = [...events.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const keyWorks = read.some((r) => r.failure === undefined || r.pages > 0);
  const cells = read.map(({ region, failure, pages, found, oldest }) => failure === undefined
    ? { check: CHECK, region, state: 'done', gap: false, detail: say('{{pages}} pages, {{events}} events, {{since}} to {{until}}.', { pages, events: found.length, since: oldest || options.since, until: options.until }) } as const
    : cellOf(CHECK, region, failure, sorted, keyWorks));
  return { events: sorted, cells, pages: sum(read.map((r) => r.pages)), unreadable: sum(read.map((r) => r.unreadable)) };
}
const CHECK = 'activity/event-history';
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
function paceOf(paces: Map<Region, Pace>, region: Region, clock: Clock): Pace {
  const pace = paces.get(region) ?? new Pace(clock, LOOKUPS_PER_SECOND);
  paces.set(region, pace);
  return pace;
}

interface RegionRead { readonly region: Region; readonly found: readonly TrailEvent[]; readonly failure: Failure | undefined; readonly pages: number; readonly unreadable: number; readonly oldest: Instant }

async function readRegion(region: Region, options: HistoryOptions, pace: Pace): Promise<RegionRead> {
  const found = new Map<string, TrailEvent>();
  let pages = 0, unreadable = 0, oldest = '', failure: Failure | undefined;
  for (const pivot of options.pivots) {
    try {
      for await (const page of lookupPages(options, region, pivot, pace)) {
        pages++;
        for (const raw of page.Events ?? []) {
          const parsed = parseRecord(raw);
          if ('why' in parsed) { unreadable++; continue; }
          found.set(parsed.event.id, parsed.event);
          if (parsed.event.time !== '' && (oldest === '' || parsed.event.time < oldest)) oldest = parsed.event.time;
        }
        options.onProgress?.({ region, pages, events: found.size, oldest, done: false });
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isIncidentError(error)) throw error;
      // The other lookups of this region may still be answered: a denial may come from a condition, a failure may pass.
      failure = { error, pages, pivot };
    }
  }
  options.onProgress?.({ region, pages, events: found.size, oldest, done: true });
  return { region, found: [...found.values()], failure, pages, unreadable, oldest };
}

/** The pages of one lookup, newest first, to the last one. Throws what AWS answered once throttling has outlasted the retries. */
export async function* lookupPages(options: Pick<HistoryOptions, 'clock' | 'awsFor' | 'since' | 'until' | 'signal'>, region: Region, pivot: Pivot, pace: Pace): AsyncGenerator<LookupEventsCommandOutput> {
  const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = await options.awsFor(region).client('cloudtrail');
  const fixed = { StartTime: new Date(options.since), EndTime: new Date(options.until), MaxResults: PAGE, ...attributesOf(pivot) };
  let token: string | undefined;
  do {
    const page = await patiently(options, pace, () => client.send(new LookupEventsCommand({ ...fixed, ...(token === undefined ? {} : { NextToken: token }) }), options.signal === undefined ? {} : { abortSignal: options.signal }));
    yield page;
    token = page.NextToken;
  } while (token !== undefined && token !== '');
}
function attributesOf(pivot: Pivot): { LookupAttributes?: LookupAttribute[] } {
  return pivot.by === 'all' ? {} : { LookupAttributes: [{ AttributeKey: pivot.by, AttributeValue: pivot.value }] };
}

// The quota is shared with everybody in the account, the console too, so the own pace alone does not prevent throttling.
async function patiently<T>(options: Pick<HistoryOptions, 'clock' | 'signal'>, pace: Pace, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await pace.turn(options.signal);
    try { return await send(); } catch (error) {
      if (attempt >= ATTEMPTS || !isThrottled(error)) throw error;
      await options.clock.sleep(Math.min(30_000, 1000 * 2 ** (attempt - 1)), options.signal);
    }
  }
}

/** How long a read will take, in milliseconds: regions run side by side, the lookups of a region one after the other. */
export function estimateHistory(regions: readonly { readonly lookups: number; readonly events: number }[]): number {
  const pages = regions.map(({ lookups, events }) => lookups + Math.ceil(events / PAGE));
  return Math.ceil((Math.max(0, ...pages) / LOOKUPS_PER_SECOND) * 1000);
}
