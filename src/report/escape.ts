// Makes hostile text harmless in each format that leaves the tool: no markup, no formula, no control character.
import { inert, render, type Catalogue, type Text } from '../core/text.ts';

/**
 * One line of Markdown that shows exactly `text`. What can mean something anywhere is escaped, and bare addresses are broken up, so
 * that no viewer makes a link of them (GitHub does, without being asked).
 */
export function markdownText(text: string): string {
  return inert(text)
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~$!#^]/g, '\\$&')
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/(www)\./gi, '$1\\.')
    .replace(/@/g, '\\@')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^\s+/, '');
}

/** A sentence as one line of Markdown. The whole of it is escaped: it may come from a journal that somebody else wrote. */
export const markdownSentence = (sentence: Text, catalogue?: Catalogue): string => markdownText(render(sentence, catalogue));

/** A quoted CSV field. What a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvField(text: string): string {
  const plain = inert(text);
  const guarded = /^\s*[=+\-@|%＝＋－＠]/u.test(plain) ? `'${plain}` : plain;
  return `"${guarded.replace(/"/g, '""')}"`;
}

/** JSON that is as inert on a terminal as in a file: what JSON leaves bare (C1 controls, direction marks) is escaped too. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0\u2800]/gu, (c) => (c === '\n' ? c : escaped(c)));
}
const escaped = (c: string): string => Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

/** Text between systems that show it as it is (a support case): inert, and of bounded length. */
export function clip(text: string, max: number): string {
  const points = Array.from(inert(text));
  return points.length <= max ? points.join('') : `${points.slice(0, max - 1).join('')}…`;
}
