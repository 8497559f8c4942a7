// What AWS's quotas allow: the longest that any bucket needs for the requests that were asked of it and granted.
import { isChange } from '../../src/sim/dispatch/changes.ts';
import type { RequestEntry } from '../../src/sim/dispatch/requests.ts';
import { quotaOf } from '../../src/sim/quotas.ts';

export interface Bound {
  readonly requests: number;
  readonly throttled: number;
  readonly changes: number;
  /** Of the bucket that needs longest. */
  readonly seconds: number;
  readonly by: readonly { readonly bucket: string; readonly requests: number; readonly seconds: number }[];
  readonly most: Readonly<Record<string, number>>;
}
const THROTTLED = /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown/;

export function boundOf(entries: readonly RequestEntry[]): Bound {
  const buckets = new Map<string, { readonly requests: number; readonly burst: number; readonly perSecond: number }>();
  const most = new Map<string, number>();
  for (const { service, operation, region, input, outcome } of entries) {
    most.set(`${service}:${operation}`, (most.get(`${service}:${operation}`) ?? 0) + 1);
    if (THROTTLED.test(outcome)) continue;
    const { bucket, burst, perSecond } = quotaOf({ service, operation, region, input: input as Readonly<Record<string, unknown>>, change: isChange(service, operation) });
    const key = `${service}/${bucket}/${region}`;
    buckets.set(key, { requests: (buckets.get(key)?.requests ?? 0) + 1, burst, perSecond });
  }
  const by = [...buckets].map(([bucket, b]) => ({ bucket, requests: b.requests, seconds: Math.max(0, (b.requests - b.burst) / b.perSecond) })).sort((a, b) => b.seconds - a.seconds);
  return {
    requests: entries.length, throttled: entries.filter((e) => THROTTLED.test(e.outcome)).length, changes: entries.filter((e) => e.change).length,
    seconds: by[0]?.seconds ?? 0, by: by.slice(0, 6), most: Object.fromEntries([...most].sort((a, b) => b[1] - a[1]).slice(0, 20)),
  };
}
