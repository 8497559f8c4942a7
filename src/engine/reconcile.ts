// After an interruption: settles every step in doubt by asking AWS, and finishes what had been begun under its approval.
import type { Resource, Step } from '../core/types.ts';
import { runDeeds, type DeedPlan, type DeedResult } from './deed.ts';
import { actionOf, stepOf, type Engine, type StepEntry } from './engine.ts';
import { lookEach, type Look } from './look.ts';
import { finishUndo } from './undo.ts';

/** Steps that were started and never settled. What AWS shows as done is recorded; the rest is carried on, never done twice. A dry run only shows them. */
export async function reconcile(engine: Engine): Promise<readonly DeedResult[]> {
  const doubtful = engine.ledger.steps().filter((e) => e.state === 'started');
  const undoing = engine.ledger.steps().filter((e) => e.state === 'undo-started');
  if (engine.dryRun) {
    for (const entry of [...doubtful, ...undoing]) engine.ui.show({ type: 'step', step: entry.step, title: entry.title, state: 'would' });
    return [];
  }
  const looks = await lookEach(engine, doubtful.map(stepOf));
  const plans: DeedPlan[] = [];
  for (const [i, entry] of doubtful.entries()) {
    const plan = await settleDoubt(engine, entry, looks[i] ?? { now: undefined });
    if (plan) plans.push(plan);
  }
  await settleLate(engine);
  const results = await runDeeds(engine, plans);
  for (const entry of undoing) if (!engine.signal.aborted) await finishUndo(engine, entry);
  return results;
}

/** Records what AWS shows as ended; gives what is left to do. */
async function settleDoubt(engine: Engine, entry: StepEntry, { now, unseen }: Look): Promise<DeedPlan | undefined> {
  const step = stepOf(entry);
  const { action } = await actionOf(engine, step);
  if (unseen) {
    engine.ui.show({ type: 'step', step, title: entry.title, state: 'unverified', error: unseen });
    return undefined;
  }
  const done = action.done(now, { made: entry.made, way: step.way, before: beforeOf(engine, step) });
  if (!done && now) return { step, action, title: entry.title, before: now };
  settled(engine, entry, done, now);
  return undefined;
}

/** What failed or was not seen to be done, and stands now, or whose thing is gone: nothing of it is left open. The rest is planned anew. */
export async function settleLate(engine: Engine): Promise<void> {
  const open = engine.ledger.steps().filter(({ state }) => state === 'unverified' || state === 'failed');
  const looks = await lookEach(engine, open.map(stepOf));
  for (const [i, entry] of open.entries()) {
    const { now, unseen } = looks[i] ?? { now: undefined };
    const step = stepOf(entry);
    const { action } = await actionOf(engine, step);
    if (unseen) continue;
    const done = action.done(now, { made: entry.made, way: step.way, before: beforeOf(engine, step) });
    if (done || (!now && (step.verb === 'contain' || step.verb === 'eradicate'))) settled(engine, entry, done, now);
  }
}

function settled(engine: Engine, { step, title }: StepEntry, done: boolean, now: Resource | undefined): void {
  engine.ledger.record({ type: 'settled', step: step.id, outcome: done ? 'verified' : 'gone', after: engine.ledger.store<Resource | null>(now ?? null) });
  engine.ui.show({ type: 'step', step, title, state: done ? 'verified' : 'already-done' });
}

export function beforeOf(engine: Engine, step: Step): Resource | undefined {
  const stored = engine.ledger.step(step.id)?.before;
  return stored === undefined ? undefined : engine.ledger.load(stored) ?? undefined;
}
