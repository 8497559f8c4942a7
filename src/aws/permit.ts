// Leave to make named calls, against named targets, during one deed. There is no other way to change AWS.
import { canonical } from '../core/digest.ts';
import { IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Call, Json, Operation, Region } from '../core/types.ts';

/** What a call was refused for; no request was sent. */
export class CallRefused extends IncidentError {
  override readonly name = 'CallRefused';
  constructor(readonly operation: Operation, readonly region: Region, readonly why: 'not-a-read' | 'not-approved' | 'other-target' | 'deed-ended' | 'unmarked') {
    super('refused', say('The call {{operation}} in {{region}} was refused before it was sent ({{why}}): no approved step allows it.', { operation, region, why }));
  }
}

/**
 * Bound to one account and endpoint and to the calls that the gate showed. It dies when the deed settles.
 * Placeholders: `‹made:part›` matches what the deed said it made (nothing before that); `‹literal›` is the sign ‹ itself (see `literal`);
 * a list of `‹each›` and one member matches any number of such members; a text that is `‹any text›` matches any text; any other `‹…›` matches any text without a quote.
 */
export class Permit {
  #ended = false;
  readonly #made = new Map<string, string>();
  constructor(readonly accountId: string, readonly endpoint: string, private readonly calls: readonly Call[], made: Readonly<Record<string, string>> = {}) {
    for (const [part, value] of Object.entries(made)) this.#made.set(part, value);
  }
  end(): void { this.#ended = true; }
  making(part: string, value: string): void { this.#made.set(part, value); }

  /** Throws `CallRefused` unless this very call was approved and the deed still runs. */
  check(operation: Operation, region: Region, input: Json): void {
    if (this.#ended) throw new CallRefused(operation, region, 'deed-ended');
    const same = this.calls.filter((c) => c.operation === operation);
    if (same.length === 0) throw new CallRefused(operation, region, 'not-approved');
    if (!same.some((c) => c.region === region && this.#matches(c.input, input))) throw new CallRefused(operation, region, 'other-target');
  }

  #matches(approved: Json, actual: Json | undefined): boolean {
    if (typeof approved === 'string') return typeof actual === 'string' && (approved === ANY || this.#pattern(approved).test(actual));
    if (Array.isArray(approved)) return Array.isArray(actual) && this.#listMatches(approved as Json[], actual as Json[]);
    if (typeof approved === 'object' && approved !== null) {
      if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
      const keys = Object.keys(approved);
      const extra = Object.keys(actual).some((k) => !keys.includes(k));
      return !extra && keys.every((k) => this.#matches((approved as Record<string, Json>)[k] ?? null, (actual as Record<string, Json>)[k]));
    }
    return canonical(approved) === canonical(actual);
  }
  #listMatches(approved: readonly Json[], actual: readonly Json[]): boolean {
    const [first, each = null] = approved;
    if (first === EACH) return actual.length > 0 && actual.every((a) => this.#matches(each, a));
    return approved.length === actual.length && approved.every((a, i) => this.#matches(a, actual[i]));
  }
  #pattern(approved: string): RegExp {
    const parts = approved.split(/(‹[^›]*›)/).map((part, i) => {
      if (i % 2 === 0) return escape(part);
      if (part === LITERAL) return '‹';
      if (!part.startsWith('‹made:')) return '[^"]*';
      const made = this.#made.get(part.slice(6, -1));
      return made === undefined ? '(?!)' : escape(made);
    });
    return new RegExp(`^${parts.join('')}$`, 'su');
  }
}
const LITERAL = '‹literal›';
/** First in a list: any number of members, each like the second. */
const EACH = '‹each›';
/** The whole of a text, quotes too: a name that nobody can know before. */
const ANY = '‹any text›';

/** What AWS says of a resource is the attacker's to write: a name or tag that looks like a placeholder becomes one for itself alone. */
export function literal<T>(value: T): T {
  const json = JSON.stringify(value);
  return json.includes('‹') ? JSON.parse(json.replaceAll('‹', LITERAL)) as T : value;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
