// The account's event history (cloudtrail:LookupEvents), every region at once, to its last page. What could not be read is returned as coverage.
import type { LookupAttribute, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { ReadAws } from '../../aws/session.ts';
import type { Clock } from '../../core/clock.ts';
import { isIncidentError } from '../../core/errors.ts';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { CoverageCell, Instant, Operation, Region } from '../../core/types.ts';
import { parseRecord, type TrailEvent } from '../event.ts';
import { cellOf, isThrottled, type Failure } from './history-errors.ts';
import { Pace } from './pace.ts';
import { slimmer } from '../slim.ts';

export const HISTORY_READS: readonly Operation[] = ['cloudtrail:LookupEvents'];
/** Two requests a second per account and region, shared with everybody else in the account (CloudTrail quotas). */
export const LOOKUPS_PER_SECOND = 2;
const PAGE = 50;
/** Half an hour at two pages a second: 180,000 changes of one Region. */
const LONGEST = 3_600;
/** Calls that make a way in, keep one, or hide it: looked up one by one where there are too many changes to read. */
export const WAYS_IN: readonly string[] = [
  'CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'CreateRole', 'UpdateAssumeRolePolicy', 'AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'CreatePolicyVersion', 'CreateSAMLProvider', 'CreateOpenIDConnectProvider',
  'GetFederationToken', 'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteDetector', 'RunInstances', 'CreateAutoScalingGroup', 'RequestSpotFleet', 'ModifySnapshotAttribute', 'ModifyImageAttribute', 'PutBucketPolicy', 'EnableRegion',
];
/** Besides the client's own retries. */
const ATTEMPTS = 4;

/** LookupEvents takes one attribute or none. `ReadOnly=false` is the whole list of changes. */
export type Pivot =
  | { readonly by: 'AccessKeyId' | 'Username' | 'EventName' | 'ResourceName'; readonly value: string }
  | { readonly by: 'ReadOnly'; readonly value: 'true' | 'false' }
  | { readonly by: 'all' };
/** All changes, and the sign-ins and sessions, which `ReadOnly=false` would hide or miss. */
export const FIRST_PIVOTS: readonly Pivot[] = [{ by: 'ReadOnly', value: 'false' }, { by: 'EventName', value: 'ConsoleLogin' }];

export interface HistoryProgress { readonly region: Region; readonly pages: number; readonly events: number; readonly oldest: Instant; readonly done: boolean; /** Milliseconds that the lookup under way still needs, where that can be reckoned. */ readonly left?: number }
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
  /** So many pages of a list of everything, and no more: what is older is looked up by the names of the calls that matter. Default: half an hour. */
  readonly longest?: number;
  /** Asked where a region does not know the key: does it still work elsewhere? Default: it does where another region answered. */
  keyWorks?(): Promise<boolean>;
  /** One pace per region, kept by the caller over several reads; made here otherwise. */
  readonly paces?: Map<Region, Pace>;
}
export interface History { readonly events: readonly TrailEvent[]; readonly cells: readonly CoverageCell[]; readonly pages: number; readonly unreadable: number }

/** Reads all pivots in all regions. Events come once each, oldest first. Only an abort and errors of our own throw (expired credentials pause the run). */
export async function readHistory(options: HistoryOptions): Promise<History> {
  const paces = options.paces ?? new Map<Region, Pace>();
  const slim = slimmer();
  const read = await Promise.all(options.regions.map((region) => readRegion(region, options, paceOf(paces, region, options.clock), slim)));
  const events = new Map<string, TrailEvent>();
  for (const { found } of read) for (const event of found) events.set(event.id, event);
  // The newest come first, also within a second, of which CloudTrail tells no part.
  const sorted = [...events.values()].reverse().sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const isLost = read.some(({ failure }) => failure !== undefined && failureOf(failure.error).class === 'caller-lost');
  const keyWorks = isLost && options.keyWorks ? await options.keyWorks() : read.some((r) => r.failure === undefined || r.pages > 0);
  const cells = read.map(({ region, failure, pages, found, oldest, cut }) => failure === undefined
    ? cut !== '' ? { check: CHECK, region, state: 'skipped', gap: true, detail: say('There are too many changes to read them all: from {{since}} to {{cut}} only calls that make ways in were looked up, by their names ({{pages}} pages, {{events}} events).', { since: options.since, cut, pages, events: found.length }) } as const : { check: CHECK, region, state: 'done', gap: false, detail: say('{{pages}} pages, {{events}} events, {{since}} to {{until}}.', { pages, events: found.length, since: oldest || options.since, until: options.until }) } as const
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

interface RegionRead { readonly region: Region; readonly found: readonly TrailEvent[]; readonly failure: Failure | undefined; readonly pages: number; readonly unreadable: number; readonly oldest: Instant; /** Older than this were only looked up by name. */ readonly cut: Instant }
type Slim = (event: TrailEvent) => TrailEvent;

/** What the lookups of one Region have found so far. */
class Reading {
  readonly found = new Map<string, TrailEvent>();
  pages = 0;
  unreadable = 0;
  oldest: Instant = '';
  constructor(private readonly region: Region, private readonly options: HistoryOptions, private readonly pace: Pace, private readonly slim: Slim) {}

  /** One lookup to its end, or for so many pages; then the time up to which it came. */
  async read(pivot: Pivot, until: Instant, most = Infinity): Promise<Instant | undefined> {
    let own = 0, reached = until;
    for await (const page of lookupPages({ ...this.options, until }, this.region, pivot, this.pace)) {
      this.pages++;
      own++;
      for (const raw of page.Events ?? []) reached = this.#take(raw) ?? reached;
      const left = own < SAMPLE ? {} : { left: timeLeft(own, this.options.since, reached, until) };
      this.options.onProgress?.({ region: this.region, pages: this.pages, events: this.found.size, oldest: this.oldest, done: false, ...left });
      if (own >= most && (page.NextToken ?? '') !== '') return reached;
    }
    return undefined;
  }
  #take(raw: unknown): Instant | undefined {
    const parsed = parseRecord(raw);
    if ('why' in parsed) { this.unreadable++; return undefined; }
    const { id, time } = parsed.event;
    this.found.set(id, this.slim(parsed.event));
    if (time !== '' && (this.oldest === '' || time < this.oldest)) this.oldest = time;
    return time || undefined;
  }
}
/** Pages after which the rest can be reckoned. */
const SAMPLE = 10;
/** Milliseconds for what lies before `reached`, if it is as dense as what was read. */
function timeLeft(pages: number, since: Instant, reached: Instant, until: Instant): number {
  const [from, at, to] = [since, reached, until].map((t) => Date.parse(t)) as [number, number, number];
  return at >= to ? 0 : estimateHistory([{ lookups: 0, events: PAGE * pages * Math.max(0, at - from) / (to - at) }]);
}

async function readRegion(region: Region, options: HistoryOptions, pace: Pace, slim: Slim): Promise<RegionRead> {
  const reading = new Reading(region, options, pace, slim);
  let failure: Failure | undefined, cut = '';
  for (const pivot of options.pivots) {
    try {
      // Keys and names are followed to their end; a list of everything is not.
      const most = pivot.by === 'ReadOnly' || pivot.by === 'all' ? options.longest ?? LONGEST : Infinity;
      const reached = await reading.read(pivot, options.until, most);
      if (reached === undefined) continue;
      cut = reached;
      for (const value of WAYS_IN) await reading.read({ by: 'EventName', value }, reached, most);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isIncidentError(error)) throw error;
      // The other lookups of this region may still be answered: a denial may come from a condition, a failure may pass.
      failure = { error, pages: reading.pages, pivot };
    }
  }
  const { found, pages, unreadable, oldest } = reading;
  options.onProgress?.({ region, pages, events: found.size, oldest, done: true });
  return { region, found: [...found.values()], failure, pages, unreadable, oldest, cut };
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
