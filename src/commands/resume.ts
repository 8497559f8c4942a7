// `aws-incident resume`: goes on with an interrupted or waiting case, under any identity of its account.
import { join } from 'node:path';
import { caseBase, findCase, readCase } from '../case/read.ts';
import { CaseFolder } from '../case/folder.ts';
import { isDrill } from '../case/identity.ts';
import { liveClock } from '../core/clock.ts';
import { respond } from '../phases/respond.ts';
import { writePlan } from './plan-document.ts';
import { text, type Raw } from './raw.ts';
import type { DrillSetting } from './drill-setting.ts';
import { awsSetting, withCase, type How, type Setting } from './run.ts';

/** The setting in which a case goes on: AWS, its endpoint, or its own drill. */
export async function settingFor(raw: Raw, how: How, dir: string): ReturnType<typeof awsSetting> {
  const { state } = readCase(dir);
  if (isDrill(state.identity)) {
    const { drillSetting } = await import('./drill-setting.ts');
    // While another process plays it, its log is not even read: the line that is being written would be cut off.
    CaseFolder.open(dir, { clock: liveClock }).close();
    return drillSetting(raw, how, { existing: dir, scenario: state.identity.endpoint.slice('drill:'.length), log: join(dir, 'drill.jsonl') });
  }
  const endpointUrl = text(raw, 'endpointUrl') ?? (state.identity.endpoint === 'aws' ? undefined : state.identity.endpoint);
  return awsSetting({ ...raw, ...(endpointUrl === undefined ? {} : { endpointUrl }) }, how, { existing: dir });
}

const isDrillSetting = (setting: Setting): setting is DrillSetting => 'drill' in setting;

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  const dir = findCase(caseBase(), text(raw, 'case') ?? args[0]);
  const setting = await settingFor(raw, 'resume', dir);
  return withCase(setting, async (wizard) => {
    const outcome = await respond(wizard);
    writePlan(raw, wizard, outcome);
    if (isDrillSetting(setting)) {
      const { showScore } = await import('./play-drill.ts');
      showScore(wizard, setting.drill.score(outcome.findings.flatMap((f) => (f.about === 'resource' ? [f.resource.arn] : []))));
    }
    return outcome.exitCode;
  });
}
