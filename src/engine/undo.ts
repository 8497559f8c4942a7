// Gives back what a step changed, from its before-image, by whatever process; what drifted meanwhile is told, not overwritten.
import { failureOf } from '../aws/errors.ts';
import { canonical } from '../core/digest.ts';
import { failed, isIncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { Decision, Json, JsonObject, Resource, Step, StepView } from '../core/types.ts';
import { sameState, type Action, type Kind, type Undo } from '../kinds/kind.ts';
import { deedOf, sentenceOf } from './deed.ts';
import { actionOf, isIrreversible, stepOf, type Engine, type StepEntry } from './engine.ts';
import { lookEach } from './look.ts';
import { permitToUndo, undoCallsOf } from './permits.ts';
import { digestOfViews } from './views.ts';

/** What can be given back, and what cannot, newest first. */
export interface Undoable { readonly entry: StepEntry; readonly title: Text; readonly reversible: boolean; readonly why?: Text; /** What it was done to was removed for good later in this case. */ readonly removed?: true }
const CHANGED = new Set<StepEntry['state']>(['verified', 'unverified', 'failed', 'drifted']);

export async function undoable(engine: Engine): Promise<readonly Undoable[]> {
  const list: Undoable[] = [];
  for (const entry of [...engine.ledger.steps()].reverse()) {
    // Evidence stays (promise 6); what its keeping made, snapshots, is evidence too.
    if (entry.step.verb === 'preserve' || !CHANGED.has(entry.state) || entry.before === undefined) continue;
    const { action } = await actionOf(engine, entry.step);
    const title = say('Undo: {{step}}', { step: entry.title });
    if (isIrreversible(action.undo)) list.push({ entry, title, reversible: false, why: action.undo.irreversible });
    else list.push(!action.outlives && await isRemovedSince(engine, entry) ? { entry, title, reversible: false, removed: true } : { entry, title, reversible: true });
  }
  return list;
}

/** Of what this case has removed for good, with what belonged to it, nothing can be given back. */
async function isRemovedSince(engine: Engine, { step }: StepEntry): Promise<boolean> {
  for (const other of engine.ledger.steps()) {
    if (other.step.verb !== 'eradicate' || other.state !== 'verified' || !isSameOrOwner(other.step, step)) continue;
    if (isIrreversible((await actionOf(engine, other.step)).action.undo)) return true;
  }
  return false;
}
const isSameOrOwner = (removed: Step, { kind, resource }: Step): boolean => (removed.kind === kind && removed.resource.uid === resource.uid) || removed.resource.arn === resource.owner;

/** `gone`: what was changed is no more, so nothing of it is to be given back. */
export type UndoOutcome = 'undone' | 'declined' | 'drifted' | 'gone' | 'failed' | 'irreversible' | 'stopped';

/** Everything that giving one step back needs. */
interface Undoing { readonly entry: StepEntry; readonly step: Step; readonly kind: Kind; readonly action: Action; readonly undo: Undo<Resource>; readonly before: Resource; readonly title: Text }

async function undoingOf(engine: Engine, entry: StepEntry): Promise<Undoing | Text> {
  const { action, kind } = await actionOf(engine, entry.step);
  if (isIrreversible(action.undo)) return action.undo.irreversible;
  const before = entry.before && engine.ledger.load(entry.before);
  if (!before) return say('The case does not hold how it was before, so it cannot be given back from here.');
  return { entry, step: stepOf(entry), kind, action, undo: action.undo.bind(action), before, title: say('Undo: {{step}}', { step: entry.title }) };
}
const cannot = (engine: Engine, entry: StepEntry, why: Text): UndoOutcome => {
  engine.ui.show({ type: 'step', step: entry.step, title: entry.title, state: 'failed', error: why });
  return 'irreversible';
};

/** One step through a gate of its own (`advice`: the course that the caller recommends); giving back an abused way in wants its name typed. */
export async function undoStep(engine: Engine, entry: StepEntry, advice?: Text): Promise<UndoOutcome> {
  const undoing = await undoingOf(engine, entry);
  if (isText(undoing)) return cannot(engine, entry, undoing);
  const { step, title, action, before } = undoing;
  const now = await lookOne(engine, step);
  if (isUndone(undoing, now)) return engine.dryRun ? 'undone' : settleUndo(engine, undoing, now, undefined);
  if (isGone(undoing, now)) return gone(engine, undoing);
  if (isOverwritten(undoing, now)) return drifted(engine, undoing, say('Somebody has changed {{name}} since this step was done. It was not touched: what they did would be overwritten. Look at it in the console.', { name: step.resource.name }));
  if (!isOutlived(undoing, now) && hasDrifted(engine, undoing, now)) engine.ui.show({ type: 'say', tone: 'warn', text: say('Since this step was done, somebody has changed {{name}} again. Undo gives back only what the step itself had changed.', { name: step.resource.name }) });
  const view: StepView = { step, title, now, calls: undoCallsOf(action, before, step.way, entry.made), reversible: true, ways: [], denied: [] };
  if (engine.dryRun) {
    engine.ui.show({ type: 'step', step, title, state: 'would' });
    return 'declined';
  }
  const decision = await askUndo(engine, undoing, view, action.undoReopens === true && !isOutlived(undoing, now), advice);
  if (!decision.approved.includes(step.id)) {
    engine.ui.show({ type: 'step', step, title, state: decision.stop ? 'stopped' : 'declined' });
    return decision.stop ? 'stopped' : 'declined';
  }
  const again = await lookOne(engine, step);
  if (!sameState(now, again)) return drifted(engine, undoing, say('It changed while you decided, so nothing was done to it. Ask for it again.'));
  engine.ledger.record({ type: 'undo-started', step: step.id });
  return carryOut(engine, undoing);
}

async function askUndo(engine: Engine, { step, title }: Undoing, view: StepView, reopens: boolean, advice?: Text): Promise<Decision> {
  const id = `undo:${step.id}`;
  const stopped: Decision = { approved: [], standing: false, stop: true };
  const decision = engine.signal.aborted ? stopped : await engine.ui.gate({
    id, title, steps: [view],
    advice: advice ?? (reopens ? say('Not before the leak is closed: this gives back a way in that a stranger has used.') : say('Give it back if it was the owner\'s and is needed.')),
    ...(reopens ? { type: step.resource.name } : {}),
  });
  const approves = !decision.stop && decision.approved.includes(step.id) && (!reopens || decision.typed === step.resource.name);
  const given: Decision = { ...decision, approved: approves ? [step.id] : [] };
  engine.ledger.record({ type: 'decided', gate: id, title, steps: [step.id], decision: given, digest: digestOfViews([view]), caller: engine.session.caller.arn });
  return given;
}

/** For an undo that was interrupted: it looks first, and converges from wherever it stands. */
export async function finishUndo(engine: Engine, entry: StepEntry): Promise<UndoOutcome> {
  const undoing = await undoingOf(engine, entry);
  if (isText(undoing)) return cannot(engine, entry, undoing);
  const now = await lookOne(engine, undoing.step);
  if (isGone(undoing, now)) return settleUndo(engine, undoing, now, goneText(undoing));
  return isUndone(undoing, now) ? settleUndo(engine, undoing, now, undefined) : carryOut(engine, undoing);
}

async function carryOut(engine: Engine, undoing: Undoing): Promise<UndoOutcome> {
  const { entry, step, kind, action, before, title } = undoing;
  const made = { ...entry.made };
  const permit = permitToUndo(engine, action, before, step.way, made);
  const aws = engine.session.changes(permit, [...kind.reads, ...(action.reads ?? [])], step.resource.region, (called) => { engine.ledger.record({ type: 'called', step: step.id, ...called }); });
  let error: unknown;
  try {
    await undoing.undo(aws, before, made, deedOf(engine, step, permit, made, before));
  } catch (thrown) {
    if (isIncidentError(thrown) && thrown.fault !== 'refused' && thrown.fault !== 'failed') throw thrown;
    error = thrown;
  } finally {
    permit.end();
  }
  let now: Resource | undefined;
  for (const ms of [0, 1_000, 2_000, 4_000, 8_000]) {
    if (ms > 0) await engine.clock.sleep(ms);
    now = await lookOne(engine, step);
    if (isUndone(undoing, now) || (error === undefined && isOutlived(undoing, now))) return settleUndo(engine, undoing, now, undefined);
    if (error !== undefined && !failureOf(error).maybeDone) break;
  }
  return settleUndo(engine, undoing, now, error === undefined ? say('AWS does not show it as it was before.') : sentenceOf(error, title));
}

async function lookOne(engine: Engine, step: Step): Promise<Resource | undefined> {
  const [look] = await lookEach(engine, [step]);
  if (look?.unseen) throw failed(look.unseen);
  return look?.now;
}

const isText = (value: Undoing | Text): value is Text => 'say' in value;
const isUndone = ({ action, before }: Undoing, now: Resource | undefined): boolean => action.undone?.(now, before) ?? (now !== undefined && sameState(now, before));

/** Its own thing is gone, and what it did elsewhere stands: AWS's answer to the undo is all that tells. */
const isOutlived = ({ action }: Undoing, now: Resource | undefined): boolean => now === undefined && action.outlives !== undefined;
/** Not by the step: its own deed leaves it there. */
const isGone = ({ entry, step, action, before }: Undoing, now: Resource | undefined): boolean => now === undefined && action.outlives === undefined && !action.done(undefined, { made: entry.made, way: step.way, before });

/** AWS showed the step as done, and what it did stands no longer, nor what stood before it: somebody put something else there. */
const isOverwritten = (undoing: Undoing, now: Resource | undefined): boolean => {
  const { entry, step, action, before } = undoing;
  return !isOutlived(undoing, now) && entry.state === 'verified' && !action.done(now, { made: entry.made, way: step.way, before });
};

/** As the last step of this case left it: what this case itself did since is nobody else's change, also by way of another kind (the boundary of a user). */
function hasDrifted(engine: Engine, { kind, step: { resource } }: Undoing, now: Resource | undefined): boolean {
  const all = engine.ledger.steps().flatMap(({ step, after }) => (after === undefined ? [] : [{ step, left: engine.ledger.load(after) ?? undefined }]));
  const own = all.filter(({ step }) => step.kind === kind.id && step.resource.uid === resource.uid);
  const beside = all.flatMap(({ step, left }) => (step.kind !== kind.id && resource.owner !== undefined && step.resource.owner === resource.owner ? [left] : []));
  return own.length > 0 && own.every(({ left }) => differing(left, now).some((member) => !beside.some((other) => canonical(member(other)) === canonical(member(now)))));
}
type Member = (of: Resource | undefined) => Json;
/** The members in which both differ; what is not there is `null`. */
function differing(a: Resource | undefined, b: Resource | undefined): readonly Member[] {
  const names = sameState(a, b) ? [] : new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})].filter((name) => name !== 'seen' && name !== 'aim'));
  return [...names].map((name): Member => (of) => (of as unknown as JsonObject | undefined)?.[name] ?? null).filter((member) => canonical(member(a)) !== canonical(member(b)));
}

const goneText = ({ step }: Undoing): Text => say('{{name}} was deleted since this step was done, so there is nothing to give back. Nothing was touched.', { name: step.resource.name });
function gone(engine: Engine, undoing: Undoing): UndoOutcome {
  drifted(engine, undoing, goneText(undoing));
  return 'gone';
}
function drifted(engine: Engine, { step, title }: Undoing, error: Text): UndoOutcome {
  engine.ui.show({ type: 'step', step, title, state: 'drifted', error });
  return 'drifted';
}

function settleUndo(engine: Engine, { step, title }: Undoing, now: Resource | undefined, error: Text | undefined): UndoOutcome {
  const outcome = error === undefined ? 'undone' : 'failed';
  engine.ledger.record({ type: 'undo-settled', step: step.id, outcome, after: engine.ledger.store<Resource | null>(now ?? null), ...(error ? { error } : {}) });
  engine.ui.show({ type: 'step', step, title, state: outcome, ...(error ? { error } : {}) });
  return outcome;
}
