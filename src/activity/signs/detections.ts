// The table of signs of attack, and which events show them. A sign alone is `suspect`, never more.
import type { TrailEvent } from '../event.ts';
import type { Burst, Sign } from './sign.ts';
import { BURSTS, windows } from './bursts.ts';
import { DATA_SIGNS } from './data.ts';
import { GUARD_SIGNS } from './guards.ts';
import { IDENTITY_SIGNS } from './identities.ts';
import { MACHINE_SIGNS } from './machines.ts';

export const SIGNS: readonly Sign[] = [...IDENTITY_SIGNS, ...GUARD_SIGNS, ...DATA_SIGNS, ...MACHINE_SIGNS];
export type Shown = Pick<Sign, 'id' | 'strong' | 'techniques' | 'because'>;
export { BURSTS, type Burst, type Sign };

/** Event id → the signs that it shows, itself or together with others. Events must be oldest first. */
export function detect(events: readonly TrailEvent[]): ReadonlyMap<string, readonly Shown[]> {
  const found = new Map<string, Shown[]>();
  const note = (id: string, sign: Shown): void => { const list = found.get(id) ?? []; list.push(sign); found.set(id, list); };
  for (const event of events) for (const sign of SIGNS) if (sign.match(event)) note(event.id, sign);
  for (const burst of BURSTS) for (const id of windows(events, burst.window)) note(id, burst);
  return found;
}
/** The events that may be a first sign on a credential already named. */
export function strongOnes(found: ReadonlyMap<string, readonly Shown[]>): ReadonlySet<string> {
  return new Set([...found].filter(([, signs]) => signs.some((s) => s.strong)).map(([id]) => id));
}
