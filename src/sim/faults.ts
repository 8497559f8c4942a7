// Faults on demand: what goes wrong with which requests. Deterministic from a seed.
import type { ServiceId } from '../aws/session.ts';
import { seeded } from './ids.ts';

export type Fault =
  /** `unknown-key`: as a key is refused that was deactivated. */
  | { readonly kind: 'throttle' | 'access-denied' | 'expired-credentials' | 'unknown-key' }
  /** `after`: the deed was done all the same. */
  | { readonly kind: 'error-500' | 'error-503' | 'reset' | 'hang'; readonly after?: boolean }
  /** Half of the answer; the deed was done. */
  | { readonly kind: 'truncate' }
  /** The request never reaches AWS: its name does not resolve, or somebody else answers with a certificate of their own. */
  | { readonly kind: 'not-resolved' | 'certificate' }
  /** An answer of 200 that is none of AWS's: a page of a proxy, or nothing. */
  | { readonly kind: 'garbage'; readonly body: 'page' | 'nothing' }
  /** Refuses what was not signed within five minutes of AWS's time. */
  | { readonly kind: 'strict-clock' }
  /** The answer's Date header is off by so much. */
  | { readonly kind: 'clock-skew'; readonly ms: number };

/** Which requests it befalls; what is not given does not matter. */
export interface FaultRule {
  readonly fault: Fault;
  readonly service?: ServiceId;
  readonly operation?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  /** Of the requests that this rule means, counted from 1: one, or all from `from` to `to`. */
  readonly nth?: number | { readonly from: number; readonly to?: number };
  /** Of each request that is left, drawn from the seed: by operation and Region. */
  readonly probability?: number;
}

export interface FaultRequest { readonly service: ServiceId; readonly operation: string; readonly region: string; readonly accessKeyId: string | undefined }

export class Faults {
  readonly #rules = new Map<FaultRule, number>();
  readonly #draws = new Map<string, () => number>();
  constructor(private readonly seed: string) {}

  /** Returns how to take the rule back. */
  add(rule: FaultRule): () => void {
    this.#rules.set(rule, 0);
    return () => { this.#rules.delete(rule); };
  }
  clear(): void { this.#rules.clear(); }

  /** The faults of this request. Counts it for every rule that means it. */
  of(request: FaultRequest): readonly Fault[] {
    const hit: Fault[] = [];
    for (const [rule, before] of this.#rules) {
      if (!means(rule, request)) continue;
      const count = before + 1;
      this.#rules.set(rule, count);
      if (due(rule.nth, count) && (rule.probability === undefined || this.#draw(rule, request) < rule.probability)) hit.push(rule.fault);
    }
    return hit;
  }

  /** For each operation in each Region a row of its own, so that it does not matter which of them came first. */
  #draw({ fault }: FaultRule, { service, operation, region }: FaultRequest): number {
    const row = `faults ${this.seed} ${fault.kind} ${service} ${operation} ${region}`;
    const draw = this.#draws.get(row) ?? seeded(row);
    this.#draws.set(row, draw);
    return draw();
  }
}

const means = (rule: FaultRule, request: FaultRequest): boolean =>
  (['service', 'operation', 'region', 'accessKeyId'] as const).every((part) => rule[part] === undefined || rule[part] === request[part]);

function due(nth: FaultRule['nth'], count: number): boolean {
  if (nth === undefined) return true;
  return typeof nth === 'number' ? count === nth : count >= nth.from && count <= (nth.to ?? Infinity);
}
