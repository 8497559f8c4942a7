// `aws-incident recheck`: looks at everything again with what the case knows; changes nothing.
import { caseBase, findCase } from '../case/read.ts';
import { respond } from '../phases/respond.ts';
import { text, type Raw } from './raw.ts';
import { settingFor } from './resume.ts';
import { withCase } from './run.ts';
import { writePlan } from './plan-document.ts';

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  const dir = findCase(caseBase(), text(raw, 'case') ?? args[0]);
  const setting = await settingFor({ ...raw, dryRun: true }, 'recheck', dir);
  return withCase(setting, async (wizard) => {
    const outcome = await respond(wizard);
    writePlan({ ...raw, dryRun: true }, wizard, outcome);
    return outcome.exitCode;
  });
}
