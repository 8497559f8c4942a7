// A report before it has a format: headings, sentences, lists and tables of sentences.
import { say, type Text } from '../core/text.ts';
import type { CaseReading } from '../case/read.ts';
import type { Instant } from '../core/types.ts';

export type Block =
  | { readonly block: 'heading'; readonly level: 1 | 2 | 3; readonly text: Text }
  | { readonly block: 'paragraph'; readonly text: Text }
  /** To be pasted as it stands. */
  | { readonly block: 'code'; readonly lines: readonly string[] }
  | { readonly block: 'list'; readonly items: readonly Item[] }
  | { readonly block: 'table'; readonly head: readonly Text[]; readonly rows: readonly (readonly Text[])[] };
/** `depth` 0: a plain bullet; more: under the one before it. */
export interface Item { readonly text: Text; readonly depth: number }

/** What a report is made from: the case as it was read, and nothing else. */
export type ReportInput = Pick<CaseReading, 'entries' | 'state' | 'objects' | 'head' | 'tornBytes' | 'evidenceFaults'> & { readonly madeAt: Instant };

export const heading = (text: Text, level: 1 | 2 | 3 = 2): Block => ({ block: 'heading', level, text });
export const paragraph = (text: Text): Block => ({ block: 'paragraph', text });
export const list = (items: readonly Text[]): Block => ({ block: 'list', items: items.map((text) => ({ text, depth: 0 })) });
export const code = (lines: readonly string[]): Block => ({ block: 'code', lines });
export const table = (head: readonly Text[], rows: readonly (readonly Text[])[]): Block => ({ block: 'table', head, rows });

/** A value that is no sentence: an id, a name, a time. */
export const value = (plain: string | number | undefined): Text => say('{{value}}', { value: plain ?? '' });
/** A UTC time to the second, as `2026-11-21 03:12:09 UTC`; what is no time stays as it is. */
export function utc(at: string | null | undefined): string {
  if (at === undefined || at === null || at === '') return '';
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
