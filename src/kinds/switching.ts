// What calls stop and start as a whole: stopped in the burst, saved, stopped and deleted where a stranger made it; the owner's goes on as it stood before.
import type { ChangeAws } from '../aws/session.ts';
import { say, type Text } from '../core/text.ts';
import type { Call, JsonObject, Operation, Region, Resource } from '../core/types.ts';
import { givingBack } from './giving-back.ts';
import { preserving } from './iam/parts/preservation.ts';
import { KEPT_ALL, type Deed, type HistoryEvent, type Kind } from './kind.ts';
import { isEvent, isForeign, switchBefore } from './recalling.ts';
import { until } from './waiting.ts';

export interface Switched extends Resource { readonly on: boolean }
type State = 'on' | 'off' | 'moving' | 'gone';

interface Switch<R extends Switched> {
  /** The kind's title. */
  readonly sort: Text;
  readonly on: Operation;
  readonly off: Operation;
  readonly remove: Operation;
  readonly input: (r: R) => JsonObject;
  /** It is deleted as it stands; else it is stopped before. */
  readonly asItStands?: true;
  /** What deleting wants besides, when it is off. */
  readonly before?: { readonly operation: Operation; readonly calls: (r: R) => readonly Call[] };
  readonly breaks: () => Text;
  readonly destroys: () => Text;
  /** The read that tells all of it. */
  readonly from: Operation;
  readonly whole: (aws: ChangeAws, r: R) => Promise<object>;
  readonly state: (aws: ChangeAws, r: R) => Promise<State>;
  readonly send: (aws: ChangeAws, call: Call) => Promise<unknown>;
  /** To stop it, more may be needed than the one call; default: that. */
  readonly turning?: { readonly operation: Operation; readonly calls: (r: R, to: boolean) => readonly Call[] };
}

const call = (operation: Operation, region: Region, input: JsonObject): Call => ({ operation, region, input });

/** How a switch stood before the stranger moved it. Where he set anything else of it (`set`), its owner looks at it before it goes on. */
export const recallSwitch = (on: Operation, off: Operation, set: readonly Operation[] = []) => (_: Resource, history: readonly HistoryEvent[]): JsonObject | undefined => {
  if (history.some((e) => isForeign(e) && isEvent(e, ...set))) return undefined;
  const before = switchBefore(history, (e) => isEvent(e, on), (e) => isEvent(e, off));
  return before === undefined ? undefined : { on: before };
};

export function switching<R extends Switched>({ sort, on, off, remove, input, asItStands, before, breaks, destroys, from, whole, state, send, turning }: Switch<R>): Kind<R>['actions'] {
  const name = (r: R): string => `${r.name} (${r.region})`;
  const told = (r: R) => ({ sort, name: name(r) });
  const turn = (r: R, to: boolean): readonly Call[] => turning?.calls(r, to) ?? [call(to ? on : off, r.region, input(r))];
  const operations = [off, on, ...(turning ? [turning.operation] : [])];
  const atRest = (aws: ChangeAws, r: R, deed: Deed): Promise<void> => until(deed, r.name, async () => await state(aws, r) !== 'moving');
  /** AWS refuses both while it is on its way. */
  async function lead(aws: ChangeAws, r: R, to: boolean, deed: Deed): Promise<void> {
    for (const one of turn(r, to)) {
      await atRest(aws, r, deed);
      const now = await state(aws, r);
      if (now !== 'gone' && (one.operation === on ? now === 'off' : one.operation === off ? now === 'on' : true)) await send(aws, one);
    }
    await atRest(aws, r, deed);
  }
  return {
    contain: {
      operations, breaks, title: (r) => say('Stop it: {{sort}} {{name}}', told(r)),
      needed: (r) => r.aim?.['on'] !== true,
      calls: (r) => turn(r, false), undoCalls: (r) => (r.on ? turn(r, true) : []),
      done: (now) => now?.on === false,
      apply: (aws, r, deed) => lead(aws, r, false, deed),
      undo: async (aws, r, _, deed) => { if (r.on) await lead(aws, r, true, deed); },
      undoReopens: true,
    },
    preserve: preserving<R>({ title: (r) => say('Save it as it is: {{sort}} {{name}}', told(r)), file: (r) => `${from.split(':')[0] ?? ''}-${r.region}-${r.name}`, operation: from, more: whole as never }),
    recover: givingBack<R>({
      sort, operations, back: (r) => ({ ...r, on: r.aim?.['on'] === true }),
      calls: (was, to) => (was.on === to.on ? [] : turn(was, to.on)),
      send: (aws, one, deed, to) => (one.operation === on || one.operation === off ? lead(aws, to, one.operation === on, deed) : Promise.resolve()),
    }),
    eradicate: {
      operations: [...(asItStands ? [] : operations.filter((one) => one !== on)), remove, ...(before ? [before.operation] : [])],
      title: (r) => say('Delete it: {{sort}} {{name}}', told(r)), destroys,
      calls: (r) => [...(r.on && !asItStands ? turn(r, false) : []), ...before?.calls(r) ?? [], call(remove, r.region, input(r))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        if (!asItStands) await (r.on ? lead(aws, r, false, deed) : atRest(aws, r, deed));
        for (const one of before?.calls(r) ?? []) await send(aws, one);
        await send(aws, call(remove, r.region, input(r)));
        await until(deed, r.name, async () => await state(aws, r) === 'gone');
      },
      undo: KEPT_ALL,
    },
  };
}
