// `recover` of what plain calls write: those that lead from what a thing holds to what it held before the stranger, and back.
import type { ChangeAws } from '../aws/session.ts';
import { say, type Text } from '../core/text.ts';
import type { Call, Region, Resource } from '../core/types.ts';
import type { Action, Deed } from './kind.ts';

interface Written<R extends Resource> extends Pick<Action<R>, 'operations' | 'permissions' | 'breaks' | 'impossible' | 'cuts' | 'lifts'> {
  /** The kind's title. */
  readonly sort: Text;
  readonly name?: (r: R) => string;
  /** With what its `aim` says in it. */
  readonly back: (r: R) => R;
  /** None where both are the same. */
  readonly calls: (from: R, to: R) => readonly Call[];
  /** `to`: what the calls lead to. */
  readonly send: (aws: ChangeAws, call: Call, deed: Deed, to: R) => Promise<unknown>;
}

/** A global thing is in no Region that anybody knows. */
export const givingBackTitle = (sort: Text, name: string, region: Region): Text => (region === 'aws-global'
  ? say('Give back what it held before the stranger: {{sort}} {{name}}', { sort, name })
  : say('Give back what it held before the stranger: {{sort}} {{name}} in {{region}}', { sort, name, region }));

export function givingBack<R extends Resource>({ sort, name = (r) => r.name, back, calls, send, ...rest }: Written<R>): Action<R> {
  const lead = async (aws: ChangeAws, from: R, to: R, deed: Deed): Promise<void> => { for (const one of calls(from, to)) await send(aws, one, deed, to); };
  return {
    ...rest,
    title: (r) => givingBackTitle(sort, name(r), r.region),
    calls: (r) => calls(r, back(r)),
    undoCalls: (before) => calls(back(before), before),
    done: (now) => now?.aim !== undefined && calls(now, back(now)).length === 0,
    apply: (aws, r, deed) => lead(aws, r, back(r), deed),
    undo: (aws, before, _, deed) => lead(aws, back(before), before, deed),
    undoReopens: true,
  };
}
