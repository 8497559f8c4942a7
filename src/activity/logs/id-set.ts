// Remembers which of many million ids were seen, in a dozen bytes each.

/** 32 bits of a text, with a sign, for indexes in which two texts may share a number. */
export function hash32(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}

/** Holds two hashes of 32 bits for each id: among five million ids the chance that any two are taken for one is below one in a million. */
export class IdSet {
  #slots = new Uint32Array(1 << 13);
  #size = 0;

  /** True where it was not there yet. */
  add(id: string, account: string): boolean {
    // Most logs are of one account: it decides where the hashes begin.
    const seed = this.#seedOf(account);
    let a = 0x811c9dc5 ^ seed, b = 0x9e3779b9 ^ seed;
    for (let i = 0; i < id.length; i++) {
      const c = id.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x5bd1e995);
    }
    a = Math.imul(a ^ (a >>> 15), 0x85ebca6b); a = (a ^ (a >>> 13) ^ b) >>> 0;
    b = Math.imul(b ^ (b >>> 15), 0xc2b2ae35); b = (b ^ (b >>> 16)) >>> 0;
    if (!place(this.#slots, a, b === 0 ? 1 : b)) return false;
    if (++this.#size * 8 > this.#slots.length * 3) this.#grow();
    return true;
  }
  #account = '';
  #seed = 0;
  #seedOf(account: string): number {
    if (account !== this.#account) { this.#account = account; this.#seed = hash32(account); }
    return this.#seed;
  }
  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) place(this.#slots, old[i] as number, old[i + 1] as number);
    release(old);
  }
  /** Gives its memory back at once. It holds nothing afterwards. */
  clear(): void {
    release(this.#slots);
    this.#slots = new Uint32Array(1 << 13);
    this.#size = 0;
  }
}
// Outside of the heap dozens of megabytes wait for a collection of all of it; what is moved to a new object goes with the next small one.
const release = (slots: Uint32Array<ArrayBuffer>): void => { structuredClone(slots.buffer, { transfer: [slots.buffer] }); };
/** Two numbers a slot; the second is never 0 in a slot that is taken. */
function place(slots: Uint32Array, a: number, b: number): boolean {
  const mask = slots.length / 2 - 1;
  for (let slot = a & mask; ; slot = (slot + 1) & mask) {
    const held = slots[2 * slot + 1];
    if (held === 0) { slots[2 * slot] = a; slots[2 * slot + 1] = b; return true; }
    if (held === b && slots[2 * slot] === a) return false;
  }
}
