// Times and deadlines as notices write them. What could mean two days (03/04/2026) is not read at all.
import type { Instant } from '../core/types.ts';

export interface FoundTime {
  /** A UTC time without parts of a second, or a day (`2026-10-05`) where no hour is given. */
  readonly value: Instant;
  readonly at: number;
  readonly end: number;
  readonly hasHour: boolean;
}

const MONTHS: Readonly<Record<string, number>> = { jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12 };
const MONTH = '(?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?';
const CLOCK = '(?:(?:,| at|T| -)? {0,2}(?<h>\\d{1,2}):(?<mi>\\d{2})(?::(?<s>\\d{2})(?:\\.\\d{1,9})?)?(?: ?(?<half>[AP])\\.?M\\.?)?(?: ?\\(?(?<zone>Z|UTC|GMT)?(?<off>[+-]\\d{2}:?\\d{2})?\\)?))?';

// Each begins with a digit or a month's name, and no part of it can match in two ways.
const FORMS = [
  `(?<![\\d./-])(?<y>20\\d{2})-(?<m>\\d{2})-(?<d>\\d{2})(?!\\d)${CLOCK}`,
  `(?<![\\d./-])(?<y>20\\d{2})/(?<m>\\d{1,2})/(?<d>\\d{1,2})(?!\\d)${CLOCK}`,
  `(?<![\\d./-])(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<y>20\\d{2})(?!\\d)${CLOCK}`,
  `(?<![\\d.])(?<d>\\d{1,2})(?:st|nd|rd|th)?[ -]${MONTH},?[ -](?<y>20\\d{2})(?!\\d)${CLOCK}`,
  `(?<![A-Za-z])${MONTH} (?<d>\\d{1,2})(?:st|nd|rd|th)?,? (?<y>20\\d{2})(?!\\d)${CLOCK}`,
  `(?<![A-Za-z])${MONTH} {1,2}(?<d>\\d{1,2}) (?<h>\\d{1,2}):(?<mi>\\d{2}):(?<s>\\d{2}) (?<zone>UTC|GMT) (?<y>20\\d{2})`,
  `(?<!\\d)(?<y>20\\d{2}) ?[年년] ?(?<m>\\d{1,2}) ?[月월] ?(?<d>\\d{1,2}) ?[日일]${CLOCK}`,
].map((form) => new RegExp(form, 'gi'));

/** Every time in `text`, in the order of the text. */
export function findTimes(text: string): FoundTime[] {
  if (!/20\d\d/.test(text)) return [];
  const found = FORMS.flatMap((form) => [...text.matchAll(form)].map(read)).filter((time) => time !== undefined);
  found.sort((a, b) => a.at - b.at || b.end - a.end);
  return found.filter((time, n) => n === 0 || time.at >= (found[n - 1]?.end ?? 0));
}

function read(match: RegExpMatchArray): FoundTime | undefined {
  const part = match.groups ?? {};
  const month = part['m'] === undefined ? MONTHS[(part['mon'] ?? '').toLowerCase()] : Number(part['m']);
  if (month === undefined) return undefined;
  const day = `${part['y'] ?? ''}-${two(month)}-${two(Number(part['d']))}`;
  if (!isDay(day) || isAmbiguous(match[0], part)) return undefined;
  const at = match.index ?? 0;
  const end = at + match[0].length;
  if (part['h'] === undefined) return { value: day, at, end, hasHour: false };
  const value = clockOf(day, part);
  return value === undefined ? undefined : { value, at, end, hasHour: true };
}

function clockOf(day: string, part: Readonly<Record<string, string | undefined>>): Instant | undefined {
  const hour = hourOf(Number(part['h']), part['half']);
  const offset = part['off'] === undefined ? 'Z' : part['off'].replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const date = new Date(`${day}T${two(hour)}:${part['mi'] ?? '00'}:${part['s'] ?? '00'}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : instant(date);
}
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}
// 03/04/2026 is March here and April there; 11/15/2026 is one day only.
const isAmbiguous = (written: string, part: Readonly<Record<string, string | undefined>>): boolean =>
  /^\d{1,2}\//.test(written) && Number(part['d']) <= 12 && Number(part['d']) !== Number(part['m']);
const two = (n: number): string => String(n).padStart(2, '0');
const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

/** A UTC time to the second. */
export const instant = (date: Date): Instant => `${date.toISOString().slice(0, 19)}Z`;

/** Reads what a mail header or a JSON field holds. */
export function parseInstant(value: string | undefined): Instant | null {
  if (value === undefined || value === '' || value.length > 80) return null;
  const date = new Date(value);
  if (!Number.isNaN(date.getTime()) && /\d{4}/.test(value)) return instant(date);
  const found = findTimes(value)[0];
  return found === undefined ? null : found.hasHour ? found.value : `${found.value}T00:00:00Z`;
}
