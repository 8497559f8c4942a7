// What a policy of ECR said before a stranger's hand was in it, from the events that set and deleted it.
import type { JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';

/** `{ policy: text }`, `{ policy: null }` where there was none; undefined where the history does not reach back to its setting. */
export function recallPolicy(history: readonly HistoryEvent[], set: string, removed: string, made: string): JsonObject | undefined {
  const first = history.findIndex((e) => e.by === 'attacker');
  const last = history.slice(0, Math.max(first, 0)).findLast((e) => [set, removed, made].includes(e.event));
  if (last === undefined) return undefined;
  const text = last.event === set ? last.request?.['policyText'] : null;
  return text === null || typeof text === 'string' ? { policy: text } : undefined;
}
export const aimOf = (r: { readonly aim?: JsonObject }): string | null => {
  const text = r.aim?.['policy'];
  return typeof text === 'string' ? text : null;
};
