// Which files of a log name a credential, a principal or a session: enough to find again what became interesting only later.
import { hash32 } from './id-set.ts';

/** By what an event may come to matter. A token is a number that two names may share: what is looked up by it is looked at again. */
export type TokenKind = 'key' | 'arn' | 'principal' | 'session' | 'machine' | 'role' | 'shared' | 'issues' | 'who' | 'delegate';
const SEEDS: Readonly<Record<TokenKind, number>> = { key: 1, arn: 2, principal: 3, session: 4, machine: 5, role: 6, shared: 7, issues: 8, who: 9, delegate: 10 };
export const tokenOf = (kind: TokenKind, name: string): number => hash32(name, SEEDS[kind]);

/** Files are added in their order; eight bytes for each pair of token and file. */
export class TokenIndex {
  #pairs = new Int32Array(1 << 12);
  #length = 0;
  #file = -1;
  readonly #here = new Set<number>();

  begin(file: number): void { this.#file = file; this.#here.clear(); }
  add(token: number): void {
    if (this.#here.has(token)) return;
    this.#here.add(token);
    if (this.#length === this.#pairs.length) { const more = new Int32Array(this.#pairs.length * 2); more.set(this.#pairs); this.#pairs = more; }
    this.#pairs[this.#length++] = token;
    this.#pairs[this.#length++] = this.#file;
  }
  /** The files for which `wants` says yes for one of their tokens. */
  files(wants: (token: number, file: number) => boolean): Set<number> {
    const found = new Set<number>();
    for (let i = 0; i < this.#length; i += 2) {
      const file = this.#pairs[i + 1] as number;
      if (!found.has(file) && wants(this.#pairs[i] as number, file)) found.add(file);
    }
    return found;
  }
}
