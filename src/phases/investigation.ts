// What is known of the attack so far: events, lineage, indicators. Grows from pivots to the whole history; judged anew each time.
import { detect, strongOnes } from '../activity/signs/detections.ts';
import type { TrailEvent } from '../activity/event.ts';
import { FIRST_PIVOTS, HISTORY_READS, readHistory, type HistoryProgress, type Pivot } from '../activity/history/history.ts';
import { failed } from '../activity/lineage/issues.ts';
import { inOrder, lineageOf, newPivots, pivotId, type Lineage } from '../activity/lineage/lineage.ts';
import { byPresentNames, mentions, type Mentions } from '../activity/lineage/mentions.ts';
import type { Pace } from '../activity/history/pace.ts';
import { touchesOf, type Traces } from '../activity/lineage/touches.ts';
import type { LogProof } from '../core/record.ts';
import { isIncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Arn, Attribution, CoverageCell, Finding, Indicators, Instant, Judgement, Region, Resource, ResourceFinding, Touch } from '../core/types.ts';
import type { HistoryEvent, Kind } from '../kinds/kind.ts';
import { judge } from '../engine/attribute.ts';
import { findingIdOf } from '../engine/plan.ts';
import type { Listed } from '../engine/scan.ts';
import { ownRequests } from './verify/own-calls.ts';
import { stopIfAsked, tell, type Wizard } from './wizard.ts';

/** Each costs half a second in every region (CloudTrail: two lookups a second). */
const MOST_LOOKUPS = 120;
/** Longer than this is said before. */
const LONG_MS = 2 * 60_000;
const NINETY_DAYS = 90 * 86_400_000;
/** CloudTrail's events are in the history within some fifteen minutes (CloudTrail user guide). */
const LAG_MS = 15 * 60_000;
const NOTHING: Lineage = { attributed: [], credentials: [], principals: [], since: '' };

export interface Seeds { readonly accessKeyIds: readonly string[]; readonly principals: readonly string[]; readonly sourceIps: readonly string[]; readonly since: Instant }
export interface Words { readonly ownedIps: readonly string[]; readonly disownedIps: readonly string[]; readonly ownedEvents: readonly string[]; readonly disownedEvents: readonly string[] }

const NO_SEEDS: Seeds = { accessKeyIds: [], principals: [], sourceIps: [], since: '' };
const NO_WORDS: Words = { ownedIps: [], disownedIps: [], ownedEvents: [], disownedEvents: [] };

/** One investigation is one run's: `until` is frozen at its start, so that pages fit together. */
export class Investigation {
  readonly #events = new Map<string, TrailEvent>();
  readonly #looked = new Set<string>();
  readonly #paces = new Map<Region, Pace>();
  #until: Instant;
  readonly #asked: Pivot[] = [];
  readonly #cells = new Map<Region, CoverageCell>();
  #notFollowed = 0;
  readonly #given: TrailEvent[] = [];
  /** What digest files prove of the log files that were given. */
  proofs: readonly LogProof[] = [];
  lineage: Lineage = NOTHING;
  #mentions: Mentions | undefined;

  constructor(private readonly wizard: Wizard, private readonly regions: readonly Region[], public seeds: Seeds = NO_SEEDS, public words: Words = NO_WORDS) {
    this.#until = wizard.clock.now().toISOString();
  }

  get events(): readonly TrailEvent[] { return [...this.#events.values()]; }
  get cells(): readonly CoverageCell[] { return [...this.#cells.values(), ...this.#unfollowed()]; }
  get since(): Instant { return this.lineage.since || this.seeds.since; }
  /** Without the tool's own changes. */
  get others(): readonly TrailEvent[] { const own = this.#ownRequests(); return this.events.filter((e) => !own.has(e.requestId)); }
  event(id: string): TrailEvent | undefined { return this.#events.get(id); }
  add(events: readonly TrailEvent[]): void { for (const event of events) this.#events.set(event.id, event); }
  /** Events of log files, which reach further back than AWS's history. */
  give(events: readonly TrailEvent[], proofs: readonly LogProof[]): void { this.#given.push(...events); this.add(events); this.proofs = proofs; }
  /** The same questions anew, of AWS as it is now; log files stay given. */
  again(regions = this.regions): Investigation {
    const next = new Investigation(this.wizard, regions, this.seeds, this.words);
    next.give(this.#given, this.proofs);
    return next;
  }

  /** Follows keys and users through every region until nothing new is found. Ends with the lineage of all that is known. */
  async follow(): Promise<void> {
    for (;;) {
      this.#trace();
      const pivots = this.#affordable(this.#pivots());
      if (pivots.length === 0) return;
      await this.#read(pivots, say('Following the stranger'));
    }
  }
  /** All that a user did in the last 90 days, reads as well. */
  async readUser(name: string): Promise<void> { await this.#readOnce([{ by: 'Username', value: name }]); }
  /** All calls of these operations, by whomever. */
  async readCalls(operations: readonly string[]): Promise<void> {
    if (operations.length === 0) return;
    await this.#readOnce(operations.map((o) => ({ by: 'EventName', value: o.slice(o.indexOf(':') + 1) })));
    await this.follow();
  }
  /** What these keys did: read while other services are asked, and there when they are followed. What could not be read is asked for anew then. */
  async readKeys(keys: readonly string[]): Promise<void> {
    await this.#readOnce(keys.map((value) => ({ by: 'AccessKeyId', value })));
    if (![...this.#cells.values()].some((c) => c.gap)) return;
    this.#cells.clear();
    this.#looked.clear();
    this.#asked.length = 0;
  }
  async #readOnce(pivots: readonly Pivot[]): Promise<void> { await this.#read(pivots.filter((p) => !this.#looked.has(nameOf(p))), say('Reading the event history')); }
  /** All changes of the last 90 days, in every region. */
  async sweep(): Promise<void> {
    // A stranger who is awake has gone on meanwhile.
    this.#until = this.wizard.clock.now().toISOString();
    await this.#readOnce(FIRST_PIVOTS);
    await this.follow();
  }

  /** What was done since the last look, by whomever is known, and what came of that. */
  async catchUp(): Promise<void> {
    const since = new Date(Date.parse(this.#until) - LAG_MS).toISOString();
    this.#until = this.wizard.clock.now().toISOString();
    await this.#read([...this.#asked], say('Following the stranger'), since);
    await this.follow();
  }

  async #read(pivots: readonly Pivot[], title: ReturnType<typeof say>, since = new Date(Date.parse(this.#until) - NINETY_DAYS).toISOString()): Promise<void> {
    const { session, clock, ui, engine } = this.wizard;
    if (pivots.length === 0) return;
    const progress = new Map<Region, HistoryProgress>();
    const history = await readHistory({
      keyWorks: () => this.wizard.session.identify().then(() => true, (error: unknown) => { if (isIncidentError(error) && error.fault === 'credentials') return false; throw error; }),
      clock, regions: this.regions, pivots, paces: this.#paces, since, until: this.#until, signal: engine.signal,
      awsFor: (region) => session.reads(HISTORY_READS, region),
      onProgress: (one) => {
        progress.set(one.region, one);
        const all = [...progress.values()];
        const events = all.reduce((n, p) => n + p.events, 0), minutes = Math.ceil(Math.max(0, ...all.map((p) => p.left ?? 0)) / 60_000);
        this.#foretell(one, minutes);
        ui.show({ type: 'progress', id: 'history', text: minutes > 1 ? say('{{title}}: {{events}} events, some {{minutes}} minutes to go', { title, events, minutes }) : say('{{title}}: {{events}} events', { title, events }), n: all.filter((p) => p.done).length, of: this.regions.length });
      },
    });
    ui.show({ type: 'progress', id: 'history', text: title, done: true });
    stopIfAsked(this.wizard);
    this.#asked.push(...pivots.filter((p) => !this.#looked.has(nameOf(p))));
    for (const pivot of pivots) this.#looked.add(nameOf(pivot));
    for (const cell of history.cells) if (!this.#cells.get(cell.region)?.gap) this.#cells.set(cell.region, cell);
    this.add(history.events);
  }

  #foretold = false;
  /** Once, as soon as it can be reckoned. */
  #foretell({ region, left = 0 }: HistoryProgress, minutes: number): void {
    if (this.#foretold || left < LONG_MS) return;
    this.#foretold = true;
    tell(this.wizard, 'info', say('The event history of {{region}} is long, and AWS gives a hundred events a second: it takes some {{minutes}} minutes. Everything else is looked at meanwhile.', { region, minutes }));
  }
  /** A stranger who renews a session every hour leaves thousands; their changes are in the list of all changes, only their reads are not asked for. */
  #affordable(pivots: readonly Pivot[]): readonly Pivot[] {
    const room = Math.max(0, MOST_LOOKUPS - this.#looked.size);
    for (const pivot of pivots.slice(room)) { this.#looked.add(nameOf(pivot)); this.#notFollowed++; }
    return pivots.slice(0, room);
  }
  #unfollowed(): readonly CoverageCell[] {
    if (this.#notFollowed === 0) return [];
    return [{ check: 'activity/session-reads', region: 'aws-global', state: 'skipped', gap: true, detail: say('{{n}} sessions descend from the leak beyond the {{most}} that were followed one by one; their changes were seen, their reads were not.', { n: this.#notFollowed, most: MOST_LOOKUPS }) }];
  }

  #pivots(): readonly Pivot[] {
    return newPivots(this.lineage, this.seeds, this.#looked);
  }

  #trace(): void {
    const events = inOrder(this.events);
    const strong = strongOnes(detect(events));
    this.lineage = lineageOf(events, {
      accessKeyIds: this.seeds.accessKeyIds, principals: this.seeds.principals, sourceIps: this.seeds.sourceIps, since: this.seeds.since, strong,
      owned: { ips: this.words.ownedIps, events: this.words.ownedEvents }, disowned: { ips: this.words.disownedIps, events: this.words.disownedEvents },
      ownRequests: this.#ownRequests(),
    });
    this.#mentions = undefined;
  }
  #ownRequests(): ReadonlySet<string> { return ownRequests(this.wizard, this.events); }

  /** Only what is in the stranger's hand (promise 12): what nobody can tell apart is asked about, not indicated. */
  indicators(): Indicators {
    const hands = new Map(this.lineage.attributed.map((a) => [a.event.id, a.hand]));
    const theirs = this.lineage.attributed.filter((a) => a.hand === 'attacker').map((a) => a.event);
    const made = (createdBy: string | null): boolean => createdBy !== null && hands.get(createdBy) === 'attacker';
    const credentials = this.lineage.credentials.filter((c) => made(c.createdBy));
    return {
      accessKeyIds: [...new Set([...this.seeds.accessKeyIds, ...credentials.map((c) => c.id), ...theirs.map((e) => e.identity.accessKeyId).filter((id) => id.startsWith('AKIA'))])].filter((id) => /^A[KS]IA/.test(id)),
      principals: [...new Set([...this.seeds.principals, ...this.lineage.principals.filter((p) => made(p.createdBy)).map((p) => p.arn), ...credentials.map((c) => c.principal), ...theirs.map((e) => e.principal)])].filter((p) => p.startsWith('arn:')),
      sourceIps: [...new Set([...this.words.disownedIps, ...this.seeds.sourceIps, ...theirs.map((e) => e.sourceIp)])].filter((ip) => isAddress(ip) && !this.words.ownedIps.includes(ip)),
      since: this.since || this.#firstDoubt() || this.#until,
      alone: this.#alone(hands, theirs),
    };
  }
  #alone(hands: ReadonlyMap<string, Attribution>, theirs: readonly TrailEvent[]): readonly Arn[] {
    const others = new Set(this.events.filter((e) => hands.get(e.id) !== 'attacker').map((e) => e.principal));
    const leaked = new Set(theirs.filter((e) => this.seeds.accessKeyIds.includes(e.identity.accessKeyId)).map((e) => e.principal));
    return [...new Set(theirs.map((e) => e.principal))].filter((p) => p.startsWith('arn:') && !others.has(p) && !leaked.has(p) && !this.seeds.principals.includes(p));
  }

  /** Where nobody has told the hands apart yet: the first call that may not be the owner's. */
  #firstDoubt(): Instant { return this.lineage.attributed.find((a) => a.hand === 'undecided')?.event.time ?? ''; }

  /** What attribution and the kinds say of each listed thing; nothing is judged by its name. */
  findings(listed: readonly Listed[]): Finding[] {
    const indicators = this.indicators();
    const log = this.#log();
    // What this tool wrote itself is nobody's last good content.
    const own = this.#ownRequests();
    const hands = new Map(this.lineage.attributed.map((a) => [a.event.id, a.hand]));
    return listed.flatMap(({ kind, resource }): ResourceFinding[] => {
      const { touches, events } = touchesOf(log, hands, tracesOf(kind, resource));
      const history = kind.judge || kind.recall ? historyOf(events.filter((e) => !own.has(e.requestId)), hands) : [];
      const judged = judge(kind, resource, touches, indicators, this.wizard.session.caller.accountId, history) ?? this.#madeUnseen({ kind, resource });
      return judged ? [{ about: 'resource', id: findingIdOf(kind.id, resource), kind: kind.id, resource: judged.origin === 'changed' || judged.origin === 'used' || resource.startedBy ? recalled(kind, resource, history, indicators.since) : resource, evidence: tellingFirst(touches).map((t) => t.eventId).slice(0, 20), ...judged }] : [];
    });
  }

  /** The events that made, changed or used this thing, by whomever. */
  touchesOf({ kind, resource }: Listed): readonly TrailEvent[] { return touchesOf(this.#log(), new Map(), tracesOf(kind, resource)).events; }
  #log(): Mentions { return (this.#mentions ??= mentions(byPresentNames(inOrder(this.events)))); }

  /** Made after the first sign, where the history that would say by whom could not be read: nobody can call it benign. */
  #madeUnseen({ resource: { createdAt, region } }: Listed): Judgement | undefined {
    const unread = [...this.#cells.values()].some((cell) => cell.gap && (region === 'aws-global' || cell.region === region));
    if (!unread || this.since === '' || createdAt === undefined || createdAt < this.since) return undefined;
    return { verdict: 'suspicious', origin: 'created', techniques: [], because: say('It was made at {{at}}, after the first sign, and the event history that would tell by whom could not be read.', { at: createdAt }) };
  }

  tellLineage(): void {
    const live = this.lineage.credentials.length;
    if (live > 1) tell(this.wizard, 'warn', say('Credentials that came of the leaked one: {{n}}.', { n: live - 1 }));
  }
}
/** Of a regional thing the events of its Region: in another one there may be a thing of that name, or the same setting. */
export const tracesOf = ({ scope, traces }: Kind, resource: Resource): Traces => ({
  ids: traces.ids(resource), created: traces.created, changed: [...traces.changed, ...(traces.used ?? [])],
  concerns: (event) => (scope === 'global' || traces.anywhere === true || event.region === resource.region) && (traces.concerns?.(resource, event) ?? true),
});
/** A thing that was changed or used, with what it held before, or what was begun with it, where its history tells. */
function recalled(kind: Kind, resource: Resource, history: readonly HistoryEvent[], since: Instant): Resource {
  const aim = kind.recall?.(resource, history, since);
  return aim ? { ...resource, aim } : resource;
}
const historyOf = (events: readonly TrailEvent[], hands: ReadonlyMap<string, Attribution>): readonly HistoryEvent[] =>
  events.filter((e) => !failed(e)).map((e) => ({ event: e.operation, time: e.time, by: hands.get(e.id), request: e.request, response: e.response }));
/** A role that its owner takes every day has few calls of anybody else's: those are what a finding rests on, and what is asked about. */
const TELLING: readonly Touch['attribution'][] = ['attacker', 'undecided', 'suspect', 'owner'];
const tellingFirst = (touches: readonly Touch[]): readonly Touch[] => [...touches].sort((a, b) => TELLING.indexOf(a.attribution) - TELLING.indexOf(b.attribution));
const nameOf = (pivot: Pivot): string => (pivot.by === 'all' ? 'all' : pivotId(pivot));
const isAddress = (ip: string): boolean => /^[\d.]+$|^[\da-f:]+:[\da-f:.]*$/i.test(ip);
