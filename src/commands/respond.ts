// `aws-incident` and `aws-incident respond`: the wizard, and with --dry-run the audit.
import { respond } from '../phases/respond.ts';
import { writePlan } from './plan-document.ts';
import { text, type Raw } from './raw.ts';
import { awsSetting, withCase } from './run.ts';

export async function run(raw: Raw): Promise<number> {
  const setting = await awsSetting(raw, 'respond', { dir: text(raw, 'case') });
  return withCase(setting, async (wizard) => {
    const outcome = await respond(wizard);
    writePlan(raw, wizard, outcome);
    return outcome.exitCode;
  });
}
