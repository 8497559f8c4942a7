// Times as scenarios write them: `-400d` before now, `+5s` after the call before, or an ISO time.
import { seeded } from '../ids.ts';
import type { Repeat } from './scenario.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `90m` → 5 400 000. */
export function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? Number.NaN);
}
/** Milliseconds since the epoch. `previous`: the time of the call before. */
export function momentOf(at: string, now: number, previous: number): number {
  if (at.startsWith('-')) return now - durationMs(at.slice(1));
  if (at.startsWith('+')) return previous + durationMs(at.slice(1));
  return new Date(at).getTime();
}

/** The times of a habit, oldest first, before `now`; moved by its jitter, the same for the same seed. */
export function momentsOf(repeat: Repeat, now: number, seed: string): readonly number[] {
  const step = durationMs(repeat.every);
  const end = repeat.to === undefined ? now : momentOf(repeat.to, now, now);
  const draw = seeded(`habit ${seed}`);
  const jitter = repeat.jitter === undefined ? 0 : durationMs(repeat.jitter);
  const moments: number[] = [];
  for (let at = momentOf(repeat.from, now, now); at < end; at += step) {
    const moved = at + Math.floor(draw() * jitter);
    if (moved < end && !(repeat.weekdays && isWeekend(moved))) moments.push(moved);
  }
  return moments;
}
const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());
