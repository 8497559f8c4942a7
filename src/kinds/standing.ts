// A kind's own judgement beside attribution: what only stands there is doubtful in an incident, and posture without one.
import type { Text } from '../core/text.ts';
import type { Judgement, TechniqueId } from '../core/types.ts';
import type { JudgeContext } from './kind.ts';

/** `standing`: what current configuration alone shows, where it shows something. It is never more than `suspicious`. */
export function judged({ attributed, indicators }: JudgeContext, techniques: readonly TechniqueId[], standing?: Text): Judgement | undefined {
  if (attributed) return { ...attributed, techniques };
  if (!standing) return undefined;
  const incident = indicators.accessKeyIds.length + indicators.principals.length + indicators.sourceIps.length > 0;
  return { verdict: incident ? 'suspicious' : 'weak', because: standing, techniques };
}
