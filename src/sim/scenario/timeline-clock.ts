// The account's clock: stands where the loader puts it, then follows the drill's; one deed may happen at a time of its own.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../core/clock.ts';

export class TimelineClock implements Clock {
  #at: Date;
  #live: Clock | undefined;
  // A reaction two seconds after its cause is found late, when somebody looks; it must still be dated right.
  readonly #moment = new AsyncLocalStorage<Date>();

  constructor(start: Date) { this.#at = start; }

  now(): Date { return this.#moment.getStore() ?? this.#live?.now() ?? this.#at; }
  /** While the history is made: stands still, never goes back. */
  set(at: Date): void { if (at > this.#at) this.#at = at; }
  /** From now on the time is `live`'s. */
  handOver(live: Clock): void { this.#live = live; }
  /** Lets `deed` happen at a given time, whatever the time is for others. */
  during<T>(at: Date, deed: () => T): T { return this.#moment.run(at, deed); }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#live) return this.#live.sleep(ms, signal);
    this.set(new Date(this.#at.getTime() + ms));
    return Promise.resolve();
  }
  jump(until: Date): void { if (this.#live) this.#live.jump?.(until); else this.set(until); }
}
