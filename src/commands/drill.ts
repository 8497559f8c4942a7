// `aws-incident drill`: the same wizard on an embedded simulated account, scored at the end.
import { EXIT } from '../core/errors.ts';
import { render, say } from '../core/text.ts';
import { respond } from '../phases/respond.ts';
import type { Wizard } from '../phases/wizard.ts';
import { SHIPPED } from '../sim/scenarios/shipped.ts';
import type { Score } from '../sim/scenario/score.ts';
import { drillSetting } from './drill-setting.ts';
import { flag, text, type Raw } from './options.ts';
import { writePlan } from './plan-document.ts';
import { withCase } from './run.ts';

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  if (flag(raw, 'list')) { listScenarios(raw); return EXIT.done; }
  const file = text(raw, 'scenarioFile');
  const scenario = args[0] ?? (file === undefined ? 'leaked-key' : 'own');
  if (raw['serve'] !== undefined && raw['serve'] !== false) return serve(raw, scenario, file);
  const setting = await drillSetting(raw, 'respond', { scenario, file });
  return withCase(setting, async (wizard) => {
    const outcome = await respond(wizard);
    writePlan(raw, wizard, outcome);
    if (!wizard.options.dryRun) showScore(wizard, setting.drill.score(outcome.findings.flatMap((f) => (f.about === 'resource' ? [f.resource.arn] : []))));
    return outcome.exitCode;
  });
}

function listScenarios(raw: Raw): void {
  const rows = Object.entries(SHIPPED).map(([name, { title }]) => ({ name, title: render(title) }));
  if (flag(raw, 'json')) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, scenarios: rows }, undefined, 2)}\n`);
  else for (const { name, title } of rows) process.stdout.write(`${name.padEnd(20)} ${title}\n`);
}

async function serve(raw: Raw, scenario: string, file: string | undefined): Promise<number> {
  const { openDrill } = await import('../sim/drill/world.ts');
  const { serveDrill } = await import('../sim/drill/serve.ts');
  const { shippedScenario, scenarioFromFile } = await import('../sim/scenario/find.ts');
  const { stopper } = await import('./run.ts');
  const drill = await openDrill({ source: file === undefined ? await shippedScenario(scenario) : await scenarioFromFile(file) });
  const stop = stopper();
  try {
    await serveDrill(drill, Number(raw['serve'] === true ? 0 : raw['serve']), (line) => { process.stdout.write(`${line}\n`); }, stop.signal);
  } finally { stop.dispose(); }
  return EXIT.done;
}

export function showScore(wizard: Pick<Wizard, 'ui'>, score: Score): void {
  const all = score.footholds.length;
  const count = (which: (f: Score['footholds'][number]) => boolean): number => score.footholds.filter(which).length;
  const removed = count((f) => f.removed), contained = count((f) => f.contained);
  const harmed = score.bystanders.harmed.length;
  wizard.ui.show({
    type: 'score', won: contained === all && removed === all && harmed === 0,
    rows: [
      [say('Footholds found'), say('{{n}} of {{all}}', { n: count((f) => f.found === true || f.removed), all })], [say('Footholds contained'), say('{{n}} of {{all}}', { n: contained, all })], [say('Footholds removed'), say('{{n}} of {{all}}', { n: removed, all })],
      [say('Bystanders harmed'), harmed === 0 ? say('none of {{total}}', { total: score.bystanders.total }) : say('{{n}} of {{total}}: {{names}}', { n: harmed, total: score.bystanders.total, names: score.bystanders.harmed.map((h) => h.arn) })],
      [say('Evidence kept'), say('{{kept}} machines copied before they were terminated, {{lost}} not', { kept: score.evidence.kept.length, lost: score.evidence.lost.length })],
      [say('Time to contain'), score.msToContain === null ? say('not contained') : say('{{n}} s', { n: Math.round(score.msToContain / 1000) })],
    ],
  });
  for (const open of score.footholds.filter((f) => !f.removed)) wizard.ui.show({ type: 'say', tone: 'warn', text: say('Still there: {{kind}} {{arn}} {{region}}', { kind: open.kind, arn: open.arn, region: open.region }) });
}
