// A kind's own judgement beside attribution: what only stands there is doubtful in an incident, and posture without one.
import { say, type Text } from '../core/text.ts';
import type { Judgement, TechniqueId } from '../core/types.ts';
import type { JudgeContext } from './kind.ts';

/** `standing`: what current configuration alone shows, where it shows something. It is never more than `suspicious`. */
export function judged({ attributed, indicators }: JudgeContext, techniques: readonly TechniqueId[], standing?: Text): Judgement | undefined {
  if (attributed) return { ...attributed, techniques };
  if (!standing) return undefined;
  const incident = indicators.accessKeyIds.length + indicators.principals.length + indicators.sourceIps.length > 0;
  return { verdict: incident ? 'suspicious' : 'weak', because: standing, techniques };
}

/** A put makes a thing or writes over it. What attribution took for its making was a change, where an owner's stood before. */
export function overwritten(attributed: Judgement | undefined, ownersStood: boolean): Judgement | undefined {
  if (attributed?.origin !== 'created' || !ownersStood) return attributed;
  const { who = '' } = attributed.because.with ?? {};
  return { ...attributed, origin: 'changed', because: attributed.verdict === 'malicious' ? say('The stranger changed it: {{who}}.', { who }) : say('Changed with an abused credential, and nothing tells whose hand it was: {{who}}.', { who }) };
}

/** What a person must do, where neither the history nor AWS tells what a changed thing was. */
export const untold = (attributed: Judgement): Judgement => ({ ...attributed, because: say('{{why}} Nothing tells what it was before: set it in the console as you know it.', { why: attributed.because }) });
