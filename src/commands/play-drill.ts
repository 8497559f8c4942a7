// Plays a drill with the real wizard, and scores it at the end.
import { say } from '../core/text.ts';
import { respond } from '../phases/respond.ts';
import type { Wizard } from '../phases/wizard.ts';
import type { Score } from '../sim/scenario/score.ts';
import { drillSetting } from './drill-setting.ts';
import { writePlan } from './plan-document.ts';
import type { Raw } from './raw.ts';
import { withCase } from './run.ts';

export async function play(raw: Raw, scenario: string, file: string | undefined): Promise<number> {
  const setting = await drillSetting(raw, 'respond', { scenario, file });
  return withCase(setting, async (wizard) => {
    const outcome = await respond(wizard);
    writePlan(raw, wizard, outcome);
    if (!wizard.options.dryRun) showScore(wizard, setting.drill.score(outcome.findings.flatMap((f) => (f.about === 'resource' ? [f.resource.arn] : []))));
    return outcome.exitCode;
  });
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
      [say('Evidence kept'), say('Machines copied before they were terminated: {{kept}}; not: {{lost}}', { kept: score.evidence.kept.length, lost: score.evidence.lost.length })],
      [say('Time to contain'), score.msToContain === null ? say('not contained') : say('{{n}} s', { n: Math.round(score.msToContain / 1000) })],
    ],
  });
  for (const open of score.footholds.filter((f) => !f.removed)) wizard.ui.show({ type: 'say', tone: 'warn', text: say('Still there: {{kind}} {{arn}} {{region}}', { kind: open.kind, arn: open.arn, region: open.region }) });
}
