// `aws-incident drill`: the same wizard on an embedded simulated account, scored at the end.
import { liveClock } from '../core/clock.ts';
import { EXIT } from '../core/errors.ts';
import { render, say } from '../core/text.ts';
import { SHIPPED } from '../sim/scenarios/shipped.ts';
import { flag, hasColour, text, type Raw } from './raw.ts';

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  if (flag(raw, 'list')) { await listScenarios(raw); return EXIT.done; }
  const file = text(raw, 'scenarioFile');
  const named = args[0] ?? (file === undefined ? 'leaked-key' : 'own');
  if (raw['serve'] !== undefined && raw['serve'] !== false) return (await import('./serve-drill.ts')).serve(raw, named, file);
  const scenario = file === undefined ? await introduce(raw, named) : named;
  if (scenario === undefined) return EXIT.interrupted;
  // The account is made only now: the first question must not wait for it.
  const { play } = await import('./play-drill.ts');
  return play(raw, scenario, file);
}

/** What is going to happen, and which scenario; nothing is asked where nobody can answer. `undefined`: the operator leaves. */
async function introduce(raw: Raw, named: string): Promise<string | undefined> {
  const known = SHIPPED[named];
  if (!process.stdin.isTTY || !process.stderr.isTTY || text(raw, 'answers') !== undefined || flag(raw, 'json') || !known) return named;
  const { Terminal } = await import('../ui/terminal.ts');
  const { catalogueFor } = await import('../ui/languages.ts');
  const controller = new AbortController();
  const terminal = new Terminal({ input: process.stdin, output: process.stderr, colour: hasColour(raw), clock: liveClock, signal: controller.signal, onLeave: () => { controller.abort(); }, catalogue: await catalogueFor(text(raw, 'lang'), process.env) });
  terminal.show({ type: 'say', tone: 'info', text: say('This is a drill. The account is simulated, in this program: nothing here is real, and nothing leaves this machine.') });
  terminal.show({ type: 'say', tone: 'info', text: known.title });
  const begin = await terminal.ask({ ask: 'choose', id: 'begin', text: say('Ready?'), choices: [{ value: named, title: say('Begin') }, { value: 'other', title: say('Choose another scenario') }] });
  const chosen = begin === 'other' ? await terminal.ask({ ask: 'choose', id: 'scenario', text: say('Which one?'), choices: Object.entries(SHIPPED).map(([value, { title }]) => ({ value, title })) }) : begin;
  if (typeof chosen === 'string') terminal.show({ type: 'say', tone: 'quiet', text: say('The account is being made; this takes some seconds.') });
  terminal.close();
  return typeof chosen === 'string' ? chosen : undefined;
}

async function listScenarios(raw: Raw): Promise<void> {
  const [{ catalogueFor }, { hang, styleFor }] = await Promise.all([import('../ui/languages.ts'), import('../ui/style.ts')]);
  const catalogue = flag(raw, 'json') ? undefined : await catalogueFor(text(raw, 'lang'), process.env);
  const rows = Object.entries(SHIPPED).map(([name, { title }]) => ({ name, title: render(title, catalogue) }));
  if (flag(raw, 'json')) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, scenarios: rows }, undefined, 2)}\n`);
  else for (const { name, title } of rows) process.stdout.write(`${process.stdout.isTTY ? hang(styleFor(process.stdout.columns, false), name.padEnd(21), title).join('\n') : `${name.padEnd(20)} ${title}`}\n`);
}
