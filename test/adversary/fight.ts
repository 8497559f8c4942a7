// One fight: the good operator in the account of a stranger who is awake, to its end.
import type { Arn } from '../../src/core/types.ts';
import { seeded } from '../../src/sim/ids.ts';
import { wholeStock } from '../../src/sim/scenario/stock.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { later, play, type Run } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';
import { sceneOf } from './scene.ts';
import type { Trick } from './tricks.ts';

/** How soon the stranger answers, in seconds: before IAM enforces anything; while it begins to; long after. */
export const TIMINGS = { 'at once': [0.2, 2], 'as it begins to be enforced': [2, 6], 'later': [6, 90] } as const;
export type Timing = keyof typeof TIMINGS;
export interface Fight { readonly account: Account; readonly run: Run; /** What stood when the operator came. */ readonly before: ReadonlySet<Arn> }

export async function fight(trick: Trick, timing: Timing, seed: number): Promise<Fight> {
  const draw = seeded(`${trick.title} ${timing} ${String(seed)}`);
  const [from, to] = TIMINGS[timing];
  const account = await openAccount(sceneOf(trick.title, {
    seed: `fight-${String(seed)}`, ...(trick.actors ? { actors: trick.actors } : {}), ...(trick.calls ? { calls: trick.calls } : {}), ...(trick.regions ? { regions: trick.regions } : {}),
    reactions: trick.answers.map(({ deeds, ...answer }) => ({ ...answer, deeds, after: `${(from + draw() * (to - from)).toFixed(3)}s` })),
  }));
  const before = new Set(wholeStock(account.world).keys());
  const run = await play(account, { kinds: [...THREAD, ...(trick.kinds ?? [])] });
  await later(account);
  return { account, run, before };
}
