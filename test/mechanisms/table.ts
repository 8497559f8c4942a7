// The mechanisms as a page for people: what shows each, what may be done about it, and what one look alone cannot see.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KindId, Verb } from '../../src/core/types.ts';
import { render } from '../../src/core/text.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import type { Action, Kind } from '../../src/kinds/kind.ts';
import type { Mechanism } from './row.ts';

export const LAST_ROW = 106;
const NO_KIND = 'No kind knows these services. What a stranger did there is shown by its events, as not understood.';
const SESSION = 'A session stands in no configuration. `iam/user-session` and `iam/role-session` show it from the history; see `test/kinds/sessions.test.ts`.';
const ELSEWHERE = 'It is done from another account, and only one account is simulated.';
/** Why a number of the specification has no row. */
export const WITHOUT_ROW: Readonly<Record<number, string>> = {
  4: 'Only the root user can make its own keys. `iam/root-access-key` shows them, from the account summary and the history; only root can delete them.',
  7: ELSEWHERE,
  9: 'What is gone has no configuration. The event is shown.',
  17: SESSION, 18: SESSION, 19: SESSION, 20: SESSION,
  22: 'An open door that the owner left, and no deed of a stranger. No kind judges the conditions of such a trust.',
  27: 'No kind: the client that the registry gave is too old; see [decisions.md](decisions.md).',
  30: ELSEWHERE,
  31: 'Delegation requests are not simulated, and no kind knows them.',
  52: NO_KIND, 61: NO_KIND, 63: NO_KIND, 84: NO_KIND, 105: NO_KIND,
};

/** All rows, by number; within a number in the order of their files. */
export async function allRows(): Promise<readonly Mechanism[]> {
  const folder = join(import.meta.dirname, 'rows');
  const files = readdirSync(folder).filter((f) => f.endsWith('.ts')).sort();
  const families = await Promise.all(files.map(async (f) => ((await import(join(folder, f))) as { readonly rows: readonly Mechanism[] }).rows));
  return families.flat().sort((a, b) => a.row - b.row);
}

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
  const events = row.events ?? row.plant.map((p) => `${p.service}:${p.operation}`);
  return [...new Set(events)].map((event) => `event \`${event}\``).join('<br>');
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
    '- **Shown by**: the kind that shows the thing; *event*, where only the history can show it.',
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
