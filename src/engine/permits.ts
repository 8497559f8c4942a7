// The only place that gives leave to change AWS: for one deed, the calls that the gate showed, and never in a dry run.
import { literal, Permit } from '../aws/permit.ts';
import { IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Call, Resource } from '../core/types.ts';
import type { Action } from '../kinds/kind.ts';
import type { Engine } from './engine.ts';

type Made = Readonly<Record<string, string>>;

/** For the deed itself. `before`: the target as it was shown, or stood before the first attempt. */
export const permitToDo = (engine: Engine, action: Action, before: Resource, way: string | undefined, made: Made): Permit => permit(engine, action.calls(literal(before), way), made);
/** For giving it back. */
export const permitToUndo = (engine: Engine, action: Action, before: Resource, way: string | undefined, made: Made): Permit => permit(engine, undoCallsOf(action, literal(before), way, literal(made)), made);
/** What undo may call, as its gate shows it. */
export const undoCallsOf = (action: Action, before: Resource, way: string | undefined, made: Made): readonly Call[] => action.undoCalls?.(before, made) ?? action.calls(before, way);

function permit(engine: Engine, calls: readonly Call[], made: Made): Permit {
  if (engine.dryRun) throw new IncidentError('internal', say('A dry run was about to change something, and was stopped.'));
  return new Permit(engine.session.caller.accountId, engine.session.endpoint, calls, made);
}
