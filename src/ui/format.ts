// UI events as lines of text: pure, so that screens can be read in tests and documents.
import { inert, render, say, type Catalogue, type Text } from '../core/text.ts';
import type { CoverageCell, Finding, StepView, Verdict } from '../core/types.ts';
import type { StepState, UiEvent } from './port.ts';
import { SIGN, TONE_SIGN, VERDICT_SIGN, hang, padTo, stateTone, toned, widthOf, type Style } from './style.ts';

/** `2026-11-20T03:12:09.000Z` as `2026-11-20 03:12`, UTC. */
export const shortTime = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

export interface Formatter { readonly style: Style; readonly catalogue?: Catalogue | undefined }
const t = (f: Formatter, text: Text): string => render(text, f.catalogue);

type Renderers = { readonly [T in UiEvent['type']]: (f: Formatter, event: Extract<UiEvent, { type: T }>) => string[] };
const RENDER: Renderers = {
  phase: (f, event) => heading(f, event.title, event.deadline),
  caller: callerLines,
  say: (f, event) => hang(f.style, `${TONE_SIGN[event.tone]} `, t(f, event.text)).map((line) => toned(f.style, event.tone, line)),
  list: (f, event) => ['', ...bold(f, event.title), ...(event.items ?? []).flatMap((item) => hang(f.style, '  - ', t(f, item))), ...rowLines(f, event.rows ?? [])],
  quote: (f, event) => ['', ...bold(f, event.title), ...event.body.split(/\r?\n/).flatMap((line) => hang(f.style, '  │ ', inert(line)))],
  progress: (f, event) => (event.done ? [] : hang(f.style, '  … ', progressText(f, event))),
  coverage: (f, event) => coverageLines(f, event.cells),
  findings: findingLines,
  plan: (f, event) => planLines(f, event.steps),
  step: stepLines,
  wait: (f, event) => hang(f.style, '  … ', t(f, say('{{text}}, until {{until}} UTC', { text: event.text, until: shortTime(event.until) }))),
  timeline: (f, event) => event.rows.flatMap((row) => hang(f.style, '  ', `${f.style.paint.dim(inert(shortTime(row.time)))}  ${inert(row.region)}  ${f.style.paint.bold(inert(row.what))}  ${inert(row.who)}  ${t(f, row.hand)}`)),
  file: (f, event) => [...hang(f.style, '  ', t(f, event.title)), ...hang(f.style, '    ', inert(event.path))],
  score: (f, event) => ['', ...heading(f, event.won ? say('The account is clean. Your score') : say('Your score'), undefined), ...rowLines(f, event.rows)],
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
  const until = deadline === undefined ? undefined : t(f, say('answer AWS by {{time}} UTC', { time: shortTime(deadline) }));
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

const VERDICT_TITLE: Readonly<Record<Verdict, Text>> = {
  malicious: say('Malicious'), suspicious: say('Suspicious: nothing is done to it unless you say so'), weak: say('Weak: an open door, no sign of use'), benign: say('Looked at and found in order'),
};
function findingLines(f: Formatter, { title, findings, kinds }: Extract<UiEvent, { type: 'findings' }>): string[] {
  const lines = ['', ...hang(f.style, '  ', f.style.paint.bold(t(f, title)))];
  for (const verdict of ['malicious', 'suspicious', 'weak', 'benign'] as const) {
    const group = findings.filter((one) => one.verdict === verdict);
    if (group.length === 0) continue;
    lines.push('', ...hang(f.style, `${VERDICT_SIGN[verdict]} `, `${t(f, VERDICT_TITLE[verdict])} (${String(group.length)})`).map((l) => toned(f.style, verdict === 'malicious' ? 'bad' : 'warn', l)));
    for (const finding of group) lines.push(...findingLine(f, finding, kinds));
  }
  return lines;
}
function findingLine(f: Formatter, finding: Finding, kinds: Readonly<Record<string, Text>>): string[] {
  const name = finding.about === 'resource' ? `${kindName(f, finding.kind, kinds)} ${f.style.paint.bold(inert(finding.resource.name))}${regionOf(finding.resource.region)}` : `${f.style.paint.bold(t(f, finding.subject))}${regionOf(finding.region)}`;
  const because = finding.techniques.length === 0 ? t(f, finding.because) : `${t(f, finding.because)} ${f.style.paint.dim(finding.techniques.join(' '))}`;
  return [...hang(f.style, '    ', name), ...hang(f.style, '      ', because)];
}
const kindName = (f: Formatter, id: string, kinds: Readonly<Record<string, Text>>): string => { const title = kinds[id]; return title ? t(f, title) : id; };
const regionOf = (region: string): string => (region === 'aws-global' ? '' : `  ${inert(region)}`);

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

/** A gate's steps: what is done, what breaks, what is lost. */
export function viewLines(f: Formatter, view: StepView, n: number): string[] {
  const note = (text: Text | undefined, tone: 'warn' | 'bad' | 'quiet'): string[] => (text ? hang(f.style, '       ', t(f, text)).map((l) => toned(f.style, tone, l)) : []);
  return [
    ...hang(f.style, `  ${String(n).padStart(2)}. `, f.style.paint.bold(t(f, view.title))),
    ...note(view.step.because, 'quiet'),
    ...note(view.breaks ? say('What stops: {{text}}', { text: view.breaks }) : undefined, 'warn'),
    ...note(view.destroys ? say('What is lost: {{text}}', { text: view.destroys }) : undefined, 'bad'),
    ...note(view.irreversible ? say('Cannot be undone: {{text}}', { text: view.irreversible }) : undefined, 'bad'),
    ...view.denied.flatMap((d) => note(say('AWS will probably refuse {{operation}}: {{why}}', { operation: d.operation, why: d.why }), 'bad')),
  ];
}
export function callLines(f: Formatter, view: StepView): string[] {
  return view.calls.flatMap((call) => hang(f.style, '      ', `${f.style.paint.dim(call.region)} ${call.operation} ${inert(JSON.stringify(call.input))}`));
}

function planLines(f: Formatter, steps: readonly StepView[]): string[] {
  const lines: string[] = [];
  let wave = 0;
  steps.forEach((view, i) => {
    if (view.step.wave !== wave) { wave = view.step.wave; lines.push('', ...hang(f.style, '  ', f.style.paint.bold(t(f, say('Wave {{n}}: {{verb}}', { n: wave, verb: view.step.verb }))))); }
    lines.push(...viewLines(f, view, i + 1), ...callLines(f, view));
  });
  return lines;
}

function coverageLines(f: Formatter, cells: readonly CoverageCell[]): string[] {
  const gaps = cells.filter((c) => c.gap);
  const checks = new Set(cells.map((c) => c.check)).size;
  const regions = new Set(cells.map((c) => c.region).filter((r) => r !== 'aws-global')).size;
  const head = say('What could be seen: {{checks}} checks in {{regions}} Regions; {{done}} looks done, {{gaps}} gaps.', { checks, regions, done: cells.filter((c) => c.state === 'done').length, gaps: gaps.length });
  const groups = new Map<string, CoverageCell[]>();
  for (const c of gaps) { const key = `${c.check}|${c.state}|${t(f, c.detail)}`; groups.set(key, [...(groups.get(key) ?? []), c]); }
  return [
    '', ...hang(f.style, '  ', f.style.paint.bold(t(f, head))),
    ...[...groups.values()].flatMap((group) => {
      const [first] = group;
      return first ? hang(f.style, '  ! ', t(f, say('{{check}} not seen ({{state}}) in {{regions}}. {{detail}}', { check: first.check, state: first.state, regions: group.map((c) => c.region), detail: first.detail }))).map((l) => toned(f.style, 'warn', l)) : [];
    }),
  ];
}
