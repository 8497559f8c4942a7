// How each thing that AWS asks for stands, as the journal shows it. What only a person can do rests on the operator's word.
import type { ListedDemand } from '../case/answer-types.ts';
import { answerToDemand } from '../case/answers.ts';
import { claimsOf } from '../case/claims-view.ts';
import { isComplete, isDone, openItems, wasBroughtToAnEnd } from '../case/open.ts';
import type { CaseState, StepRecord } from '../case/state.ts';
import { say, type Text } from '../core/text.ts';
import type { Finding, Origin, Verb } from '../core/types.ts';
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
  'rotate-key': (state) => replaced(byKeys(['contain', 'replace', 'eradicate'], say('No access key was replaced or deactivated yet.'))(state)),
  'delete-key': byKeys(['eradicate'], say('The access key is not deleted yet.')),
  'delete-unknown-users': (state) => bySteps(state, { kinds: IDENTITIES, verbs: ['eradicate'], origin: 'created' }, say('Not all that is not ours is deleted yet.'), say('No users, keys, roles or policies were found that are not ours.')),
  'revoke-sessions': (state) => bySteps(state, { kinds: ['iam/user-session', 'iam/role-session'], verbs: ['contain'] }, say('Sessions are not revoked yet.'), say('No session of a stranger was found.')),
  'review-cloudtrail': (state) => bySweep(state, 'activity/', say('The event history was reviewed'), say('The event history is not reviewed yet.')),
  'review-usage': (state) => bySweep(state, '', say('Resources were looked for'), say('Not every region is reviewed yet.')),
  'keep-quarantine': quarantine,
};
/** Of root nothing is left to sign in with, once its management account has ended it; else a person's word. */
export const endedFromAbove = (state: CaseState, id: string): readonly StepRecord[] => (id === 'change-root-password' ? stepsOf(state, { kinds: ['iam/root-credentials'], verbs: ['eradicate'] }).filter(isDone) : []);

/** What lets somebody in. */
const IDENTITIES: readonly string[] = [
  'iam/user', 'iam/access-key', 'iam/root-access-key', 'iam/root-credentials', 'iam/login-profile', 'iam/role', 'iam/group', 'iam/policy', 'iam/policy-version', 'iam/open-id-connect-provider', 'iam/saml-provider', 'iam/service-specific-credential',
  'iam/ssh-public-key', 'iam/signing-certificate', 'iam/mfa-device',
];

/** The one demand that the answer itself meets. */
export const REPLY_DEMAND = 'reply-to-case';
/** The id of the wait for AWS's word that it is satisfied: the only wait that does not make an answer an interim one. */
export const AWS_AGREEMENT_WAIT = 'aws-agreement';
/** The question whether AWS's case says so too; only `yes` is remembered. */
export const AWS_AGREED = 'aws-agreed';
/** Root's MFA is our advice; where AWS asks for it, its demand says how it stands. */
export const ROOT_WAIT = 'root-mfa';
/** The address of the alarms is to confirm. */
export const ALARM_WAIT = 'alarm-address';
export const BESIDE: ReadonlySet<string> = new Set([AWS_AGREEMENT_WAIT, ROOT_WAIT, ALARM_WAIT]);

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
  const ended = endedFromAbove(state, id);
  if (ended.length > 0) return { status: 'done', text: say('The root user has no password and no access keys any more: the management account of our organization ended them.'), steps: ended };
  const judge = Object.hasOwn(JUDGES, id) ? JUDGES[id] : undefined;
  return judge === undefined ? byWord(state, id) : judge(state);
}

/** How a demand stands, with the first requests that did it. */
export function demandLine(state: CaseState, { id, title }: ListedDemand, n: number, most: number): Text {
  const { text, steps } = demandStanding(state, id);
  const what = title ?? say('{{id}}', { id });
  const ids = requestIds(steps).slice(0, most);
  return ids.length > 0 ? say('{{n}}. {{what}}: {{text}} (requests {{ids}})', { n, what, text, ids }) : say('{{n}}. {{what}}: {{text}}', { n, what, text });
}
/** What AWS refused has brought nothing about. */
const requestIds = (steps: readonly StepRecord[]): string[] => [...new Set(steps.flatMap(({ called }) => called.flatMap(({ requestId, outcome }) => (outcome === 'ok' && requestId !== '' ? [requestId] : []))))];

function byWord(state: CaseState, id: string): DemandStanding {
  switch (answerToDemand(state, id)) {
    case 'done': return { status: 'said', text: say('Done by the account’s owner.'), steps: [] };
    case 'not-needed': return { status: 'said', text: say('Does not apply, says the account’s owner.'), steps: [] };
    case 'open': return { status: 'open', text: say('Not done yet.'), steps: [] };
  }
}

interface Sort { readonly kinds: readonly string[]; readonly verbs: readonly Verb[]; readonly origin?: Origin }
const stepsOf = (state: CaseState, { kinds, verbs, origin }: Sort): StepRecord[] =>
  [...state.steps.values()].filter(({ step, state: standing }) => kinds.includes(step.kind) && verbs.includes(step.verb) && (origin === undefined || step.origin === origin) && standing !== 'withdrawn');
const isOf = ({ kinds, origin }: Sort) => (finding: Finding): boolean => finding.about === 'resource' && kinds.includes(finding.kind) && (origin === undefined || finding.origin === origin);

function byKeys(verbs: readonly Verb[], open: Text): Judge {
  return (state) => bySteps(state, { kinds: ['iam/access-key', 'iam/root-access-key', 'iam/root-credentials'], verbs }, open, open);
}
/** "Done" alone would say that a new key is in use, also where nobody needed one. */
function replaced(standing: DemandStanding): DemandStanding {
  if (standing.status !== 'done') return standing;
  const made = standing.steps.some(({ step }) => step.verb === 'replace');
  return { ...standing, text: made ? say('Done: a new key has taken its place.') : say('Done: it is out of use, and no new key was made.') };
}

// Done means: whatever was planned for it is done, and no finding of the kind is left. Nothing planned says nothing before a whole pass.
function bySteps(state: CaseState, sort: Sort, open: Text, none: Text): DemandStanding {
  const steps = stepsOf(state, sort);
  const done = steps.filter((record) => wasBroughtToAnEnd(state, record));
  const left = openItems(state).findings.filter(isOf(sort));
  // What a look at everything may still find is not done before it.
  const looked = none === open || state.sweeps.some(({ scope }) => scope !== 'triage');
  if (steps.length > 0 && done.length === steps.length && left.length === 0) return looked ? { status: 'done', text: say('Done.'), steps: done } : { status: 'open', text: say('Done for what is known so far.'), steps: done };
  if (done.length > 0) return { status: 'open', text: say('{{n}} of {{of}} done.', { n: done.length, of: Math.max(steps.length, done.length + left.length) }), steps: done };
  if (state.sweeps.length === 0) return { status: 'open', text: none === open ? open : say('Not looked at yet.'), steps: [] };
  return steps.length === 0 && left.length === 0 && none !== open ? { status: state.closing === undefined ? 'open' : 'done', text: none, steps: [] } : { status: 'open', text: open, steps: [] };
}

function bySweep(state: CaseState, prefix: string, done: Text, open: Text): DemandStanding {
  const cells = state.coverage.filter((cell) => cell.check.startsWith(prefix));
  const gaps = cells.filter((cell) => cell.gap).length;
  const sweep = state.sweeps.findLast((one) => one.scope === 'every-region');
  if (sweep === undefined || cells.length === 0) return { status: 'open', text: open, steps: [] };
  // That a Region of the stranger's is off again stands under its name, and it is none that is on.
  const regions = new Set(cells.filter((cell) => cell.state === 'done' && cell.region !== 'aws-global' && cell.check !== 'account/region').map((cell) => cell.region)).size;
  return gaps > 0
    ? { status: 'open', text: say('{{what}}, until {{at}}. Regions: {{n}}. Checks that could not be made: {{gaps}}.', { what: done, n: regions, at: utc(sweep.endedAt), gaps }), steps: [] }
    : { status: 'done', text: say('{{what}} in every Region that is switched on ({{n}}), until {{at}}.', { what: done, n: regions, at: utc(sweep.endedAt) }), steps: [] };
}

function quarantine(state: CaseState): DemandStanding {
  const removed = [...state.steps.values()].filter((record) => record.step.kind === 'iam/quarantine-policy' && record.step.verb === 'recover' && record.attempts > 0 && isDone(record));
  if (removed.length === 0) return { status: 'done', text: say('We have left it in place.'), steps: [] };
  return state.answers.get(AWS_AGREED) === 'yes'
    ? { status: 'done', text: say('AWS agreed in the case.'), steps: removed }
    : { status: 'open', text: say('It was detached; please tell us if it must be attached again.'), steps: removed };
}
