// `aws-incident undo`: what can be given back; with steps or --all, walks the journal backwards through the same gates.
import { caseBase, findCase } from '../case/read.ts';
import { EXIT, usage } from '../core/errors.ts';
import { inOne, MANY_STEPS, shortened, together } from '../core/alike.ts';
import { say, type Text } from '../core/text.ts';
import { undoable, undoStep, type Undoable } from '../engine/undo.ts';
import { reconcile } from '../engine/reconcile.ts';
import { stopIfAsked, type Wizard } from '../phases/wizard.ts';
import { flag, text, type Raw } from './raw.ts';
import { settingFor } from './resume.ts';
import { withCase } from './run.ts';

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  const named = text(raw, 'case');
  const [dir, steps] = named === undefined ? [findCase(caseBase(), args[0]), args.slice(1)] : [findCase(caseBase(), named), args];
  return withCase(await settingFor(raw, 'undo', dir), (wizard) => undo(wizard, steps, flag(raw, 'all')));
}

export async function undo(wizard: Wizard, steps: readonly string[], all: boolean): Promise<number> {
  await reconcile(wizard.engine);
  const list = await undoable(wizard.engine);
  const unknown = steps.find((id) => !list.some((u) => isNamed(u, id)));
  if (unknown !== undefined) throw usage(say('This case has no step {{unknown}} that was done. List them: aws-incident undo', { unknown }));
  showList(wizard, list);
  const chosen = all ? list.filter((u) => u.reversible) : list.filter((u) => steps.some((id) => isNamed(u, id)));
  let bad = 0;
  for (const { entry } of chosen) {
    const outcome = await undoStep(wizard.engine, entry);
    stopIfAsked(wizard);
    if (outcome === 'failed' || outcome === 'irreversible') bad++;
    if (outcome === 'stopped') break;
  }
  wizard.folder.record({ type: 'ended', state: 'open', exitCode: bad > 0 ? EXIT.failed : EXIT.done });
  return bad > 0 ? EXIT.failed : EXIT.done;
}

/** What differs only in the Region stands in one row, and its sort takes all of them back. */
function showList(wizard: Wizard, list: readonly Undoable[]): void {
  const { ui } = wizard;
  if (list.length === 0) { ui.show({ type: 'say', tone: 'info', text: say('Nothing was done in this case that could be given back.') }); return; }
  const can = list.filter((u) => u.reversible), cannot = list.filter((u) => u.why !== undefined), removed = list.filter((u) => u.removed);
  ui.show({ type: 'list', title: say('Can be given back (newest first)'), items: alike(can).flatMap(rowsOf) });
  if (cannot.length > 0) ui.show({ type: 'list', title: say('Cannot be given back'), items: together(cannot.map((u) => say('{{title}}: {{why}}', { title: u.entry.title, why: u.why ?? say('') }))) });
  if (removed.length > 0) ui.show({ type: 'list', title: say('Done to what was removed later: nothing is left to give back'), items: together(removed.map((u) => u.entry.title)) });
}
const sortOf = ({ entry: { step } }: Undoable): string => `${step.verb}:${step.kind}`;
const isNamed = (u: Undoable, id: string): boolean => u.entry.step.id === id || sortOf(u) === id;
function alike(list: readonly Undoable[]): readonly (readonly Undoable[])[] {
  const groups = new Map<string, Undoable[]>();
  for (const u of list) groups.set(sortOf(u), [...(groups.get(sortOf(u)) ?? []), u]);
  return [...groups.values()];
}
function rowsOf(group: readonly Undoable[]): readonly Text[] {
  const sort = group[0] ? sortOf(group[0]) : '';
  if (group.length > MANY_STEPS) return inOne(group.map((u) => u.entry.title)).map((title) => say('{{title}} ({{n}}) [{{id}}]', { title, n: group.filter((u) => u.entry.title.say === title.say).length, id: sort }));
  const [one, ...more] = together(group.map((u) => u.entry.title));
  const short = one && shortened(one, (n) => say('{{n}} Regions', { n }));
  return short && short !== one && more.length === 0
    ? [say('{{title}} [{{id}}]', { title: short, id: sort })]
    : group.map((u) => say('{{title}} [{{id}}]', { title: u.entry.title, id: u.entry.step.id }));
}
