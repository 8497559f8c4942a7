// Answers that never arrive, and credentials that end in the middle: doubt is settled by looking, and nothing is done twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import type { Account } from '../harness/account.ts';
import { later, play, removeFolders, resume, type Run } from '../harness/play.ts';
import { sampled, upTo } from '../harness/sample.ts';
import { standing } from '../harness/standing.ts';
import { doneTwice, openLeak, ROTATING, wholeRun, type Whole } from '../harness/whole.ts';

/** Measured by the first test. */
const CALLS = 30;
const REQUESTS = 790;
let whole: Whole;
beforeAll(async () => { whole = await wholeRun(); });
afterAll(removeFolders);

test('the uninterrupted run is as long as the matrices below', () => {
  expect(whole.calls).toBeLessThanOrEqual(CALLS);
  expect(whole.requests).toBeLessThanOrEqual(REQUESTS);
  expect(whole.requests).toBeGreaterThan(REQUESTS - 120);
});

/** What could not be given back is waited for. */
const waitsOf = (run: Run): number => run.reading().state.waits.size;
/** A step that failed is offered again when the case goes on. */
async function endsAsWhole(account: Account, first: Run): Promise<void> {
  const last = first.exitCode === whole.exitCode && waitsOf(first) === whole.waits ? first : await resume(account, first, ROTATING);
  expect(last.exitCode).toBe(whole.exitCode);
  await later(account);
  expect(standing(account)).toEqual(whole.stands);
  expect(doneTwice(account, whole)).toEqual([]);
}

describe('the connection breaks', () => {
  async function broken(n: number, after: boolean): Promise<void> {
    const call = whole.changing[n - 1];
    if (!call) return;
    const account = await openLeak();
    const nth = whole.changing.slice(0, n).filter((c) => c.operation === call.operation).length;
    account.world.faults.add({ fault: { kind: 'reset', after }, ...call, nth });
    await endsAsWhole(account, await play(account, ROTATING));
  }
  test.each(sampled(upTo(CALLS), 2, 'reset before'))('before changing call %i is done', (n) => broken(n, false));
  test.each(sampled(upTo(CALLS), 2, 'reset after'))('after changing call %i was done', (n) => broken(n, true));
});

describe('the credentials expire', () => {
  async function expired(n: number): Promise<Account> {
    const account = await openLeak();
    account.world.faults.add({ fault: { kind: 'expired-credentials' }, nth: n });
    return account;
  }
  test.each(sampled(upTo(REQUESTS), 2, 'expired'))('at request %i, and are renewed: the run goes on', async (n) => {
    const account = await expired(n);
    await endsAsWhole(account, await play(account, ROTATING));
  });
  test.each(sampled(upTo(REQUESTS).slice(1), 2, 'left'))('at request %i, and the operator leaves: exit 130, and the case is resumed', async (n) => {
    const account = await expired(n);
    const first = await play(account, { ...ROTATING, renew: false, answers: { ...ROTATING.answers, renew: 'leave' } });
    // After the last request of the run nothing expires.
    if (first.exitCode !== whole.exitCode) expect(first.exitCode).toBe(EXIT.interrupted);
    await endsAsWhole(account, first);
  });
});
