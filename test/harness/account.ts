// A shipped scenario's account for a whole run: in memory, on a clock that jumps, the same each time.
import { partitionById } from '../../src/aws/partition.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import type { Behaviour } from '../../src/sim/account.ts';
import { openDrill, type Drill } from '../../src/sim/drill/world.ts';
import { ec2Region } from '../../src/sim/services/ec2/state.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { idsIn, masked } from './standing.ts';
import type { Score } from '../../src/sim/scenario/score.ts';

/** An account that runs of several processes work on, one after another. */
export class Account {
  /** Ids that the scenario made. */
  readonly known: ReadonlySet<string>;
  constructor(readonly name: string, readonly drill: Drill, readonly clock: SteppedClock) { this.known = idsIn({ drill }); }

  get world(): Drill['world'] { return this.drill.world; }
  get endpoint(): string { return `drill:${this.name}`; }
  score(found?: readonly string[]): Score { return this.drill.score(found); }

  /** Requests that would have changed the account, as the account itself classified them. What this run made is told by its kind alone. */
  get changes(): readonly { readonly call: string; readonly outcome: string }[] {
    return this.world.requests.entries.filter(({ change }) => change).map(({ service, operation, region, input, outcome }) => ({ call: masked(this, `${service}:${operation} ${region} ${targetOf(input)}`), outcome }));
  }
  /** How often each change was done, by operation and target. */
  get done(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { call, outcome } of this.changes) if (outcome === 'ok' || LOST.has(outcome)) counts.set(call, (counts.get(call) ?? 0) + 1);
    return counts;
  }
}

/** The deed was done, its answer was lost: only faults after the deed are remembered so. */
const LOST = new Set(['truncate']);

/** What a changing call names, without what it sets. */
function targetOf(input: unknown): string {
  const names = Object.entries(input as Readonly<Record<string, unknown>>).filter(([name]) => /(Name|Id|Ids|Arn|Number|InstanceSpecification)$/.test(name));
  return JSON.stringify(Object.fromEntries(names));
}

/** A scenario that ships, by its name, or one of the test's own. */
export async function openAccount(scenario: string | ScenarioSource, behaviour?: Partial<Behaviour>): Promise<Account> {
  const source = typeof scenario === 'string' ? await shippedScenario(scenario) : scenario;
  let clock: SteppedClock | undefined;
  const drill = await openDrill({ source, clock: (start) => (clock = new SteppedClock(start)), ...(behaviour && { behaviour }) });
  // A region comes into being when it is first looked at; here it is there from the start, so that looking changes nothing.
  for (const region of partitionById(drill.scenario.account.partition).regions) ec2Region(drill.world, region);
  if (!clock) throw new Error('The drill has not asked for a clock.');
  return new Account(source.name, drill, clock);
}
