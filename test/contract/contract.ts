// What every kind is held to. The next kind gets these tests by standing in the catalogue.
import { expect } from 'vitest';
import { isGlobal } from '../../src/aws/partition.ts';
import { plainInput } from '../../src/aws/guard.ts';
import { Permit } from '../../src/aws/permit.ts';
import type { ServiceId } from '../../src/aws/session.ts';
import type { Call, Operation, Origin, Resource, Verb } from '../../src/core/types.ts';
import type { Action, Kind, Scan } from '../../src/kinds/kind.ts';
import { REGION, stage, type Stage } from './account.ts';
import { Run, type Step } from './deed.ts';
import { furnishing, withAim } from './furnish/all.ts';

export const regionOf = (kind: Kind): string => (kind.scope === 'global' ? 'aws-global' : REGION);

/** Everything that the kind lists, and what it could not see. */
export async function listOf(at: Stage, kind: Kind): Promise<{ readonly found: readonly Resource[]; readonly gaps: readonly string[] }> {
  const cache = new Map<string, Promise<unknown>>();
  const gaps: string[] = [];
  const scan: Scan = {
    aws: at.session.reads(kind.reads, regionOf(kind)), region: regionOf(kind), now: at.clock.now().toISOString(),
    once: <T>(key: string, read: () => Promise<T>): Promise<T> => {
      const known = cache.get(key) as Promise<T> | undefined ?? read();
      cache.set(key, known);
      return known;
    },
    gap: (operation, _, subject = '') => { gaps.push(`${operation} ${subject}`); },
  };
  const found: Resource[] = [];
  for await (const resource of kind.list(scan)) found.push(resource);
  return { found, gaps };
}
export const lookAt = (at: Stage, kind: Kind, rs: readonly Resource[]): Promise<(Resource | undefined)[]> => kind.look(at.session.reads(kind.reads, regionOf(kind)), rs);

export interface Case { readonly kind: Kind; readonly verb: Verb; readonly action: Action; readonly way: string | undefined; readonly origin: Origin }
/** Each action in each of its ways. */
export function casesOf(kind: Kind, some: Resource): readonly Case[] {
  return (Object.entries(kind.actions) as [Verb, Action][]).flatMap(([verb, action]) => {
    const origin: Origin = 'created';
    const ways = action.ways?.(some, origin).map((w) => w.id) ?? [undefined];
    return ways.map((way) => ({ kind, verb, action, way, origin }));
  });
}

/** The first to which this can be done. Where all are as they are to be given back, one is contained before. */
export async function targetOf(at: Stage, kind: Kind, action: Action, found: readonly Resource[], way: string | undefined): Promise<Resource | undefined> {
  const open = (r: Resource): boolean => action.impossible?.(r, way) === undefined && !action.done(r, { made: {}, way, before: r });
  const aimed = found.map((r) => withAim(kind, r));
  const { contain } = kind.actions, [first] = found;
  if (aimed.some(open) || action !== kind.actions.recover || !contain || !first) return aimed.find(open);
  await new Run(at, { kind, action: contain, target: first, way: undefined, origin: 'changed' }, first).apply();
  const [place] = await lookAt(at, kind, [withAim(kind, first)]);
  return place && withAim(kind, place);
}

/** A fresh account, and a target in it to which this can be done. */
export async function begin({ kind, action, way, origin }: Case): Promise<Run> {
  const at = await stage(furnishing(kind.id));
  const { found } = await listOf(at, kind);
  const target = await targetOf(at, kind, action, found, way);
  if (!target) throw new Error(`nothing to try ${kind.id} on`);
  const step: Step = { kind, action, target, way, origin };
  const [before] = await lookAt(at, kind, [target]);
  if (!before) throw new Error(`${kind.id} does not find what it listed`);
  return new Run(at, step, withAim(kind, before));
}

/** Requests of the tool that would change the account, as the account saw them. */
export const changesOf = (at: Stage, from = 0): readonly Call[] => at.world.requests.entries.slice(from).filter((e) => e.change)
  .map((e) => ({ operation: `${e.service}:${e.operation}` as Operation, region: isGlobal(e.service) ? 'aws-global' : e.region, input: withoutToken(plainInput(e.input) as Call['input']) }));
/** The SDK itself puts a token of its own into calls that AWS shall do only once: nobody is shown it. */
const TOKEN = /^(client(Request)?Token|idempotencyToken|requestToken)$/i;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const withoutToken = (input: Call['input']): Call['input'] => Object.fromEntries(Object.entries(input).filter(([name, value]) => !(TOKEN.test(name) && typeof value === 'string' && UUID.test(value))));

export interface Sent { readonly operation: Operation; readonly nth: number }
/** Which of the changing requests were done: each operation counted from 1, refused ones too. */
export function doneOf(at: Stage, from: number): readonly Sent[] {
  const entries = at.world.requests.entries.slice(from).filter((e) => e.change).map((e) => ({ operation: `${e.service}:${e.operation}` as Operation, ok: e.outcome === 'ok' }));
  return entries.map(({ operation, ok }, i) => ({ operation, ok, nth: entries.slice(0, i + 1).filter((o) => o.operation === operation).length })).filter((e) => e.ok);
}
/** The connection breaks at that request: before the account has done it, or after. Returns how to mend it. */
export function cutOff(at: Stage, { operation, nth }: Sent, after: boolean): () => void {
  const [service, name = ''] = operation.split(':') as [ServiceId, string?];
  return at.world.faults.add({ fault: { kind: 'reset', after }, service, operation: name, nth });
}

/** Every request that the account saw is one that the gate showed. */
export function expectShown(seen: readonly Call[], shown: readonly Call[], made: Readonly<Record<string, string>>): void {
  const permit = new Permit('', '', shown, made);
  for (const call of seen) expect(() => { permit.check(call.operation, call.region, call.input); }, `${call.operation} ${JSON.stringify(call.input)}`).not.toThrow();
}

/** What the account holds that a list shows: to compare two ends. */
export async function end(run: Run): Promise<{ readonly done: boolean; readonly others: number }> {
  return { done: await run.done(), others: (await listOf(run.stage, run.step.kind)).found.length };
}
