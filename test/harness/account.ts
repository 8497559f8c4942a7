// A shipped scenario's account for a whole run: in memory, on a clock that jumps, the same each time.
import { SteppedClock } from '../../src/core/clock.ts';
import { openDrill, type Drill } from '../../src/sim/drill/world.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import type { GivenCredentials } from '../../src/sim/scenario/console.ts';
import type { Score } from '../../src/sim/scenario/score.ts';

/** An account that runs of several processes work on, one after another. */
export class Account {
  /** Where the operator comes in; a way in that was taken once is taken by the next process too. */
  given: GivenCredentials | null;
  constructor(readonly name: string, readonly drill: Drill, readonly clock: SteppedClock) { this.given = drill.operator; }

  get world(): Drill['world'] { return this.drill.world; }
  get endpoint(): string { return `drill:${this.name}`; }
  score(found?: readonly string[]): Score { return this.drill.score(found); }

  /** Requests that would have changed the account, as the account itself classified them. */
  get changes(): readonly { readonly call: string; readonly outcome: string }[] {
    return this.world.requests.entries.filter(({ change }) => change).map(({ service, operation, region, input, outcome }) => ({ call: `${service}:${operation} ${region} ${targetOf(input)}`, outcome }));
  }
}

/** What a changing call names, without what it sets. */
function targetOf(input: unknown): string {
  const names = Object.entries(input as Readonly<Record<string, unknown>>).filter(([name]) => /(Name|Id|Ids|Arn|Number|InstanceSpecification)$/.test(name));
  return JSON.stringify(Object.fromEntries(names));
}

/** A scenario that ships, by its name, or one of the test's own. */
export async function openAccount(scenario: string | ScenarioSource): Promise<Account> {
  const source = typeof scenario === 'string' ? await shippedScenario(scenario) : scenario;
  let clock: SteppedClock | undefined;
  const drill = await openDrill({ source, clock: (start) => (clock = new SteppedClock(start)) });
  if (!clock) throw new Error('The drill has not asked for a clock.');
  return new Account(source.name, drill, clock);
}
