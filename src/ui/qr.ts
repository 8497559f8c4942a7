// A QR code for an authenticator app: in the terminal as half blocks, dark on light, and as a picture in a file.
import { encode, renderSVG } from 'uqr';

/** What a phone reads off the screen: two modules stand above each other in one character. */
const HALVES = { light: ' ', dark: '█', upper: '▀', lower: '▄' } as const;
const QUIET = 2;

/** Lines of one code. `painted`: black on white by colour; else light modules are drawn as blocks, as on a dark terminal. */
export function qrLines(content: string, painted: boolean): readonly string[] {
  const { data, size } = encode(content, { border: QUIET, ecc: 'L' });
  const isInk = (row: number, column: number): boolean => (data[row]?.[column] ?? false) === painted;
  return Array.from({ length: Math.ceil(size / 2) }, (_, pair) => {
    const line = Array.from({ length: size }, (__, column) => half(isInk(pair * 2, column), pair * 2 + 1 < size && isInk(pair * 2 + 1, column))).join('');
    return painted ? `\u001b[30;107m${line}\u001b[0m` : line;
  });
}
function half(upper: boolean, lower: boolean): string {
  if (upper) return lower ? HALVES.dark : HALVES.upper;
  return lower ? HALVES.lower : HALVES.light;
}

/** The same as a picture that a browser shows. */
export const qrPicture = (content: string): string => renderSVG(content, { border: QUIET, ecc: 'L' });
