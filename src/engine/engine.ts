// What every part of the engine works with: the account, the case, the operator and the kinds.
import type { Fact, Stored, StepOutcome } from '../case/facts.ts';
import type { Session } from '../aws/connect.ts';
import type { Action, Kind } from '../kinds/kind.ts';
import type { Clock } from '../core/clock.ts';
import { IncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { KindId, Operation, Resource, Step, StepId } from '../core/types.ts';
import type { Ui } from '../ui/port.ts';

/** What the journal says of one step. */
export interface StepEntry {
  readonly step: Step;
  readonly title: Text;
  readonly state: 'planned' | 'approved' | 'declined' | 'started' | StepOutcome | 'undo-started' | 'undone';
  /** The first before-image wins. */
  readonly before: Stored<Resource | null> | undefined;
  readonly after: Stored<Resource | null> | undefined;
  readonly made: Readonly<Record<string, string>>;
  readonly attempts: number;
  /** The way that the operator chose at the gate. */
  readonly way: string | undefined;
  /** A standing approval that covers the step, until when. */
  readonly standingUntil: string | undefined;
}

/** The case as the engine uses it; `case/` keeps it on disk. */
export interface Ledger {
  record(fact: Fact): void;
  recordAll(facts: readonly Fact[]): void;
  store<T>(value: T): Stored<T>;
  load<T>(stored: Stored<T>): T;
  keep(file: string, content: string | Uint8Array, from: { readonly operation: Operation | 'aws-incident'; readonly requestId?: string | undefined; readonly step?: StepId }): Promise<void>;
  /** A list for people, too long for the screen, beside the journal. Returns its path. */
  list(name: string, content: string): string;
  step(id: StepId): StepEntry | undefined;
  steps(): readonly StepEntry[];
}

/** Answers that are asked for once, however many phases need them. `over`: nobody needs more. */
export class Seen {
  readonly answers = new Map<string, Promise<unknown>>();
  over = false;
  ahead: Promise<void> = Promise.resolve();
}

export interface Engine {
  readonly session: Session;
  readonly ledger: Ledger;
  readonly ui: Ui;
  readonly clock: Clock;
  readonly kind: (id: KindId) => Promise<Kind>;
  readonly dryRun: boolean;
  /** In a run that changes nothing: what has been asked for stands for all of it. */
  readonly seen?: Seen;
  /** Aborted by Ctrl-C: what is under way is finished and recorded, nothing new is begun. */
  readonly signal: AbortSignal;
}

export async function actionOf(engine: Engine, step: Step): Promise<{ readonly kind: Kind; readonly action: Action }> {
  const kind = await engine.kind(step.kind);
  const action = kind.actions[step.verb];
  if (!action) throw new IncidentError('internal', say('The kind {{kind}} has no action {{verb}}.', { kind: step.kind, verb: step.verb }));
  return { kind, action };
}

/** The step as the operator chose it: with its way. */
export const stepOf = ({ step, way }: Pick<StepEntry, 'step' | 'way'>): Step => (way === undefined ? step : { ...step, way });

export const isIrreversible = (undo: Action['undo']): undo is Exclude<Action['undo'], (...args: never) => unknown> => typeof undo !== 'function';

/** Waits for all of it, also where one fails; then throws the first failure. */
export async function together<A, B>(work: readonly [Promise<A>, Promise<B>]): Promise<readonly [A, B]> {
  const [a, b] = await Promise.allSettled(work);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

/** Runs `work` over `items`, at most `width` at a time, in order of start. After an error nothing more is begun; what was begun has ended when this ends. */
export async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  let broken = false;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length && !broken; index = next++) {
      try {
        results[index] = await work(items[index] as T, index);
      } catch (error) {
        broken = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, lane));
  const failed = lanes.find((l) => l.status === 'rejected');
  if (failed) throw failed.reason;
  return results;
}
