// Runs one action of one kind on a thing of a simulated account, under its permit.
import type { Origin, Resource, Verb } from '../../src/core/types.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import type { Stage } from '../contract/account.ts';
import { listOf, lookAt } from '../contract/contract.ts';
import { Run } from '../contract/deed.ts';

export interface Wanted { readonly way?: string; readonly origin?: Origin }

/** The listed thing of that name (or the first), as it is now. */
export async function thingOf(at: Stage, kind: Kind, name?: string): Promise<Resource> {
  const { found } = await listOf(at, kind);
  const [seen] = await lookAt(at, kind, found.filter((r) => name === undefined || r.name === name || r.owner?.endsWith(`/${name}`)).slice(0, 1));
  if (!seen) throw new Error(`no ${kind.id} ${name ?? ''}`);
  return seen;
}

export async function runOf(at: Stage, kind: Kind, verb: Verb, name?: string, { way, origin = 'created' }: Wanted = {}): Promise<Run> {
  const action = kind.actions[verb];
  if (!action) throw new Error(`${kind.id} has no ${verb}`);
  const target = await thingOf(at, kind, name);
  return new Run(at, { kind, action, target, way, origin }, target);
}

/** Operations of the tool's changing requests, in order, without the service. */
export const changed = (at: Stage): readonly string[] => at.world.requests.entries.filter((e) => e.change).map((e) => e.operation);
/** The same, only those that the account did. */
export const did = (at: Stage): readonly string[] => at.world.requests.entries.filter((e) => e.change && e.outcome === 'ok').map((e) => e.operation);
