// What stands on the screen is read as a phone reads it.
import { stripVTControlCharacters } from 'node:util';
import jsQR from 'jsqr';
import { describe, expect, test } from 'vitest';
import { qrLines, qrPicture } from '../../src/ui/qr.ts';

const URI = `otpauth://totp/alice%40111122223333?secret=${'ABCDEFGH234567'.repeat(5).slice(0, 64)}&issuer=Amazon%20Web%20Services`;

/** Pixels of the half blocks; `painted`: dark ink on light ground. */
function readOff(lines: readonly string[], painted: boolean): string | undefined {
  const rows = lines.map((line) => Array.from(stripVTControlCharacters(line))).flatMap((line) => [line.map((c) => c === '█' || c === '▀'), line.map((c) => c === '█' || c === '▄')]);
  const scale = 4, margin = 16;
  const width = (rows[0]?.length ?? 0) * scale + 2 * margin, height = rows.length * scale + 2 * margin;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    // Outside it is the terminal's ground.
    const ink = rows[Math.floor((y - margin) / scale)]?.[Math.floor((x - margin) / scale)];
    const dark = ink === painted;
    for (let c = 0; c < 3; c++) pixels[(y * width + x) * 4 + c] = dark ? 0 : 255;
  }
  return jsQR(pixels, width, height)?.data;
}

describe('a QR code', () => {
  test.each([true, false])('on the screen decodes to the seed (colour: %s)', (painted) => {
    expect(readOff(qrLines(URI, painted), painted)).toBe(URI);
  });
  test('fits on a narrow terminal', () => {
    const lines = qrLines(URI, false);
    expect(Math.max(...lines.map((l) => Array.from(l).length))).toBeLessThanOrEqual(56);
  });
  test('as a picture is one that a browser shows', () => {
    expect(qrPicture(URI)).toMatch(/^<svg .*<\/svg>$/s);
  });
});
