// Watches until a containment holds: looks again after 5, 15 and 60 seconds, and contains again what was undone, where a standing approval covers it.
import { say } from '../core/text.ts';
import type { Instant, Resource, Step } from '../core/types.ts';
import { runDeeds, type DeedPlan } from './deed.ts';
import { actionOf, stepOf, type Engine } from './engine.ts';
import { lookEach } from './look.ts';
import { digestOfViews, plannedFact, viewOf } from './views.ts';

const LOOKS_S = [5, 15, 60] as const;
/**
 * Rounds of doing again before the operator is told that the other side is faster. The first follow each other closely: IAM enforces a deny some seconds after
 * it was put, also one that was taken away meanwhile, and a stranger who is denied for a moment cannot take the next one away.
 */
const PAUSES_MS = [1_000, 1_000, 1_000, 1_000, 1_000, 2_000, 2_000, 2_000, 5_000, 5_000, 5_000, 5_000] as const;

/** The gate of what nobody was asked about. */
export const STANDING = 'standing';
export interface Held { readonly holding: readonly Step[]; readonly lost: readonly Step[]; readonly again: number }
interface Seen { readonly lost: readonly Step[]; readonly unseen: number }

/**
 * `standingUntil`: until when the operator's standing approval lets reversible containment be repeated, else it is only shown.
 * `onLook`: after each look, a chance to find what was newly created (given as further steps, which are contained under the same approval).
 * What is lost in the end is recorded as drifted, so that it is offered again.
 */
export async function watch(engine: Engine, contained: readonly Step[], standingUntil: Instant | undefined, onLook: (seconds: number) => Promise<readonly Step[]> = () => Promise.resolve([])): Promise<Held> {
  const since = engine.clock.now().getTime();
  const steps = new Map(contained.map((s) => [s.id, s]));
  let again = 0;
  let seen: Seen = { lost: [], unseen: 0 };
  for (const seconds of LOOKS_S) {
    if (!await waitUntil(engine, new Date(since + seconds * 1000), seconds)) break;
    const fresh = (await onLook(seconds)).filter((s) => !steps.has(s.id) && engine.ledger.step(s.id)?.state !== 'declined');
    seen = await look(engine, [...steps.values()], seconds);
    if (!stands(engine, standingUntil)) { await tellFresh(engine, fresh); continue; }
    let repeat = [...seen.lost, ...await covered(engine, fresh)];
    for (const step of repeat) steps.set(step.id, step);
    for (const ms of PAUSES_MS) {
      if (repeat.length === 0 || !stands(engine, standingUntil)) break;
      again += await doAgain(engine, repeat);
      if (!await pause(engine, ms)) break;
      seen = await look(engine, [...steps.values()], seconds);
      repeat = [...seen.lost];
    }
  }
  tellEnd(engine, seen);
  return { holding: [...steps.values()].filter((s) => !seen.lost.includes(s)), lost: await recordLost(engine, seen.lost), again };
}

const stands = (engine: Engine, until: Instant | undefined): boolean => until !== undefined && !engine.signal.aborted && engine.clock.now().toISOString() < until;

/** False after Ctrl-C. */
async function pause(engine: Engine, ms: number): Promise<boolean> {
  try {
    await engine.clock.sleep(ms, engine.signal);
  } catch (error) {
    if (!engine.signal.aborted) throw error;
  }
  return !engine.signal.aborted;
}
async function waitUntil(engine: Engine, until: Date, seconds: number): Promise<boolean> {
  engine.ui.show({ type: 'wait', text: say('Watching that the containment holds ({{seconds}} s)', { seconds }), until: until.toISOString() });
  return pause(engine, Math.max(0, until.getTime() - engine.clock.now().getTime()));
}

async function look(engine: Engine, steps: readonly Step[], seconds: number): Promise<Seen> {
  const looks = await lookEach(engine, steps);
  const lost: Step[] = [];
  for (const [i, step] of steps.entries()) {
    const { now, unseen } = looks[i] ?? { now: undefined };
    if (unseen) continue;
    const { action } = await actionOf(engine, step);
    const entry = engine.ledger.step(step.id);
    const holds = now === undefined || action.done(now, { made: entry?.made ?? {}, way: step.way, before: step.resource });
    engine.ledger.record({ type: 'held', step: step.id, seconds, holds });
    if (holds) continue;
    lost.push(step);
    engine.ui.show({ type: 'step', step, title: entry?.title ?? action.title(step.resource, step.way), state: 'drifted', error: say('Somebody has undone it.') });
  }
  return { lost, unseen: looks.filter((l) => l.unseen).length };
}

function tellEnd(engine: Engine, { lost, unseen }: Seen): void {
  if (engine.signal.aborted) return;
  if (unseen > 0) engine.ui.show({ type: 'say', tone: 'warn', text: say('{{n}} of the contained things could not be looked at again, so nobody can say that it holds.', { n: unseen }) });
  else if (lost.length === 0) engine.ui.show({ type: 'say', tone: 'good', text: say('The containment held for {{seconds}} seconds.', { seconds: LOOKS_S[2] }) });
}

async function recordLost(engine: Engine, lost: readonly Step[]): Promise<readonly Step[]> {
  const looks = await lookEach(engine, lost);
  engine.ledger.recordAll(lost.map((step, i) => ({ type: 'settled' as const, step: step.id, outcome: 'drifted' as const, after: engine.ledger.store<Resource | null>(looks[i]?.now ?? null), error: say('Somebody has undone it.') })));
  return lost;
}

async function tellFresh(engine: Engine, fresh: readonly Step[]): Promise<void> {
  for (const step of fresh) {
    const { action } = await actionOf(engine, step);
    engine.ui.show({ type: 'step', step, title: action.title(step.resource, step.way), state: 'waiting', error: say('It was made after the containment had begun. It is offered in the next round.') });
  }
}

/** What was newly made, written into the plan under the standing approval. */
async function covered(engine: Engine, fresh: readonly Step[]): Promise<readonly Step[]> {
  const looks = await lookEach(engine, fresh);
  const views = await Promise.all(fresh.map((step, i) => viewOf(engine, step, looks[i]?.now)));
  const offered = await Promise.all(views.map(async ({ step, now }) => now && (await actionOf(engine, step)).action.impossible?.(now, step.way) === undefined));
  const mine = views.filter((v, i) => offered[i] && v.reversible && v.step.verb === 'contain');
  const steps = mine.map((v) => v.step);
  if (steps.length === 0) return steps;
  engine.ledger.recordAll([
    ...mine.map((v) => plannedFact(engine, v)),
    { type: 'decided', gate: STANDING, title: say('Contain what was newly made, under the standing approval'), steps: steps.map((s) => s.id), decision: { approved: steps.map((s) => s.id), standing: false, stop: false }, digest: digestOfViews(mine), caller: engine.session.caller.arn },
  ]);
  return steps;
}

/** How many were done again: containment that can be undone, and nothing else. */
export async function doAgain(engine: Engine, steps: readonly Step[]): Promise<number> {
  const looks = await lookEach(engine, steps);
  const plans: DeedPlan[] = [];
  for (const [i, step] of steps.entries()) {
    const { action } = await actionOf(engine, step);
    const now = looks[i]?.now;
    const entry = engine.ledger.step(step.id);
    if (now && step.verb === 'contain' && typeof action.undo === 'function') plans.push({ step: entry ? stepOf({ step, way: entry.way }) : step, action, title: entry?.title ?? action.title(now, step.way), before: now });
  }
  await runDeeds(engine, plans);
  return plans.length;
}
