// One sitting at the console: a sign-in of a user or of root and the calls of its session are in one hand.
import type { TrailEvent } from '../event.ts';
import { sameName } from '../identity.ts';

/** `began`: milliseconds. */
export interface Sitting { readonly who: string; readonly began: number }
/** A sign-in and its session's own time differ by seconds. */
const GAP = 60_000;

export function sittingOf({ identity: { accessKeyId, sessionCreated, type }, name, time, principal }: TrailEvent): Sitting | undefined {
  const began = Date.parse(sessionCreated || (name === 'ConsoleLogin' ? time : ''));
  return accessKeyId.startsWith('AKIA') || (type !== 'IAMUser' && type !== 'Root') || Number.isNaN(began) ? undefined : { who: sameName(principal), began };
}
export const sittingsOf = (events: readonly TrailEvent[]): readonly Sitting[] => events.flatMap((e) => sittingOf(e) ?? []);
export function isIn(event: TrailEvent, sittings: readonly Sitting[]): boolean {
  const one = sittings.length === 0 ? undefined : sittingOf(event);
  return one !== undefined && sittings.some((s) => s.who === one.who && Math.abs(s.began - one.began) <= GAP);
}
