// The one road to a change in AWS: look, ask, look again, write it down, do it, look.
import type { Fact } from '../case/facts.ts';
import { isoNow } from '../core/clock.ts';
import { IncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { Decision, Gate, Instant, Resource, Step, StepId, StepView } from '../core/types.ts';
import { runDeeds, type DeedPlan } from './deed.ts';
import { inParallel, actionOf, type Engine } from './engine.ts';
import { lookAt } from './look.ts';
import { digestOfViews, sameTarget, typedFor, viewOf, type Foresee } from './views.ts';

export interface WaveGate {
  readonly id: string;
  readonly title: Text;
  readonly advice: Text;
  /** The standing approval on offer: its sentence and how long it stands. */
  readonly standing?: { readonly text: Text; readonly minutes: number };
  readonly foresee?: Foresee;
}
export interface WaveResult {
  readonly approved: readonly Step[];
  readonly verified: readonly Step[];
  readonly declined: readonly Step[];
  readonly failed: readonly Step[];
  readonly standingUntil: Instant | undefined;
  readonly stopped: boolean;
}
const NOTHING: WaveResult = { approved: [], verified: [], declined: [], failed: [], standingUntil: undefined, stopped: false };
/** A wave is not begun with a session that would not outlive it (promise 4). */
const SESSION_MARGIN_MS = 5 * 60_000;

/** One wave through its gate, as one concurrent burst. Steps that are approved already (an interrupted run) are not asked about again. */
export async function applyWave(engine: Engine, steps: readonly Step[], gate: WaveGate): Promise<WaveResult> {
  if (steps.length === 0) return NOTHING;
  const views = await openViews(engine, steps, gate.foresee);
  if (engine.dryRun) {
    for (const v of views) engine.ui.show({ type: 'step', step: v.step, title: v.title, state: 'would' });
    return NOTHING;
  }
  const approved = views.filter((v) => engine.ledger.step(v.step.id)?.state === 'approved');
  const open = views.filter((v) => engine.ledger.step(v.step.id)?.state !== 'approved');
  const decision = open.length > 0 ? await ask(engine, gate, open) : { approved: [], standing: false, stop: false };
  const standingUntil = decision.standing && gate.standing ? new Date(engine.clock.now().getTime() + gate.standing.minutes * 60_000).toISOString() : undefined;
  const chosen = withWays(await rechosen(engine, open, decision), decision);
  if (open.length > 0) engine.ledger.record({ type: 'decided', gate: gate.id, title: gate.title, steps: open.map((v) => v.step.id), decision: { ...decision, approved: chosen.map((v) => v.step.id) }, digest: digestOfViews(chosen), caller: engine.session.caller.arn, ...(standingUntil ? { watchUntil: standingUntil } : {}) });
  const declined = open.filter((v) => !decision.approved.includes(v.step.id)).map((v) => v.step);
  for (const step of declined) engine.ui.show({ type: 'step', step, title: titleIn(views, step.id), state: decision.stop ? 'stopped' : 'declined' });
  if (decision.stop) return { ...NOTHING, declined, stopped: true };
  const todo = [...approved, ...chosen];
  await outlives(engine);
  const results = await runDeeds(engine, await fresh(engine, todo, approved));
  return {
    approved: todo.map((v) => v.step), declined, standingUntil, stopped: false,
    verified: results.filter((r) => r.outcome === 'verified' || r.outcome === 'already-done').map((r) => r.step),
    failed: results.filter((r) => r.outcome !== 'verified' && r.outcome !== 'already-done').map((r) => r.step),
  };
}

const titleIn = (views: readonly StepView[], id: StepId): Text => views.find((v) => v.step.id === id)?.title ?? say('{{id}}', { id });

/** Shows and records what is already so, and gives views of the rest. */
async function openViews(engine: Engine, steps: readonly Step[], foresee?: Foresee): Promise<StepView[]> {
  const nows = await lookAt(engine, steps);
  const views = await inParallel(steps, 16, async (step, i) => ({ view: await viewOf(engine, step, nows[i], foresee), over: await isOver(engine, step, nows[i]), impossible: (await actionOf(engine, step)).action.impossible?.(nows[i] ?? step.resource) }));
  const facts: Fact[] = [];
  for (const { view, over, impossible } of views) {
    if (impossible) engine.ui.show({ type: 'step', step: view.step, title: view.title, state: 'waiting', error: impossible });
    if (!engine.ledger.step(view.step.id)) facts.push({ type: 'planned', step: view.step, title: view.title, calls: engine.ledger.store(view.calls.map((c) => ({ ...c }))), ...(view.irreversible ? { irreversible: view.irreversible } : {}) });
    if (!over) continue;
    engine.ui.show({ type: 'step', step: view.step, title: view.title, state: 'already-done' });
    facts.push({ type: 'settled', step: view.step.id, outcome: over, after: engine.ledger.store(view.now ?? null) });
  }
  if (!engine.dryRun) engine.ledger.recordAll(facts);
  return views.filter((v) => !v.over && !v.impossible).map((v) => v.view);
}

async function isOver(engine: Engine, step: Step, now: Resource | undefined): Promise<'already-done' | 'gone' | undefined> {
  const { action } = await actionOf(engine, step);
  const entry = engine.ledger.step(step.id);
  if (action.done(now, { made: entry?.made ?? {}, way: entry?.way ?? step.way, before: step.resource })) return now === undefined ? 'gone' : 'already-done';
  return now === undefined ? 'gone' : undefined;
}

async function ask(engine: Engine, gate: WaveGate, views: readonly StepView[]): Promise<Decision> {
  if (engine.signal.aborted) return { approved: [], standing: false, stop: true };
  const type = await typedFor(engine, views);
  const question: Gate = { id: gate.id, title: gate.title, advice: gate.advice, steps: views, ...(type === undefined ? {} : { type }), ...(gate.standing ? { standing: gate.standing.text } : {}) };
  const decision = await engine.ui.gate(question);
  const known = new Set(views.map((v) => v.step.id));
  const approved = decision.approved.filter((id) => known.has(id));
  const typedWrong = type !== undefined && approved.some((id) => views.some((v) => v.step.id === id && !v.reversible)) && !(await typedRight(engine, views, approved, decision.typed, type));
  return typedWrong ? { ...decision, approved: approved.filter((id) => views.some((v) => v.step.id === id && v.reversible)) } : { ...decision, approved };
}
/** Where fewer are approved than were shown, the word is that of the approved ones. */
async function typedRight(engine: Engine, views: readonly StepView[], approved: readonly StepId[], typed: string | undefined, whole: string): Promise<boolean> {
  const part = await typedFor(engine, views.filter((v) => approved.includes(v.step.id)));
  return typed !== undefined && (typed === part || (typed === whole && approved.length === views.length));
}

/** Looks again after the operator decided; what is no longer as shown is not done. */
async function rechosen(engine: Engine, views: readonly StepView[], decision: Decision): Promise<StepView[]> {
  const chosen = views.filter((v) => decision.approved.includes(v.step.id));
  const nows = await lookAt(engine, chosen.map((v) => v.step));
  const same: StepView[] = [];
  for (const [i, view] of chosen.entries()) {
    const again = await viewOf(engine, view.step, nows[i]);
    if (sameTarget(view, again)) { same.push(again); continue; }
    engine.ui.show({ type: 'step', step: view.step, title: view.title, state: 'drifted', error: say('It changed while you decided, so nothing was done to it. It is offered again in the next round.') });
  }
  return same;
}
const withWays = (views: readonly StepView[], { ways = {} }: Decision): StepView[] => views.map((v) => {
  const way = ways[v.step.id];
  return way !== undefined && v.ways.some((w) => w.id === way) ? { ...v, step: { ...v.step, way } } : v;
});

async function fresh(engine: Engine, views: readonly StepView[], approved: readonly StepView[]): Promise<DeedPlan[]> {
  const plans = await inParallel(views, 16, async (view): Promise<DeedPlan | undefined> => {
    const entry = engine.ledger.step(view.step.id);
    const way = approved.includes(view) ? entry?.way ?? view.step.way : view.step.way;
    const blocked = view.step.after.filter((id) => !['verified', 'already-done', 'gone'].includes(engine.ledger.step(id)?.state ?? 'planned'));
    if (blocked.length > 0) {
      engine.ui.show({ type: 'step', step: view.step, title: view.title, state: 'waiting', error: say('It waits until what must come before it has ended well (evidence first).') });
      return undefined;
    }
    const { action } = await actionOf(engine, view.step);
    return view.now ? { step: way === undefined ? view.step : { ...view.step, way }, action, title: view.title, before: view.now } : undefined;
  });
  return plans.filter((p) => p !== undefined);
}

async function outlives(engine: Engine): Promise<void> {
  const { expiresAt } = engine.session.caller;
  if (expiresAt === undefined || new Date(expiresAt).getTime() - engine.clock.now().getTime() > SESSION_MARGIN_MS) return;
  await engine.session.identify();
  const ends = engine.session.caller.expiresAt;
  if (ends === undefined || new Date(ends).getTime() - engine.clock.now().getTime() > SESSION_MARGIN_MS) return;
  throw new IncidentError('interrupted', say('Your AWS session ends at {{time}}, before this wave could be finished, so it was not begun (now {{now}}). Renew your credentials, then go on with: aws-incident resume', { time: ends, now: isoNow(engine.clock) }));
}
