// Tables in pasted text: a row of headings, and rows of as many cells. The separator is what the headings have between them.

const SEPARATORS: readonly RegExp[] = [/\s*\|\s*/, /\t+/, /\s*;\s*/, /\s{2,}/, /\s*,\s*/];
const MOST_ROWS = 1000;
const LONG_LINE = 4000;

/** The cells below every heading that `heading` matches; only lines that `mention` matches are looked at closely. */
export function columnsNamed(text: string, heading: RegExp, mention: RegExp): string[] {
  const lines = text.split('\n');
  const cells: string[] = [];
  for (const [at, line] of lines.entries()) {
    const table = mention.test(line) ? headingsOf(line, heading) : undefined;
    if (table === undefined) continue;
    cells.push(...cellsBelow(lines.slice(at + 1, at + 1 + MOST_ROWS), table));
    if (cells.length > MOST_ROWS) break;
  }
  return cells;
}

interface Headings { readonly separator: RegExp; readonly count: number; readonly column: number }

function headingsOf(line: string, heading: RegExp): Headings | undefined {
  if (line.length > 300 || /[.!?]$/.test(line)) return undefined;
  for (const separator of SEPARATORS) {
    const cells = cellsOf(line, separator);
    const column = cells.findIndex((cell) => heading.test(cell));
    if (cells.length > 1 && column >= 0) return { separator, count: cells.length, column };
  }
  return undefined;
}

function cellsBelow(lines: readonly string[], { separator, count, column }: Headings): string[] {
  const cells: string[] = [];
  for (const line of lines) {
    if (line.trim() === '' || /^[\s|:+=-]+$/.test(line)) continue;
    const row = line.length > LONG_LINE ? [] : cellsOf(line, separator);
    if (row.length !== count) break;
    cells.push(row[column] ?? '');
  }
  return cells;
}

const cellsOf = (line: string, separator: RegExp): string[] => line.trim().replace(/^\|/, '').replace(/\|$/, '').trim().split(separator).map((cell) => cell.trim());
