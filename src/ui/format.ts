// UI events as lines of text: pure, so that screens can be read in tests and documents.
import { byForm, inOne, MANY_STEPS, shortened, together } from '../core/alike.ts';
import { gapTexts } from '../core/coverage.ts';
import { inert, say, type Text } from '../core/text.ts';
import type { StepView } from '../core/types.ts';
import { verbText } from '../core/verbs.ts';
import { findingLines } from './finding-lines.ts';
import { stepsLines } from './gate-lines.ts';
import type { StepState, UiEvent } from './port.ts';
import { SIGN, TONE_SIGN, hang, padTo, stateTone, toned, widthOf } from './style.ts';
import { homely, shortTime, t, timeOf, type Formatter } from './words.ts';

export { callLines, stepsLines, viewLines } from './gate-lines.ts';
export { shortTime, type Formatter } from './words.ts';

type Renderers = { readonly [T in UiEvent['type']]: (f: Formatter, event: Extract<UiEvent, { type: T }>) => string[] };
const RENDER: Renderers = {
  phase: (f, event) => heading(f, event.title, event.deadline),
  caller: callerLines,
  say: (f, event) => hang(f.style, `${TONE_SIGN[event.tone]} `, t(f, event.text)).map((line) => toned(f.style, event.tone, line)),
  list: (f, event) => ['', ...bold(f, event.title), ...(event.items ?? []).flatMap((item) => hang(f.style, '  - ', t(f, item))), ...rowLines(f, event.rows ?? [])],
  quote: (f, event) => ['', ...bold(f, event.title), ...event.body.split(/\r?\n/).flatMap((line) => hang(f.style, '  │ ', inert(line)))],
  progress: (f, event) => (event.done ? [] : hang(f.style, '  … ', progressText(f, event))),
  coverage: coverageLines,
  findings: findingLines,
  plan: (f, event) => planLines(f, event.steps),
  step: stepLines,
  steps: (f, event) => titlesOf(event.steps.map((s) => s.title)).flatMap((title) => stepLines(f, { title, state: event.state, ...(event.error ? { error: event.error } : {}) })),
  wait: (f, event) => hang(f.style, '  … ', t(f, say('{{text}} Until {{until}}.', { text: event.text, until: event.until }))),
  timeline: (f, event) => event.rows.flatMap((row) => hang(f.style, '  ', `${f.style.paint.dim(inert(shortTime(row.time)))}  ${inert(row.region)}  ${f.style.paint.bold(inert(row.what))}  ${inert(row.who)}  ${t(f, row.hand)}`)),
  file: (f, event) => ['', ...hang(f.style, '  ', t(f, event.title)), ...hang(f.style, '    ', inert(homely(event.path)))],
  score: (f, event) => [...heading(f, event.won ? say('The account is clean. Your score') : say('Your score'), undefined), ...rowLines(f, event.rows)],
};

/** The lines of one event, without a trailing newline, none wider than the style's width. Progress and waits are drawn by the terminal itself. */
export function format(f: Formatter, event: UiEvent): string[] {
  const render = RENDER[event.type] as (f: Formatter, event: UiEvent) => string[];
  return render(f, event);
}
const bold = (f: Formatter, title: Text): string[] => hang(f.style, '  ', f.style.paint.bold(t(f, title)));

function heading(f: Formatter, title: Text, deadline: string | undefined): string[] {
  const { width, paint } = f.style;
  const left = `━━ ${t(f, title)} `;
  const until = deadline === undefined ? undefined : t(f, say('answer AWS by {{time}}', { time: timeOf(deadline) }));
  const right = until === undefined ? '' : ` ${until} ━━`;
  const gap = width - widthOf(left) - widthOf(right);
  if (gap >= 2) return ['', paint.bold(left + '━'.repeat(gap) + right)];
  const lines = hang(f.style, '━━ ', paint.bold(t(f, title)));
  return ['', ...lines.slice(0, -1), ...lines.slice(-1).map((line) => `${line} ${paint.bold('━'.repeat(Math.max(0, width - widthOf(line) - 1)))}`.trimEnd()), ...(until === undefined ? [] : hang(f.style, '   ', paint.bold(until)))];
}

/** A gate stands out from what is only told, and is no phase of its own. */
export const gateHeading = (f: Formatter, title: Text): string[] => ['', ...hang(f.style, '── ', f.style.paint.bold(t(f, title))), ''];

function callerLines(f: Formatter, event: Extract<UiEvent, { type: 'caller' }>): string[] {
  const { caller, alias } = event;
  const account = alias === undefined ? say('Account {{id}}', { id: caller.accountId }) : say('Account {{id}} ({{alias}})', { id: caller.accountId, alias });
  const who = caller.type === 'root' ? say('You are the root user.') : say('You are {{arn}}', { arn: caller.arn });
  return [
    ...(event.drill ? hang(f.style, '  ', f.style.paint.bold(t(f, event.drill))) : []),
    ...hang(f.style, '  ', t(f, account)), ...hang(f.style, '  ', t(f, who)),
    ...hang(f.style, '  ', t(f, say('Access key in use: {{key}}', { key: caller.accessKeyId }))),
    ...(event.endpoint === undefined ? [] : hang(f.style, '  ', t(f, say('Endpoint: {{endpoint}}', { endpoint: event.endpoint })))),
  ];
}

/** Labels beside their values; a label that is too long for that stands above. */
function rowLines(f: Formatter, rows: readonly (readonly [Text, Text])[]): string[] {
  const widest = Math.min(28, Math.max(0, ...rows.map(([a]) => widthOf(t(f, a)))));
  return rows.flatMap(([a, b]) => {
    const label = t(f, a);
    if (widthOf(label) <= widest) return hang(f.style, `    ${padTo(label, widest)}  `, t(f, b));
    return [...hang(f.style, '    ', label), ...hang(f.style, '      ', t(f, b))];
  });
}

export function progressText(f: Formatter, event: Extract<UiEvent, { type: 'progress' }>): string {
  const text = t(f, event.text);
  return event.n !== undefined && event.of !== undefined && event.of > 1 ? `${text} (${String(event.n)}/${String(event.of)})` : text;
}

const titlesOf = (titles: readonly Text[]): readonly Text[] => (titles.length > MANY_STEPS
  ? inOne(titles).map((title) => say('{{title}} ({{n}})', { title, n: titles.filter((one) => one.say === title.say).length }))
  : together(titles).map((title) => shortened(title, (n) => say('{{n}} Regions', { n }))));

export function stepLines(f: Formatter, event: { readonly title: Text; readonly state: StepState; readonly error?: Text }): string[] {
  if (event.state === 'applying') return [];
  const word = STATE_WORD[event.state];
  const text = word ? `${t(f, event.title)} ${f.style.paint.dim('·')} ${t(f, word)}` : t(f, event.title);
  const head = hang(f.style, `  ${SIGN[event.state]} `, text).map((line) => toned(f.style, stateTone(event.state), line));
  return event.error ? [...head, ...hang(f.style, '      ', t(f, event.error))] : head;
}
const STATE_WORD: Readonly<Record<StepState, Text | undefined>> = {
  'already-done': say('already so'), would: say('would be done'), declined: say('not done'), stopped: say('not done'), waiting: say('waits'), applying: undefined,
  verified: say('done, AWS shows it'), unverified: say('done, but AWS does not show it yet'), failed: say('failed'), drifted: say('changed by somebody'), undone: say('given back'),
};

/** In the order in which it would be done, under what is done. */
function planLines(f: Formatter, steps: readonly StepView[]): string[] {
  let from = 1;
  const parts: StepView[][] = [];
  for (const view of steps) if (parts.at(-1)?.[0]?.step.verb === view.step.verb) parts.at(-1)?.push(view); else parts.push([view]);
  return parts.flatMap((part) => ['', ...(part[0] ? bold(f, verbText[part[0].step.verb]) : []), ...stepsLines(f, byForm(part, ({ step, title }) => `${step.kind} ${title.say}`).flat(), { calls: true, from: (from += part.length) - part.length, most: ALIKE })]);
}
/** All of them, with every call, stand in plan.json. */
const ALIKE = 3;

/** The report has all of them. */
const MOST_GAPS = 12;
function coverageLines(f: Formatter, { cells, kinds = {} }: Extract<UiEvent, { type: 'coverage' }>): string[] {
  const gaps = cells.filter((c) => c.gap);
  const checks = new Set(cells.map((c) => c.check)).size;
  const regions = new Set(cells.filter((c) => c.state !== 'never-enabled').map((c) => c.region).filter((r) => r !== 'aws-global')).size;
  const head = say('What could be seen: {{checks}} checks in {{regions}} Regions; {{done}} looks done, {{gaps}} gaps.', { checks, regions, done: cells.filter((c) => c.state === 'done').length, gaps: gaps.length });
  const texts = gapTexts(gaps, kinds, MOST_GAPS, (gap) => say('{{check}} not seen ({{state}}) in {{regions}}. {{detail}}', gap));
  return ['', ...hang(f.style, '  ', f.style.paint.bold(t(f, head))), ...texts.flatMap((text) => hang(f.style, '  ! ', t(f, text)).map((l) => toned(f.style, 'warn', l)))];
}
