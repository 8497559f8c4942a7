// Makes an account out of a scenario: plays its calls at their times, so that state, history and truth have one source.
import { IncidentError, usage } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { Behaviour } from '../account.ts';
import { BadRequest } from '../wire/scalar.ts';
import { AwsError } from '../wire/types.ts';
import { leaveOnly } from '../services/account/regions.ts';
import { suspend } from '../services/account/suspension.ts';
import { admitManager, joinOrganization, organizationsState } from '../services/organizations/membership.ts';
import { World } from '../world.ts';
import { giveCosts } from './costs.ts';
import { GroundTruth } from './ground-truth.ts';
import { writeNotice, type Notice } from './notice.ts';
import { parseScenario } from './parse.ts';
import { Player } from './player.ts';
import { UnknownReference } from './references.ts';
import type { Deed, Repeat, Scenario, ScenarioSource } from './scenario.ts';
import { TimelineClock } from './timeline-clock.ts';
import { momentOf, momentsOf } from './times.ts';

/** An account with its past, at the moment when the operator arrives. Its clock stands until somebody hands it another. */
export interface Loaded {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: TimelineClock;
  readonly player: Player;
  readonly truth: GroundTruth;
  readonly notice: Notice | null;
}

/** One entry of the timeline: a numbered call, or one round of a habit. */
interface Entry { readonly at: number; readonly as: string; readonly deeds: readonly Deed[]; readonly number: string; readonly habit: boolean }

/** Throws a usage error with the call's number where the scenario is wrong or AWS would not answer as it expects. */
export async function loadScenario(source: ScenarioSource, behaviour: Partial<Behaviour> = {}): Promise<Loaded> {
  const scenario = parseScenario(source.name, source.data);
  const entries = timelineOf(scenario);
  const clock = new TimelineClock(new Date(Math.min(entries[0]?.at ?? Infinity, scenario.now.getTime())));
  const { alias, id, partition, supportPlan } = scenario.account;
  const world = await World.open({ id, ...(alias === undefined ? {} : { alias }), partition, supportPlan, seed: scenario.seed, clock, behaviour });
  if (scenario.account.regions) leaveOnly(world, scenario.account.regions);
  giveCosts(world, scenario.costs, scenario.now);
  if (scenario.organization) belong(world, scenario.organization);
  const truth = new GroundTruth(world);
  const player = new Player(world, scenario, truth);
  for (const entry of entries) {
    clock.set(new Date(entry.at));
    await world.settle();
    await playEntry(player, entry);
  }
  clock.set(scenario.now);
  await world.settle();
  if (scenario.account.state === 'SUSPENDED') suspend(world);
  truth.settleDown(player);
  const notice = scenario.notice === null ? null : writeNotice(scenario.notice, source, player);
  return { scenario, world, clock, player, truth, notice };
}

/** With whose credentials the operator reaches the management account. */
export const MANAGER_KEY = 'AKIAMANAGEREXAMPLE00';
function belong(world: World, { id, managementAccountId, manager, rootAccess }: NonNullable<Scenario['organization']>): void {
  joinOrganization(world, { id, managementAccountId, managementAccountEmail: 'management@example.com' });
  organizationsState(world).rootAccess = rootAccess;
  if (manager) admitManager(world, MANAGER_KEY);
}

function timelineOf(scenario: Scenario): readonly Entry[] {
  const now = scenario.now.getTime();
  let previous = now;
  const calls = scenario.calls.map(({ at, as, ...deed }, i): Entry => {
    previous = momentOf(at, now, previous);
    return { at: previous, as, deeds: [deed], number: String(i + 1), habit: false };
  });
  const habits = scenario.repeat.flatMap((repeat, i) => roundsOf(repeat, i, now, scenario.seed));
  // A stable sort: what happens at one time happens in the order in which it is written.
  return [...calls, ...habits].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
}
function roundsOf(repeat: Repeat, index: number, now: number, seed: string): readonly Entry[] {
  const number = `repeat ${String(index + 1)}`;
  return momentsOf(repeat, now, `${seed} ${number}`).map((at) => ({ at, as: repeat.as, deeds: repeat.deeds, number, habit: true }));
}

async function playEntry(player: Player, entry: Entry): Promise<void> {
  // What a habit saves is that round's own.
  const saved = entry.habit && entry.deeds.length > 1 ? new Map(player.saved) : player.saved;
  for (const deed of entry.deeds) {
    const error = await attempt(player, entry, deed, saved);
    const code = error?.code;
    if (code === deed.expect) continue;
    throw wrong(entry, deed, deed.expect === undefined
      ? say('it should have been done, and AWS answers {{code}}: {{message}}', { code: code ?? '', message: error?.message ?? '' })
      : say('{{expected}} was expected, and AWS answers {{code}}', { expected: deed.expect, code: code ?? 'that it is done' }));
  }
}
async function attempt(player: Player, entry: Entry, deed: Deed, saved: Map<string, unknown>): Promise<AwsError | undefined> {
  try { return (await player.play(entry.as, deed, saved, entry.habit)).error; } catch (error) {
    if (error instanceof AwsError || error instanceof BadRequest || error instanceof UnknownReference) throw wrong(entry, deed, say('{{why}}', { why: error.message }));
    throw error;
  }
}
function wrong(entry: Entry, deed: Deed, why: Text): IncidentError {
  return usage(say('Call {{number}} of the scenario ({{call}} by {{actor}}, {{at}}): {{why}}.', { number: entry.number, call: deed.call, actor: entry.as, at: new Date(entry.at).toISOString(), why }));
}
