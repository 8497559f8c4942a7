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

function heardLines(event: Heard): string[] {
  const t = (text: Text | undefined): string => (text === undefined ? '' : render(text));
  switch (event.type) {
    case 'phase': return ['', `== ${t(event.title)}${event.deadline === undefined ? '' : ` (deadline ${event.deadline})`}`];
    case 'caller': return [`caller ${event.caller.arn} ${event.alias ?? ''}`];
    case 'say': return [`${event.tone}: ${t(event.text)}`];
    case 'list': return [`list: ${t(event.title)}`, ...(event.items ?? []).map((i) => `    ${t(i)}`), ...(event.rows ?? []).map(([a, b]) => `    ${t(a)}: ${t(b)}`)];
    case 'quote': return [`quote: ${t(event.title)}`];
    case 'progress': return [];
    case 'coverage': return [`coverage: ${coverage(event.cells)}`];
    case 'findings': return [`findings: ${t(event.title)}`, ...event.findings.map(findingLine)];
    case 'plan': return ['plan:', ...event.steps.map((s) => `    ${t(s.title)}`)];
    case 'step': return event.state === 'applying' ? [] : [`step ${event.state}: ${t(event.title)}${event.error ? ` -- ${t(event.error)}` : ''}`];
    case 'wait': return [`wait: ${t(event.text)}`];
    case 'timeline': return event.rows.map((r) => `timeline: ${r.region} ${r.what} ${r.who} ${t(r.hand)}`);
    case 'file': return [`file: ${t(event.title)} ${event.path}`];
    case 'score': return event.rows.map(([a, b]) => `score: ${t(a)}: ${t(b)}`);
    case 'asked': return [`? ${t(event.question.text)} [${event.question.id}]`, `    > ${event.question.ask === 'paste' ? '<text>' : String(event.answer)}`];
    case 'gate': return [
      `GATE ${t(event.gate.title)} [${event.gate.id}] -- ${t(event.gate.advice)}`,
      ...event.gate.steps.map((s) => `    ${event.decision.approved.includes(s.step.id) ? '[x]' : '[ ]'} ${t(s.title)}${s.irreversible ? ` -- for good: ${t(s.irreversible)}` : ''}${s.breaks ? ` -- ${t(s.breaks)}` : ''} (${[...new Set(s.calls.map((c) => c.operation))].join(', ')})`),
      ...(event.decision.typed === undefined ? [] : [`    > ${event.decision.typed}`]), ...(event.decision.standing ? ['    > standing approval'] : []),
    ];
    case 'handed-over': return [`handed over: ${event.id}`];
    default: return event satisfies never;
  }
}
const findingLine = (f: Finding): string => `    ${f.verdict} ${f.about === 'resource' ? `${f.kind} ${f.resource.name} ${f.resource.region}` : render(f.subject)} -- ${render(f.because)}`;
function coverage(cells: readonly CoverageCell[]): string {
  const counts = new Map<string, number>();
  for (const { state } of cells) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort().map(([state, n]) => `${state} ${String(n)}`).join(', ');
}

/** Large values by what they are about only. */
function factLine(entry: Entry): string {
  switch (entry.type) {
    case 'continued': return `continued ${entry.how} as ${entry.caller?.arn ?? 'nobody'}`;
    case 'claimed': return `claimed from ${entry.source}`;
    case 'checked': return `checked ${entry.claim} ${entry.stands}`;
    case 'indicated': return `indicated keys ${entry.indicators.accessKeyIds.join(' ')} principals ${entry.indicators.principals.join(' ')} from ${entry.indicators.sourceIps.join(' ')}`;
    case 'answered': return `answered ${entry.question} ${String(entry.answer)}`;
    case 'swept': return `swept pass ${String(entry.pass)} ${entry.scope}`;
    case 'planned': return `planned ${entry.step.id} wave ${String(entry.step.wave)}`;
    case 'decided': return `decided ${entry.gate} approved ${entry.decision.approved.join(' ')}`;
    case 'called': return `called ${entry.operation} ${entry.region} ${entry.outcome} for ${entry.step}`;
    case 'made': return `made ${entry.part} for ${entry.step}`;
    case 'kept': return `kept ${entry.file}`;
    case 'settled': return `settled ${entry.outcome} ${entry.step}`;
    case 'undo-settled': return `undo-settled ${entry.outcome} ${entry.step}`;
    case 'waiting': case 'waited': return `${entry.type} ${entry.id}`;
    case 'ended': return `ended ${entry.state} ${String(entry.exitCode)}`;
    case 'started': case 'withdrawn': case 'undo-started': return `${entry.type} ${entry.step}`;
    case 'held': return `held ${String(entry.holds)} ${entry.step}`;
    case 'handed-over': return `handed-over ${entry.how} for ${entry.step}`;
    case 'opened': case 'bound': case 'covered': case 'found': case 'traced': case 'noted': return entry.type;
    default: return entry satisfies never;
  }
}
