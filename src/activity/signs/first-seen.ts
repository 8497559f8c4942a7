// What a principal did for the first time, held against its own history: a new address, program, Region or service. A hint, never a verdict. Pure.
import type { FirstSeen } from '../../core/record.ts';
import type { Instant } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { established } from '../lineage/habits.ts';
import { byAws, sameName } from '../identity.ts';
import { addressOf, agentFamily, neighbourhoodOf } from '../origin.ts';

type Sort = FirstSeen['sort'];
/** What is compared, and what is shown. Addresses count by their neighbourhood: a home's address changes. */
const MARKS: readonly { readonly sort: Sort; readonly of: (event: TrailEvent) => string; readonly shown: (event: TrailEvent) => string }[] = [
  { sort: 'address', of: (e) => neighbourhoodOf(addressOf(e.sourceIp)), shown: (e) => addressOf(e.sourceIp) },
  { sort: 'program', of: (e) => agentFamily(e.userAgent), shown: (e) => agentFamily(e.userAgent) },
  { sort: 'region', of: (e) => e.region, shown: (e) => e.region },
  { sort: 'service', of: (e) => e.source, shown: (e) => e.source },
];

/** `events`: oldest first. Only of principals that worked on five days over a week or more before `since`: of others nothing is usual. The newest first. */
export function firstSeen(events: readonly TrailEvent[], since: Instant): readonly FirstSeen[] {
  const by = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.principal === '' || byAws(event.identity, event.sourceIp)) continue;
    const name = sameName(event.principal);
    const list = by.get(name);
    if (list === undefined) by.set(name, [event]); else list.push(event);
  }
  return [...by.values()].flatMap((own) => newOf(own, since)).sort((a, b) => (a.at > b.at ? -1 : 1));
}

function newOf(own: readonly TrailEvent[], since: Instant): readonly FirstSeen[] {
  const start = own.findIndex((event) => event.time >= since);
  if (start <= 0 || !established(own.slice(0, start))) return [];
  return MARKS.flatMap(({ sort, of, shown }) => {
    const usual = new Set(own.slice(0, start).map(of));
    const found = new Map<string, FirstSeen>();
    for (const event of own.slice(start)) {
      const mark = of(event);
      if (mark !== '' && !usual.has(mark) && !found.has(mark)) found.set(mark, { principal: event.principal, sort, value: shown(event), at: event.time, event: event.id });
    }
    return [...found.values()];
  });
}
