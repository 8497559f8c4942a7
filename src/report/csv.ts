// The time line as CSV (RFC 4180), safe to open in a spreadsheet.
import { render, say, type Catalogue } from '../core/text.ts';
import type { ReportInput } from './document.ts';
import { csvField } from './escape.ts';
import { SIDES, timelineRows } from './timeline.ts';

/** Pure. Times are ISO 8601 UTC, as they stand in the journal. */
export function timelineCsv(input: Pick<ReportInput, 'entries' | 'state' | 'objects'>, catalogue?: Catalogue): string {
  const head = [say('time'), say('side'), say('what'), say('who'), say('region'), say('reference')].map((text) => render(text, catalogue));
  const rows = timelineRows(input).map((row) => [row.time, render(SIDES[row.side], catalogue), render(row.what, catalogue), render(row.who, catalogue), row.region, row.reference]);
  return [head, ...rows].map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
}
