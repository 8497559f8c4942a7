// The one clock that drives the tool, the SDK's retry delays and the simulated account.

export interface Clock {
  now(): Date;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Only where nobody has to wait (a drill, a test): lets the time be `until`. */
  jump?(until: Date): void;
}

export const isoNow = (clock: Clock): string => clock.now().toISOString();

/** The machine's own time. */
export const liveClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => new Promise((resolve, reject) => {
    if (signal?.aborted) { reject(signal.reason as Error); return; }
    const abort = (): void => { clearTimeout(timer); reject(signal?.reason as Error); };
    const timer = setTimeout(() => { signal?.removeEventListener('abort', abort); resolve(); }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  }),
};

/** Real time from another start, that can jump: the clock of a drill. */
export class DrillClock implements Clock {
  #ahead: number;
  readonly #base: Clock;
  constructor(start: Date, base: Clock = liveClock) {
    this.#base = base;
    this.#ahead = start.getTime() - base.now().getTime();
  }
  now(): Date { return new Date(this.#base.now().getTime() + this.#ahead); }
  /** Long sleeps are jumped over by whoever asks; short ones pass in real time. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> { return this.#base.sleep(ms, signal); }
  jump(until: Date): void {
    const gap = until.getTime() - this.now().getTime();
    if (gap > 0) this.#ahead += gap;
  }
}

interface Sleeper { readonly at: number; readonly wake: () => void }

/** Stands still, and jumps to the next sleeper as soon as nothing else is to do: the clock of tests. */
export class SteppedClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #idle: NodeJS.Immediate | undefined;
  constructor(start: Date | string) { this.#now = new Date(start).getTime(); }

  now(): Date { return new Date(this.#now); }
  /** Moves the time without waking anybody early; sleepers that are due wake in order. */
  set(to: Date): void { this.#now = to.getTime(); }
  jump(until: Date): void { if (until.getTime() > this.#now) this.#now = until.getTime(); }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) { reject(signal.reason as Error); return; }
      const sleeper: Sleeper = { at: this.#now + Math.max(0, ms), wake: () => { signal?.removeEventListener('abort', abort); resolve(); } };
      const abort = (): void => { this.#sleepers = this.#sleepers.filter((s) => s !== sleeper); reject(signal?.reason as Error); };
      signal?.addEventListener('abort', abort, { once: true });
      this.#sleepers.push(sleeper);
      this.#sleepers.sort((a, b) => a.at - b.at);
      this.#wait(IDLE_TURNS);
    });
  }
  // A few turns of the event loop let everything that is under way go on before time passes.
  #wait(turns: number): void {
    if (this.#idle !== undefined) return;
    this.#idle = setImmediate(() => {
      this.#idle = undefined;
      if (this.#sleepers.length === 0) return;
      if (turns > 0) { this.#wait(turns - 1); return; }
      const next = this.#sleepers.shift();
      if (next) { this.#now = Math.max(this.#now, next.at); next.wake(); }
      if (this.#sleepers.length > 0) this.#wait(IDLE_TURNS);
    });
  }
}
const IDLE_TURNS = 8;
