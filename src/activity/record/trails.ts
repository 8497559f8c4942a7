// The health of the record: which trails stand, which were tampered with, and since when the record has holes. Pure.
import { say, type Text } from '../../core/text.ts';
import type { Arn, Attribution, Instant, JsonObject, Region } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { listAt, textAt } from '../fields.ts';
import { namedIn, TAMPERING, type Lost, type Tampering } from './trail-tampering.ts';

/** A trail as the kind `cloudtrail/trail` lists it; or an event data store of CloudTrail Lake, which records as one does. */
export interface TrailFacts {
  readonly arn: Arn;
  readonly name: string;
  /** Its home. */
  readonly region: Region;
  readonly logging: boolean;
  /** False: an organization's, of which this account sees only that it is there. */
  readonly own: boolean;
  readonly settings: {
    readonly S3BucketName: string; readonly KmsKeyId: string; readonly CloudWatchLogsLogGroupArn: string;
    readonly IsMultiRegionTrail: boolean; readonly IncludeGlobalServiceEvents: boolean; readonly EnableLogFileValidation: boolean;
  };
  /** `startedAt`, `stoppedAt`, `deliveryError`, `digestError`, `logGroupError`: texts or null. */
  readonly seen?: JsonObject;
}
/** What a trail records, as the kind `cloudtrail/event-selectors` lists it. */
export interface SelectorFacts { readonly trailArn: Arn; readonly selectors: object }

export type Scope = 'all' | 'writes' | 'reads' | 'part' | 'none' | 'unknown';
export interface TrailState {
  readonly trail: TrailFacts;
  readonly records: Scope;
  /** It logs, in every Region, all management events, and its files arrive and can be proven whole. */
  readonly sound: boolean;
  /** What is to be said of it, worst first; empty where it is sound. */
  readonly flaws: readonly Text[];
}
export interface Hole {
  readonly trail: Arn;
  readonly name: string;
  readonly lost: Lost;
  readonly because: Text;
  readonly from: Instant;
  /** Undefined: it is still open. */
  readonly to?: Instant;
  /** The event that tore it; none where only the configuration tells of it. */
  readonly eventId?: string;
  /** Another trail that records everything and had no hole in that time. */
  readonly covered?: string;
}
export interface TrailHealth {
  readonly trails: readonly TrailState[];
  readonly holes: readonly Hole[];
  /** Since when the account's own record in trails is not whole: the oldest hole that no other trail covers. */
  readonly incompleteSince?: Instant;
  /** The one sentence for the operator. */
  readonly summary: Text;
}

/**
 * `events`: of the event history or of log files, in any order; refused ones are left out here. The event history itself is CloudTrail's:
 * nobody in the account can stop or change it, but it has 90 days and management events only (aws docs, view-cloudtrail-events).
 * `hands`: by event id. What was done to buckets, keys and log groups counts only where it was not the owner's hand: owners change them every day.
 */
export function trailHealth(trails: readonly TrailFacts[], selectors: readonly SelectorFacts[], events: readonly TrailEvent[], hands: ReadonlyMap<string, Attribution> = new Map()): TrailHealth {
  const byArn = new Map(selectors.map((one) => [one.trailArn, one.selectors]));
  const states = trails.map((trail) => stateOf(trail, scopeOf(byArn.get(trail.arn))));
  const torn = holesIn(trails, events.filter((e) => e.errorCode === undefined && TORN_BY.has(e.source) && !e.readOnly), (e) => ['attacker', 'undecided', 'suspect'].includes(hands.get(e.id) ?? ''));
  const known = [...torn, ...trails.flatMap((trail) => unexplained(trail, torn))].sort((a, b) => (a.from < b.from ? -1 : 1));
  const holes = known.map((hole) => coveredBy(hole, states, known));
  const since = holes.find((hole) => hole.covered === undefined && hole.lost !== 'proof')?.from;
  return { trails: states, holes, ...(since === undefined ? {} : { incompleteSince: since }), summary: summaryOf(states, since) };
}

/** Whose calls `TAMPERING` knows: of a long history few are left. */
const TORN_BY: ReadonlySet<string> = new Set(['cloudtrail.amazonaws.com', 's3.amazonaws.com', 'kms.amazonaws.com', 'logs.amazonaws.com']);

function scopeOf(selectors: object | undefined): Scope {
  if (selectors === undefined) return 'unknown';
  const basic = listAt(selectors as JsonObject, 'EventSelectors') as readonly JsonObject[];
  const advanced = listAt(selectors as JsonObject, 'AdvancedEventSelectors') as readonly JsonObject[];
  const management = basic.filter((s) => s['IncludeManagementEvents'] !== false);
  if (advanced.length > 0) return scopeOfAdvanced(advanced);
  if (management.length === 0) return 'none';
  if (management.some((s) => listAt(s, 'ExcludeManagementEventSources').length > 0)) return 'part';
  const types = new Set(management.map((s) => textAt(s, 'ReadWriteType') || 'All'));
  if (types.has('All') || types.size > 1) return 'all';
  return types.has('ReadOnly') ? 'reads' : 'writes';
}
function scopeOfAdvanced(advanced: readonly JsonObject[]): Scope {
  const management = advanced.filter((s) => JSON.stringify(s).includes('"Management"'));
  if (management.length === 0) return 'none';
  return management.some((s) => listAt(s, 'FieldSelectors').length === 1) ? 'all' : 'part';
}

function stateOf(trail: TrailFacts, records: Scope): TrailState {
  if (!trail.own) return { trail, records: 'unknown', sound: false, flaws: [say('It belongs to the organization; only its management account sees whether it logs.')] };
  const { settings, seen = {} } = trail;
  const error = textAt(seen, 'deliveryError');
  const flaws = [
    ...(trail.logging ? [] : [say('It does not log.')]),
    ...(error === '' ? [] : [say('Its log files do not arrive: {{error}}.', { error })]),
    ...(settings.IsMultiRegionTrail ? [] : [say('It records {{region}} only.', { region: trail.region })]),
    ...(settings.IncludeGlobalServiceEvents ? [] : [say('It leaves out global services such as IAM.')]),
    ...(records === 'all' || records === 'unknown' ? [] : [FLAW[records]]),
    ...(settings.EnableLogFileValidation ? [] : [say('Its log files cannot be proven whole: log file validation is off.')]),
  ];
  return { trail, records, flaws, sound: flaws.length === 0 };
}
const FLAW: Readonly<Record<Exclude<Scope, 'all' | 'unknown'>, Text>> = {
  writes: say('It leaves out reads.'), reads: say('It records reads only.'), part: say('It leaves out some management events.'), none: say('It records no management events.'),
};

/** Is this event about that trail, or about what the trail's files lie in? */
function concerns(event: TrailEvent, trail: TrailFacts, { target }: Tampering): boolean {
  const names = namedIn(event);
  const { S3BucketName, KmsKeyId, CloudWatchLogsLogGroupArn } = trail.settings;
  switch (target) {
    case 'trail': return names.some((name) => name === trail.arn || trail.arn.endsWith(`:eventdatastore/${name}`) || (name === trail.name && event.region === trail.region));
    case 'bucket': return names.includes(S3BucketName);
    case 'key': return KmsKeyId !== '' && names.some((name) => name === KmsKeyId || KmsKeyId.endsWith(`/${name}`));
    case 'log-group': return CloudWatchLogsLogGroupArn !== '' && names.some((name) => CloudWatchLogsLogGroupArn.includes(`:log-group:${name}:`) || CloudWatchLogsLogGroupArn.endsWith(`:log-group:${name}`));
    default: return target satisfies never;
  }
}

const ENDS: ReadonlySet<string> = new Set(['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 'cloudtrail:DeleteEventDataStore', 'cloudtrail:StopEventDataStoreIngestion']);
/** A trail that was deleted, or that we may not see, is in no list: the events are all that tells of it. */
function unlistedTrails(trails: readonly TrailFacts[], events: readonly TrailEvent[]): TrailFacts[] {
  const arnOf = (e: TrailEvent): string => namedIn(e).map((name) => (name.startsWith('arn:') ? name : `arn:aws:cloudtrail:${e.region}:${e.accountId}:trail/${name}`))[0] ?? '';
  const gone = new Set(events.filter((e) => ENDS.has(e.operation)).map(arnOf).filter((arn) => !trails.some((t) => t.arn.endsWith(`/${arn.split('/').at(-1) ?? ''}`))));
  return [...gone].map((arn) => ({
    arn, name: arn.split('/').at(-1) ?? arn, region: arn.split(':')[3] ?? '', logging: false, own: true,
    settings: { S3BucketName: '', KmsKeyId: '', CloudWatchLogsLogGroupArn: '', IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false, EnableLogFileValidation: false },
  }));
}

function holesIn(trails: readonly TrailFacts[], events: readonly TrailEvent[], isForeign: (event: TrailEvent) => boolean): Hole[] {
  const inOrder = [...events].sort((a, b) => (a.time < b.time ? -1 : 1));
  return [...trails, ...unlistedTrails(trails, inOrder)].flatMap((trail) => TAMPERING.flatMap((tampering) => holesOf(trail, tampering, tampering.target === 'trail' ? inOrder : inOrder.filter(isForeign))));
}
function holesOf(trail: TrailFacts, tampering: Tampering, events: readonly TrailEvent[]): Hole[] {
  const holes: Hole[] = [];
  const about = events.filter((event) => concerns(event, trail, tampering));
  let open: Hole | undefined;
  for (const [n, event] of about.entries()) {
    const earlier = about.slice(0, n);
    if (open && tampering.mends?.(event, earlier) === true) { holes.push({ ...open, to: event.time }); open = undefined; }
    else if (tampering.breaks(event, earlier)) open ??= { trail: trail.arn, name: trail.name, lost: tampering.lost, because: tampering.because, from: event.time, eventId: event.id };
  }
  if (open) holes.push(open);
  return holes;
}

/** It stands still, and no event that we have says why: older than the history, or nobody let us read it. */
function unexplained(trail: TrailFacts, torn: readonly Hole[]): Hole[] {
  const from = textAt(trail.seen ?? {}, 'stoppedAt');
  if (!trail.own || trail.logging || from === '' || torn.some((hole) => hole.trail === trail.arn && hole.lost === 'everything' && hole.to === undefined)) return [];
  return [{ trail: trail.arn, name: trail.name, lost: 'everything', because: say('It does not log.'), from }];
}

const overlap = (a: Hole, b: Hole): boolean => a.from < (b.to ?? '9') && b.from < (a.to ?? '9');
function coveredBy(hole: Hole, states: readonly TrailState[], all: readonly Hole[]): Hole {
  const other = states.find(({ trail, sound }) => sound && trail.arn !== hole.trail && textAt(trail.seen ?? {}, 'startedAt') <= hole.from && !all.some((one) => one.trail === trail.arn && overlap(one, hole)));
  return other ? { ...hole, covered: other.trail.name } : hole;
}

function summaryOf(states: readonly TrailState[], since: Instant | undefined): Text {
  const sound = states.filter((s) => s.sound);
  if (states.length === 0 && since === undefined) return say('No trail records this account. All there is is the event history: 90 days, management events only.');
  if (since !== undefined) return say('The record in trails has holes since {{since}}. The event history has no such holes, but reaches back 90 days and has management events only.', { since });
  return sound.length > 0 ? say('Trail {{trail}} records all management events in every Region.', { trail: sound[0]?.trail.name ?? '' }) : say('No trail records all management events in every Region. What is missing there is in the event history for 90 days.');
}
