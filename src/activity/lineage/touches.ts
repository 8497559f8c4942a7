// Turns attributed events into touches of one resource: who made or changed it, and by whose hand.
import type { Arn, Attribution, JsonObject, Region, Touch } from '../../core/types.ts';
import { unversioned, type TrailEvent } from '../event.ts';
import { failed } from './issues.ts';
import type { Mentions } from './mentions.ts';

/** The part of a kind's `traces` that is needed, and the resource's ids. */
export interface Traces {
  readonly ids: readonly string[];
  readonly created: readonly string[];
  readonly changed: readonly string[];
  concerns?(event: { readonly name: string; readonly region?: Region; readonly principal?: Arn; readonly request: JsonObject | null; readonly response: JsonObject | null }): boolean;
}
export interface Touches {
  readonly touches: readonly Touch[];
  /** Event ids among them that made the resource. */
  readonly makers: ReadonlySet<string>;
  /** All that made or changed it, by whomever: oldest first. */
  readonly events: readonly TrailEvent[];
}

/** Oldest first. `attribution`: event id → hand; events without one touched the resource by nobody's known hand and are left out. */
export function touchesOf(log: Mentions, attribution: ReadonlyMap<string, Attribution>, traces: Traces): Touches {
  const created = new Set(traces.created.map(plain)), changed = new Set(traces.changed.map(plain));
  const seen = new Map<string, TrailEvent>();
  for (const id of traces.ids) {
    for (const event of log.of(id)) {
      if ((created.has(event.operation) || changed.has(event.operation)) && (traces.concerns?.(event) ?? true)) seen.set(event.id, event);
    }
  }
  const events = [...seen.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const touches = events.flatMap((event) => { const hand = attribution.get(event.id); return hand === undefined ? [] : [touch(event, hand)]; });
  return { touches, events, makers: new Set(events.filter((e) => created.has(e.operation) && !failed(e) && attribution.has(e.id)).map((e) => e.id)) };
}
/** `lambda:CreateFunction20150331` → `lambda:CreateFunction`, as events are named. */
function plain(name: string): string {
  const [service = '', ...rest] = name.split(':');
  return `${service}:${unversioned(rest.join(':'))}`;
}
export function touch(event: TrailEvent, attribution: Attribution): Touch {
  return { eventId: event.id, time: event.time, region: event.region, event: event.operation, by: event.principal, credential: event.credential, sourceIp: event.sourceIp, attribution, failed: failed(event) };
}
