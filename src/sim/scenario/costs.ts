// What a scenario says of the account's costs: the ordinary bill as data. What instances cost follows from their hours.
import { costState } from '../services/ce/spending.ts';
import type { World } from '../world.ts';
import type { Field } from './field.ts';
import { momentOf } from './times.ts';

export interface ScenarioCosts {
  /** `never`: nobody opened Cost Explorer; `payer`: the management account does not let this one see its costs. */
  readonly explorer: 'on' | 'never' | 'payer';
  readonly spending: readonly { readonly service: string; readonly region: string; readonly usdADay: number; readonly from: string; readonly to?: string; readonly recordType: string }[];
}
export const NO_COSTS: ScenarioCosts = { explorer: 'on', spending: [] };

const TIME = /^(?:-\d+(?:\.\d+)?(?:s|m|h|d|w)|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;
/** `{ "explorer": "on", "spending": [ { "service": "Amazon Simple Storage Service", "region": "us-east-1", "usdADay": "2.10", "from": "-400d" } ] }`: amounts as text, as AWS gives them. */
export function readScenarioCosts(field: Field): ScenarioCosts {
  field.known(['explorer', 'spending']);
  return {
    explorer: field.member('explorer').optional((at) => at.oneOf(['on', 'never', 'payer'])) ?? 'on',
    spending: field.member('spending').optional((at) => at.list((one) => {
      one.known(['service', 'region', 'usdADay', 'from', 'to', 'recordType']);
      const to = one.member('to').optional((end) => end.text(TIME));
      return {
        service: one.member('service').text(), region: one.member('region').text(/^[\w-]+$/), usdADay: Number(one.member('usdADay').text(/^-?\d+(?:\.\d+)?$/)), from: one.member('from').text(TIME),
        ...(to === undefined ? {} : { to }), recordType: one.member('recordType').optional((type) => type.text()) ?? 'Usage',
      };
    })) ?? [],
  };
}

export function giveCosts(world: World, { explorer, spending }: ScenarioCosts, now: Date): void {
  const state = costState(world);
  state.explorer = explorer;
  const at = (when: string): Date => new Date(momentOf(when, now.getTime(), now.getTime()));
  for (const { service, region, usdADay, from, to, recordType } of spending) state.given.push({ service, region, usd: usdADay, from: at(from), to: to === undefined ? undefined : at(to), recordType });
}
