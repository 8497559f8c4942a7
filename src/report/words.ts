// The words for states and answers, in one place.
import type { EventAnswer } from '../case/answer-types.ts';
import type { CaseState, StepStanding } from '../case/state.ts';
import { say, type Text } from '../core/text.ts';
import type { Attribution, Verdict } from '../core/types.ts';

export { coverageText } from '../core/coverage.ts';
export const verdictText: Readonly<Record<Verdict, Text>> = {
  malicious: say('Malicious'), suspicious: say('Suspicious'), weak: say('Posture'), benign: say('Benign'),
};
export const stepStateText: Readonly<Record<StepStanding, Text>> = {
  planned: say('not decided yet'), withdrawn: say('no longer planned'), approved: say('approved, not begun'), declined: say('declined'),
  started: say('begun, outcome not known yet'), verified: say('done and verified'), unverified: say('done, but AWS does not show it'),
  failed: say('failed'), 'already-done': say('was already so'), gone: say('the target was gone'), drifted: say('not done: the target had changed'),
  'undo-started': say('undo begun, outcome not known yet'), undone: say('undone'),
};
export const handText: Readonly<Record<Attribution, Text>> = {
  attacker: say('the stranger'), undecided: say('the same credential, whose hand is not known'), suspect: say('a sign of attack without a tie to the leak'), owner: say('the owner'),
};
export const answerText = (answer: EventAnswer): Text => ANSWERS[answer];
const ANSWERS: Readonly<Record<EventAnswer, Text>> = { mine: say('ours'), 'not-mine': say('not ours'), unknown: say('not known') };

/** How a claim of the notice stands. What nobody checked is unproven. */
export function standingText(state: CaseState, claim: string): Text {
  const check = state.checks.get(claim);
  switch (check?.stands) {
    case 'proven': return say('proven: {{because}}', { because: check.because });
    case 'contradicted': return say('contradicted: {{because}}', { because: check.because });
    case 'unproven': return say('unproven: {{because}}', { because: check.because });
    case undefined: return say('unproven');
  }
}
