// What is still open in a case, and the exit code that says so.
import { EXIT } from '../core/errors.ts';
import type { CoverageCell, Finding, KindId } from '../core/types.ts';
import { endedWell } from './facts.ts';
import type { CaseState, OpenWait, StepRecord } from './state.ts';

/** The key in `answers` under which the operator's word on a finding stands: `mine` or `closed`. */
export const findingQuestion = (findingId: string): string => `finding:${findingId}`;

export interface OpenItems {
  /** Malicious or suspicious, and not dealt with. */
  readonly findings: readonly Finding[];
  /** Approved and not brought to a good end, or begun and not settled, or taken back by the attacker. */
  readonly steps: readonly StepRecord[];
  /** Those of them that failed. */
  readonly failed: readonly StepRecord[];
  readonly waits: readonly OpenWait[];
  readonly gaps: readonly CoverageCell[];
}

export function openItems(state: CaseState): OpenItems {
  const records = [...state.steps.values()];
  return {
    findings: state.findings.filter((finding) => isOpenFinding(finding, state, records)),
    steps: records.filter(isOpenStep),
    failed: records.filter(({ state: standing }) => standing === 'failed'),
    waits: [...state.waits.values()],
    gaps: state.coverage.filter((cell) => cell.gap),
  };
}

/** AWS showed that it was brought about, and nothing has shown since that it does not hold. */
export const isDone = ({ state, holds }: StepRecord): boolean => endedWell(state) && holds !== false;

/** Also a deny that was borrowed for as long as the stranger's sessions could live, and was given back when none could. */
export const wasBroughtToAnEnd = (state: CaseState, record: StepRecord): boolean =>
  isDone(record) || (record.state === 'undone' && record.step.finding !== undefined && state.answers.get(findingQuestion(record.step.finding)) === 'closed');

/** How many steps this case began and brought to a good end. */
export const stepsDone = (state: CaseState): number => [...state.steps.values()].filter((record) => record.attempts > 0 && wasBroughtToAnEnd(state, record)).length;

function isOpenStep(record: StepRecord): boolean {
  if (isDone(record)) return false;
  return record.holds === false || !['planned', 'withdrawn', 'declined', 'undone'].includes(record.state);
}

function isOpenFinding(finding: Finding, state: CaseState, records: readonly StepRecord[]): boolean {
  if (finding.verdict !== 'malicious' && finding.verdict !== 'suspicious') return false;
  const word = state.answers.get(findingQuestion(finding.id));
  if (word === 'closed') return false;
  if (finding.about !== 'resource') return word !== 'mine' && (finding.about !== 'event' || !isPast(state));
  if (finding.verdict === 'suspicious' && word === 'mine') return false;
  if (records.some((record) => record.step.verb === 'eradicate' && record.step.resource.arn === finding.resource.owner && isDone(record))) return false;
  const steps = stepsAgainst(finding, records);
  const isBack = steps.some((record) => record.step.verb === 'recover' && isDone(record));
  return steps.length === 0 || !steps.every((record) => isDone(record) || (isBack && isNeedless(record)));
}
/** There was nothing of it to contain before it was given back. */
const isNeedless = ({ step, state, attempts }: StepRecord): boolean => step.verb === 'contain' && state === 'planned' && attempts === 0;

/** Evidence of a thing changes nothing about it, and a setting that was left as it is decides nothing. */
const stepsAgainst = ({ id }: Finding, records: readonly StepRecord[]): readonly StepRecord[] =>
  records.filter((record) => record.step.finding === id && record.state !== 'withdrawn' && record.step.verb !== 'preserve' && (record.step.verb !== 'harden' || isDone(record)));

/** Open, and nothing that this program plans will close it: of a sort that no kind knows, or changed, and nothing tells what it was. Only whoever looks at it in the console can. */
export const onlyAPersonCloses = (state: CaseState): readonly Finding[] => openItems(state).findings.filter(isForAPerson(state));
/** Those of them that the operator said are ended. */
export const closedByAPerson = (state: CaseState): readonly Finding[] => state.findings.filter((f) => state.answers.get(findingQuestion(f.id)) === 'closed' && isForAPerson(state)(f));

function isForAPerson({ steps }: CaseState): (finding: Finding) => boolean {
  const records = [...steps.values()];
  const saved = new Set(records.flatMap(({ step }) => (step.verb === 'preserve' && step.finding !== undefined ? [step.finding] : [])));
  return (f) => f.about === 'unknown' || (f.about === 'resource' && f.origin === 'changed' && saved.has(f.id) && stepsAgainst(f, records).length === 0);
}

// What happened cannot be undone: an event is behind us once its doers were contained and a whole pass came after that.
const isPast = (state: CaseState): boolean => state.lastContainmentAt !== undefined && state.closing !== undefined;

/** The answer to AWS is about the work, and no part of it. */
export const isAnswer = ({ step }: StepRecord): boolean => step.kind === 'support/case';
/** Settings never decide, nor whether the answer could be posted: what could not be stands in the report as open. */
const counts = (record: StepRecord): boolean => record.step.verb !== 'harden' && !isAnswer(record);

/** The exit code of a run that came to its end by itself; what cut it short (2, 130, an error) is the command's to say. */
export function exitCodeOf(state: CaseState): number {
  if (state.runs.length > 0 && state.caller === undefined) return EXIT.credentials;
  const open = openItems(state);
  if (open.failed.some(counts)) return EXIT.failed;
  if (open.findings.length > 0 || open.steps.some(counts)) return EXIT.open;
  return open.gaps.length > 0 || state.coverage.length === 0 ? EXIT.gaps : EXIT.done;
}

/** What only AWS can end: it is asked to in the answer. */
const AWS_ENDS: ReadonlySet<string> = new Set<KindId>(['servicequotas/requested-change', 'ec2/reserved-instances']);
export const onlyAwsEnds = (finding: Finding): boolean => finding.about === 'resource' && AWS_ENDS.has(finding.kind);

/** True where an answer to AWS may say that everything is done (promise 8). */
export function isComplete(state: CaseState): boolean {
  const open = openItems(state);
  return state.closing !== undefined && open.findings.every(onlyAwsEnds) && !open.steps.some(counts) && state.inDoubt.length === 0;
}
