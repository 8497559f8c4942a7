// What was done, what was not, what is waited for, and how to give it back.
import { openItems } from '../case/open.ts';
import type { OpenWait, StepRecord } from '../case/state.ts';
import type { Loader } from '../case/objects.ts';
import { digestOf } from '../core/digest.ts';
import { say, type Text } from '../core/text.ts';
import type { Json, Resource } from '../core/types.ts';
import type { Stored } from '../case/facts.ts';
import { heading, list, paragraph, table, utc, value, type Block, type ReportInput } from './document.ts';
import { stepStateText, verdictText } from './words.ts';

export function doneSection({ state, objects }: ReportInput): Block[] {
  const begun = [...state.steps.values()].filter((record) => record.attempts > 0 || ['already-done', 'gone', 'undone'].includes(record.state));
  const title = heading(say('What was done'));
  if (begun.length === 0) return [title, paragraph(say('Nothing was changed.'))];
  return [title, ...begun.flatMap((record) => deed(record, objects))];
}

function deed(record: StepRecord, objects: Loader): Block[] {
  const changes = changesBetween(record, objects);
  const made = Object.entries(record.made).map(([part, what]) => say('Made: {{part}} {{value}}', { part, value: what }));
  const calls = record.called.map((call) => say('{{at}}: {{operation}} in {{region}}: {{outcome}}, request {{id}}', { at: utc(call.at), operation: call.operation, region: call.region, outcome: call.outcome, id: call.requestId }));
  const secrets = record.handedOver.map((one) => (one.how === 'file'
    ? say('The secret of {{id}} was written to {{path}}', { id: one.secret, path: one.path ?? '?' })
    : say('The secret of {{id}} was shown once', { id: one.secret })));
  return [
    heading(record.title, 3),
    list([
      say('{{state}}; approved {{approved}} by {{caller}}, begun {{begun}}, settled {{settled}}', {
        state: stepStateText[record.state], approved: utc(record.decision?.at) || '?', caller: record.decision?.caller ?? '?', begun: utc(record.startedAt) || '?', settled: utc(record.settledAt) || '?',
      }),
      say('Why: {{because}}', { because: record.step.because }),
      say('Target: {{arn}} in {{region}}', { arn: record.step.resource.arn, region: record.step.resource.region }),
      ...(record.holds === undefined ? [] : [record.holds ? say('Watched: it holds') : say('Watched: it was taken back')]),
      ...(record.error === undefined ? [] : [say('Error: {{error}}', { error: record.error })]),
      ...(record.undoError === undefined ? [] : [say('Undo failed: {{error}}', { error: record.undoError })]),
      ...(record.irreversible === undefined ? [] : [say('Cannot be undone: {{why}}', { why: record.irreversible })]),
      ...calls, ...made, ...secrets, ...changes,
    ]),
  ];
}

const MAX_CHANGES = 20;
const MAX_VALUE = 300;

// What AWS showed before and after, member by member; only what differs.
function changesBetween(record: StepRecord, objects: Loader): Text[] {
  const before = imageOf(record.before, objects);
  const after = imageOf(record.after, objects);
  if (before === undefined || after === undefined) return [];
  if (before === null || after === null) {
    if (before === after) return [];
    return [after === null ? say('Before: there. After: gone') : say('Before: not there. After: there')];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().filter((key) => digestOf(before[key] ?? null) !== digestOf(after[key] ?? null));
  const shown = keys.slice(0, MAX_CHANGES).map((key) => say('{{member}}: {{before}} → {{after}}', { member: key, before: short(before[key]), after: short(after[key]) }));
  return keys.length > MAX_CHANGES ? [...shown, say('{{n}} more members differ; they are in the journal.', { n: keys.length - MAX_CHANGES })] : shown;
}
function imageOf(stored: Stored<Resource | null> | undefined, objects: Loader): Readonly<Record<string, Json>> | null | undefined {
  return stored === undefined ? undefined : objects.load(stored) as unknown as Readonly<Record<string, Json>> | null;
}
function short(member: Json | undefined): string {
  const whole = member === undefined ? '(none)' : typeof member === 'string' ? member : JSON.stringify(member);
  const points = Array.from(whole);
  return points.length > MAX_VALUE ? `${points.slice(0, MAX_VALUE).join('')}…` : whole;
}

export function openSection({ state }: ReportInput): Block[] {
  const open = openItems(state);
  const records = [...state.steps.values()];
  const stepRows = records.filter((record) => open.steps.includes(record) || record.state === 'declined' || record.state === 'planned')
    .map((record) => [record.title, record.holds === false ? say('was taken back') : stepStateText[record.state], value(record.decision?.reason ?? ''), record.error ?? value('')]);
  const findingRows = open.findings.map((finding) => [
    verdictText[finding.verdict], finding.about === 'resource' ? value(finding.resource.arn) : finding.subject, finding.because,
  ]);
  return [
    heading(say('What was declined or is open')),
    ...(stepRows.length > 0 ? [table([say('Step'), say('Stands'), say('Reason given'), say('Error')], stepRows)] : [paragraph(say('No step was declined, and none is open.'))]),
    ...(findingRows.length > 0 ? [heading(say('Open findings'), 3), table([say('Verdict'), say('What'), say('Why')], findingRows)] : []),
    ...(open.waits.length > 0 ? [heading(say('What is waited for'), 3), list(open.waits.map(waitText))] : []),
  ];
}

/** What a wait waits for, in a sentence. */
export function waitText({ wait, since }: OpenWait): Text {
  switch (wait.for) {
    case 'operator': return say('{{task}} (since {{since}})', { task: wait.task, since: utc(since) });
    case 'time': return say('{{task}} (not before {{until}})', { task: wait.task, until: utc(wait.until) });
    case 'quiet': return say('{{credential}} must be unused for {{hours}} hours (since {{since}})', { credential: wait.credential, hours: wait.hours, since: utc(since) });
  }
}

export function undoSection({ state }: ReportInput): Block[] {
  const settled = [...state.steps.values()].filter(({ state: standing, before }) => before !== undefined && ['verified', 'unverified', 'failed', 'drifted'].includes(standing));
  if (settled.length === 0) return [];
  return [
    heading(say('How to give it back')),
    paragraph(say('To see what can be given back: aws-incident undo {{case}}. One step at a time, or all of them, newest first; each asks again.', { case: state.caseId })),
    table([say('Step'), say('Command'), say('Reversible')], [...settled].reverse().map(({ step, title, irreversible }) => [
      title,
      irreversible === undefined ? say('aws-incident undo {{case}} {{step}}', { case: state.caseId, step: step.id }) : value('–'),
      irreversible ?? say('yes'),
    ])),
  ];
}
