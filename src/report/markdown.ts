// The incident report as Markdown.
import type { Catalogue } from '../core/text.ts';
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
    case 'list': return block.items.map((item) => `${'  '.repeat(item.depth)}- ${markdownSentence(item.text, catalogue)}`).join('\n');
    case 'table': return [
      row(block.head.map((cell) => markdownSentence(cell, catalogue))),
      row(block.head.map(() => '---')),
      ...block.rows.map((cells) => row(cells.map((cell) => markdownSentence(cell, catalogue)))),
    ].join('\n');
  }
}
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
