// Watches until a containment holds: looks again after 5, 15 and 60 seconds, and contains again what was undone, where a standing approval covers it.
import { say } from '../core/text.ts';
import type { Instant, Resource, Step } from '../core/types.ts';
import { runDeeds, type DeedPlan } from './deed.ts';
import { actionOf, type Engine } from './engine.ts';
import { lookAt } from './look.ts';

const LOOKS_S = [5, 15, 60] as const;
/** Rounds of doing again before the operator is told that the other side is faster. */
const ROUNDS = 12;

export interface Held { readonly holding: readonly Step[]; readonly lost: readonly Step[]; readonly again: number }

/**
 * `standingUntil`: until when the operator's standing approval lets reversible containment be repeated, else it is only shown.
 * `onLook`: after each look, a chance to find what the lineage newly created (given as further steps, which are contained under the same approval).
 */
export async function watch(engine: Engine, contained: readonly Step[], standingUntil: Instant | undefined, onLook: (seconds: number) => Promise<readonly Step[]> = () => Promise.resolve([])): Promise<Held> {
  const since = engine.clock.now().getTime();
  let steps = [...contained];
  let again = 0;
  let lost: Step[] = [];
  for (const seconds of LOOKS_S) {
    const due = since + seconds * 1000;
    await waitUntil(engine, new Date(due), seconds);
    if (engine.signal.aborted) break;
    const fresh = await onLook(seconds);
    lost = await undone(engine, steps, seconds);
    const repeat = [...lost, ...fresh];
    for (let round = 0; repeat.length > 0 && round < ROUNDS && stands(engine, standingUntil); round++) {
      again += repeat.length;
      await repeatDeeds(engine, repeat);
      steps = [...new Map([...steps, ...fresh].map((s) => [s.id, s])).values()];
      await engine.clock.sleep(5_000);
      lost = await undone(engine, steps, seconds);
      repeat.splice(0, repeat.length, ...lost);
    }
  }
  if (lost.length === 0) engine.ui.show({ type: 'say', tone: 'good', text: say('The containment held for {{seconds}} seconds.', { seconds: LOOKS_S.at(-1) ?? 0 }) });
  return { holding: steps.filter((s) => !lost.includes(s)), lost, again };
}

const stands = (engine: Engine, until: Instant | undefined): boolean => until !== undefined && !engine.signal.aborted && engine.clock.now().toISOString() < until;

async function waitUntil(engine: Engine, until: Date, seconds: number): Promise<void> {
  engine.ui.show({ type: 'wait', text: say('Watching that the containment holds ({{seconds}} s)', { seconds }), until: until.toISOString() });
  const ms = until.getTime() - engine.clock.now().getTime();
  if (ms > 0) await engine.clock.sleep(ms);
}

async function undone(engine: Engine, steps: readonly Step[], seconds: number): Promise<Step[]> {
  const nows = await lookAt(engine, steps);
  const lost: Step[] = [];
  for (const [i, step] of steps.entries()) {
    const now: Resource | undefined = nows[i];
    const { action } = await actionOf(engine, step);
    const entry = engine.ledger.step(step.id);
    const holds = now === undefined || action.done(now, { made: entry?.made ?? {}, way: step.way, before: step.resource });
    engine.ledger.record({ type: 'held', step: step.id, seconds, holds });
    if (holds) continue;
    lost.push(step);
    engine.ui.show({ type: 'step', step, title: entry?.title ?? action.title(step.resource, step.way), state: 'drifted', error: say('Somebody has undone it.') });
  }
  return lost;
}

async function repeatDeeds(engine: Engine, steps: readonly Step[]): Promise<void> {
  const nows = await lookAt(engine, steps);
  const plans: DeedPlan[] = [];
  for (const [i, step] of steps.entries()) {
    const { action } = await actionOf(engine, step);
    const now = nows[i];
    if (now && typeof action.undo === 'function') plans.push({ step, action, title: engine.ledger.step(step.id)?.title ?? action.title(now, step.way), before: now });
  }
  await runDeeds(engine, plans);
}
