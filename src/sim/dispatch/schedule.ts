// Deeds that happen by themselves once the account's clock has passed their time.
import type { Clock } from '../../core/clock.ts';

interface Planned { readonly at: Date; readonly deed: () => void | Promise<void> }

export class Schedule {
  #planned: Planned[] = [];
  #running: Promise<void> | undefined;
  #runningAt: Date | undefined;

  /** Deeds of one time run in the order in which they were planned. */
  add(at: Date, deed: Planned['deed']): void {
    const index = this.#planned.findIndex((one) => one.at > at);
    this.#planned.splice(index < 0 ? this.#planned.length : index, 0, { at, deed });
  }
  /** The time of the deed that is running: for it, that is now, however late it is on the clock. */
  get runningAt(): Date | undefined { return this.#runningAt; }

  isDue(now: Date): boolean {
    const next = this.#planned[0];
    return this.#running !== undefined || (next !== undefined && next.at <= now);
  }

  /** One run at a time: whoever comes meanwhile waits for it. A deed that throws ends the run with its error. */
  run(clock: Clock): Promise<void> {
    this.#running ??= this.#runDue(clock).finally(() => { this.#running = undefined; this.#runningAt = undefined; });
    return this.#running;
  }
  async #runDue(clock: Clock): Promise<void> {
    for (let next = this.#planned[0]; next !== undefined && next.at <= clock.now(); next = this.#planned[0]) {
      this.#planned.shift();
      this.#runningAt = next.at;
      await next.deed();
    }
  }
}
