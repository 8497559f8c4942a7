// Sentences as the screen says them: times to the minute, the home folder as `~`.
import { homedir } from 'node:os';
import { sep } from 'node:path';
import { render, type Catalogue, type Text, type TextValue } from '../core/text.ts';
import type { Style } from './style.ts';

export interface Formatter { readonly style: Style; readonly catalogue?: Catalogue | undefined }

/** A rendered sentence. The exact times stand in the report. */
export const t = (f: Formatter, text: Text): string => render(readable(text), f.catalogue);

/** `2026-11-20T03:12:09.000Z` as `2026-11-20 03:12`, UTC. A day alone stays a day. */
export const shortTime = (instant: string): string => instant.slice(0, 16).replace('T', ' ');
/** The same with its zone, and a day without one: AWS names deadlines by the day. */
export const timeOf = (instant: string): string => (instant.length > 10 ? `${shortTime(instant)} UTC` : instant);
export function homely(path: string): string {
  const home = homedir() + sep;
  return home.length > 2 && path.startsWith(home) ? `~${sep}${path.slice(home.length)}` : path;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
function readable(text: Text): Text {
  if (text.with === undefined) return text;
  return { ...text, with: Object.fromEntries(Object.entries(text.with).map(([name, value]) => [name, readableValue(value)])) };
}
function readableValue(value: TextValue): TextValue {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return INSTANT.test(value) ? timeOf(value) : homely(value);
  return 'say' in value ? readable(value) : value.map(readableValue);
}
