// A limiter of so many turns a second on the injected clock, first come first served.
import type { Clock } from '../../core/clock.ts';

export class Pace {
  #next = 0;
  readonly #gap: number;
  constructor(private readonly clock: Clock, perSecond: number) { this.#gap = 1000 / perSecond; }

  /** Resolves when the caller may go; rejects with the signal's reason. */
  async turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const now = this.clock.now().getTime();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#gap;
    if (at > now) await this.clock.sleep(at - now, signal);
  }
}
