// The incident report as Markdown.
import { inert, type Catalogue } from '../core/text.ts';
import type { Block, ReportInput } from './document.ts';
import { markdownSentence } from './escape.ts';
import { incidentReport } from './incident.ts';

/** Pure: the same case and the same `madeAt` always give the same text. `catalogue` translates the sentences. */
export function markdownReport(input: ReportInput, catalogue?: Catalogue): string {
  return `${incidentReport(input).map((block) => blockOf(block, catalogue)).join('\n\n')}\n`;
}

function blockOf(block: Block, catalogue: Catalogue | undefined): string {
  switch (block.block) {
    case 'heading': return `${'#'.repeat(block.level)} ${markdownSentence(block.text, catalogue)}`;
    case 'paragraph': return markdownSentence(block.text, catalogue);
    case 'code': return fenced(block.lines.map(inert));
    case 'list': return block.items.map((item) => `${'  '.repeat(item.depth)}- ${markdownSentence(item.text, catalogue)}`).join('\n');
    case 'table': return [
      row(block.head.map((cell) => markdownSentence(cell, catalogue))),
      row(block.head.map(() => '---')),
      ...block.rows.map((cells) => row(cells.map((cell) => markdownSentence(cell, catalogue)))),
    ].join('\n');
  }
}
/** Nothing in it is markup, and nothing in it can end it: the fence is longer than any that stands there. */
function fenced(lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  return [fence, ...lines, fence].join('\n');
}
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
