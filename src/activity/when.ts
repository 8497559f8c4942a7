// Reads `--since`: an ISO time, a day, or how long ago (`36h`, `7d`, `2w`).
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Instant } from '../core/types.ts';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** Throws a usage error for anything else, and for times to come. A time without a zone is UTC. */
export function parseWhen(text: string, now: Date): Instant {
  const ago = /^(\d{1,5})([hdw])$/.exec(text.trim().toLowerCase());
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text.trim());
  const time = ago !== null ? now.getTime() - Number(ago[1]) * (UNITS[ago[2] ?? ''] ?? NaN) : iso === null ? NaN : Date.parse(iso[4] === undefined && iso[1] !== undefined ? `${iso[0]}Z` : iso[0]);
  if (Number.isNaN(time) || time > now.getTime()) throw usage(say('{{text}} is no time in the past. Give an ISO time (2026-11-20T03:00:00Z) or how long ago (7d, 36h).', { text }));
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
