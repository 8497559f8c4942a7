// Below AWS's quotas, and as near to them as AWS lets us.
import { expect, it } from 'vitest';
import { Bucket } from '../../src/aws/limits.ts';
import { SteppedClock } from '../../src/core/clock.ts';

const START = '2026-11-20T09:00:00Z';
/** Seconds of the clock until so many calls were let through. `quota`: AWS's own, of which somebody else may have used some. */
async function take(n: number, limit: ConstructorParameters<typeof Bucket>[1], quota: { readonly burst: number; readonly rate: number; readonly left?: number } = { burst: 1e9, rate: 1e9 }): Promise<{ seconds: number; refused: number }> {
  const clock = new SteppedClock(START);
  const bucket = new Bucket(clock, limit);
  let tokens = quota.left ?? quota.burst, at = clock.now().getTime(), refused = 0;
  for (let i = 0; i < n;) {
    await bucket.take();
    const now = clock.now().getTime();
    tokens = Math.min(quota.burst, tokens + ((now - at) / 1000) * quota.rate);
    at = now;
    if (tokens >= 1) { tokens -= 1; i++; } else { refused++; bucket.slower(); }
  }
  return { seconds: (clock.now().getTime() - new Date(START).getTime()) / 1000, refused };
}

it('lets a burst through at once, and then so many a second', async () => {
  expect(await take(40, { burst: 40, rate: 20 })).toEqual({ seconds: 0, refused: 0 });
  const { seconds } = await take(240, { burst: 40, rate: 20 });
  expect(seconds).toBeGreaterThanOrEqual(10);
  expect(seconds).toBeLessThan(10.5);
});
it('goes faster where AWS has no objection, and never beyond what it is told', async () => {
  const { seconds } = await take(2_040, { burst: 40, rate: 20, most: 40 });
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThan(60);
});
it('finds an unpublished quota, and stays just below it', async () => {
  const quota = { burst: 200, rate: 50 };
  const { seconds, refused } = await take(14_000, { burst: 40, rate: 20, most: 100 }, quota);
  const bound = (14_000 - quota.burst) / quota.rate;
  expect(seconds / bound).toBeLessThan(1.15);
  expect(refused / 14_000).toBeLessThan(0.02);
});
it('keeps to one call in ten seconds, also after AWS has refused one', async () => {
  const { seconds, refused } = await take(4, { burst: 1, rate: 0.1 }, { burst: 1, rate: 0.1, left: 0 });
  expect(refused).toBeLessThanOrEqual(2);
  expect(seconds).toBeGreaterThanOrEqual(40);
  expect(seconds).toBeLessThan(90);
});
