// What the account spent, day by day: from the hours that instances ran, and from what the scenario gives as data.
import { hourlyPrice } from '../../../core/ec2-prices.ts';
import type { SimAccount } from '../../account.ts';
import { runsOf } from '../ec2/meter.ts';

/** So much a day, of one service in one Region. */
export interface Spending { readonly service: string; readonly region: string; readonly usd: number; readonly from: Date; readonly to: Date | undefined; readonly recordType: string }
/** `undefined` for the Region: of no Region (Tax, Support). */
export interface Spent { readonly day: string; readonly service: string; readonly region: string; readonly recordType: string; readonly usd: number }

export interface CostState {
  /** `never`: nobody opened it in the console. `payer`: the management account does not let this one see its costs. */
  explorer: 'on' | 'never' | 'payer';
  readonly given: Spending[];
  /** Pages of GetCostAndUsage that were answered: $0.01 each. */
  paid: number;
}
const newCostState = (): CostState => ({ explorer: 'on', given: [], paid: 0 });
export const costState = (account: SimAccount): CostState => account.state('ce', newCostState);

const DAY = 86_400_000;
const LAG_MS = 10 * 3_600_000;
const EC2 = 'Amazon Elastic Compute Cloud - Compute';

/** Everything from `start` up to (not including) `end`, days as `YYYY-MM-DD`, in the order of days. */
export function spentBetween(account: SimAccount, start: string, end: string): Spent[] {
  const known = account.now().getTime() - LAG_MS;
  const sums = new Map<string, Spent>();
  const add = (day: string, service: string, region: string, recordType: string, usd: number): void => {
    const key = JSON.stringify([day, service, region, recordType]);
    sums.set(key, { day, service, region, recordType, usd: (sums.get(key)?.usd ?? 0) + usd });
  };
  for (let at = Date.parse(start); at < Date.parse(end) && at < known; at += DAY) {
    const until = Math.min(at + DAY, known);
    const day = new Date(at).toISOString().slice(0, 10);
    for (const run of runsOf(account)) {
      const hours = overlap(at, until, run.from, run.to) / 3_600_000;
      if (hours > 0) add(day, EC2, run.region, 'Usage', hours * (hourlyPrice(run.type) ?? 0.1));
    }
    for (const one of costState(account).given) {
      const share = overlap(at, until, one.from, one.to) / DAY;
      if (share > 0) add(day, one.service, one.region, one.recordType, share * one.usd);
    }
  }
  return [...sums.values()];
}
const overlap = (from: number, to: number, began: Date, ended: Date | undefined): number => Math.min(to, ended?.getTime() ?? to) - Math.max(from, began.getTime());
