// What could be seen and what could not, and the evidence that was kept.
import { coverageText } from '../core/coverage.ts';
import { say, type Text } from '../core/text.ts';
import type { CoverageCell } from '../core/types.ts';
import type { EvidenceFault } from '../case/evidence.ts';
import { heading, list, paragraph, table, utc, value, type Block, type ReportInput } from './document.ts';

export function coverageSection({ state }: ReportInput): Block[] {
  const title = heading(say('Coverage'));
  if (state.coverage.length === 0) return [title, paragraph(say('Nothing was looked at yet: this report cannot say that anything is clean.'))];
  const gaps = state.coverage.filter((cell) => cell.gap);
  return [
    title,
    list(state.sweeps.map((sweep) => say('Pass {{n}} ({{scope}}): {{from}} to {{to}}', { n: sweep.pass, scope: SCOPES[sweep.scope], from: utc(sweep.startedAt), to: utc(sweep.endedAt) }))),
    ...(gaps.length > 0
      ? [heading(say('Gaps ({{n}})', { n: gaps.length }), 3), table([say('Check'), say('Region'), say('State'), say('Detail')], gaps.map(cellRow))]
      : [paragraph(say('No gaps: every check in every region was answered.'))]),
    heading(say('Checks'), 3),
    table([say('Check'), say('States'), say('Details and ages')], byCheck(state.coverage)),
  ].filter((block) => block.block !== 'list' || block.items.length > 0);
}
const SCOPES: Readonly<Record<'triage' | 'some-regions' | 'every-region', Text>> = {
  triage: say('triage'), 'some-regions': say('some regions only'), 'every-region': say('every region'),
};
const cellRow = (cell: CoverageCell): Text[] => [value(cell.check), value(cell.region), coverageText[cell.state], cell.detail];

function byCheck(cells: readonly CoverageCell[]): Text[][] {
  return [...grouped(cells)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([check, all]) => {
    const states = new Map<CoverageCell['state'], number>();
    for (const cell of all) states.set(cell.state, (states.get(cell.state) ?? 0) + 1);
    const counts = [...states].map(([state, n]) => say('{{state}}: {{n}}', { state: coverageText[state], n }));
    const details = [...new Map(all.filter((cell) => cell.detail.say !== '').map((cell) => [JSON.stringify(cell.detail), cell.detail])).values()];
    const shown = details.slice(0, MAX_DETAILS);
    return [value(check), say('{{states}}', { states: counts }), details.length > MAX_DETAILS
      ? say('{{details}} and {{n}} more', { details: shown, n: details.length - MAX_DETAILS })
      : say('{{details}}', { details: shown })];
  });
}
const MAX_DETAILS = 5;
function grouped(cells: readonly CoverageCell[]): Map<string, CoverageCell[]> {
  const groups = new Map<string, CoverageCell[]>();
  for (const cell of cells) groups.set(cell.check, [...(groups.get(cell.check) ?? []), cell]);
  return groups;
}

export function evidenceSection({ state, evidenceFaults }: ReportInput): Block[] {
  const title = heading(say('Evidence'));
  if (state.evidence.length === 0 && evidenceFaults.length === 0) return [title, paragraph(say('No evidence files were kept.'))];
  return [
    title,
    paragraph(say('Files in the case’s evidence folder. They can hold secrets of the account: do not pass them on unread.')),
    ...(evidenceFaults.length > 0 ? [heading(say('Not as it was kept'), 3), list(evidenceFaults.map(faultText))] : []),
    table([say('File'), say('SHA-256'), say('Bytes'), say('From'), say('Request'), say('Kept')], state.evidence.map((kept) => [
      value(kept.file), value(kept.sha256), value(kept.bytes), value(kept.operation), value(kept.requestId ?? ''), value(utc(kept.at)),
    ])),
  ];
}
function faultText({ file, fault }: EvidenceFault): Text {
  switch (fault) {
    case 'missing': return say('{{file}} is missing', { file });
    case 'altered': return say('{{file}} was altered', { file });
    case 'not-listed': return say('{{file}} is not in the journal', { file });
    case 'listed-otherwise': return say('{{file}} is as the journal says, but the manifest says otherwise', { file });
  }
}
