// Gives back what a step changed, from its before-image, by whatever process; what drifted meanwhile is told, not overwritten.
import { failureOf } from '../aws/errors.ts';
import { Permit } from '../aws/permit.ts';
import { say, type Text } from '../core/text.ts';
import type { Resource, StepView } from '../core/types.ts';
import { sameState, type Action } from '../kinds/kind.ts';
import { deedOf, sentenceOf } from './deed.ts';
import { actionOf, isIrreversible, type Engine, type StepEntry } from './engine.ts';
import { lookAt } from './look.ts';

/** What can be given back, and what cannot, newest first. */
export interface Undoable { readonly entry: StepEntry; readonly title: Text; readonly reversible: boolean; readonly why?: Text }
const CHANGED = new Set<StepEntry['state']>(['verified', 'unverified', 'failed', 'drifted']);

export async function undoable(engine: Engine): Promise<readonly Undoable[]> {
  const list: Undoable[] = [];
  for (const entry of [...engine.ledger.steps()].reverse()) {
    if (!CHANGED.has(entry.state) || entry.before === undefined) continue;
    const { action } = await actionOf(engine, entry.step);
    const title = say('Undo: {{step}}', { step: entry.title });
    list.push(isIrreversible(action.undo) ? { entry, title, reversible: false, why: action.undo.irreversible } : { entry, title, reversible: true });
  }
  return list;
}

export type UndoOutcome = 'undone' | 'declined' | 'drifted' | 'failed' | 'irreversible' | 'stopped';

/** One step through a gate of its own; giving back an abused way in wants its name typed. */
export async function undoStep(engine: Engine, entry: StepEntry): Promise<UndoOutcome> {
  const { step } = entry;
  const { action } = await actionOf(engine, step);
  const before = entry.before && engine.ledger.load(entry.before);
  if (isIrreversible(action.undo)) {
    engine.ui.show({ type: 'step', step, title: entry.title, state: 'failed', error: action.undo.irreversible });
    return 'irreversible';
  }
  if (!before) return 'failed';
  const title = say('Undo: {{step}}', { step: entry.title });
  const [now] = await lookAt(engine, [step]);
  if (isUndone(action, now, before)) return settleUndo(engine, entry, title, now, undefined);
  const drift = hasDrifted(engine, entry, now);
  if (drift) engine.ui.show({ type: 'say', tone: 'warn', text: say('Since this step was done, somebody has changed {{name}} again. Undo would give back only what the step itself had changed.', { name: step.resource.name }) });
  const calls = action.undoCalls?.(before, entry.made) ?? action.calls(before, step.way);
  const view: StepView = { step, title, now, calls, reversible: true, ways: [], denied: [] };
  const decision = await engine.ui.gate({
    id: `undo:${step.id}`, title, steps: [view],
    advice: action.undoReopens ? say('Not before the leak is closed: this gives back a way in that a stranger has used.') : say('Give it back if it was the owner\'s and is needed.'),
    ...(action.undoReopens ? { type: step.resource.name } : {}),
  });
  const approved = decision.approved.includes(step.id) && (!action.undoReopens || decision.typed === step.resource.name);
  engine.ledger.record({ type: 'decided', gate: `undo:${step.id}`, title, steps: [step.id], decision: approved ? decision : { ...decision, approved: [] }, digest: '', caller: engine.session.caller.arn });
  if (!approved) {
    engine.ui.show({ type: 'step', step, title, state: decision.stop ? 'stopped' : 'declined' });
    return decision.stop ? 'stopped' : 'declined';
  }
  engine.ledger.record({ type: 'undo-started', step: step.id });
  return finishUndo(engine, entry);
}

/** Also for an undo that was interrupted: it converges from wherever it stands. */
export async function finishUndo(engine: Engine, entry: StepEntry): Promise<UndoOutcome> {
  const { step } = entry;
  const { action, kind } = await actionOf(engine, step);
  const before = entry.before && engine.ledger.load(entry.before);
  if (!before || isIrreversible(action.undo)) return 'failed';
  const title = say('Undo: {{step}}', { step: entry.title });
  const made = { ...entry.made };
  const permit = new Permit(engine.session.caller.accountId, engine.session.endpoint, [...(action.undoCalls?.(before, made) ?? []), ...action.calls(before, step.way)], made);
  const aws = engine.session.changes(permit, [...kind.reads, ...(action.reads ?? [])], step.resource.region, (called) => { engine.ledger.record({ type: 'called', step: step.id, ...called }); });
  let error: unknown;
  try {
    await action.undo(aws, before, made, deedOf(engine, step, permit, made, before));
  } catch (thrown) {
    error = thrown;
  } finally {
    permit.end();
  }
  let now: Resource | undefined;
  for (const ms of [0, 1_000, 2_000, 4_000, 8_000]) {
    if (ms > 0) await engine.clock.sleep(ms);
    [now] = await lookAt(engine, [step]);
    if (isUndone(action, now, before)) return settleUndo(engine, entry, title, now, undefined);
    if (error !== undefined && !failureOf(error).maybeDone) break;
  }
  return settleUndo(engine, entry, title, now, error === undefined ? say('AWS does not show it as it was before.') : sentenceOf(error, title));
}

const isUndone = (action: Action, now: Resource | undefined, before: Resource): boolean => action.undone?.(now, before) ?? (now !== undefined && sameState(now, before));

function hasDrifted(engine: Engine, { after }: StepEntry, now: Resource | undefined): boolean {
  if (after === undefined) return false;
  return !sameState(engine.ledger.load(after) ?? undefined, now);
}

function settleUndo(engine: Engine, { step }: StepEntry, title: Text, now: Resource | undefined, error: Text | undefined): UndoOutcome {
  const outcome = error === undefined ? 'undone' : 'failed';
  engine.ledger.record({ type: 'undo-settled', step: step.id, outcome, after: engine.ledger.store<Resource | null>(now ?? null), ...(error ? { error } : {}) });
  engine.ui.show({ type: 'step', step, title, state: error === undefined ? 'undone' : 'failed', ...(error ? { error } : {}) });
  return outcome;
}
