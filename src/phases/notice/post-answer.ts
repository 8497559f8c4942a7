// The answer to AWS, posted in its case through a gate, where the Support plan lets a program do so. Elsewhere a person pastes it.
import { claimsOf, SUPPORT_PLAN } from '../../case/claims-view.ts';
import { isAnswer, isDone } from '../../case/open.ts';
import type { CaseState } from '../../case/state.ts';
import { letterDigest } from '../../core/support-center.ts';
import { say } from '../../core/text.ts';
import type { Resource, Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { stepIdOf, waveOf } from '../../engine/plan.ts';
import { sweep } from '../../engine/scan.ts';
import type { SupportCase } from '../../kinds/support/case.ts';
import { mayAnswerComplete } from '../../report/demands.ts';
import { supportReply } from '../../report/support-reply.ts';
import type { Wizard } from '../wizard.ts';

const KIND = 'support/case';

/** True where this very answer stands in AWS's case. */
export const isPosted = (state: CaseState, answer: string): boolean => [...state.steps.values()].some((record) => isAnswer(record) && isDone(record) && record.step.id === idOf(record.step.resource, answer));
/** One answer, one step: what says nothing new is never offered again. */
const idOf = (resource: Resource, answer: string): string => stepIdOf(KIND, 'recover', { ...resource, uid: letterDigest(answer) });

/** What posting the answer would be; nothing where no plan allows it, or nobody knows which case is meant. `answer`: absent in a dry run, which has done nothing to write about. */
export async function posting(wizard: Wizard, answer?: string): Promise<readonly Step[]> {
  const state = wizard.state();
  const kind = wizard.kinds.get(KIND);
  if (!kind || !state.coverage.some(({ check, state: seen }) => check === SUPPORT_PLAN && seen === 'done')) return [];
  const cases = (await sweep(wizard.engine, [kind], ['aws-global'])).listed.map(({ resource }) => resource as SupportCase);
  const { caseId } = claimsOf(state);
  const named = cases.filter(({ name, uid }) => name === caseId || uid === caseId), byAws = cases.filter(({ openedByAws }) => openedByAws);
  const [found, ...others] = caseId === undefined ? byAws : named;
  if (!found || others.length > 0) return [];
  const resource = answer === undefined ? found : { ...found, aim: { answer } };
  return [{ id: answer === undefined ? stepIdOf(KIND, 'recover', found) : idOf(found, answer), wave: waveOf(kind.role, 'recover'), kind: KIND, verb: 'recover', resource, origin: 'unknown', because: say('Answer in the case that AWS opened'), after: [] }];
}

/** After each run that did something: the interim answer, and in the end the complete one. */
export async function postAnswer(wizard: Wizard): Promise<void> {
  const state = wizard.state();
  if (state.claims.length === 0 || (state.lastContainmentAt === undefined && !mayAnswerComplete(state))) return;
  const answer = supportReply(state);
  const steps = await posting(wizard, answer);
  if (steps.length === 0 || isPosted(state, answer)) return;
  wizard.ui.show({ type: 'quote', title: say('Your answer to AWS:'), body: answer.trimEnd() });
  await applyWave(wizard.engine, steps, {
    id: 'post-answer', title: say('Post the answer to AWS'),
    advice: say('Read it, and post it if all of it is true.'),
  });
}
