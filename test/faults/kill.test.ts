// Promise 4: killed at any moment, `resume` ends in the state of an uninterrupted run, with nothing done twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../harness/account.ts';
import { later, play, removeFolders, resume, type Run } from '../harness/play.ts';
import type { Death } from '../harness/process.ts';
import { sampled, upTo } from '../harness/sample.ts';
import { standing } from '../harness/standing.ts';
import { doneTwice, openLeak, ROTATING, wholeRun, type Whole } from '../harness/whole.ts';

/** Measured by the first test; enough for every entry and call of the run. */
const ENTRIES = 230;
const CALLS = 30;
let whole: Whole;
beforeAll(async () => { whole = await wholeRun(); });
afterAll(removeFolders);

test('the uninterrupted run is as long as the matrices below', () => {
  expect(whole.entries).toBeLessThanOrEqual(ENTRIES);
  expect(whole.entries).toBeGreaterThan(ENTRIES - 40);
  expect(whole.calls).toBeLessThanOrEqual(CALLS);
  expect(whole.calls).toBeGreaterThan(CALLS - 4);
  expect(whole.changing).toHaveLength(whole.calls);
});

async function killedAndResumed(death: Death): Promise<{ readonly account: Account; readonly first: Run; readonly second: Run | undefined }> {
  const account = await openLeak();
  const first = await play(account, { ...ROTATING, death });
  // Past its end there is nothing to kill.
  const second = first.exitCode === undefined ? await resume(account, first, ROTATING) : undefined;
  expect((second ?? first).exitCode).toBe(whole.exitCode);
  await later(account);
  expect(standing(account)).toEqual(whole.stands);
  expect(doneTwice(account, whole)).toEqual([]);
  return { account, first, second };
}

describe('killed, then resumed', () => {
  test.each(sampled(upTo(ENTRIES), 4, 'entries'))('at journal entry %i', async (n) => { await killedAndResumed({ at: 'entry', n }); });
  test.each(sampled(upTo(CALLS), 2, 'before'))('before the account did changing call %i', async (n) => { await killedAndResumed({ at: 'before-call', n }); });
  test.each(sampled(upTo(CALLS), 2, 'after'))('after the account did changing call %i', async (n) => { await killedAndResumed({ at: 'after-call', n }); });
});

test('killed when the new key was made and nobody has its secret: the orphan is removed and replaced, under the same approval', async () => {
  const making = whole.changing.findIndex((c) => c.operation === 'CreateAccessKey') + 1;
  const { account, first, second } = await killedAndResumed({ at: 'after-call', n: making });
  expect(first.ui.secrets).toHaveLength(0);
  expect(second?.ui.secrets).toHaveLength(1);
  expect(second?.ui.gates.map(({ gate }) => gate.id).filter((id) => id.startsWith('replace:'))).toEqual([]);
  expect(account.done.get('iam:CreateAccessKey us-east-1 {"UserName":"ci"}')).toBe(2);
  const left = standing(account).filter((line) => line.startsWith('iam/access-key') && line.includes(':ci/'));
  expect(left).toHaveLength(1);
});
