// Which signs and bursts an operation may show at all: asked of the tables themselves, once for each operation, so that the millions of other events are not held against them.
import { BURSTS, SIGNS, type Burst, type Sign } from './detections.ts';
import type { TrailEvent } from '../event.ts';

export interface Candidates { readonly signs: readonly Sign[]; readonly bursts: readonly Burst[] }

/** Thrown where a sign reads something that the operation alone does not tell. */
class Unknown extends Error {}
const UNKNOWN = new Unknown('The operation alone does not tell.');
type Known = Pick<TrailEvent, 'source' | 'name' | 'operation' | 'errorCode'>;
const FIELDS: ReadonlySet<string | symbol> = new Set(['source', 'name', 'operation', 'errorCode']);
/** An event of which only that is known; whoever asks for more is told that by throwing. */
const known = (event: Known): TrailEvent => new Proxy(event, {
  get: (target, field) => { if (FIELDS.has(field)) return target[field as keyof Known]; throw UNKNOWN; },
}) as TrailEvent;

/** What may be: true unless it is false whatever else the event holds. */
function perhaps(ask: () => boolean): boolean {
  try { return ask(); } catch (error) { if (error === UNKNOWN) return true; throw error; }
}

export function candidatesOf(event: Known): Candidates {
  const only = known(event);
  return {
    signs: SIGNS.filter((sign) => perhaps(() => sign.match(only))),
    bursts: BURSTS.filter(({ window }) => perhaps(() => window.of(only) !== '') && perhaps(() => window.counts(only) !== '')),
  };
}
