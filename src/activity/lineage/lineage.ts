// From the indicators to everything that descends from them: parent and child credentials, principals, and the hand of every event.
import { say, type Text } from '../../core/text.ts';
import type { Arn, Instant } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { judgeHand, type Hand, type HandContext, type Judged } from './hand.ts';
import { profileOf, wornBefore, type Profile } from './habits.ts';
import { found, Holdings, type PrincipalMade } from './holdings.ts';
import { gives, issuesOf, type Credential, type Issue } from './issues.ts';
import { addressOf } from '../origin.ts';
import { saysOf, type Claimed, type Says } from './say-so.ts';
import { isIn, sittingOf, sittingsOf, type Sitting } from './sitting.ts';
import { isNamed, unitOf, unitsOf, type Given, type Unit } from './units.ts';
import { sameName } from '../identity.ts';

export interface LineageOptions {
  readonly accessKeyIds: readonly string[];
  /** ARNs, or bare user names. */
  readonly principals: readonly string[];
  /** Addresses that a notice or an indicator names as the stranger's; the owner may have used them too. */
  readonly sourceIps: readonly string[];
  /** The first sign as far as the operator or a notice knows; `''` if not. */
  readonly since: Instant;
  readonly owned?: Claimed;
  readonly disowned?: Claimed;
  /** Ids of the tool's own calls, which are nobody's hand. */
  readonly ownRequests?: ReadonlySet<string>;
  /** Ids of events that are strong signs of attack by themselves. */
  readonly strong: ReadonlySet<string>;
}
export interface Attributed extends Judged { readonly event: TrailEvent }
export interface Lineage {
  /** Oldest first: only events that are tied to the indicators. */
  readonly attributed: readonly Attributed[];
  readonly credentials: readonly Credential[];
  readonly principals: readonly PrincipalMade[];
  /** The first sign, moved back where an earlier one was found; `''` where there is none. */
  readonly since: Instant;
}

/** Oldest first; in one second, what gives out credentials before what uses them. */
export function inOrder(events: readonly TrailEvent[]): TrailEvent[] {
  const sorted = [...events].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : Number(gives(b)) - Number(gives(a))));
  let start = 0;
  // Givers come first in their second: only among them may one use what another gives.
  for (let at = 1; at <= sorted.length; at++) {
    if (at < sorted.length && sorted[at]?.time === sorted[start]?.time && gives(sorted[at] as TrailEvent)) continue;
    if (at - start > 1) for (const [n, event] of giverFirst(sorted.slice(start, at)).entries()) sorted[start + n] = event;
    while (at < sorted.length && sorted[at]?.time === sorted[start]?.time) at++;
    start = at;
  }
  return sorted;
}
/** Of one second: a session is opened before the call in it that opens another, or launches a machine. */
function giverFirst(events: readonly TrailEvent[]): readonly TrailEvent[] {
  const givers = new Map(events.flatMap((e) => issuesOf(e).flatMap((i) => (i.gives === 'credential' && i.credential.id !== e.credential ? [[i.credential.id, e] as const] : []))));
  if (!events.some((e) => givers.has(e.identity.accessKeyId))) return events;
  const ordered = new Set<TrailEvent>();
  const place = (event: TrailEvent, under: ReadonlySet<TrailEvent>): void => {
    const giver = givers.get(event.identity.accessKeyId);
    if (giver && !ordered.has(giver) && !under.has(giver)) place(giver, new Set([...under, event]));
    ordered.add(event);
  };
  for (const event of events) place(event, new Set());
  return [...ordered];
}

/** Pure. Walks the log twice: what the first walk shows (addresses that both hands use, calls that two accounts saw) corrects the second. */
export function lineageOf(log: readonly TrailEvent[], options: LineageOptions): Lineage {
  const events = inOrder(log.filter((e) => options.ownRequests?.has(e.requestId) !== true || e.requestId === ''));
  const says = saysOf(options.owned ?? {}, options.disowned ?? {}, options.sourceIps);
  const given: Given = { keys: new Set(options.accessKeyIds), principals: options.principals };
  const units = unitsOf(events, given, says);
  const profiles = new Map([...units].map(([id, unit]) => [id, profileOf(unit.events, says, options.strong, options.since)]));
  const owned = sittingsOf(events.filter((e) => says.ownsEvent(e)));
  const named = new Set(options.disowned?.events);
  const sittings = sittingsOf(events.filter((e) => named.has(e.id) && !isIn(e, owned)));
  const walk = new Walk(events, { says, given, units, profiles, strong: options.strong, sittings });
  const first = walk.go(new Set(), new Map());
  const both = sharedAddresses(first.attributed, units, profiles);
  const twice = new Map(first.attributed.filter((a) => a.hand === 'attacker' && a.event.sharedId !== '').map((a) => [a.event.sharedId, a.event.id]));
  const last = both.size === 0 && twice.size === 0 ? first : walk.go(both, twice);
  return { ...last, since: earliest(last.attributed, options.since) };
}

function sharedAddresses(attributed: readonly Attributed[], units: ReadonlyMap<string, Unit>, profiles: ReadonlyMap<string, Profile>): Set<string> {
  const theirs = new Set(attributed.filter((a) => a.hand === 'attacker').map((a) => addressOf(a.event.sourceIp)));
  const habitual = [...profiles.values()].flatMap((p) => [...p.habits.addresses]);
  const worn = [...units].flatMap(([id, unit]) => [...wornBefore(unit.events, profiles.get(id)?.since ?? '')]);
  return new Set([...habitual, ...worn].filter((address) => address !== '' && theirs.has(address)));
}
function earliest(attributed: readonly Attributed[], since: Instant): Instant {
  const first = attributed.find((a) => a.hand === 'attacker' && a.event.time !== '')?.event.time;
  return first !== undefined && (since === '' || first < since) ? first : since;
}

interface Ground { readonly says: Says; readonly given: Given; readonly units: ReadonlyMap<string, Unit>; readonly profiles: ReadonlyMap<string, Profile>; readonly strong: ReadonlySet<string>; /** Those of which the operator disowned a call. */ readonly sittings: readonly Sitting[] }

/** What whoever gives it out anew takes from the stranger, also where nothing tells whose call it was. */
const OVERWRITES: ReadonlySet<Issue['gives']> = new Set(['password', 'principal', 'authority', 'delegation']);

class Walk {
  readonly #issued: ReadonlySet<string>;
  constructor(private readonly events: readonly TrailEvent[], private readonly ground: Ground) {
    this.#issued = new Set(events.filter(gives).flatMap((e) => issuesOf(e)).map((i) => (i.gives === 'credential' && i.credential.type !== 'console' ? i.credential.id : '')).filter((id) => id !== ''));
  }

  go(shared: ReadonlySet<string>, twice: ReadonlyMap<string, string>): Omit<Lineage, 'since'> {
    const holdings = new Holdings(this.#issued);
    const attributed: Attributed[] = [];
    const credentials = new Map<string, Credential>(this.#seeds());
    for (const event of this.events) {
      const judged = this.#judge(event, holdings, shared, twice);
      for (const issue of gives(event) ? issuesOf(event) : []) if (judged !== undefined || OVERWRITES.has(issue.gives)) holdings.take(issue, event, judged?.hand ?? 'owner');
      holdings.saw(event);
      if (judged === undefined) continue;
      attributed.push({ event, ...judged });
      if (judged.hand !== 'owner') remember(credentials, event, holdings);
    }
    for (const [id, { hand, credential }] of holdings.credentials) if (hand !== 'owner') credentials.set(id, credential);
    return { attributed, credentials: [...credentials.values()], principals: [...holdings.principals.values()] };
  }

  #judge(event: TrailEvent, holdings: Holdings, shared: ReadonlySet<string>, twice: ReadonlyMap<string, string>): Judged | undefined {
    const other = twice.get(event.sharedId);
    if (event.sharedId !== '' && other !== undefined && other !== event.id) return { hand: 'attacker', because: say('The other account saw the same call as the stranger’s (event {{event}}).', { event: other }) };
    if (isIn(event, this.ground.sittings)) return { hand: 'attacker', because: say('You said that another call of this console session was not yours.') };
    const held = holdings.of(event);
    if (held?.hand === 'attacker') return held;
    if (held !== undefined && !this.#named(event)) return this.#heldByOther(event, held, shared);
    const { id, given } = unitOf(event, this.ground.given);
    const unit = this.ground.units.get(id), profile = this.ground.profiles.get(id);
    if (unit === undefined || profile === undefined) return this.ground.says.disowns(event) ? DISOWNED(event) : undefined;
    return judgeHand(event, this.#context(event, profile, given, shared));
  }
  #named(event: TrailEvent): boolean {
    // That a sign-in looks like the owner's says nothing of what a named user then does.
    return this.ground.given.keys.has(event.identity.accessKeyId) || (sittingOf(event) !== undefined && isNamed(event.principal, this.ground.given.principals));
  }
  /** A session of the owner, or of nobody knows whom, that a disowned source uses is in the stranger's hand for that call. */
  #heldByOther(event: TrailEvent, held: Judged, shared: ReadonlySet<string>): Judged {
    const { says } = this.ground;
    if (says.ownsEvent(event)) return { hand: 'owner', because: say('You said that this call was yours.') };
    if (says.disownsEvent(event) || (says.disowns(event) && !shared.has(addressOf(event.sourceIp)))) return DISOWNED(event);
    return { hand: held.hand, because: held.because };
  }
  #context(event: TrailEvent, profile: Profile, given: boolean, shared: ReadonlySet<string>): HandContext {
    return { says: this.ground.says, profile, given, shared, elsewhere: this.#elsewhere(event, profile), isSign: (e) => this.ground.strong.has(e.id) };
  }
  readonly #places = new Map<string, ReadonlySet<string>>();
  /** Where the user of a given key worked with other credentials, before the first sign or where there is none, for a week and more. */
  #elsewhere(event: TrailEvent, profile: Profile): ReadonlySet<string> {
    if (!this.ground.given.keys.has(event.identity.accessKeyId) || event.principal === '') return NOWHERE;
    const id = `${event.identity.accessKeyId} ${event.principal}`;
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    const others = this.events.filter((e) => sameName(e.principal) === sameName(event.principal) && e.identity.accessKeyId !== event.identity.accessKeyId && !this.#issued.has(e.identity.accessKeyId) && !this.ground.says.disowns(e));
    const until = profile.since || (others.at(-1)?.time ?? '');
    const places = new Set(others.filter((e) => e.time < until).map((e) => addressOf(e.sourceIp)).filter((a) => a !== ''));
    this.#places.set(id, places);
    return places;
  }
  #seeds(): [string, Credential][] {
    const seen = new Map<string, TrailEvent>();
    for (const event of this.events) {
      const key = event.identity.accessKeyId;
      if (key !== '' && !seen.has(key) && this.ground.given.keys.has(key)) seen.set(key, event);
    }
    return [...this.ground.given.keys].map((key) => {
      const event = seen.get(key);
      return [key, event === undefined ? { id: key, type: key.startsWith('AKIA') ? 'access-key' : 'session', principal: '', parent: null, createdBy: null, issuedAt: '', expiresAt: null } : found(event, null)];
    });
  }
}
const NOWHERE: ReadonlySet<string> = new Set();
const DISOWNED = (event: TrailEvent): { hand: Hand; because: Text } => ({ hand: 'attacker', because: say('It came from {{address}}, which is not the owner’s.', { address: event.sourceIp }) });

function remember(credentials: Map<string, Credential>, event: TrailEvent, holdings: Holdings): void {
  if (credentials.has(event.credential) || holdings.credentials.has(event.credential) || event.identity.type === '') return;
  const held = holdings.of(event);
  credentials.set(event.credential, { ...found(event, held?.credential.createdBy ?? null), parent: held === undefined || held.credential.id === event.credential ? null : held.credential.id });
}

export type NewPivot = { readonly by: 'AccessKeyId' | 'Username' | 'ResourceName'; readonly value: string };
/** What to look up next: every key of the lineage, the users, the session names, and who opened a role's session; without those already looked up (`by value`). */
export function newPivots(lineage: Lineage, options: Pick<LineageOptions, 'accessKeyIds' | 'principals'>, known: ReadonlySet<string>): readonly NewPivot[] {
  const keys = [...options.accessKeyIds, ...lineage.credentials.map((c) => c.id)].filter((id) => /^A(KIA|SIA)[A-Z0-9]+$/.test(id));
  // A sign-in tells no key: what came of it, reads as well, is found by the user's name.
  const named = lineage.credentials.filter((c) => c.type === 'password' || c.type === 'delegation' || (c.type === 'console' && /:user\/|:root$/.test(c.principal)));
  const users = [...options.principals, ...lineage.principals.filter((p) => p.type === 'user').map((p) => p.arn), ...named.map((c) => c.principal)].map(bareName).filter((n) => n !== '');
  // AssumeRole counts as a read, so it is in no list of changes; its event names the key that it gave as a resource.
  const opened = lineage.credentials.filter((c) => c.type === 'session' && c.createdBy === null && c.principal.includes(':role/')).map((c) => c.id);
  const all = ([['AccessKeyId', keys], ['Username', users], ['ResourceName', opened]] as const).flatMap(([by, values]) => values.map((value): NewPivot => ({ by, value })));
  return all.filter((pivot, i) => !known.has(pivotId(pivot)) && all.findIndex((p) => pivotId(p) === pivotId(pivot)) === i);
}
export const pivotId = (pivot: { readonly by: string; readonly value: string }): string => `${pivot.by} ${pivot.value}`;
function bareName(principal: Arn): string {
  if (!principal.startsWith('arn:')) return principal;
  return principal.endsWith(':root') ? 'root' : sameName(principal).split('/').at(-1) ?? '';
}
