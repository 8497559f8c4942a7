// What is asked at a gate: what shall be done, which steps, which way, the word to type, the standing approval.
import { byForm, inOne, MANY_STEPS } from '../core/alike.ts';
import { say, type Text } from '../core/text.ts';
import type { Decision, Gate, StepId } from '../core/types.ts';
import { format, stepsLines } from './format.ts';
import { SILENCE, typedWord } from './port.ts';
import { choose, LEFT, line, several, type Left, type PromptStreams } from './prompts.ts';
import { widthOf } from './style.ts';
import type { Formatter } from './words.ts';

/** Where the dialog speaks: the formatter of the screen as wide as it is now, and lines onto it. */
export interface Screen { formatter(): Formatter; print(lines: readonly string[]): void }
interface Desk { readonly streams: PromptStreams; readonly screen: Screen; readonly gate: Gate }

/** The operator leaves; the case stays as it is. */
const STOP: Decision = { ...SILENCE, stop: true };
const TICK = say('Tick the steps (space), then Enter');

/** Asks until there is a decision; `stop` where the operator leaves, by choice or by Ctrl-C. */
export async function decideAt(streams: PromptStreams, screen: Screen, gate: Gate): Promise<Decision> {
  const desk: Desk = { streams, screen, gate };
  for (;;) {
    const answer = await whatShallBeDone(desk);
    if (answer === 'calls') { screen.print(['', ...stepsLines(screen.formatter(), gate.steps, { calls: true }), ...wholeList(screen.formatter(), gate)]); continue; }
    const decision = await decisionOf(desk, answer);
    if (decision === LEFT) return STOP;
    if (decision) return decision;
  }
}

/** Where the whole list stands on file, if it does. */
export const wholeList = (f: Formatter, { file }: Gate): string[] => (file === undefined ? [] : format(f, { type: 'file', title: say('Every step, with its exact calls:'), path: file }));

function whatShallBeDone({ streams, screen, gate }: Desk): Promise<string | Left> {
  const n = gate.steps.length;
  return choose(streams, screen.formatter(), say('What shall be done?'), [
    { value: 'all', key: 'y', title: n === 1 ? say('Do it') : say('Do all {{n}} steps', { n }) },
    ...(n > MANY_STEPS ? [{ value: 'sorts', key: 'g', title: say('Choose by sort and Region') }] : []), ...(n > 1 ? [{ value: 'some', key: 'c', title: say('Choose steps one by one') }] : gate.steps.some((v) => v.ways.length > 1) ? [{ value: 'some', key: 'c', title: say('Choose how it is done') }] : []),
    { value: 'calls', key: 's', title: say('Show the exact calls first') },
    { value: 'none', key: 'n', title: n === 1 ? say('Do not do it') : say('Do none of them') },
    { value: 'stop', key: 'q', title: say('Stop here; the case is kept') },
  ]);
}

/** `undefined`: asked again. */
async function decisionOf(desk: Desk, answer: string | Left): Promise<Decision | Left | undefined> {
  if (answer === LEFT || answer === 'stop') return LEFT;
  if (answer === 'none') return SILENCE;
  const { steps } = desk.gate;
  const approved = answer === 'all' || steps.length === 1 ? steps.map((v) => v.step.id) : answer === 'sorts' ? await chosenSorts(desk) : await chosenSteps(desk);
  return approved === LEFT ? LEFT : settled(desk, approved, answer === 'some');
}

/** Ways, the word and the standing approval of what was chosen. `undefined`: asked again. */
async function settled(desk: Desk, approved: readonly StepId[], asksWays: boolean): Promise<Decision | Left | undefined> {
  const { gate } = desk;
  if (approved.length === 0) {
    tell(desk, 'info', say('No step was ticked.'));
    return undefined;
  }
  const ways = asksWays ? await chosenWays(desk, approved) : {};
  if (ways === LEFT) return LEFT;
  const type = typedWord(gate, approved);
  const typed = type === undefined ? undefined : await typedBack(desk, type);
  if (typed === LEFT) return LEFT;
  if (typed !== type) return undefined;
  const standing = gate.standing ? await standingApproval(desk, gate.standing) : 'no';
  if (standing === LEFT) return LEFT;
  return { approved, ways, standing: standing === 'yes', stop: false, ...(typed === undefined ? {} : { typed }) };
}

function typedBack(desk: Desk, word: string): Promise<string | Left> {
  if (desk.gate.steps.some((v) => !v.reversible)) tell(desk, 'warn', say('This cannot be undone.'));
  return line(desk.streams, desk.screen.formatter(), say('To go on, type {{word}}:', { word }), (value) => (value === word || value === '' ? undefined : say('That is not {{word}}. Leave it empty to go back.', { word })), { room: widthOf(word), short: say('Type it:') });
}

const chosenSteps = ({ streams, screen, gate }: Desk): Promise<readonly StepId[] | Left> => several(streams, screen.formatter(), TICK, gate.steps.map((v) => ({ value: v.step.id, title: v.title })));

/** More than anybody ticks one by one: what is of one sort in one Region together. */
async function chosenSorts({ streams, screen, gate }: Desk): Promise<readonly StepId[] | Left> {
  const groups = byForm(gate.steps, ({ step, title }) => `${step.kind} ${step.verb} ${title.say} ${step.resource.region}`);
  const ticked = await several(streams, screen.formatter(), TICK, groups.map((group, i) => ({ value: String(i), title: say('{{region}}: {{n}} × {{titles}}', { region: group[0]?.step.resource.region ?? '', n: group.length, titles: inOne(group.map((v) => v.title)) }) })));
  return ticked === LEFT ? LEFT : ticked.flatMap((i) => (groups[Number(i)] ?? []).map((v) => v.step.id));
}

async function chosenWays({ streams, screen, gate }: Desk, approved: readonly StepId[]): Promise<Record<StepId, string> | Left> {
  const ways: Record<StepId, string> = {};
  for (const view of gate.steps.filter((v) => approved.includes(v.step.id) && v.ways.length > 1)) {
    const way = await choose(streams, screen.formatter(), say('{{title}}: how?', { title: view.title }), view.ways.map((w, i) => ({ value: w.id, title: i === 0 ? say('{{way}} (recommended)', { way: w.title }) : w.title, ...(w.consequence ? { hint: w.consequence } : {}) })));
    if (way === LEFT) return LEFT;
    ways[view.step.id] = way;
  }
  return ways;
}

function standingApproval(desk: Desk, text: Text): Promise<string | Left> {
  tell(desk, 'info', text);
  return choose(desk.streams, desk.screen.formatter(), say('Contain it without asking?'), [{ value: 'yes', key: 'y', title: say('Yes') }, { value: 'no', key: 'n', title: say('No, ask me each time') }]);
}

function tell({ screen }: Desk, tone: 'info' | 'warn', text: Text): void {
  screen.print(format(screen.formatter(), { type: 'say', tone, text }));
}
