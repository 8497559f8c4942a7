// The draft of the answer to AWS: from the journal alone, in English, and never longer than the Support Center takes.
import { answerToEvent, SOURCE_QUESTION } from '../case/answers.ts';
import { claimsOf, type ClaimsView } from '../case/claims-view.ts';
import type { ListedEvent } from '../case/answer-types.ts';
import { closedByAPerson, isAnswer, isDone, onlyAwsEnds, openItems, wasBroughtToAnEnd } from '../case/open.ts';
import type { CaseState, StepRecord } from '../case/state.ts';
import type { CoverageCell, Finding } from '../core/types.ts';
import { render, say, type Text } from '../core/text.ts';
import { verbText } from '../core/verbs.ts';
import { chargeLines, disputedOf } from './charges.ts';
import { BESIDE, demandLine, demandStanding, mayAnswerComplete, REPLY_DEMAND } from './demands.ts';
import { utc } from './document.ts';
import { clip } from './escape.ts';
import { answerText, coverageText } from './words.ts';

/** What one answer in a case may hold (support:AddCommunicationToCase, `communicationBody`), in code points. */
export const MAX_REPLY = 8000;
/** The longest a line may get by a hostile name. */
const MAX_LINE = 300;

/** How much room the lists take: each entry, entries of one sort together, only their number. */
type Detail = 'each' | 'grouped' | 'counted';
interface Shape { readonly events: Detail; readonly steps: Detail; readonly open: Detail; readonly requests: number; readonly charges: number }
const SHAPES: readonly Shape[] = [
  { events: 'each', steps: 'each', open: 'each', requests: 3, charges: 20 },
  { events: 'grouped', steps: 'each', open: 'each', requests: 1, charges: 12 },
  { events: 'grouped', steps: 'grouped', open: 'grouped', requests: 1, charges: 5 },
  { events: 'counted', steps: 'grouped', open: 'counted', requests: 0, charges: 5 },
  { events: 'counted', steps: 'counted', open: 'counted', requests: 0, charges: 0 },
];
const SHORT: Shape = { events: 'counted', steps: 'counted', open: 'grouped', requests: 0, charges: 3 };

/** Pure. `short`: a variant to type from memory or over the phone. Both are at most `MAX_REPLY` code points. */
export function supportReply(state: CaseState, variant: 'full' | 'short' = 'full'): string {
  const shapes = variant === 'short' ? [SHORT, ...SHAPES.slice(-1)] : SHAPES;
  for (const shape of shapes) {
    const text = compose(state, shape);
    if (lengthOf(text) <= MAX_REPLY) return text;
  }
  return cut(compose(state, SHAPES.at(-1) ?? SHORT));
}
const lengthOf = (text: string): number => Array.from(text).length;

function compose(state: CaseState, shape: Shape): string {
  const claims = claimsOf(state);
  const sections: Text[][] = [
    [say('Hello AWS Support,')],
    [opening(state, claims), status(state), ...disownedSources(state)],
    titled(say('What you asked for:'), claims.demands.map((demand, i) => demandLine(state, demand, i + 1, shape.requests))),
    titled(say('The events you listed:'), eventLines(state, claims.events, shape.events)),
    titled(say('What we did, each step verified by looking again (all times UTC):'), stepLines(doneSteps(state), shape.steps)),
    titled(say('What we ended by hand in the console:'), closedLines(state, shape.open)),
    titled(say('What is still open:'), openLines(state, shape.open)),
    titled(say('What we ask of you:'), requestLines(state, claims, shape.charges)),
    [say('Thank you.')],
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.map((line) => clip(render(line), MAX_LINE)).join('\n')).join('\n\n')}\n`;
}
function doneSteps(state: CaseState): StepRecord[] {
  const at = ({ settledAt }: StepRecord): string => settledAt ?? '';
  return [...state.steps.values()].filter((record) => record.attempts > 0 && !isAnswer(record) && wasBroughtToAnEnd(state, record)).sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : a.step.wave - b.step.wave));
}
const titled = (title: Text, lines: readonly Text[]): Text[] => (lines.length > 0 ? [title, ...lines] : []);

function opening(state: CaseState, { caseId, accountId }: ClaimsView): Text {
  const account = state.identity.accountId || (accountId ?? '?');
  if (state.claims.length === 0) return say('We write about AWS account {{account}}. We looked through it because we had reason to think that somebody else uses it.', { account });
  return caseId === undefined
    ? say('This is our answer to your notice about AWS account {{account}}.', { account })
    : say('This is our answer in case {{caseId}} about AWS account {{account}}.', { caseId, account });
}

/** What the operator said is not theirs; an address that both hands use is not among them. */
function disownedSources({ answers }: CaseState): Text[] {
  const ips = [...answers].flatMap(([question, answer]) => (answer === 'not-mine' && question.startsWith(SOURCE_QUESTION) ? [question.slice(SOURCE_QUESTION.length)] : []));
  return ips.length > 0 ? [say('Activity from these addresses is not ours: {{ips}}.', { ips: few(ips) })] : [];
}

/** Nobody of ours gets in: what AWS must know first. */
const isLockedOut = (state: CaseState): boolean => state.sweeps.length === 0 && state.caller === undefined;
/** Whatever was done was done against a stranger. */
const wasUsed = (state: CaseState): boolean => state.lastContainmentAt !== undefined || state.findings.some((f) => f.verdict === 'malicious');

function status(state: CaseState): Text {
  if (isLockedOut(state)) return say('We cannot sign in to the account at the moment, so nothing could be done in it yet. This is an interim answer.');
  if (!wasUsed(state) && state.closing !== undefined && mayAnswerComplete(state)) return say('We reviewed every Region until {{at}} and found nothing that is not ours.', { at: utc(state.closing.endedAt) });
  if (state.closing !== undefined && mayAnswerComplete(state)) {
    return openItems(state).gaps.length === 0
      ? say('We have completed the steps below. A review of every region that ended {{at}}, after the last containment, found nothing more.', { at: utc(state.closing.endedAt) })
      : say('We have carried out the steps below. A review that ended {{at}} found nothing more in what it could see; what it could not see is listed under what is open.', { at: utc(state.closing.endedAt) });
  }
  return say('This is an interim answer: our work is not finished. What is open is listed below.');
}

function eventLines(state: CaseState, events: readonly ListedEvent[], detail: Detail): Text[] {
  const whose = (event: ListedEvent): Text => answerText(answerToEvent(state, event));
  if (detail === 'each') {
    return events.map((event) => say('- {{name}}, {{time}}, from {{ip}}: {{whose}}', { name: event.name, time: utc(event.time) || '?', ip: event.sourceIp ?? '?', whose: whose(event) }));
  }
  const key = detail === 'grouped' ? (event: ListedEvent) => `${event.name} ${answerToEvent(state, event)}` : (event: ListedEvent) => answerToEvent(state, event);
  return groupsOf(events, key).map((group) => {
    const [first] = group;
    const times = group.map((event) => utc(event.time)).filter((time) => time !== '').sort();
    const values = { n: group.length, whose: whose(first), from: times[0] ?? '?', to: times.at(-1) ?? '?' };
    return detail === 'grouped'
      ? say('- {{n}} × {{name}}, {{from}} to {{to}}, from {{ips}}: {{whose}}', { ...values, name: first.name, ips: few([...new Set(group.map((event) => event.sourceIp ?? '?'))]) })
      : say('- {{n}} of your events, {{from}} to {{to}}: {{whose}}. We can send the list event by event.', values);
  });
}

function stepLines(steps: readonly StepRecord[], detail: Detail): Text[] {
  if (detail === 'each') return steps.map((record) => say('- {{at}}: {{title}}', { at: utc(record.settledAt), title: record.title }));
  if (detail === 'counted') return steps.length === 0 ? [] : [say('- Steps: {{n}}, each verified by looking again afterwards. We can send the list.', { n: steps.length })];
  return groupsOf(steps, ({ step }) => `${step.kind} ${step.verb}`).map((group) => {
    const [first] = group;
    return say('- {{verb}}: {{n}} × {{kind}}, {{names}}', { n: group.length, kind: first.step.kind, verb: verbText[first.step.verb], names: few(group.map(({ step }) => step.resource.name)) });
  });
}

function closedLines(state: CaseState, detail: Detail): Text[] {
  const closed = closedByAPerson(state);
  if (detail === 'each') return closed.map((finding) => say('- {{subject}}', { subject: subjectOf(finding) }));
  return closed.length > 0 ? [say('- {{subject}}', { subject: few(closed.map((finding) => render(subjectOf(finding)))) })] : [];
}
const subjectOf = (finding: Finding): Text => (finding.about === 'resource' ? say('{{name}} ({{kind}})', { name: finding.resource.name, kind: finding.kind }) : finding.subject);

function openLines(state: CaseState, detail: Detail): Text[] {
  const items = openItems(state), open = { ...items, steps: items.steps.filter((record) => !isAnswer(record)) };
  const complete = mayAnswerComplete(state);
  const findings = open.findings.filter((finding) => !onlyAwsEnds(finding));
  const declined = [...state.steps.values()].filter((record) => record.step.verb !== 'harden' && !isAnswer(record) && (record.state === 'declined' || record.state === 'planned'));
  const unmet = claimsOf(state).demands.filter(({ id }) => id !== REPLY_DEMAND && demandStanding(state, id).status === 'open').length;
  const waits = open.waits.filter(({ id }) => !BESIDE.has(id) && !id.startsWith(PERSONAL)).length;
  const counts: readonly (readonly [number, Text])[] = [
    [findings.length, say('- Findings that are not dealt with yet: {{n}}', { n: findings.length })],
    [open.steps.length, say('- Steps that are not finished: {{n}}', { n: open.steps.length })],
    [complete ? 0 : declined.length, say('- Steps that are not decided, or were declined: {{n}}', { n: declined.length })],
    [open.gaps.length, say('- Checks that could not be made: {{n}}', { n: open.gaps.length })],
    [waits, say('- Things that are waited for: {{n}}', { n: waits })],
    [unmet, say('- Points of your notice, as said above: {{n}}', { n: unmet })],
  ];
  const closing = state.closing === undefined ? [say('- The final review of every region, 30 minutes or more after the last containment, is still to come')] : [];
  if (detail !== 'each') return [...counts.flatMap(([n, text]) => (n > 0 ? [text] : [])), ...closing];
  return [
    // Why it was found speaks to the operator, and says what he should do.
    ...findings.map((finding) => {
      const subject = subjectOf(finding);
      return isContained(state, finding) ? say('- {{subject}}: contained, not removed yet', { subject }) : say('- {{subject}}: not dealt with yet', { subject });
    }),
    ...open.steps.map(({ title }) => say('- {{title}}: not finished', { title })),
    ...groupsOf(open.gaps, ({ region, state: standing }) => `${region} ${standing}`).flatMap((cells) => gapLines(cells)),
    ...counts.slice(2).flatMap(([n, text], at) => (n > 0 && at !== 1 ? [text] : [])),
    ...closing,
  ];
}
/** Of what is to be removed; what was only changed or read waits for something else. Who is denied everything can use nothing of his own. */
const isContained = (state: CaseState, finding: Finding): boolean => finding.about === 'resource' && (finding.origin === 'created' || finding.kind === 'iam/access-key')
  && [...state.steps.values()].some((record) => record.step.verb === 'contain' && isDone(record) && (record.step.finding === finding.id || (deniesAll(record) && [finding.resource.arn, finding.resource.owner].includes(record.step.resource.owner))));
const deniesAll = ({ step, decision }: StepRecord): boolean => step.kind === 'iam/user-session' && (decision?.way ?? step.way ?? (step.origin === 'created' ? 'all' : '')) === 'all';
/** A Region that answers nothing is one line, not a hundred. */
const FEW_GAPS = 5;
function gapLines(cells: readonly [CoverageCell, ...CoverageCell[]]): Text[] {
  const [{ region, state }] = cells;
  if (cells.length > FEW_GAPS) return [say('- Checks in {{region}}: {{n}}, {{state}}', { region, n: cells.length, state: coverageText[state] })];
  return cells.map(({ check }) => say('- Check {{check}} in {{region}}: {{state}}', { check, region, state: coverageText[state] }));
}
/** What a person does who has no way in: nothing that AWS waits for. */
const PERSONAL = 'person:';

const boughtSince = ({ costs }: CaseState): Text[] => (costs?.purchases ?? []).filter(({ afterFirstSign, kind }) => afterFirstSign && kind !== 'ec2/reserved-instances').map(({ text }) => text);
/** Things of the stranger's that were removed, and that AWS bills. */
const costSomething = (state: CaseState): boolean => doneSteps(state).some(({ step }) => step.verb === 'eradicate' && step.origin === 'created' && !/^(?:iam|sso|identitystore|events)\//.test(step.kind));

function requestLines(state: CaseState, claims: ClaimsView, charges: number): Text[] {
  const complete = mayAnswerComplete(state);
  const disputed = disputedOf(state);
  const restricted = claims.demands.length > 0 || claims.kind !== undefined;
  return [
    ...(isLockedOut(state) ? [say('- Help us to get access back, and limit what can be started in the account until then.')] : []),
    ...openItems(state).findings.flatMap((f) => (f.about === 'resource' && onlyAwsEnds(f) ? [say('- Take back what only you can end, and the unauthorized party asked for or bought: {{name}} in {{region}}.', { name: f.resource.name, region: f.resource.region })] : [])),
    ...boughtSince(state).map((what) => say('- Cancel and refund what the unauthorized party bought: {{what}}.', { what })),
    ...(disputed === undefined ? [] : chargeLines(disputed, charges)),
    ...(disputed === undefined && costSomething(state) ? [state.costs?.spending ? say('- Review the charges that come from the unauthorized activity. The bill does not show them yet.') : say('- Review the charges that come from the unauthorized activity. We have not read the bill.')] : []),
    ...(complete && restricted ? [claims.kind === 'suspended-or-second-notice' ? say('- Reinstate the account if it is suspended, lift any restrictions on it, and tell us if anything else is needed.') : say('- Lift any restrictions on the account, and tell us if anything else is needed.')] : []),
    ...(complete || state.claims.length === 0 ? [] : [say('- Keep this case open. We will write again when the open points are closed.')]),
  ];
}

const FEW = 4;
const few = (all: readonly string[]): Text => {
  const shown = all.slice(0, FEW).map((one) => clip(one, 64));
  return all.length > FEW ? say('{{shown}} and {{n}} more', { shown, n: all.length - FEW }) : say('{{shown}}', { shown });
};
function groupsOf<T>(all: readonly T[], key: (one: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

// Only a journal with hundreds of demands gets here. What is left out is said.
function cut(text: string): string {
  const note = render(say('Some of this answer did not fit in one message. We will send the rest on request.'));
  const lines = text.split('\n');
  while (lengthOf(`${lines.join('\n')}\n${note}\n`) > MAX_REPLY) lines.pop();
  return `${lines.join('\n')}\n${note}\n`;
}
