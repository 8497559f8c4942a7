// Line breaks in Chinese and Japanese: these are written without spaces, so a line may end between any two characters, with a few exceptions.
import stringWidth from 'fast-string-width';

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60“”‘’…]/u;
/** A colour, spaces, one wide character, or a run of anything else. */
const PIECES = new RegExp(`\\u001b\\[[0-9;]*m| +|${WIDE.source}|(?:(?!${WIDE.source}|[ \\u001b]).)+|\\u001b`, 'gsu');
const NEVER_FIRST = /^[，。；：？！、）》」』】”’…]/u;
const NEVER_LAST = /[（《「『【“‘]$/u;

/** Breaks `text` (one line, colours allowed) so that no line is wider than `width`, except for a single long word. Text without wide characters stays as it is. */
export function wrapWide(text: string, width: number): string {
  if (!WIDE.test(text) || stringWidth(text) <= width) return text;
  let lines = '';
  let used = 0;
  for (const { space, word } of unitsOf(text)) {
    const wide = stringWidth(word);
    const gap = used === 0 ? 0 : space.length;
    if (used > 0 && used + gap + wide > width) { lines += `\n${word}`; used = wide; }
    else { lines += (used === 0 && lines !== '' ? '' : space) + word; used += gap + wide; }
  }
  return lines;
}

interface Unit { readonly space: string; word: string }
/** What must stay on one line, each with the spaces before it. */
function unitsOf(text: string): readonly Unit[] {
  const units: Unit[] = [];
  let space = '';
  for (const piece of text.match(PIECES) ?? []) {
    if (/^ /.test(piece)) { space = piece; continue; }
    const last = units.at(-1);
    if (last && space === '' && (stringWidth(last.word) === 0 || stringWidth(piece) === 0 || NEVER_FIRST.test(piece) || NEVER_LAST.test(last.word))) last.word += piece;
    else units.push({ space, word: piece });
    space = '';
  }
  return units;
}
