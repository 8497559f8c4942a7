// Harden: what is weak is set, theme by theme, each behind its gate. What is declined stays open in the report and decides nothing.
import { LEAK_QUESTION } from '../case/answers.ts';
import { say } from '../core/text.ts';
import type { Finding } from '../core/types.ts';
import { applyWave } from '../engine/apply.ts';
import { hardening } from '../engine/plan.ts';
import { foreseen, isOpen } from './containment.ts';
import { partByOwnWayIn } from './own-way-in.ts';
import { prioritised, showed } from './priorities.ts';
import { stopIfAsked, tell, type Wizard } from './wizard.ts';

/** `findings`: those of the last pass. What was decided before is not asked about again. */
export async function harden(wizard: Wizard, findings: readonly Finding[]): Promise<void> {
  const steps = hardening(findings, wizard.kinds);
  if (steps.length === 0) { tell(wizard, 'good', say('Nothing was found that could be set more safely.')); return; }
  const leak = wizard.state().answers.get(LEAK_QUESTION);
  const themes = prioritised(steps, showed(findings, wizard.kinds, typeof leak === 'string' ? leak : undefined));
  for (const { id, title, why, steps: all } of themes) {
    stopIfAsked(wizard);
    const open = all.filter((s) => isOpen(wizard, s));
    if (open.length === 0) continue;
    const { free } = await partByOwnWayIn(wizard.engine, open);
    await applyWave(wizard.engine, free, { id: `harden:${id}`, title, advice: why, foresee: await foreseen(wizard, free) });
  }
}
