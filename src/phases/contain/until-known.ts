// What was contained because it was new, until the history shows who made it: what is the owner's is given back, and the case waits as long as nobody knows.
import { findingQuestion } from '../../case/open.ts';
import { failed } from '../../activity/lineage/issues.ts';
import type { TrailEvent } from '../../activity/event.ts';
import { say, type Text } from '../../core/text.ts';
import { nameMatches } from '../../engine/attribute.ts';
import type { StepEntry } from '../../engine/engine.ts';
import { undoStep } from '../../engine/undo.ts';
import { STANDING } from '../../engine/watch.ts';
import type { Listed } from '../../engine/scan.ts';
import type { Investigation } from '../investigation.ts';
import { questionOf } from '../questions/sources.ts';
import { hasUntied } from '../verify/untied.ts';
import { begunAt } from './since-contained.ts';
import type { Wizard } from '../wizard.ts';

/** Through the gate of each undo. Whom the history ties to the stranger is the plan's. */
export async function settleNew(wizard: Wizard, investigation: Investigation): Promise<void> {
  if (wizard.options.dryRun) return;
  for (const entry of coveredSteps(wizard)) {
    const over = await settled(wizard, investigation, entry);
    const id = `maker:${entry.step.id}`, waits = wizard.state().waits.has(id);
    if (over && waits) wizard.folder.record({ type: 'waited', id, because: over });
    if (!over && !waits) wizard.folder.record({ type: 'waiting', id, step: entry.step.id, wait: { for: 'operator', task: entry.step.because } });
  }
}

const STANDS: ReadonlySet<StepEntry['state']> = new Set(['verified', 'undone', 'gone']);
function coveredSteps({ engine, folder }: Wizard): readonly StepEntry[] {
  const covered = new Set(folder.journal.entries.flatMap((e) => (e.type === 'decided' && e.gate === STANDING ? e.decision.approved : [])));
  return engine.ledger.steps().filter(({ step, state }) => step.origin === 'created' && covered.has(step.id) && STANDS.has(state));
}

/** Why it waits no longer: the stranger made it, or it is given back. */
async function settled(wizard: Wizard, investigation: Investigation, entry: StepEntry): Promise<Text | undefined> {
  const { step, state } = entry;
  const kind = wizard.kinds.get(step.kind), given = say('Given back.');
  if (!kind || state !== 'verified') return given;
  const one: Listed = { kind, resource: step.resource };
  const [finding] = investigation.findings([one]);
  if (finding?.verdict === 'malicious') return finding.because;
  const advice = wizard.state().answers.get(findingQuestion(step.finding ?? '')) === 'mine' ? say('Give it back if it was the owner\'s and is needed.') : finding ? undefined : adviceOf(wizard, investigation, one);
  return advice && ['undone', 'gone'].includes(await undoStep(wizard.engine, entry, advice)) ? given : undefined;
}

/** Nothing while the history does not show the maker, or an address waits for a word or nobody could give one. */
function adviceOf(wizard: Wizard, investigation: Investigation, one: Listed): Text | undefined {
  const isMaking = (e: TrailEvent): boolean => nameMatches(one.kind.traces.created, e.operation) && !failed(e) && e.time >= (begunAt(wizard) ?? '');
  const made = investigation.touchesOf(one).findLast(isMaking);
  if (!made || wizard.state().answers.get(questionOf(made.sourceIp)) === 'unknown' || hasUntied(wizard, investigation)) return undefined;
  return say('Give it back: {{principal}} made it at {{time}} from {{address}}, and nothing ties that to the stranger.', { principal: made.principal, time: made.time, address: made.sourceIp });
}
