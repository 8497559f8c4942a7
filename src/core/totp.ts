// Time-based one-time passwords (RFC 6238), as virtual MFA devices make them.
import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decode(base32: string): Buffer {
  const bits = Array.from(base32, (c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(Array.from({ length: Math.floor(bits.length / 8) }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2)));
}

/** The six digits that the device shows at `at`. */
export const codeAt = (seed: string, at: Date): string => codeOf(seed, stepOf(at));
const stepOf = (at: Date): number => Math.floor(at.getTime() / STEP_MS);
function codeOf(seed: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decode(seed)).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** By how many steps of thirty seconds the clock that showed these two codes in a row is ahead of `now`; undefined where they are no two codes in a row within ten minutes. */
export function stepsAhead(seed: string, first: string, second: string, now: Date): number | undefined {
  const here = stepOf(now);
  // The second code is the present one where the device's clock is right.
  for (let ahead = 0; ahead <= SEARCHED; ahead++) {
    for (const off of ahead === 0 ? [0] : [ahead, -ahead]) if (codeOf(seed, here + off - 1) === first && codeOf(seed, here + off) === second) return off;
  }
  return undefined;
}
const SEARCHED = 20;

/** Whether these are two codes in a row, within a step or two of `now`. */
export function areConsecutive(seed: string, first: string, second: string, now: Date): boolean {
  const here = stepOf(now);
  return [here - 2, here - 1, here].some((step) => codeOf(seed, step) === first && codeOf(seed, step + 1) === second);
}
