// Turns what AWS answered to a lookup into a state of coverage. Nothing is thrown away: the detail names the answer.
import { coverageOf, failureOf } from '../../aws/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { CoverageCell, CoverageState, Region } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { textAt } from '../fields.ts';
import type { Pivot } from './history.ts';

export interface Failure { readonly error: unknown; readonly pages: number; readonly pivot: Pivot }

export const isThrottled = (error: unknown): boolean => failureOf(error).class === 'throttled';

/**
 * The cell of a region whose lookups failed. A disabled region answers like an unknown key; it is a gap only where the
 * history shows that it was used, or switched on or off, in the window.
 */
export function cellOf(check: string, region: Region, failure: Failure, events: readonly TrailEvent[], keyWorksElsewhere: boolean): CoverageCell {
  const state = coverageOf(failure.error, keyWorksElsewhere);
  const gap = state !== 'region-disabled' || events.some((event) => switched(event, region) || event.region === region);
  return { check, region, state, gap, detail: detailOf(failure, state) };
}
const switched = (event: TrailEvent, region: Region): boolean => (event.name === 'EnableRegion' || event.name === 'DisableRegion') && (textAt(event.request ?? undefined, 'RegionName') || textAt(event.request ?? undefined, 'regionName')) === region;

function detailOf({ error, pages, pivot }: Failure, state: CoverageState): Text {
  const by = pivot.by === 'all' ? say('all events') : say('{{key}} {{value}}', { key: pivot.by, value: pivot.value });
  if (state === 'throttled') return say('AWS throttled the lookup of {{by}} after {{pages}} pages, also after waiting. Older events were not seen.', { by, pages });
  if (state === 'region-disabled') return say('The region is not enabled for this account.');
  return say('The lookup of {{by}} ended after {{pages}} pages: {{code}}.', { by, pages, code: failureOf(error).code });
}
