// What the policies of queues, keys, secrets and the like have in common: whom of outside they let in is taken out, and the last good text given back.
import type { ChangeAws } from '../aws/session.ts';
import { say, type Text } from '../core/text.ts';
import type { Call, Json, JsonObject, Judgement, Operation, Resource, TechniqueId } from '../core/types.ts';
import { foreignPrincipals, samePolicy, withoutForeign } from './foreign-principals.ts';
import { irreversible, type Action, type HistoryEvent, type JudgeContext } from './kind.ts';
import { isEvent, isForeign, isList, lastOwn, objectIn, textIn } from './recalling.ts';
import { ifThere } from './refusal.ts';
import { judged } from './standing.ts';

/** A policy as a thing of its own: it stands as long as what it belongs to, and may be empty. */
export interface ResourcePolicy extends Resource {
  /** The account's id, to know who is of outside. */
  readonly accountId: string;
  /** `''` where there is none. */
  readonly policy: string;
}
interface Sent<R> { readonly operation: Operation; input(r: R, policy: string): JsonObject; send(aws: ChangeAws, r: R, policy: string): Promise<unknown> }
export interface PolicyAccess<R extends ResourcePolicy> {
  /** What it belongs to, in a sentence: `say('the queue {{queue}}', …)`. */
  readonly thing: (r: R) => Text;
  readonly put: Sent<R>;
  /** Where a thing may be without a policy. */
  readonly remove?: Sent<R>;
  /** What must stand at least, where it may not. */
  readonly least?: (r: R) => string;
}

const aimOf = (r: ResourcePolicy): string | undefined => { const aim = r.aim?.['policy']; return typeof aim === 'string' ? aim : undefined; };
/** Whom it lets in of outside, but for those that the last good text let in. */
export function strangersIn(r: ResourcePolicy): readonly string[] {
  const known = foreignPrincipals(aimOf(r) ?? '', r.accountId);
  return foreignPrincipals(r.policy, r.accountId).filter((one) => !known.includes(one));
}
const closed = <R extends ResourcePolicy>(r: R, { least }: PolicyAccess<R>): string =>
  withoutForeign(r.policy, r.accountId, foreignPrincipals(aimOf(r) ?? '', r.accountId)) ?? least?.(r) ?? '';

/** `contain`: nobody of outside. `recover`: the text of before the stranger. */
export function policyActions<R extends ResourcePolicy>(access: PolicyAccess<R>): { readonly contain: Action<R>; readonly recover: Action<R> } {
  const { thing, put, remove } = access;
  const sentFor = (policy: string): Sent<R> => (policy === '' && remove ? remove : put);
  const call = (r: R, policy: string): Call => ({ operation: sentFor(policy).operation, region: r.region, input: sentFor(policy).input(r, policy) });
  const set = async (aws: ChangeAws, r: R, policy: string): Promise<void> => { await sentFor(policy).send(aws, r, policy); };
  const operations = [put.operation, ...(remove ? [remove.operation] : [])];
  const givenBack = {
    undoCalls: (before: R) => [call(before, before.policy)],
    undone: (now: R | undefined, before: R) => now?.policy === before.policy,
    undo: (aws: ChangeAws, before: R) => set(aws, before, before.policy),
    undoReopens: true,
  };
  return {
    contain: {
      operations, ...givenBack,
      title: (r) => say('Take whoever is of outside ({{accounts}}) out of the policy of {{thing}} in {{region}}', { accounts: strangersIn(r).length > 0 ? strangersIn(r) : ['–'], thing: thing(r), region: r.region }),
      breaks: (r) => say('These lose what the policy of {{thing}} allowed them: {{accounts}}. If one of them is a partner of yours, its work stops.', { thing: thing(r), accounts: strangersIn(r) }),
      calls: (r) => [call(r, closed(r, access))],
      done: (now) => now !== undefined && strangersIn(now).length === 0,
      apply: (aws, r) => set(aws, r, closed(r, access)),
    },
    recover: {
      operations, ...givenBack,
      title: (r) => say('Give {{thing}} in {{region}} back the policy that it had before the stranger', { thing: thing(r), region: r.region }),
      breaks: (r) => say('Whatever relies on the policy that {{thing}} has now stops working. The text that it gets back is the last one that the history shows.', { thing: thing(r) }),
      calls: (r) => [call(r, aimOf(r) ?? r.policy)],
      done: (now) => now !== undefined && samePolicy(now.policy, aimOf(now) ?? now.policy),
      apply: (aws, r) => set(aws, r, aimOf(r) ?? r.policy),
    },
  };
}

/** `eradicate` of the thing itself, which a stranger made. */
export const deleting = <R extends ResourcePolicy>(thing: (r: R) => Text, operation: Operation, input: (r: R) => JsonObject, send: (aws: ChangeAws, r: R) => Promise<unknown>): Action<R> => ({
  operations: [operation],
  title: (r) => say('Delete {{thing}} in {{region}}', { thing: thing(r), region: r.region }),
  destroys: () => say('Messages that wait in it, and its subscriptions.'),
  calls: (r) => [{ operation, region: r.region, input: input(r) }],
  done: (now) => now === undefined,
  apply: async (aws, r) => { await ifThere(send(aws, r)); },
  undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
});

/** The text that an event set: `null` where it set one and does not tell which, `undefined` where it set none. */
export type ToldPolicy = string | null | undefined;
/** The last text that nobody but the owner set. */
export function recallPolicy(history: readonly HistoryEvent[], told: (event: HistoryEvent) => ToldPolicy): JsonObject | undefined {
  const last = lastOwn(history, (event) => told(event) !== undefined);
  const policy = last && told(last);
  return typeof policy === 'string' ? { policy } : undefined;
}
/** Where no event tells the text, and the stranger only added statements, each under its label: what stands, without these. */
export function withoutAdded({ policy }: ResourcePolicy, history: readonly HistoryEvent[], told: (event: HistoryEvent) => ToldPolicy, add: Operation): JsonObject | undefined {
  const theirs = history.filter((e) => isForeign(e) && told(e) !== undefined);
  const labels = theirs.map((e) => (isEvent(e, add) ? textIn(e.request?.['label']) : undefined));
  const document = policy === '' ? {} : JSON.parse(policy) as JsonObject;
  const statements = document['Statement'] ?? null;
  if (labels.length === 0 || labels.includes(undefined) || !isList(statements)) return undefined;
  const Statement = statements.filter((one) => !labels.includes(textIn(objectIn(one)?.['Sid']) ?? ''));
  return Statement.length === 0 ? undefined : { policy: JSON.stringify({ ...document, Statement }) };
}
/** A policy as events hold it: text, or already JSON. */
export const policyText = (value: Json | undefined): ToldPolicy => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value));

export function judgePolicy(r: ResourcePolicy, context: JudgeContext, techniques: readonly TechniqueId[]): Judgement | undefined {
  const strangers = strangersIn(r);
  return judged(context, techniques, strangers.length === 0 ? undefined : say('Its policy lets somebody in from outside of the account: {{accounts}}.', { accounts: strangers }));
}
