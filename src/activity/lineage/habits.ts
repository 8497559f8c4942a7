// The owner's habits with a credential, and the first sign that somebody else has it. Pure; cautious in the owner's favour.
import type { Instant } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { addressOf, agentFamily, agentPrint, neighbourhoodOf } from '../origin.ts';
import type { Says } from './say-so.ts';
import { isIn, sittingsOf } from './sitting.ts';

export interface Habits {
  readonly addresses: ReadonlySet<string>;
  readonly neighbourhoods: ReadonlySet<string>;
  readonly agents: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  /** Hours of the day (UTC), each with its neighbours. */
  readonly hours: ReadonlySet<number>;
  /** Addresses and agents as they came together: `address agent`. */
  readonly pairs: ReadonlySet<string>;
  readonly events: number;
}
/** What is known of one credential (or one principal) before its events are judged one by one. */
export interface Profile {
  /** The first event that is not simply the owner's; `''` where there is none. */
  readonly since: Instant;
  readonly habits: Habits;
  /** Nothing was seen before the first sign. */
  readonly fresh: boolean;
  /** Nothing shows a second hand: long steady use and no sign. */
  readonly steady: boolean;
}

const DAY = 86_400_000;
/** From here on an address is a habit that a sign does not explain away: five days of use within a week or more. */
const ESTABLISHED = { days: 5, span: 7 * DAY };
/** How long before a given time a stranger's first tries may lie. */
const RUN_UP = 2 * DAY;

/** `events`: all of one credential or principal, oldest first. `strong`: ids of events that are themselves signs of attack. `since`: the time that the operator gave. */
export function profileOf(events: readonly TrailEvent[], says: Says, strong: ReadonlySet<string>, since: Instant): Profile {
  const start = firstSign(events, says, strong, since);
  if (start === undefined) {
    const steady = established(events);
    return { since: '', habits: habitsOf(steady ? events : []), fresh: !steady, steady };
  }
  const first = runUp(events, start, says, since);
  const before = events.filter((e) => e.time < first.since && !first.tries.has(e.id) && !says.disowns(e));
  return { since: first.since, habits: habitsOf(before), fresh: before.length === 0, steady: false };
}

function firstSign(events: readonly TrailEvent[], says: Says, strong: ReadonlySet<string>, since: Instant): Instant | undefined {
  const sign = since !== '' ? since : events.find((e) => strong.has(e.id) && !says.owns(e))?.time;
  // A runner's address, used for weeks before anything happened, says nothing by being named.
  const worn = sign === undefined ? new Set<string>() : wornBefore(events, sign);
  const disowned = events.find((e) => says.disowns(e) && (says.disownsEvent(e) || !worn.has(addressOf(e.sourceIp))))?.time;
  const known = [sign, disowned].filter((t) => t !== undefined).sort();
  return known[0] ?? newcomer(events)?.time;
}

/** The addresses that were a habit before that time. */
export function wornBefore(events: readonly TrailEvent[], time: Instant): Set<string> {
  const by = new Map<string, TrailEvent[]>();
  for (const event of events) {
    const address = addressOf(event.sourceIp);
    if (event.time >= time || address === '') continue;
    const list = by.get(address) ?? [];
    list.push(event);
    by.set(address, list);
  }
  return new Set([...by].filter(([, list]) => established(list)).map(([address]) => address));
}
export function established(events: readonly TrailEvent[]): boolean {
  const days = new Set(events.map((e) => e.time.slice(0, 10)));
  const span = Date.parse(events.at(-1)?.time ?? '') - Date.parse(events[0]?.time ?? '');
  return days.size >= ESTABLISHED.days && span >= ESTABLISHED.span;
}

/** The first call from a new neighbourhood after long steady use. */
function newcomer(events: readonly TrailEvent[]): TrailEvent | undefined {
  const seen = new Set<string>();
  for (const [index, event] of events.entries()) {
    const place = neighbourhoodOf(addressOf(event.sourceIp));
    if (place === '' || seen.has(place)) continue;
    if (seen.size > 0 && established(events.slice(0, index))) return event;
    seen.add(place);
  }
  return undefined;
}

/** The stranger's first tries lie before the first thing that AWS or a sign names: same machine, and no habit yet. */
function runUp(events: readonly TrailEvent[], start: Instant, says: Says, given: Instant): { since: Instant; tries: ReadonlySet<string> } {
  const worn = wornBefore(events, start);
  const from = given === '' ? '' : new Date(Date.parse(start) - RUN_UP).toISOString();
  const old = given === '' ? worn : new Set([...worn, ...events.filter((e) => e.time < from).map((e) => addressOf(e.sourceIp))]);
  const marks = new Set(events.filter((e) => isSign(e, start, given, says)).flatMap((e) => marksOf(e, old)));
  const tries = new Set<string>();
  let since = start;
  for (const event of events.filter((e) => e.time < start && e.time >= from).reverse()) {
    if (says.owns(event) || old.has(addressOf(event.sourceIp)) || !marksOf(event, old).some((mark) => marks.has(mark))) continue;
    for (const mark of marksOf(event, old)) marks.add(mark);
    tries.add(event.id);
    since = event.time < since ? event.time : since;
  }
  return withOneGo(events, { since, tries }, says);
}
const HOUR = 3_600_000;
/** Within one go calls lie no further apart. */
const PAUSE = HOUR / 6;
/** At a place of the owner's, too: what was done in the same sitting at the console, and changes of sorts that were never made before, in one go with the first sign. */
function withOneGo(events: readonly TrailEvent[], { since, tries }: { since: Instant; tries: Set<string> }, says: Says): { since: Instant; tries: ReadonlySet<string> } {
  const from = new Date(Date.parse(since) - HOUR).toISOString();
  const known = new Set(events.filter((e) => e.time < from).map((e) => e.operation));
  let first = since;
  const sittings = sittingsOf(events.filter((e) => e.time === since && !says.owns(e)));
  for (const event of events.filter((e) => e.time < since && isIn(e, sittings) && !says.owns(e))) {
    tries.add(event.id);
    first = event.time < first ? event.time : first;
  }
  if (known.size === 0) return { since: first, tries };
  for (const event of events.filter((e) => e.time < since && e.time >= from && !e.readOnly && !known.has(e.operation) && !says.owns(e)).reverse()) {
    if (Date.parse(first) - Date.parse(event.time) > PAUSE) break;
    tries.add(event.id);
    first = event.time;
  }
  return { since: first, tries };
}
// With a given time everything from then on may be the stranger's; else the sign itself is the only thing known.
const isSign = (event: TrailEvent, start: Instant, given: Instant, says: Says): boolean => !says.owns(event) && (event.time === start || (given !== '' && event.time > start));
function marksOf(event: TrailEvent, old: ReadonlySet<string>): readonly string[] {
  const address = addressOf(event.sourceIp);
  const print = agentPrint(event.userAgent);
  return [...(address === '' || old.has(address) ? [] : [`at ${address}`]), ...(print === '' || old.has(address) ? [] : [`by ${print}`])];
}

export function habitsOf(events: readonly TrailEvent[]): Habits {
  const addresses = new Set<string>(), neighbourhoods = new Set<string>(), agents = new Set<string>(), calls = new Set<string>(), regions = new Set<string>(), hours = new Set<number>(), pairs = new Set<string>();
  for (const event of events) {
    const address = addressOf(event.sourceIp);
    if (address !== '') { addresses.add(address); neighbourhoods.add(neighbourhoodOf(address)); }
    agents.add(agentFamily(event.userAgent));
    pairs.add(`${address} ${agentFamily(event.userAgent)}`);
    calls.add(event.operation);
    regions.add(event.region);
    const hour = Number(event.time.slice(11, 13));
    for (const near of [hour + 23, hour, hour + 1]) hours.add(near % 24);
  }
  return { addresses, neighbourhoods, agents, calls, regions, hours, pairs, events: events.length };
}
