// After an interruption: settles every step in doubt by asking AWS, and finishes what had been begun under its approval.
import type { Resource, Step } from '../core/types.ts';
import { runDeeds, type DeedPlan, type DeedResult } from './deed.ts';
import { actionOf, inParallel, type Engine } from './engine.ts';
import { lookAt } from './look.ts';
import { finishUndo } from './undo.ts';

/** Steps that were started and never settled. What AWS shows as done is recorded; the rest is carried on, never done twice. */
export async function reconcile(engine: Engine): Promise<readonly DeedResult[]> {
  const doubtful = engine.ledger.steps().filter((e) => e.state === 'started');
  const steps = doubtful.map((e): Step => (e.way === undefined ? e.step : { ...e.step, way: e.way }));
  const nows = await lookAt(engine, steps);
  const plans = await inParallel(steps, 8, async (step, i): Promise<DeedPlan | undefined> => {
    const { action } = await actionOf(engine, step);
    const entry = doubtful[i];
    const made = entry?.made ?? {};
    const before = beforeOf(engine, step);
    const now = nows[i];
    if (!entry || !before) return undefined;
    const title = entry.title;
    if (action.done(now, { made, way: step.way, before }) || now === undefined) {
      const outcome = action.done(now, { made, way: step.way, before }) ? 'verified' as const : 'gone' as const;
      engine.ledger.record({ type: 'settled', step: step.id, outcome, after: engine.ledger.store<Resource | null>(now ?? null) });
      engine.ui.show({ type: 'step', step, title, state: outcome === 'verified' ? 'verified' : 'already-done' });
      return undefined;
    }
    return { step, action, title, before: now };
  });
  const results = await runDeeds(engine, plans.filter((p) => p !== undefined));
  for (const entry of engine.ledger.steps().filter((e) => e.state === 'undo-started')) await finishUndo(engine, entry);
  return results;
}

export function beforeOf(engine: Engine, step: Step): Resource | undefined {
  const stored = engine.ledger.step(step.id)?.before;
  return stored === undefined ? undefined : engine.ledger.load(stored) ?? undefined;
}
