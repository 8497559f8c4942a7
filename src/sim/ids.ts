// Ids as AWS makes them, deterministic from a seed: the same calls in the same order give the same account.

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KEYS = new Set(['AKIA', 'ASIA']);
/** As in every id of AWS's own documentation. */
const MARK = 'EXAMPLE';
const HEX = '0123456789abcdef';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Numbers in [0, 1) from a seed (xmur3 into mulberry32, both public domain). */
export function seeded(seed: string): () => number {
  let hash = 1_779_033_703 ^ seed.length;
  for (let i = 0; i < seed.length; i += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(i), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  let state = hash >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Ids {
  readonly #next: () => number;
  constructor(seed: string) { this.#next = seeded(seed); }

  /** `id('AIDA', 17)` → AIDA and 17 more of A–Z2–7; an access key id ends in EXAMPLE. */
  id(prefix: string, length: number): string {
    const rest = this.#pick(BASE32, length);
    // An access key of a drill must never be taken for a live one, in a screenshot or by a scanner.
    return prefix + (KEYS.has(prefix) ? rest.slice(0, -MARK.length) + MARK : rest);
  }
  hex(length: number): string { return this.#pick(HEX, length); }
  uuid(): string { return [this.hex(8), this.hex(4), `4${this.hex(3)}`, this.#pick('89ab', 1) + this.hex(3), this.hex(12)].join('-'); }
  /** As secret keys and session tokens look. */
  secret(length: number): string { return this.#pick(BASE64, length); }

  // Through bytes: strings that were added up letter by letter take ten times their memory.
  #pick(alphabet: string, length: number): string {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at += 1) bytes[at] = alphabet.charCodeAt(Math.floor(this.#next() * alphabet.length));
    return bytes.toString('latin1');
  }
}
