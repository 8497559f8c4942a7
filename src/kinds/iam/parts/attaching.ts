// What is done to a policy that is attached, and to a user in a group: taken off; and put on again, where a stranger took it off.
import type { IAMClient } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../../aws/session.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Json, JsonObject, Judgement, Operation, Resource } from '../../../core/types.ts';
import { globalCall, type Action, type HistoryEvent, type JudgeContext } from '../../kind.ts';
import { isEvent, isForeign, textIn } from '../../recalling.ts';
import { ifThere } from '../../refusal.ts';
import { overwritten } from '../../standing.ts';
import type { ManagedPolicy } from './authorization-details.ts';
import { awsDenyAll, partitionOf } from './deny-policies.ts';
import { isQuarantineArn } from './quarantine-name.ts';

/** What a look shows of one that is not there: nothing, or its place. */
export const placeOf = <R extends Resource>(r: R): R | undefined => (r.aim === undefined ? undefined : { ...r, vacant: true });

/** A policy by its ARN; what AWS or this tool denies with is not among them. */
export function policyIn(arn: Json | undefined): ManagedPolicy | undefined {
  const text = textIn(arn);
  return text === undefined || isQuarantineArn(text) || text === awsDenyAll(partitionOf(text)) ? undefined : { arn: text, name: text.split('/').at(-1) ?? text };
}

/** `owed`: a stranger took it off, and the owner had put it on. AWS takes a second attachment without a word, so that it says nothing of whose it is. */
type Whose = 'own' | 'theirs' | 'nobody' | 'owed' | undefined;
const whose = (history: readonly HistoryEvent[], off: Operation): Whose => history.reduce<Whose>((now, event) => {
  if (!isForeign(event)) return isEvent(event, off) ? 'nobody' : 'own';
  if (isEvent(event, off)) return now === 'theirs' ? 'nobody' : 'owed';
  return now === 'own' || now === 'owed' ? 'own' : 'theirs';
}, undefined);
export const recallAttached = (history: readonly HistoryEvent[], off: Operation): JsonObject | undefined => (['own', 'owed'].includes(whose(history, off) ?? '') ? { attached: true } : undefined);
export function judgeAttached(r: Resource, { attributed, history = [] }: JudgeContext, off: Operation): Judgement | undefined {
  const own = whose(history, off) === 'own';
  return own && attributed && r.vacant === undefined ? { ...attributed, verdict: 'benign' } : overwritten(attributed, own);
}

interface Access<R extends Resource> {
  readonly on: { readonly operation: Operation; send(client: IAMClient, r: R): Promise<unknown> };
  readonly off: Access<R>['on'];
  /** Both calls name the same. */
  readonly named: (r: R) => JsonObject;
  /** From whom it was taken, for a sentence. */
  readonly from: (r: R) => string;
  readonly title: (r: R) => Text;
  readonly breaks: (r: R) => Text;
  readonly cuts: (r: R) => readonly string[];
  readonly impossible?: (r: R) => Text | undefined;
}

export function attachedActions<R extends Resource>({ on, off, named, from, title, breaks, cuts, impossible = () => undefined }: Access<R>): { readonly contain: Action<R>; readonly recover: Action<R> } {
  const put = async (aws: ChangeAws, r: R): Promise<void> => { await on.send(await aws.client('iam'), r); };
  const take = async (aws: ChangeAws, r: R): Promise<void> => { await ifThere(off.send(await aws.client('iam'), r)); };
  const putting = (r: R) => [globalCall(on.operation, named(r))];
  const taking = (r: R) => [globalCall(off.operation, named(r))];
  const shared = { operations: [off.operation, on.operation], impossible, cuts, undoReopens: true } as const;
  return {
    contain: { ...shared, title, breaks, needed: (r) => r.aim === undefined, calls: taking, undoCalls: putting, done: (now) => now === undefined || now.vacant === true, apply: take, undo: put },
    recover: { ...shared, title: (r) => say('Give {{who}} back what the stranger took away: {{name}}', { who: from(r), name: r.name }), calls: putting, undoCalls: taking, done: (now) => now !== undefined && now.vacant === undefined, apply: put, undo: take },
  };
}
