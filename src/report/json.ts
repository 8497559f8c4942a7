// The report as data, for other programs: what stands, what was done, and what the chain can prove.
import { claimsOf } from '../case/claims-view.ts';
import { exitCodeOf, isComplete, openItems } from '../case/open.ts';
import type { StepRecord } from '../case/state.ts';
import { render, type Text } from '../core/text.ts';
import type { ReportInput } from './document.ts';
import { inertJson } from './escape.ts';
import { waitText } from './section-deeds.ts';
import { recordData } from './record-data.ts';
import { timelineRows } from './timeline.ts';

/** Pure. Sentences are rendered in English; hostile text is inert. */
export function jsonReport(input: ReportInput): string { return `${inertJson(reportData(input))}\n`; }

function reportData(input: ReportInput): object {
  const { state, objects, head, entries, madeAt, evidenceFaults, tornBytes } = input;
  const open = openItems(state);
  return {
    schemaVersion: 1,
    case: { id: state.caseId, openedAt: state.openedAt, lastAt: state.lastAt, deadline: state.deadline ?? null, complete: isComplete(state), exitCode: exitCodeOf(state), madeAt },
    account: { id: state.identity.accountId, partition: state.identity.partition, endpoint: state.identity.endpoint },
    runs: state.runs.map(({ at, tool, how, caller }) => ({ at, tool, how, caller: caller?.arn ?? null })),
    incident: state.indicators ?? null,
    notice: {
      ...claimsOf(state), demands: claimsOf(state).demands.map(({ id, title }) => ({ id, title: title === undefined ? null : render(title) })),
      checks: [...state.checks].map(([claim, check]) => ({ claim, stands: check.stands, because: render(check.because) })),
    },
    answers: Object.fromEntries(state.answers),
    findings: state.findings.map((finding) => ({
      ...finding, because: render(finding.because), open: open.findings.includes(finding), ...(finding.about === 'resource' ? {} : { subject: render(finding.subject) }),
    })),
    lineage: state.traced === undefined ? null : objects.load(state.traced.lineage),
    costs: state.costs === undefined ? null : { ...state.costs, purchases: state.costs.purchases.map((p) => ({ ...p, text: render(p.text) })) },
    record: recordData(state),
    restore: state.restorable === undefined ? null : { since: state.restorable.since, things: state.restorable.things.map((thing) => ({ ...thing, happened: render(thing.happened), unseen: thing.unseen.map((one) => render(one)), points: thing.points.map((point) => ({ ...point, what: render(point.what) })) })) },
    steps: [...state.steps.values()].map((record) => stepData(record, input)),
    open: { findings: open.findings.map((one) => one.id), steps: open.steps.map(({ step }) => step.id), inDoubt: state.inDoubt },
    waits: open.waits.map((one) => ({ id: one.id, since: one.since, step: one.step ?? null, for: one.wait.for, text: render(waitText(one)) })),
    sweeps: state.sweeps, closing: state.closing ?? null,
    coverage: state.coverage.map((cell) => ({ ...cell, detail: render(cell.detail) })),
    timeline: timelineRows(input).map((row) => ({ ...row, what: render(row.what), who: render(row.who) })),
    evidence: state.evidence.map(({ file, sha256, bytes, operation, requestId, step, at }) => ({ file, sha256, bytes, operation, requestId: requestId ?? null, step: step ?? null, at })),
    evidenceFaults,
    journal: { entries: entries.length, head, tornBytes, unknownEntries: state.unknown },
  };
}

function stepData(record: StepRecord, { objects }: ReportInput): object {
  const { step, title, irreversible, error, undoError } = record;
  const sentence = (text: Text | undefined): string | null => (text === undefined ? null : render(text));
  return {
    id: step.id, wave: step.wave, finding: step.finding ?? null, kind: step.kind, verb: step.verb, resource: step.resource, because: render(step.because),
    title: render(title), state: record.state, holds: record.holds ?? null, reversible: irreversible === undefined, irreversible: sentence(irreversible),
    decision: record.decision ?? null, attempts: record.attempts, startedAt: record.startedAt ?? null, settledAt: record.settledAt ?? null,
    before: record.before === undefined ? null : objects.load(record.before), after: record.after === undefined ? null : objects.load(record.after),
    made: record.made, calls: objects.load(record.calls), error: sentence(error), undoError: sentence(undoError),
    called: record.called.map(({ at, operation, region, requestId, outcome }) => ({ at, operation, region, requestId, outcome })),
    handedOver: record.handedOver.map(({ at, secret, how, path }) => ({ at, secret, how, path: path ?? null })),
  };
}
