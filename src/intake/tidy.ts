// Makes pasted, quoted and re-wrapped text readable again, and joins what a line break cut only where that is certain.

export interface Tidied {
  /** Lines as they were meant, without quote marks. */
  readonly text: string;
  /** The same on one line, for sentences. */
  readonly flat: string;
  /** What was quoted (`> `), where anything was: what somebody wrote around it is not the notice. */
  readonly quoted: string | undefined;
  /** There is more of it than is read. */
  readonly cut: boolean;
  /** Characters were hidden in it: direction marks, or text of no width. */
  readonly hidden: boolean;
}

const HIDDEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const FOOLING = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

/** `*AKIA…*`, `_ci_`: the marks of chats around one word; more of them blot something out. */
const EMPHASIS = /(?<![\w*_~])([*_~])([A-Za-z0-9][\w+=.@-]{0,62}[A-Za-z0-9])\1(?![\w*_~])/g;

/** Some fifty pages. What is longer is no letter, and is told to have been cut. */
export const MOST_CHARACTERS = 200_000;

export function tidy(whole: string): Tidied {
  const source = whole.slice(0, MOST_CHARACTERS);
  const clean = source
    .replace(HIDDEN, '')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u00a0\u2007\u202f\u3000]/g, ' ')
    .replace(/(?<!\*)\*\*(?!\*)/g, '')
    .replace(EMPHASIS, '$2');
  const lines = unfoldQuotedPrintable(clean).split('\n');
  const quoted = lines.filter((line) => isQuoted(line)).map(unquote);
  const text = join(lines.map(unquote));
  return {
    text, flat: flatten(text), hidden: FOOLING.test(source), cut: whole.length > MOST_CHARACTERS,
    quoted: quoted.some((line) => line.length > 20) ? join(quoted) : undefined,
  };
}

export const flatten = (text: string): string => text.replace(/ >(?=[A-Za-z])/g, ' ').replace(/\s+/g, ' ').trim();

const isQuoted = (line: string): boolean => line.startsWith('>') || line.startsWith(' >');

function unquote(line: string): string {
  let at = 0;
  while (at < line.length && (line[at] === '>' || (line[at] === ' ' && line[at + 1] === '>'))) at += 1;
  return at === 0 ? line.trimEnd() : line.slice(at).replace(/^ /, '').trimEnd();
}

// Mail source pasted without its headers: soft line ends (`=` at the end) and `=3D` in one text leave no doubt.
function unfoldQuotedPrintable(text: string): string {
  if (!/[^=\n]=\n/.test(text) || !/=(?:3D|20|[CE][0-9A-F]=)/.test(text)) return text;
  const bytes: number[] = [];
  const unfolded = text.replace(/=\n/g, '');
  const encoder = new TextEncoder();
  let from = 0;
  for (const found of unfolded.matchAll(/=([0-9A-F]{2})/g)) {
    append(bytes, encoder.encode(unfolded.slice(from, found.index)));
    bytes.push(Number.parseInt(found[1] ?? '', 16));
    from = found.index + 3;
  }
  append(bytes, encoder.encode(unfolded.slice(from)));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
function append(bytes: number[], more: Uint8Array): void {
  for (const byte of more) bytes.push(byte);
}

function join(lines: readonly string[]): string {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last !== undefined && (cutsKey(last, line) || cutsUrl(last, line))) joined[joined.length - 1] = last + line.trimStart();
    else joined.push(line);
  }
  return joined.join('\n');
}

const LINE_LOOKED_AT = 2000;

/** Certain: what stands at the end begins a key id, and the next line completes it to exactly twenty characters. */
function cutsKey(line: string, next: string): boolean {
  if (line.length > LINE_LOOKED_AT) return false;
  const head = /(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{0,15}$/.exec(line.slice(-20))?.[0];
  if (head === undefined) return false;
  const tail = /^ {0,8}([A-Z0-9]{1,16})(?![A-Za-z0-9*•…])/.exec(next)?.[1];
  return tail !== undefined && head.length + tail.length === 20;
}

/** Certain: an address in <angle brackets>, or one that was cut at the line's edge and goes on as a path, not as a word. */
function cutsUrl(line: string, next: string): boolean {
  if (line.length > LINE_LOOKED_AT) return false;
  const at = Math.max(line.lastIndexOf('http://'), line.lastIndexOf('https://'));
  if (at < 0 || /[\s>)]/.test(line.slice(at))) return false;
  const rest = /^\s{0,8}([^\s<>]{1,500})/.exec(next)?.[1];
  if (rest === undefined || /^https?:/i.test(rest)) return false;
  if (line[at - 1] === '<') return /^\s{0,8}[^\s<>]{1,500}>/.test(next);
  const cut = line.length >= 60 || /[-/_=%&?#~]$/.test(line);
  return cut && !line.endsWith('.') && goesOnAsPath(rest);
}
const goesOnAsPath = (rest: string): boolean =>
  /^[\w.~%=&?#+-]{0,200}\/[\w./~%=&?#+-]/.test(rest) || /^[\w-]{1,100}\.[a-z][a-z0-9]{0,5}[.,;)]?$/.test(rest) || /^[0-9a-f]{8,64}$/.test(rest);
