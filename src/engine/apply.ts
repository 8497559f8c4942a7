// The one road to a change in AWS: look, ask, look again, write it down, do it, look.
import { endedWell, isInPlace, type Fact } from '../case/facts.ts';
import { byForm, MANY_STEPS } from '../core/alike.ts';
import { isoNow } from '../core/clock.ts';
import { IncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { Decision, Instant, Step, StepId, StepView } from '../core/types.ts';
import { runDeeds, type DeedPlan } from './deed.ts';
import { inParallel, actionOf, type Engine } from './engine.ts';
import { lookEach, type Look } from './look.ts';
import { tellSteps, type Told } from './tell.ts';
import { digestOfViews, listOf, plannedFact, sameTarget, viewOf, type Foresee } from './views.ts';

export interface WaveGate {
  readonly id: string;
  readonly title: Text;
  readonly advice: Text;
  /** The standing approval on offer: its sentence and how long it stands. */
  readonly standing?: { readonly text: Text; readonly minutes: number };
  readonly foresee?: Foresee;
  /** Why something is done without what should come before it. */
  readonly reason?: string;
}
export interface WaveResult {
  readonly approved: readonly Step[];
  readonly verified: readonly Step[];
  readonly declined: readonly Step[];
  readonly failed: readonly Step[];
  readonly standingUntil: Instant | undefined;
  /** When the first of its deeds was begun, by AWS's clock. */
  readonly begun: Instant;
  readonly stopped: boolean;
}
const NOTHING: WaveResult = { approved: [], verified: [], declined: [], failed: [], standingUntil: undefined, begun: '', stopped: false };
/** A wave is not begun with a session that would not outlive it (promise 4). */
const SESSION_MARGIN_MS = 5 * 60_000;

/** One wave through its gate, as one concurrent burst. Steps that are approved already (an interrupted run) are not asked about again while their targets are as they were shown. */
export async function applyWave(engine: Engine, steps: readonly Step[], gate: WaveGate): Promise<WaveResult> {
  if (steps.length === 0) return NOTHING;
  const views = await openViews(engine, steps.map((s) => asChosen(engine, s)), gate.foresee);
  if (engine.dryRun) {
    tellSteps(engine, views.map(({ step, title }) => ({ step, title, state: 'would' })));
    return NOTHING;
  }
  const approved = await stillApproved(engine, views);
  const open = views.filter((v) => !approved.includes(v));
  const asked = open.length > 0 ? await askAbout(engine, gate, open) : { chosen: [], declined: [], standingUntil: undefined, stop: false };
  if (asked.stop) return { ...NOTHING, declined: asked.declined, stopped: true };
  const agreed = [...approved, ...asked.chosen];
  await outlives(engine);
  const begun = engine.session.awsNow().toISOString();
  const results = await runDeeds(engine, await unblocked(engine, agreed));
  return {
    approved: agreed.map((v) => v.step), declined: asked.declined, standingUntil: asked.standingUntil, begun, stopped: false,
    verified: results.filter((r) => isInPlace(r.outcome)).map((r) => r.step),
    failed: results.filter((r) => !isInPlace(r.outcome)).map((r) => r.step),
  };
}

/** A step that waits for its deed has the way that was chosen for it. */
function asChosen(engine: Engine, step: Step): Step {
  const entry = engine.ledger.step(step.id);
  return entry?.state === 'approved' && entry.way !== undefined ? { ...step, way: entry.way } : step;
}

/** An approval of an earlier run holds for the calls and the thing that it was given for. */
async function stillApproved(engine: Engine, views: readonly StepView[]): Promise<readonly StepView[]> {
  const same: StepView[] = [];
  for (const view of views) {
    const entry = engine.ledger.step(view.step.id);
    if (entry?.state === 'approved' && sameTarget(await viewOf(engine, view.step, entry.step.resource), view)) same.push(view);
  }
  return same;
}

interface Asked { readonly chosen: readonly StepView[]; readonly declined: readonly Step[]; readonly standingUntil: Instant | undefined; readonly stop: boolean }

/** Asks, looks again, and writes the decision down. What drifted meanwhile is neither approved nor declined. */
async function askAbout(engine: Engine, gate: WaveGate, open: readonly StepView[]): Promise<Asked> {
  const decision = await ask(engine, gate, open);
  const standingUntil = decision.standing && gate.standing ? new Date(engine.clock.now().getTime() + gate.standing.minutes * 60_000).toISOString() : undefined;
  const { same, drifted } = await lookAgain(engine, withWays(open.filter((v) => decision.approved.includes(v.step.id)), decision));
  engine.ledger.record({
    type: 'decided', gate: gate.id, title: gate.title, steps: open.map((v) => v.step.id).filter((id) => !drifted.has(id)), decision: { ...decision, approved: same.map((v) => v.step.id), ...(gate.reason === undefined ? {} : { reason: gate.reason }) },
    digest: digestOfViews(same), caller: engine.session.caller.arn, ...(standingUntil ? { watchUntil: standingUntil } : {}),
  });
  const declined = open.filter((v) => !decision.approved.includes(v.step.id));
  tellSteps(engine, declined.map(({ step, title }) => ({ step, title, state: decision.stop ? 'stopped' : 'declined' })));
  return { chosen: same, declined: declined.map((v) => v.step), standingUntil, stop: decision.stop };
}

async function ask(engine: Engine, gate: WaveGate, views: readonly StepView[]): Promise<Decision> {
  if (engine.signal.aborted) return { approved: [], standing: false, stop: true };
  const type = typedFor(views);
  // What is of one sort stands together, so that it can be told together.
  const sorts = byForm(views, ({ step, title }) => `${step.kind} ${step.verb} ${title.say}`), steps = sorts.flat();
  const file = sorts.some((sort) => sort.length > MANY_STEPS) ? { file: engine.ledger.list(`steps-${gate.id}`, listOf(steps, engine.ui.catalogue)) } : {};
  const decision = await engine.ui.gate({ id: gate.id, title: gate.title, advice: gate.advice, steps, ...file, ...(type === undefined ? {} : { type }), ...(gate.standing ? { standing: gate.standing.text } : {}) });
  if (decision.stop) return { ...decision, approved: [] };
  const chosen = views.filter((v) => decision.approved.includes(v.step.id));
  const word = typedFor(chosen);
  const allowed = word === undefined || decision.typed === word ? chosen : chosen.filter((v) => v.type === undefined);
  return { ...decision, approved: allowed.map((v) => v.step.id) };
}
/** The word for these steps, whatever else the gate holds. */
const typedFor = (views: readonly StepView[]): string | undefined => {
  const words = views.flatMap((v) => v.type ?? []);
  return words.length > 1 ? String(words.length) : words[0];
};

/** Looks again after the operator decided; what is no longer as shown is not done. */
async function lookAgain(engine: Engine, chosen: readonly StepView[]): Promise<{ readonly same: readonly StepView[]; readonly drifted: ReadonlySet<StepId> }> {
  const looks = await lookEach(engine, chosen.map((v) => v.step));
  const same: StepView[] = [];
  const drifted: Told[] = [];
  for (const [i, view] of chosen.entries()) {
    const { now, unseen } = looks[i] ?? { now: undefined };
    const [shown, again] = [await viewOf(engine, view.step, view.now), await viewOf(engine, view.step, now)];
    if (!unseen && sameTarget(shown, again)) { same.push(again); continue; }
    drifted.push({ step: view.step, title: view.title, state: 'drifted', error: unseen ?? say('It changed while you decided, so nothing was done to it. It is offered again in the next round.') });
  }
  tellSteps(engine, drifted);
  return { same, drifted: new Set(drifted.map(({ step }) => step.id)) };
}
const withWays = (views: readonly StepView[], { ways = {} }: Decision): StepView[] => views.map((v) => {
  const way = ways[v.step.id];
  return way !== undefined && v.ways.some((w) => w.id === way) ? { ...v, step: { ...v.step, way } } : v;
});

/** Evidence first: what must come before, and has not ended well. */
const blocking = (engine: Engine, step: Step): readonly StepId[] => step.after.filter((id) => !endedWell(engine.ledger.step(id)?.state));
const WAITS = say('It waits until what must come before it has ended well (evidence first).');

async function unblocked(engine: Engine, views: readonly StepView[]): Promise<DeedPlan[]> {
  const plans = await inParallel(views, 16, async ({ step, title, now }): Promise<DeedPlan | undefined> => {
    if (blocking(engine, step).length > 0) {
      engine.ui.show({ type: 'step', step, title, state: 'waiting', error: WAITS });
      return undefined;
    }
    return now ? { step, action: (await actionOf(engine, step)).action, title, before: now } : undefined;
  });
  return plans.filter((p) => p !== undefined);
}

/** Contained when it was only used, and changed by the stranger since. */
export const isWorse = (then: Step, now: Step): boolean => then.verb === 'contain' && then.origin === 'used' && now.origin === 'changed';

interface Opening { readonly view: StepView; readonly over: 'already-done' | 'gone' | undefined; readonly hindered: Text | undefined }

/** Shows and records what is already so, says what cannot be offered, and gives views of the rest. */
async function openViews(engine: Engine, steps: readonly Step[], foresee?: Foresee): Promise<StepView[]> {
  const looks = await lookEach(engine, steps);
  const here = new Set(steps.map((s) => s.id));
  const openings = await inParallel(steps, 16, (step, i) => opening(engine, step, looks[i] ?? { now: undefined }, here, foresee));
  const facts: Fact[] = [];
  for (const { view, over } of openings) {
    const known = engine.ledger.step(view.step.id);
    if (!known || isWorse(known.step, view.step)) facts.push(plannedFact(engine, view));
    if (!over) continue;
    facts.push({ type: 'settled', step: view.step.id, outcome: over, after: engine.ledger.store(view.now ?? null) });
  }
  tellSteps(engine, openings.flatMap(({ view: { step, title }, over, hindered: error }): Told[] => (over ? [{ step, title, state: 'already-done' }] : error ? [{ step, title, state: 'waiting', error }] : [])));
  if (!engine.dryRun) engine.ledger.recordAll(facts);
  return openings.filter((o) => !o.over && !o.hindered).map((o) => o.view);
}

async function opening(engine: Engine, step: Step, { now, unseen }: Look, here: ReadonlySet<StepId>, foresee?: Foresee): Promise<Opening> {
  const view = await viewOf(engine, step, now, foresee);
  if (unseen) return { view, over: undefined, hindered: unseen };
  const { action } = await actionOf(engine, step);
  const entry = engine.ledger.step(step.id);
  const chosen = wayOf(entry, step);
  const done = action.done(now, { made: entry?.made ?? {}, way: chosen ?? view.step.way, before: step.resource });
  if (done || !now) return { view, over: now ? 'already-done' : 'gone', hindered: undefined };
  // A dry run keeps no evidence, so it shows what would come after it as well.
  const waits = !engine.dryRun && blocking(engine, step).some((id) => !here.has(id));
  const hindered = isBegun(entry) ? undefined : action.impossible?.(now, view.step.way);
  return { view, over: undefined, hindered: hindered ?? (waits ? WAITS : undefined) };
}
const wayOf = (entry: { readonly step: Step; readonly way?: string | undefined } | undefined, step: Step): string | undefined => (entry && !isWorse(entry.step, step) ? entry.way : undefined);
/** What hinders a step that was begun may be its own half: the action itself knows how to go on from there. */
const isBegun = (entry: { readonly attempts: number } | undefined): boolean => (entry?.attempts ?? 0) > 0;

async function outlives(engine: Engine): Promise<void> {
  const { expiresAt } = engine.session.caller;
  if (expiresAt === undefined || new Date(expiresAt).getTime() - engine.clock.now().getTime() > SESSION_MARGIN_MS) return;
  await engine.session.identify();
  const ends = engine.session.caller.expiresAt;
  if (ends === undefined || new Date(ends).getTime() - engine.clock.now().getTime() > SESSION_MARGIN_MS) return;
  throw new IncidentError('interrupted', say('Your AWS session ends at {{time}}, before this wave could be finished, so it was not begun (now {{now}}). Renew your credentials, then go on with: aws-incident resume', { time: ends, now: isoNow(engine.clock) }));
}
