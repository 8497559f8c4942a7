// A run as a text that people can review: what was shown, asked, decided and written down, without times, ids of the run and hashes.
import type { Entry } from '../../src/case/facts.ts';
import { render, type Text } from '../../src/core/text.ts';
import type { CoverageCell, Finding } from '../../src/core/types.ts';
import type { Account } from './account.ts';
import type { Heard } from './operator.ts';
import { masked } from './standing.ts';

/** One line an event; work in progress is left out. */
export function screen(account: Account, heard: readonly Heard[]): string {
  return lines(account, heard.flatMap(heardLines));
}
/** One line a fact. What one burst did at once is sorted: its order is nobody's promise. */
export function journal(account: Account, entries: readonly Entry[]): string {
  const out: string[] = [];
  let burst: string[] = [];
  const flush = (): void => { out.push(...burst.sort()); burst = []; };
  for (const entry of entries) {
    const line = factLine(entry);
    if (BURST.has(entry.type)) { burst.push(line); continue; }
    flush();
    out.push(line);
  }
  flush();
  return lines(account, out);
}
const BURST = new Set<Entry['type']>(['called', 'made', 'kept', 'handed-over', 'settled', 'started', 'held']);

const lines = (account: Account, all: readonly string[]): string => `${scrub(account, all.join('\n'))}\n`;
function scrub(account: Account, text: string): string {
  const start = account.drill.scenario.now.toISOString().slice(0, 16);
  return masked(account, text)
    .replace(/\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d(?!:)/g, (time) => (time.replace(' ', 'T') < start ? time : '<time>'))
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>').replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/aws-incident-[0-9a-f]{16}/g, '<token>').replace(/\/\S*aws-incident-\w{6}\/case/g, '<case>');
}

const t = (text: Text | undefined): string => (text === undefined ? '' : render(text));
type LinesOf<E extends { readonly type: string }, R> = { readonly [T in E['type']]: (event: Extract<E, { readonly type: T }>) => R };
const HEARD: LinesOf<Heard, string[]> = {
  phase: (event) => ['', `== ${t(event.title)}${event.deadline === undefined ? '' : ` (deadline ${event.deadline})`}`],
  caller: (event) => [`caller ${event.caller.arn} ${event.alias ?? ''}`],
  say: (event) => [`${event.tone}: ${t(event.text)}`],
  list: (event) => [`list: ${t(event.title)}`, ...(event.items ?? []).map((i) => `    ${t(i)}`), ...(event.rows ?? []).map(([a, b]) => `    ${t(a)}: ${t(b)}`)],
  quote: (event) => [`quote: ${t(event.title)}`, ...event.body.split('\n').map((line) => `    │ ${line}`)],
  progress: () => [],
  coverage: (event) => [`coverage: ${coverage(event.cells)}`],
  findings: (event) => [`findings: ${t(event.title)}`, ...event.findings.map(findingLine)],
  plan: (event) => ['plan:', ...event.steps.map((s) => `    ${t(s.title)}`)],
  step: (event) => (event.state === 'applying' ? [] : [`step ${event.state}: ${t(event.title)}${event.error ? ` -- ${t(event.error)}` : ''}`]),
  steps: (event) => event.steps.map((s) => `step ${event.state}: ${t(s.title)}`),
  wait: (event) => [`wait: ${t(event.text)}`],
  timeline: (event) => event.rows.map((r) => `timeline: ${r.region} ${r.what} ${r.who} ${t(r.hand)}`),
  file: (event) => [`file: ${t(event.title)} ${event.path}`],
  score: (event) => event.rows.map(([a, b]) => `score: ${t(a)}: ${t(b)}`),
  asked: (event) => [`? ${t(event.question.text)} [${event.question.id}]`, `    > ${event.question.ask === 'paste' ? '<text>' : String(event.answer)}`],
  gate: (event) => [
      `GATE ${t(event.gate.title)} [${event.gate.id}] -- ${t(event.gate.advice)}`,
      ...event.gate.steps.map((s) => `    ${event.decision.approved.includes(s.step.id) ? '[x]' : '[ ]'} ${t(s.title)}${s.irreversible ? ` -- for good: ${t(s.irreversible)}` : ''}${s.breaks ? ` -- ${t(s.breaks)}` : ''} (${[...new Set(s.calls.map((c) => c.operation))].join(', ')})`),
      ...(event.decision.typed === undefined ? [] : [`    > ${event.decision.typed}`]), ...(event.decision.standing ? ['    > standing approval'] : []),
  ],
  'handed-over': (event) => [`handed over: ${event.id}`],
};
// The table has one line a type, so the event fits its own.
const heardLines = (event: Heard): string[] => (HEARD[event.type] as (event: Heard) => string[])(event);
const findingLine = (f: Finding): string => `    ${f.verdict} ${f.about === 'resource' ? `${f.kind} ${f.resource.name} ${f.resource.region}` : render(f.subject)} -- ${render(f.because)}`;
function coverage(cells: readonly CoverageCell[]): string {
  const counts = new Map<string, number>();
  for (const { state } of cells) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort().map(([state, n]) => `${state} ${String(n)}`).join(', ');
}

/** Large values by what they are about only. */
const FACT: LinesOf<Entry, string> = {
  continued: (entry) => `continued ${entry.how} as ${entry.caller?.arn ?? 'nobody'}`,
  claimed: (entry) => `claimed from ${entry.source}`,
  checked: (entry) => `checked ${entry.claim} ${entry.stands}`,
  indicated: (entry) => `indicated keys ${entry.indicators.accessKeyIds.join(' ')} principals ${entry.indicators.principals.join(' ')} from ${entry.indicators.sourceIps.join(' ')}`,
  answered: (entry) => `answered ${entry.question} ${String(entry.answer)}`,
  swept: (entry) => `swept pass ${String(entry.pass)} ${entry.scope}`,
  planned: (entry) => `planned ${entry.step.id} wave ${String(entry.step.wave)}`,
  decided: (entry) => `decided ${entry.gate} approved ${entry.decision.approved.join(' ')}`,
  called: (entry) => `called ${entry.operation} ${entry.region} ${entry.outcome} for ${entry.step}`,
  made: (entry) => `made ${entry.part} for ${entry.step}`,
  kept: (entry) => `kept ${entry.file}`,
  settled: (entry) => `settled ${entry.outcome} ${entry.step}`,
  'undo-settled': (entry) => `undo-settled ${entry.outcome} ${entry.step}`,
  waiting: (entry) => `${entry.type} ${entry.id}`,
  waited: (entry) => `${entry.type} ${entry.id}`,
  ended: (entry) => `ended ${entry.state} ${String(entry.exitCode)}`,
  started: (entry) => `${entry.type} ${entry.step}`,
  withdrawn: (entry) => `${entry.type} ${entry.step}`,
  'undo-started': (entry) => `${entry.type} ${entry.step}`,
  held: (entry) => `held ${String(entry.holds)} ${entry.step}`,
  'handed-over': (entry) => `handed-over ${entry.how} for ${entry.step}`,
  opened: (entry) => entry.type,
  bound: (entry) => entry.type,
  covered: (entry) => entry.type,
  found: (entry) => entry.type,
  traced: (entry) => entry.type,
  costed: () => 'costed',
  recorded: () => 'recorded',
  restorable: () => 'restorable',
  noted: (entry) => entry.type,
};
const factLine = (entry: Entry): string => (FACT[entry.type] as (entry: Entry) => string)(entry);
