// Header lines inside a text: a forwarded mail's, or those that were pasted along with the message.
import type { Instant } from '../core/types.ts';
import { parseInstant } from './time.ts';

export interface InnerHeaders {
  readonly from: string | null;
  readonly subject: string | null;
  readonly sentAt: Instant | null;
}

type Field = 'from' | 'subject' | 'date' | 'to';
const FIELDS: readonly (readonly [Field, RegExp])[] = [
  ['from', /^(?:from|von|de|da|发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람|발신)\s?[:：]/i],
  ['subject', /^(?:subject|betreff|objet|asunto|assunto|主题|主旨|主題|件名|제목)\s?[:：]/i],
  ['date', /^(?:date|sent|gesendet|datum|envoyé|enviado(?: el)?|fecha|data|日期|发送时间|傳送時間|日時|送信日時|날짜|보낸 ?날짜)\s?[:：]/i],
  ['to', /^(?:to|cc|reply-to|an|à|para|收件人|收件者|宛先|받는 ?사람|수신|mailed-by|signed-by|signed by|security)\s?[:：]/i],
];
const LINES_SEARCHED = 2000;

/** The last block of at least two header lines; undefined where there is none. The last is the oldest message: AWS's own. */
export function innerHeaders(text: string): InnerHeaders | undefined {
  const lines = text.split('\n', LINES_SEARCHED);
  let found: InnerHeaders | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    if (fieldOf(lines[at] ?? '') !== 'from' && fieldOf(lines[at] ?? '') !== 'subject') continue;
    const block = readBlock(lines, at);
    if (block.fields.size >= 2 && block.fields.has('from')) found = headersOf(block.fields);
    at = Math.max(at, block.end - 1);
  }
  return found;
}

const fieldOf = (line: string): Field | undefined => FIELDS.find(([, form]) => form.test(plain(line)))?.[0];
const plain = (line: string): string => line.slice(0, 1000).replace(/^[*\s]{1,4}/, '');

function readBlock(lines: readonly string[], from: number): { fields: Map<Field, string>; end: number } {
  const fields = new Map<Field, string>();
  let last: Field | undefined;
  let at = from;
  for (; at < lines.length && at < from + 12; at += 1) {
    const line = plain(lines[at] ?? '');
    const field = fieldOf(line);
    if (field !== undefined) {
      if (!fields.has(field)) fields.set(field, line.replace(/^[^:：]{1,30}[:：]\s?/, '').trim());
      last = field;
    } else if (/^\s+\S/.test(lines[at] ?? '') && last !== undefined) {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    } else break;
  }
  return { fields, end: at };
}

function headersOf(fields: ReadonlyMap<Field, string>): InnerHeaders {
  return { from: addressOf(fields.get('from') ?? ''), subject: fields.get('subject') ?? null, sentAt: parseInstant(fields.get('date')) };
}

/** The address in `Name <address>`; a name alone stays as it is, since it may be all there is. */
export function addressOf(value: string): string | null {
  const address = /[\w.+=-]{1,64}@[\w.-]{1,200}/.exec(value.slice(value.lastIndexOf('<') + 1))?.[0] ?? /[\w.+=-]{1,64}@[\w.-]{1,200}/.exec(value.slice(0, 500))?.[0];
  return address?.toLowerCase() ?? null;
}
