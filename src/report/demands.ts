// How each thing that AWS asks for stands, as the journal shows it. What only a person can do rests on the operator's word.
import { answerToDemand } from '../case/answers.ts';
import { claimsOf } from '../case/claims-view.ts';
import { isComplete, openItems, wasBroughtToAnEnd } from '../case/open.ts';
import type { CaseState, StepRecord } from '../case/state.ts';
import { say, type Text } from '../core/text.ts';
import type { Verb } from '../core/types.ts';
import { utc } from './document.ts';

export interface DemandStanding {
  readonly status: 'done' | 'said' | 'open';
  readonly text: Text;
  /** The steps that carried it out. */
  readonly steps: readonly StepRecord[];
}

type Judge = (state: CaseState) => DemandStanding;

/** By intake's ids (`DemandId`); a demand that is not here rests on the operator's word. */
const JUDGES: Readonly<Record<string, Judge>> = {
  'rotate-key': byKeys(['contain', 'replace', 'eradicate'], say('No access key was replaced or deactivated yet.')),
  'delete-key': byKeys(['eradicate'], say('The access key is not deleted yet.')),
  'delete-unknown-users': (state) => bySteps(state, ['iam/user'], ['eradicate'], say('Users that are not ours are not deleted yet.'), say('No user was found that is not ours.')),
  'revoke-sessions': (state) => bySteps(state, ['iam/user-session', 'iam/role-session'], ['contain'], say('Sessions are not revoked yet.'), say('No session of a stranger was found.')),
  'review-cloudtrail': (state) => bySweep(state, 'activity/', say('The event history was reviewed'), say('The event history is not reviewed yet.')),
  'review-usage': (state) => bySweep(state, '', say('Every region was reviewed'), say('Not every region is reviewed yet.')),
  'keep-quarantine': quarantine,
};

/** The one demand that the answer itself meets. */
export const REPLY_DEMAND = 'reply-to-case';
/** The id of the wait for AWS's word that it is satisfied: the only wait that does not make an answer an interim one. */
export const AWS_AGREEMENT_WAIT = 'aws-agreement';
/** Root's MFA is our advice; where AWS asks for it, its demand says how it stands. */
export const ROOT_WAIT = 'root-mfa';
/** The address of the alarms is to confirm. */
export const ALARM_WAIT = 'alarm-address';
const BESIDE: ReadonlySet<string> = new Set([AWS_AGREEMENT_WAIT, ROOT_WAIT, ALARM_WAIT]);

/** Whether an answer may say that everything is done: nothing open, nothing AWS asked for unmet, the closing pass behind us (promise 8). */
export function mayAnswerComplete(state: CaseState): boolean {
  const demands = claimsOf(state).demands.filter(({ id }) => id !== REPLY_DEMAND);
  return isComplete(state) && state.unknown === 0
    && openItems(state).waits.every(({ id }) => BESIDE.has(id))
    && demands.every(({ id }) => demandStanding(state, id).status !== 'open');
}

/** How one demand stands; also after the answer is sent, `reply-to-case` rests on whether the answer was complete. */
export function demandStanding(state: CaseState, id: string): DemandStanding {
  if (id === REPLY_DEMAND) {
    return mayAnswerComplete(state)
      ? { status: 'done', text: say('With this message.'), steps: [] }
      : { status: 'open', text: say('This is an interim answer; a complete one follows.'), steps: [] };
  }
  const judge = Object.hasOwn(JUDGES, id) ? JUDGES[id] : undefined;
  return judge === undefined ? byWord(state, id) : judge(state);
}

function byWord(state: CaseState, id: string): DemandStanding {
  switch (answerToDemand(state, id)) {
    case 'done': return { status: 'said', text: say('Done by the account’s owner.'), steps: [] };
    case 'not-needed': return { status: 'said', text: say('Does not apply, says the account’s owner.'), steps: [] };
    case 'open': return { status: 'open', text: say('Not done yet.'), steps: [] };
  }
}

const stepsOf = (state: CaseState, kinds: readonly string[], verbs: readonly Verb[]): StepRecord[] =>
  [...state.steps.values()].filter(({ step, state: standing }) => kinds.includes(step.kind) && verbs.includes(step.verb) && standing !== 'withdrawn');

function byKeys(verbs: readonly Verb[], open: Text): Judge {
  return (state) => bySteps(state, ['iam/access-key'], verbs, open, open);
}

// Done means: whatever was planned for it is done, and no finding of the kind is left. Nothing planned says nothing before a whole pass.
function bySteps(state: CaseState, kinds: readonly string[], verbs: readonly Verb[], open: Text, none: Text): DemandStanding {
  const steps = stepsOf(state, kinds, verbs);
  const done = steps.filter((record) => wasBroughtToAnEnd(state, record));
  if (steps.length > 0 && done.length === steps.length) return { status: 'done', text: say('Done.'), steps: done };
  if (steps.length > 0) return { status: 'open', text: say('{{n}} of {{of}} done. {{open}}', { n: done.length, of: steps.length, open }), steps: done };
  const found = state.findings.some((finding) => finding.about === 'resource' && kinds.includes(finding.kind) && finding.verdict !== 'benign' && finding.verdict !== 'weak');
  return state.closing !== undefined && !found && none !== open ? { status: 'done', text: none, steps: [] } : { status: 'open', text: open, steps: [] };
}

function bySweep(state: CaseState, prefix: string, done: Text, open: Text): DemandStanding {
  const cells = state.coverage.filter((cell) => cell.check.startsWith(prefix));
  const gaps = cells.filter((cell) => cell.gap).length;
  const sweep = state.sweeps.findLast((one) => one.scope === 'every-region');
  if (sweep === undefined || cells.length === 0) return { status: 'open', text: open, steps: [] };
  const regions = new Set(cells.filter((cell) => cell.state === 'done').map((cell) => cell.region)).size;
  return gaps > 0
    ? { status: 'open', text: say('{{what}} in {{n}} regions until {{at}}, with {{gaps}} checks that could not be made.', { what: done, n: regions, at: utc(sweep.endedAt), gaps }), steps: [] }
    : { status: 'done', text: say('{{what}} in {{n}} regions until {{at}}.', { what: done, n: regions, at: utc(sweep.endedAt) }), steps: [] };
}

function quarantine(state: CaseState): DemandStanding {
  const removed = [...state.steps.values()].filter(({ step, state: standing, attempts }) => step.kind === 'iam/quarantine-policy' && step.verb === 'eradicate' && attempts > 0 && standing !== 'undone');
  return removed.length === 0
    ? { status: 'done', text: say('We have left it in place.'), steps: [] }
    : { status: 'open', text: say('It was detached; please tell us if it must be attached again.'), steps: removed };
}
