// The steps of a gate or a plan: each by its number and name; what several of one kind have in common is said once below them, and of very many some are named.
import { byForm, inOne, MANY_STEPS, namesRegions, namingOnce, shortened, together } from '../core/alike.ts';
import { inert, say, type Text } from '../core/text.ts';
import type { StepView } from '../core/types.ts';
import { hang, toned } from './style.ts';
import { t, type Formatter } from './words.ts';

/** Reasons that are said one by one; of more the number is said. */
const REASONS = 3;
export interface Shown { /** Reasons that stand on the screen right above. */ readonly said?: ReadonlySet<string>; /** With the exact calls. */ readonly calls?: boolean; /** Number of the first. */ readonly from?: number; /** More of one sort than these are one sentence. */ readonly most?: number }

export function stepsLines(f: Formatter, views: readonly StepView[], { said = new Set(), calls = false, from = 1, most = MANY_STEPS }: Shown = {}): string[] {
  let n = from - 1;
  const named = namingOnce();
  return neighbours(views, isOfOneSort).flatMap((sort) => (sort.length > most ? foldedLines(f, sort, { said, calls, from: (n += sort.length) - sort.length + 1 }) : alike(sort).flatMap((group) => [
    ...(isLong(group, calls) ? longLines(f, group, (n += group.length), named) : group.flatMap((view) => { n++; return [...titleLines(f, view, n), ...(calls ? callLines(f, view) : [])]; })),
    ...noteLines(f, group, said, told),
  ])));
}

/** Hundreds of one sort: which sort, some of them, how many where, and the calls of the first. */
function foldedLines(f: Formatter, group: readonly StepView[], { said, calls, from }: Required<Omit<Shown, 'most'>>): string[] {
  const [first] = group;
  const regions = byForm(group, (v) => v.step.resource.region).map((all) => `${inert(all[0]?.step.resource.region ?? '')} ${String(all.length)}`);
  return [
    ...inOne(group.map((v) => v.title)).flatMap((title) => hang(f.style, `  ${String(from)}–${String(from + group.length - 1)}. `, f.style.paint.bold(t(f, title)))),
    ...(regions.length > 1 && regions.length < group.length ? hang(f.style, '      ', regions.join(', ')) : []),
    ...(calls && first && first.calls.length > 0 ? [...callLines(f, first), ...hang(f.style, '      ', t(f, say('{{details}} and {{n}} more', { details: '…', n: group.length - 1 })))] : []),
    ...noteLines(f, group, said, inOne),
  ];
}

/** The same in many Regions, or to many things of one name each: one sentence with all of them. */
const LONG = 8;
const isLong = (group: readonly StepView[], calls: boolean): boolean => !calls && group.length > LONG && together(group.map((v) => v.title)).length === 1;
function longLines(f: Formatter, group: readonly StepView[], last: number, named: (title: Text) => Text): string[] {
  const head = `  ${String(last - group.length + 1)}–${String(last)}. `;
  return together(group.map((v) => v.title)).flatMap((title) => hang(f.style, head, f.style.paint.bold(t(f, named(title)))));
}

/** One step with all that belongs to it. */
export const viewLines = (f: Formatter, view: StepView, n: number): string[] => stepsLines(f, [view], { from: n });
const titleLines = (f: Formatter, view: StepView, n: number): string[] => hang(f.style, `  ${String(n).padStart(2)}. `, f.style.paint.bold(t(f, view.title)));

type Views = readonly StepView[];
function neighbours(views: Views, belong: (view: StepView, first: StepView, group: Views) => boolean): readonly Views[] {
  const groups: StepView[][] = [];
  for (const view of views) {
    const group = groups.at(-1) ?? [];
    const [first] = group;
    if (first && belong(view, first, group)) group.push(view);
    else groups.push([view]);
  }
  return groups;
}
const isOfOneSort = ({ step, title }: StepView, first: StepView): boolean => step.kind === first.step.kind && step.verb === first.step.verb && title.say === first.title.say;
/** Neighbours that do the same to things of one kind, and whose notes can be said once, so that nobody wonders to which step a note belongs. */
const alike = (sort: Views): readonly Views[] => neighbours(sort, (view, _, before) => {
  const group = [...before, view];
  const same = (text: (view: StepView) => Text | undefined): boolean => { const texts = group.flatMap((v) => text(v) ?? []); return texts.length === 0 || (texts.length === group.length && together(texts).length === 1); };
  return same((v) => v.breaks) && same((v) => v.destroys) && same((v) => v.irreversible);
});
const told = (texts: readonly Text[]): readonly Text[] => together(texts).map((text) => shortened(text, () => say('any of them')));

function noteLines(f: Formatter, group: readonly StepView[], said: ReadonlySet<string>, tell: (texts: readonly Text[]) => readonly Text[]): string[] {
  const note = (tone: 'warn' | 'bad' | 'quiet', texts: readonly Text[]): string[] => texts.flatMap((text) => hang(f.style, '      ', t(f, text)).map((l) => toned(f.style, tone, l)));
  const all = (of: (view: StepView) => Text | undefined): readonly Text[] => tell(group.flatMap((view) => of(view) ?? []));
  const reasons = inShort([...new Map(group.map(({ step }) => [t(f, step.because), step.because])).entries()].flatMap(([text, because]) => (said.has(text) ? [] : [because])));
  return [
    ...note('quiet', reasons.slice(0, REASONS)),
    ...(reasons.length > REASONS ? note('quiet', [say('… and {{n}} reasons more like these; each stands with its finding.', { n: reasons.length - REASONS })]) : []),
    ...note('warn', all((v) => v.breaks).map((text) => say('What stops: {{text}}', { text }))),
    ...note('bad', all((v) => v.destroys).map((text) => say('What is lost: {{text}}', { text }))),
    ...note('bad', all((v) => v.irreversible).map((text) => say('Cannot be undone: {{text}}', { text }))),
    ...note('bad', together(group.flatMap((v) => v.denied.map((d) => say('AWS will probably refuse {{operation}}: {{why}}', { operation: d.operation, why: d.why }))))),
  ];
}

/** Of as many Regions as the title names one after the other, one sentence: which they are stands there. */
function inShort(reasons: readonly Text[]): readonly Text[] {
  const [one, ...others] = together(reasons);
  const short = one && shortened(one, () => say('any of them'));
  return short === undefined || others.length > 0 || (short === one && !namesRegions(one)) ? reasons : [short];
}

export function callLines(f: Formatter, view: StepView): string[] {
  return view.calls.flatMap((call) => hang(f.style, '      ', `${f.style.paint.dim(call.region)} ${call.operation} ${inert(JSON.stringify(call.input))}`));
}
