// Since when nothing of the attacker's can be used: what comes back starts the wait again.

export class Containment {
  readonly #graceMs: number;
  #contained: Date | undefined;
  #lost: Date | undefined;

  /** `graceMs`: IAM's propagation. A gap shorter than that was never enforced: a deny that goes just before its user does. */
  constructor(graceMs: number) { this.#graceMs = graceMs; }

  saw(contained: boolean, now: Date): void {
    if (!contained) { this.#lost ??= now; return; }
    if (this.#lost && now.getTime() - this.#lost.getTime() > this.#graceMs) this.#contained = undefined;
    this.#contained ??= now;
    this.#lost = undefined;
  }
  /** undefined: something can be used now. */
  get since(): Date | undefined { return this.#lost ? undefined : this.#contained; }
}
