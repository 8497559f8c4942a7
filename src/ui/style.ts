// Colours and signs. Colour never carries a meaning alone: every sign and word says the same without it.
import { Chalk, type ChalkInstance } from 'chalk';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { Verdict } from '../core/types.ts';
import type { StepState, Tone } from './port.ts';
import { wrapWide } from './wide-wrap.ts';

export interface Style {
  readonly width: number;
  readonly paint: ChalkInstance;
}
/** `colour`: false with NO_COLOR, --no-color, or where there is no terminal. Lines are 40 to 100 columns wide. */
export const styleFor = (columns: number, colour: boolean): Style => ({ width: Math.max(40, Math.min(columns, 100)), paint: new Chalk({ level: colour ? 1 : 0 }) });

export const SIGN: Readonly<Record<StepState, string>> = {
  'already-done': '✔', would: '→', declined: '–', stopped: '–', waiting: '…', applying: '▸', verified: '✔', unverified: '?', failed: '✖', drifted: '!', undone: '↶',
};
export const TONE_SIGN: Readonly<Record<Tone, string>> = { info: ' ', good: '✔', warn: '!', bad: '✖', quiet: ' ' };
export const VERDICT_SIGN: Readonly<Record<Verdict, string>> = { malicious: '✖', suspicious: '?', weak: '!', benign: '·' };

export function toned(style: Style, tone: Tone, text: string): string {
  switch (tone) {
    case 'info': return text;
    case 'good': return style.paint.green(text);
    case 'warn': return style.paint.yellow(text);
    case 'bad': return style.paint.red(text);
    case 'quiet': return style.paint.dim(text);
    default: return tone satisfies never;
  }
}
export function stateTone(state: StepState): Tone {
  switch (state) {
    case 'verified': case 'already-done': case 'undone': return 'good';
    case 'failed': return 'bad';
    case 'unverified': case 'drifted': return 'warn';
    case 'declined': case 'stopped': case 'waiting': return 'quiet';
    case 'would': case 'applying': return 'info';
    default: return state satisfies never;
  }
}

const broken = (text: string, width: number): string[] => wrapAnsi(wrapWide(text, width), width, { hard: true, trim: true }).split('\n');
/** A link, the path of a file, a hash, the id of a step. */
const LINK = /((?:https?:\/\/|(?<![^\s])~?\/)[^\s\p{Cc}]+|\b[0-9a-f]{64}\b|\[[a-z]+:\S+\])/u;
/** What is copied stays whole: where it is longer than a line the terminal breaks it, and it is still one to whoever clicks or copies it. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = '';
  for (const part of text.split(LINK)) {
    if (!LINK.test(part) || stringWidth(part) <= width) { rest += part; continue; }
    lines.push(...(rest.trim() === '' ? [] : broken(rest, width)), part);
    rest = '';
  }
  return lines.length > 0 && rest.trim() === '' ? lines : [...lines, ...broken(rest, width)];
}
/** `lines` below `head`, and a link that is longer than a line from the edge. */
function below(head: string, indent: string, lines: readonly string[], width: number): string[] {
  return lines.flatMap((line, i) => (stringWidth(line) > width ? [...(i === 0 && head.trim() !== '' ? [head.trimEnd()] : []), line] : [(i === 0 ? head : indent) + line]));
}
/** Wraps to the width; the first line begins with `head`, the others are indented below it. */
export function hang(style: Style, head: string, text: string): string[] {
  const indent = stringWidth(head);
  const width = Math.max(20, style.width - indent);
  return below(head, ' '.repeat(indent), wrapped(text, width), width);
}
/** Where results go: on a terminal whole lines, broken between words and indented below their beginning; elsewhere as they are. */
export function fitted(stream: NodeJS.WriteStream): { write(text: string): void } {
  if (!stream.isTTY) return stream;
  const style = styleFor(stream.columns, false);
  const fit = (line: string): string => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const width = Math.max(20, style.width - indent.length - 2);
    return below(indent, `${indent}  `, wrapped(line.slice(indent.length), width), width).join('\n');
  };
  return { write: (text) => { stream.write(text.split('\n').map(fit).join('\n')); } };
}
/** As much as fits, with an ellipsis where something is left out. */
export function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = '';
  for (const { segment } of graphemes(text)) {
    if (stringWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
// Made when first needed: it costs fifteen milliseconds, and most screens cut nothing.
let segmenter: Intl.Segmenter | undefined;
const graphemes = (text: string): Intl.Segments => (segmenter ??= new Intl.Segmenter()).segment(text);
export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
export const widthOf = (text: string): number => stringWidth(text);
