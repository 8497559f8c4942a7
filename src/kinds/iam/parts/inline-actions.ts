// What is done to an inline policy of a user, role or group: taken away, or given back the last text that was the owner's.
import type { IAMClient } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../../aws/session.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Call, JsonObject, Judgement, Operation, Resource } from '../../../core/types.ts';
import { globalCall, type Action, type HistoryEvent, type JudgeContext } from '../../kind.ts';
import { isForeign, textIn } from '../../recalling.ts';
import { ifThere } from '../../refusal.ts';
import { overwritten } from '../../standing.ts';
import { differenceOf, saysTheSame } from '../../statement-diff.ts';

export interface InlinePolicyOf extends Resource {
  /** `null`: taken away, and looked at for what it held before. */
  readonly document: string | null;
}

/** What a look shows of one that is not there: nothing, or the place that its last good text is to go back to. */
export const absent = ({ aim }: Resource): null | undefined => (aim === undefined ? undefined : null);

/**
 * A put makes an inline policy or writes over it, and its event does not say which. Where the owner's text stood when the stranger
 * wrote, that is what is given back; where the owner had taken it away, or never had one, all of it is the stranger's.
 */
export function recallInline({ vacant }: Pick<Resource, 'vacant'>, history: readonly HistoryEvent[]): JsonObject | undefined {
  let standing: string | undefined;
  let aim: string | undefined;
  for (const event of history) {
    const text = textIn(event.request?.['policyDocument']);
    if (isForeign(event)) { aim ??= standing; continue; }
    standing = text;
    aim = undefined;
  }
  // Taken away since, although the owner had written it last.
  const text = aim ?? (vacant ? standing : undefined);
  return text === undefined ? undefined : { document: text };
}

export function judgeInline({ vacant }: Pick<Resource, 'vacant'>, { attributed, history = [] }: JudgeContext): Judgement | undefined {
  const last = history.at(-1);
  // What stands was written since by its owner: the stranger only took away what stood before, or the owner's word is the last.
  if (attributed && last && !vacant && (!isForeign(last) || last.request?.['policyDocument'] === undefined)) return { ...attributed, verdict: 'benign' };
  return overwritten(attributed, recallInline({}, history) !== undefined);
}

interface Access<R> {
  readonly put: { readonly operation: Operation; send(client: IAMClient, r: R, document: string): Promise<unknown> };
  readonly remove: { readonly operation: Operation; send(client: IAMClient, r: R): Promise<unknown> };
  /** Principal and policy, as the API names them. */
  readonly named: (r: R) => JsonObject;
  /** Of whom it is, for a sentence. */
  readonly whose: (r: R) => string;
  readonly title: (r: R) => Text;
  readonly breaks: (r: R) => Text;
  readonly cuts: (r: R) => readonly string[];
  readonly impossible?: (r: R) => Text | undefined;
}

const aimOf = (r: InlinePolicyOf): string | undefined => textIn(r.aim?.['document']);

/** `contain`: away with it, or back to the owner's text where that is known. `recover`: the owner's text, also where it was taken away. */
export function inlineActions<R extends InlinePolicyOf>({ put, remove, named, whose, title, breaks, cuts, impossible = () => undefined }: Access<R>): { readonly contain: Action<R>; readonly recover: Action<R> } {
  const putting = (r: R, document: string): Call => globalCall(put.operation, { ...named(r), PolicyDocument: document });
  const removing = (r: R): Call => globalCall(remove.operation, named(r));
  const toBefore = (before: R): Call => (before.document === null ? removing(before) : putting(before, before.document));
  const away = async (aws: ChangeAws, r: R): Promise<void> => { await ifThere(remove.send(await aws.client('iam'), r)); };
  const undo = async (aws: ChangeAws, before: R): Promise<void> => { await (before.document === null ? away(aws, before) : put.send(await aws.client('iam'), before, before.document)); };
  const giveBack = async (aws: ChangeAws, r: R): Promise<void> => { await put.send(await aws.client('iam'), r, aimOf(r) ?? ''); };
  const isBack = (now: R | undefined): boolean => now?.document != null && saysTheSame(now.document, aimOf(now));
  const backTitle = (r: R): Text => say('Give the inline policy {{policy}} of {{who}} back its last good text', { policy: r.name, who: whose(r) });
  const isAway = (now: R | undefined): boolean => now === undefined || now.document === null;
  const shared = { operations: [put.operation, remove.operation], impossible, cuts, undoCalls: (before: R) => [toBefore(before)], undo, undoReopens: true } as const;
  return {
    contain: {
      ...shared,
      needed: (r) => r.document !== null,
      title: (r, way) => (way === 'back' ? backTitle(r) : title(r)),
      breaks: (r, way) => (way === 'back' ? differenceOf(r.document, aimOf(r)) : breaks(r)),
      ways: (r) => (aimOf(r) === undefined ? [] : [{ id: 'back', title: say('Give back the last good text') }, { id: 'away', title: say('Take it away') }]),
      calls: (r, way) => [way === 'back' ? putting(r, aimOf(r) ?? '') : removing(r)],
      done: (now, { way }) => (way === 'back' ? isBack(now) : isAway(now)),
      apply: (aws, r, { way }) => (way === 'back' ? giveBack(aws, r) : away(aws, r)),
    },
    recover: {
      ...shared,
      title: backTitle,
      breaks: (r) => differenceOf(r.document, aimOf(r)),
      calls: (r) => [putting(r, aimOf(r) ?? '')],
      done: isBack,
      apply: giveBack,
    },
  };
}
