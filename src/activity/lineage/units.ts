// Groups the events of one credential whose hands have to be told apart: what is judged by one set of habits.
import type { Arn } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { sameName } from '../identity.ts';
import { failed } from './issues.ts';
import { addressOf } from '../origin.ts';
import type { Says } from './say-so.ts';

/** What the operator, or a notice, named as the stranger's. Keys by id, users by ARN or name. */
export interface Given { readonly keys: ReadonlySet<string>; readonly principals: readonly string[] }
export interface Unit { readonly id: string; readonly given: boolean; readonly events: TrailEvent[] }

/** Is this principal the one that was named: by its ARN, or by its bare name (`alice`, `root`)? */
export function isNamed(arn: Arn, names: readonly string[]): boolean {
  if (arn === '') return false;
  const bare = arn.endsWith(':root') ? 'root' : sameName(arn).split('/').at(-1) ?? '';
  return names.some((name) => (name.startsWith('arn:') ? sameName(name) === sameName(arn) : name === bare && !arn.includes(':role/')));
}

/** The unit of an event: the given key, the given principal, else its own key, console or role session. */
export function unitOf(event: TrailEvent, given: Given): { readonly id: string; readonly given: boolean } {
  const key = event.identity.accessKeyId;
  if (given.keys.has(key)) return { id: `key ${key}`, given: true };
  if (isNamed(event.principal, given.principals)) return { id: `principal ${sameName(event.principal)}`, given: true };
  if (key.startsWith('AKIA')) return { id: `key ${key}`, given: false };
  if (event.identity.type === 'AssumedRole') return { id: `session ${event.identity.principalId || event.identity.arn}`, given: false };
  return { id: `console ${sameName(event.principal) || event.credential}`, given: false };
}

/** The units that have to be judged: those named, and those used from a source that the operator disowns. Oldest events first. */
export function unitsOf(events: readonly TrailEvent[], given: Given, says: Says): ReadonlyMap<string, Unit> {
  const wanted = new Set<string>();
  const of = new Map<TrailEvent, { id: string; given: boolean }>();
  for (const event of events) {
    const unit = unitOf(event, given);
    of.set(event, unit);
    // A sign-in that failed shows no hold of the credential.
    if (unit.given || (says.disowns(event) && !(event.name === 'ConsoleLogin' && failed(event)))) wanted.add(unit.id);
  }
  const units = new Map<string, Unit>();
  for (const event of events) {
    const unit = of.get(event);
    if (unit === undefined || !wanted.has(unit.id)) continue;
    const known = units.get(unit.id) ?? { ...unit, events: [] };
    known.events.push(event);
    units.set(unit.id, known);
  }
  return units;
}
export const addressesOf = (events: readonly TrailEvent[]): ReadonlySet<string> => new Set(events.map((e) => addressOf(e.sourceIp)).filter((a) => a !== ''));
