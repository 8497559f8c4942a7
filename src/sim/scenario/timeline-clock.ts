// The account's clock: stands where the loader puts it, then follows the drill's; a request may be held at its own time.
import type { Clock } from '../../core/clock.ts';

export class TimelineClock implements Clock {
  #at: Date;
  #live: Clock | undefined;
  #held: Date | undefined;

  constructor(start: Date) { this.#at = start; }

  now(): Date { return this.#held ?? this.#live?.now() ?? this.#at; }
  /** While the history is made or replayed: stands still, never goes back. */
  set(at: Date): void { if (at > this.#at) this.#at = at; }
  /** From now on the time is `live`'s. */
  handOver(live: Clock): void { this.#live = live; }
  /** Stands at `at` until `release`: one request, one time, the same when it is replayed. */
  hold(at: Date): void { this.#held = at; }
  release(): void { this.#held = undefined; }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#live) return this.#live.sleep(ms, signal);
    this.set(new Date(this.#at.getTime() + ms));
    return Promise.resolve();
  }
  jump(until: Date): void { if (this.#live) this.#live.jump?.(until); else this.set(until); }
}
