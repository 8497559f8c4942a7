// The last page: how the account stood before, and how it stands now; what was skipped stays open.
import type { StepRecord } from '../case/state.ts';
import { isDone } from '../case/open.ts';
import { say, type Text } from '../core/text.ts';
import { heading, paragraph, table, type Block, type ReportInput } from './document.ts';
import { stepStateText } from './words.ts';

export function protectSection({ state }: ReportInput): Block[] {
  const steps = [...state.steps.values()].filter(({ step }) => step.verb === 'harden');
  if (steps.length === 0) return [];
  const open = steps.filter((s) => !isDone(s) && s.state !== 'withdrawn').length;
  return [
    heading(say('Protect: before and after')),
    ...(open === 0 ? [] : [paragraph(say('Settings that are still open: {{n}}. They do not decide whether the account is clean; they decide how easily it happens again.', { n: open }))]),
    table([say('Setting'), say('Before'), say('Now')], steps.filter((s) => s.state !== 'withdrawn').map(rowOf)),
  ];
}

const rowOf = (record: StepRecord): readonly Text[] => [record.title, record.step.because, isDone(record) ? say('done') : stepStateText[record.state]];
