// The mechanisms as a page for people: what shows each, what may be done about it, and what one look alone cannot see.
import type { KindId, Verb } from '../../src/core/types.ts';
import { render } from '../../src/core/text.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import type { Action, Kind } from '../../src/kinds/kind.ts';
import { families } from './families.ts';
import type { Mechanism } from './row.ts';

export const LAST_ROW = 106;
/** Why a number of the specification has no row. */
export const WITHOUT_ROW: Readonly<Record<number, string>> = {};

/** All rows, by number; within a number in the order of their files. */
export const allRows = (): readonly Mechanism[] => families.flatMap(([, rows]) => rows).sort((a, b) => a.row - b.row);

/** The kinds that rows name. */
export async function kindsOf(rows: readonly Mechanism[]): Promise<ReadonlyMap<KindId, Kind>> {
  const kinds = await Promise.all([...new Set(rows.flatMap((r) => r.shows))].sort().map(kindById));
  return new Map(kinds.flatMap((kind) => (kind ? [[kind.id, kind] as const] : [])));
}

export const numbersWithoutRow = (rows: readonly Mechanism[]): readonly number[] => Array.from({ length: LAST_ROW }, (_, i) => i + 1).filter((n) => !rows.some((r) => r.row === n));

const NONE = '–';
const canBeGivenBack = (action: Action): boolean => typeof action.undo === 'function';
const VERBS: readonly Verb[] = ['preserve', 'contain', 'replace', 'recover', 'eradicate', 'harden'];
const verbsOf = (kind: Kind): readonly (readonly [Verb, Action])[] => VERBS.flatMap((verb) => { const action = kind.actions[verb]; return action ? [[verb, action] as const] : []; });
const listed = (parts: readonly string[]): string => (parts.length === 0 ? NONE : parts.join(', '));
/** What holds for each kind, one below the other. */
const stacked = (kinds: readonly Kind[], cell: (kind: Kind) => string): string => (kinds.length === 0 ? NONE : kinds.map(cell).join('<br>'));
const inCell = (text: string): string => text.replaceAll('|', '\\|');

function line(row: Mechanism, known: ReadonlyMap<KindId, Kind>): string {
  const kinds = row.shows.flatMap((id) => known.get(id) ?? []);
  const has = (verb: Verb): string => stacked(kinds, (k) => (k.actions[verb] ? 'yes' : NONE));
  const others: readonly Verb[] = ['preserve', 'replace', 'harden'];
  const cells = [
    String(row.row), inCell(row.title), shownBy(row), has('contain'), has('recover'), has('eradicate'),
    stacked(kinds, (k) => listed(verbsOf(k).filter(([verb, action]) => verb !== 'preserve' && canBeGivenBack(action)).map(([verb]) => verb))),
    stacked(kinds, (k) => listed(others.filter((verb) => k.actions[verb]))),
    inCell(row.notFromConfiguration ?? (row.shows.length > 0 ? 'yes' : 'No kind lists it.')), inCell(row.notFromHistory ?? 'yes'),
  ];
  return `| ${cells.join(' | ')} |`;
}
function shownBy(row: Mechanism): string {
  if (row.shows.length > 0) return row.shows.map((id) => `\`${id}\``).join('<br>');
  if (row.opensSession) return 'session of the lineage';
  const events = row.events ?? [...row.plant.map((p) => `${p.service}:${p.operation}`), ...(row.told ?? []).map((t) => t.event)];
  const how = row.told === undefined || row.known ? '' : ', not understood';
  return [...new Set(events)].map((event) => `event \`${event}\`${how}`).join('<br>');
}

function finals(kinds: ReadonlyMap<KindId, Kind>): readonly string[] {
  return [...kinds.values()].flatMap((kind) => verbsOf(kind).flatMap(([verb, { undo }]) => (typeof undo === 'function' ? [] : [`| \`${kind.id}\` | ${verb} | ${inCell(render(undo.irreversible))} |`])));
}

function without(rows: readonly Mechanism[]): readonly string[] {
  const byReason = new Map<string, number[]>();
  for (const n of numbersWithoutRow(rows)) {
    const reason = WITHOUT_ROW[n] ?? '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), n]);
  }
  return [...byReason].map(([reason, numbers]) => `| ${numbers.join(', ')} | ${inCell(reason)} |`);
}

/** The whole page. */
export function page(rows: readonly Mechanism[], kinds: ReadonlyMap<KindId, Kind>): string {
  return `${[
    '# Mechanisms',
    '',
    '<!-- Written by test/mechanisms/table.test.ts. Do not edit: npx vitest run test/mechanisms/table.test.ts -u -->',
    '',
    'How a stranger stays, hides or spends, and what this program has against each way. Every line is played on the simulated account:',
    'once by a stranger, who must be found, and once by the owner, who must not be called malicious. `test/mechanisms/rows/` holds the calls.',
    '',
    '- **#**: the number of the mechanism in the specification, 1 to 106. A mechanism can have several lines.',
    '- **Shown by**: the kind that shows the thing; *event*, where only the history can show it; *not understood*, where it is of a service that no kind knows:',
    '  it is shown as known to exist, with its event. A session is shown in the lineage, by whom and until when it can be used.',
    '- **Contain, recover, eradicate**: whether the kind can. *Recover* gives back what it was; *eradicate* removes only what the stranger made.',
    '- **Undo**: the steps that `undo` can give back. **Also**: what else the kind can do.',
    '- **Configuration alone, history alone**: whether one look finds it without the other (`npm run test:full` tries both), or why it cannot.',
    '',
    'A user or a role is contained through kinds of their own: `iam/user-session`, `iam/role-session`, `iam/access-key`.',
    '',
    '| # | Mechanism | Shown by | Contain | Recover | Eradicate | Undo | Also | Configuration alone | History alone |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => line(row, kinds)),
    '',
    '## What cannot be given back',
    '',
    'The sentence that the operator reads before agreeing to it.',
    '',
    '| Kind | Step | Why |',
    '|---|---|---|',
    ...finals(kinds),
    '',
    '## Numbers without a line',
    '',
    '| # | Why |',
    '|---|---|',
    ...without(rows),
  ].join('\n')}\n`;
}
