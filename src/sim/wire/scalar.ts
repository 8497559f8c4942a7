// Single values as text: numbers, times, blobs, as each protocol spells them.
import { TIME_FORMAT, type Shape } from './schema.ts';

/** The client's request cannot be read; answered as a validation error, never as a bug of ours. */
export class BadRequest extends Error {}

export function readScalar(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'number': return readNumber(text);
    case 'boolean': return text.toLowerCase() === 'true';
    case 'timestamp': return readTime(text);
    case 'blob': return Uint8Array.from(Buffer.from(text, 'base64'));
    case 'bigint': return BigInt(text);
    default: return text;
  }
}
function readNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new BadRequest(`not a number: ${text}`);
  return number;
}
/** Clients send ISO, HTTP dates or epoch seconds; AWS takes them all. */
function readTime(text: string): Date {
  const time = new Date(/^-?[\d.]+(e\d+)?$/i.test(text) ? Number(text) * 1000 : text);
  if (Number.isNaN(time.getTime())) throw new BadRequest(`not a timestamp: ${text}`);
  return time;
}

/** Epoch seconds are a number; the other formats are text. */
export function writeTime(time: Date, format: number): string | number {
  if (format === TIME_FORMAT.dateTime) return time.toISOString().replace('.000Z', 'Z');
  return format === TIME_FORMAT.httpDate ? time.toUTCString() : time.getTime() / 1000;
}

/** `timeFormat` is the protocol's own, used where the shape names none. */
export function writeScalar(shape: Shape, value: any, timeFormat: number): string {
  if (shape.kind === 'timestamp') return String(writeTime(value, shape.timeFormat ?? timeFormat));
  if (shape.kind === 'blob') return Buffer.from(value).toString('base64');
  return String(value);
}
