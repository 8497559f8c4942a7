// Values that are visible at once and enforced some seconds later, as IAM's are.

interface Version<T> { readonly value: T; readonly since: number }

/**
 * One value with the versions that may still be enforced. `current` is what reads show; `enforced(now)` is what the value was
 * `lagMs` ago. The first value is enforced at once (a new thing has no older self); every later `set` is enforced `lagMs` after it.
 *
 * Meant for one immutable record per principal (its inline, attached, group policies and boundary together), per role (its trust)
 * and per key (its status): replace the record on each change. Deletion is `set(undefined, now)` on the record that others hold.
 */
export class Propagated<T> {
  #versions: readonly [Version<T>, ...Version<T>[]];
  readonly #lagMs: number;

  /** `lagMs`: the account's `behaviour.consistencyMs`. */
  constructor(first: T, lagMs: number) {
    this.#versions = [{ value: first, since: -Infinity }];
    this.#lagMs = lagMs;
  }

  get current(): T { return (this.#versions.at(-1) ?? this.#versions[0]).value; }

  /** The new value, from `now` on. Calls come in the order of the account's clock. */
  set(value: T, now: Date): void {
    const since = now.getTime();
    const oldest = this.#versions.findLastIndex((version) => version.since + this.#lagMs <= since);
    const [first = this.#versions[0], ...later] = this.#versions.slice(Math.max(0, oldest));
    this.#versions = [first, ...later, { value, since }];
  }

  /** What the policy evaluation goes by at `now`. */
  enforced(now: Date): T {
    return (this.#versions.findLast(({ since }) => since + this.#lagMs <= now.getTime()) ?? this.#versions[0]).value;
  }
}

/** A map whose entries come and go with the same delay: a deleted key still works for `lagMs`, a new one works at once. */
export class PropagatedMap<K, V> {
  readonly #entries = new Map<K, Propagated<V | undefined>>();
  readonly #lagMs: number;
  constructor(lagMs: number) { this.#lagMs = lagMs; }

  /** As reads show it. */
  get(key: K): V | undefined { return this.#entries.get(key)?.current; }
  /** As it is enforced. */
  enforced(key: K, now: Date): V | undefined { return this.#entries.get(key)?.enforced(now); }

  set(key: K, value: V, now: Date): void {
    const entry = this.#entries.get(key);
    // A name that was free for long enough starts anew: the new thing has no older self.
    if (entry === undefined || entry.enforced(now) === undefined) this.#entries.set(key, new Propagated<V | undefined>(value, this.#lagMs));
    else entry.set(value, now);
  }
  delete(key: K, now: Date): void { if (this.get(key) !== undefined) this.#entries.get(key)?.set(undefined, now); }

  /** Entries as reads show them, in the order in which they were first set. */
  *current(): IterableIterator<[K, V]> {
    for (const [key, entry] of this.#entries) if (entry.current !== undefined) yield [key, entry.current];
  }
}
