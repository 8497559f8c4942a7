// Turns what AWS answered to a lookup into a state of coverage. Nothing is thrown away: the detail names the answer.
import { say, type Text } from '../core/text.ts';
import type { CoverageCell, CoverageState, Region } from '../core/types.ts';
import type { TrailEvent } from './event.ts';
import { textAt } from './fields.ts';
import type { Pivot } from './history.ts';

export interface Failure { readonly error: unknown; readonly pages: number; readonly pivot: Pivot }

/** The error's code as AWS names it, without "Exception". */
export function codeOf(error: unknown): string {
  const name = typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string' ? error.name : 'unknown';
  return name.replace(/Exception$/, '');
}
const THROTTLED = new Set(['Throttling', 'Throttled', 'TooManyRequests', 'RequestLimitExceeded', 'SlowDown', 'LimitExceeded']);
const DENIED = new Set(['AccessDenied', 'UnauthorizedOperation', 'Forbidden', 'OperationNotPermitted', 'Unauthorized']);
const LOST = new Set(['ExpiredToken', 'RequestExpired', 'TokenRefreshRequired', 'CredentialsProviderError', 'InvalidSignature', 'SignatureDoesNotMatch']);
// An opt-in region that is not enabled does not know the caller's key. With a lost key every region answers so.
const DISABLED = new Set(['UnrecognizedClient', 'InvalidClientTokenId', 'AuthFailure', 'OptInRequired']);

export const isThrottled = (error: unknown): boolean => THROTTLED.has(codeOf(error)) || statusOf(error) === 429;
function statusOf(error: unknown): number | undefined {
  const metadata = typeof error === 'object' && error !== null && '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

export function stateOf(error: unknown): CoverageState {
  const code = codeOf(error);
  if (isThrottled(error)) return 'throttled';
  if (DENIED.has(code)) return 'denied';
  if (LOST.has(code)) return 'caller-lost';
  if (DISABLED.has(code)) return 'region-disabled';
  return 'failed';
}

/** The cell of a region whose lookups failed. A disabled region is a gap only where the history shows that it was switched on or off in the window. */
export function cellOf(check: string, region: Region, failure: Failure, events: readonly TrailEvent[]): CoverageCell {
  const state = stateOf(failure.error);
  const gap = state !== 'region-disabled' || events.some((event) => switched(event, region) || event.region === region);
  return { check, region, state, gap, detail: detailOf(failure, state) };
}
const switched = (event: TrailEvent, region: Region): boolean => (event.name === 'EnableRegion' || event.name === 'DisableRegion') && (textAt(event.request ?? undefined, 'RegionName') || textAt(event.request ?? undefined, 'regionName')) === region;

function detailOf({ error, pages, pivot }: Failure, state: CoverageState): Text {
  const by = pivot.by === 'all' ? 'everything' : `${pivot.by}=${pivot.value}`;
  if (state === 'throttled') return say('AWS throttled the lookup of {{by}} after {{pages}} pages, also after waiting. Older events were not seen.', { by, pages });
  if (state === 'region-disabled') return say('The region is not enabled for this account.');
  return say('The lookup of {{by}} ended after {{pages}} pages: {{code}}.', { by, pages, code: codeOf(error) });
}
