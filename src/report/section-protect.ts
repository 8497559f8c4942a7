// The last page: how the account stood before, and how it stands now; what was skipped stays open.
import type { StepRecord } from '../case/state.ts';
import { isDone } from '../case/open.ts';
import { namingOnce, shortened, together } from '../core/alike.ts';
import { say, type Text } from '../core/text.ts';
import { heading, paragraph, table, type Block, type ReportInput } from './document.ts';
import { stepStateText } from './words.ts';

export function protectSection({ state }: ReportInput): Block[] {
  const steps = [...state.steps.values()].filter(({ step, state: standing }) => step.verb === 'harden' && standing !== 'withdrawn');
  if (steps.length === 0) return [];
  const open = steps.filter((s) => !isDone(s)).length;
  const named = namingOnce();
  return [
    heading(say('Protect: before and after')),
    ...(open === 0 ? [] : [paragraph(say('Settings that are still open: {{n}}. They do not decide whether the account is clean; they decide how easily it happens again.', { n: open }))]),
    table([say('Setting'), say('Before'), say('Now')], alike(steps).flatMap(rowsOf).map(([title = say(''), ...more]) => [named(title), ...more])),
  ];
}

const nowOf = (record: StepRecord): Text => (isDone(record) ? say('done') : stepStateText[record.state]);
/** The same setting in many Regions, for the same reason and with the same end. */
function alike(steps: readonly StepRecord[]): readonly (readonly StepRecord[])[] {
  const groups = new Map<string, StepRecord[]>();
  for (const one of steps) {
    const key = JSON.stringify([one.step.kind, one.title.say, one.step.because.say, nowOf(one)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
/** One row where the sentences can be said together, else one for each. */
function rowsOf(group: readonly StepRecord[]): readonly (readonly Text[])[] {
  const [titles, reasons] = [together(group.map((one) => one.title)), together(group.map((one) => one.step.because))];
  const [title, reason, one] = [titles[0], reasons[0], group[0]];
  if (!title || !reason || !one || titles.length + reasons.length > 2) return group.map((record) => [record.title, record.step.because, nowOf(record)]);
  return [[title, shortened(reason, () => say('any of them')), nowOf(one)]];
}
