// A step as the operator is shown it: exact calls, what it destroys and breaks, and what AWS will probably refuse.
import type { Fact } from '../case/facts.ts';
import { digestOf } from '../core/digest.ts';
import { inert, render, type Catalogue, type Text } from '../core/text.ts';
import type { Call, Operation, Resource, Step, StepView } from '../core/types.ts';
import type { Action } from '../kinds/kind.ts';
import { actionOf, isIrreversible, type Engine } from './engine.ts';

/** Says which of these operations AWS will refuse to the caller; asked before the gate. */
export type Foresee = (operations: readonly Operation[]) => ReadonlyMap<Operation, Text>;

export async function viewOf(engine: Engine, step: Step, now: Resource | undefined, foresee: Foresee = () => new Map()): Promise<StepView> {
  const { action } = await actionOf(engine, step);
  const target = now ?? step.resource;
  const ways = action.ways?.(target, step.origin) ?? [];
  const way = step.way ?? ways[0]?.id;
  const calls = action.calls(target, way);
  const denials = foresee([...new Set(calls.map((c) => c.operation))]);
  const destroys = action.destroys?.(target, way);
  const breaks = action.breaks?.(target, way);
  return {
    step: way === undefined ? step : { ...step, way }, title: action.title(target, way), now, calls, ways,
    ...finality(step, action, target),
    ...(destroys ? { destroys } : {}), ...(breaks ? { breaks } : {}),
    denied: [...denials].map(([operation, why]) => ({ operation, why })),
  };
}

/** An irreversible step says so; one that destroys asks for a word. */
function finality({ verb }: Step, action: Action, target: Resource): Pick<StepView, 'reversible' | 'irreversible' | 'type'> {
  const { undo } = action;
  if (!isIrreversible(undo)) return { reversible: true };
  const final = { reversible: false, irreversible: undo.irreversible };
  return verb === 'eradicate' || verb === 'replace' ? { ...final, type: action.typed?.(target) ?? target.name } : final;
}

/** More steps than a screen holds, for a file: each with its exact calls. */
export const listOf = (views: readonly StepView[], catalogue?: Catalogue): string => views.map((v, i) => [`${String(i + 1)}. ${render(v.title, catalogue)}`, ...v.calls.map((c) => `   ${c.region} ${c.operation} ${inert(JSON.stringify(c.input))}`)].join('\n') + '\n').join('');

/** What an approval is given for: steps, targets as shown, exact calls. A target that is other than this has drifted. */
export const digestOfViews = (views: readonly StepView[]): string => digestOf(views.map((v) => ({ id: v.step.id, way: v.step.way, now: v.now ?? null, calls: v.calls })));
export const sameTarget = (a: { readonly calls: readonly Call[]; readonly now: Resource | undefined }, b: { readonly calls: readonly Call[]; readonly now: Resource | undefined }): boolean =>
  digestOf({ calls: a.calls, uid: a.now?.uid ?? null }) === digestOf({ calls: b.calls, uid: b.now?.uid ?? null });

/** A step as it stands in the journal, before anybody decided on it. */
export const plannedFact = (engine: Engine, { step, title, calls, irreversible }: StepView): Fact =>
  ({ type: 'planned', step, title, calls: engine.ledger.store(calls.map((c) => ({ ...c }))), ...(irreversible ? { irreversible } : {}) });

/** Keeps a step in the plan that is not offered yet: the case stays open until it is done or declined. */
export async function keepPlanned(engine: Engine, step: Step): Promise<void> {
  if (!engine.ledger.step(step.id)) engine.ledger.record(plannedFact(engine, await viewOf(engine, step, undefined)));
}
