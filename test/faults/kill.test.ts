// Promise 4: killed at any moment, `resume` ends in the state of an uninterrupted run, with nothing done twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Play } from '../harness/play.ts';
import type { Death } from '../harness/process.ts';
import { sampled, upTo } from '../harness/sample.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';
import { standing } from '../harness/standing.ts';

/** A key is replaced before the old one is cut: the one deed whose half cannot be told by looking alone. */
const ROTATING: Play = { options: { regions: PLAYED }, answers: { rotation: 'rotate', 'new-key': 'yes' } };
const account = async (): Promise<Account> => openAccount(await shortened('leaked-key'));
/** Measured by the first test; enough for every entry and call of the run. */
const ENTRIES = 230;
const CALLS = 34;

let whole: { readonly stands: readonly string[]; readonly done: ReadonlyMap<string, number>; readonly exitCode: number | undefined; readonly entries: number; readonly calls: number };
beforeAll(async () => {
  const one = await account();
  const { exitCode, life } = await play(one, ROTATING);
  whole = { stands: standing(one), done: one.done, exitCode, ...life.counts };
});
afterAll(removeFolders);

test('the uninterrupted run is as long as the matrices below', () => {
  expect(whole.entries).toBeLessThanOrEqual(ENTRIES);
  expect(whole.entries).toBeGreaterThan(ENTRIES - 40);
  expect(whole.calls).toBeLessThanOrEqual(CALLS);
  expect(whole.calls).toBeGreaterThan(CALLS - 8);
});

async function killedAndResumed(death: Death): Promise<void> {
  const one = await account();
  const first = await play(one, { ...ROTATING, death });
  // Past its end there is nothing to kill.
  if (first.exitCode !== undefined) { expect(standing(one)).toEqual(whole.stands); return; }
  const second = await resume(one, first, ROTATING);
  expect(second.exitCode).toBe(whole.exitCode);
  expect(standing(one)).toEqual(whole.stands);
  expect(twice(one)).toEqual([]);
}
/** Done more often than by an uninterrupted run. A key whose secret was lost is deleted and made again, and that is the point. */
function twice(one: Account): readonly string[] {
  return [...one.done].filter(([call, n]) => n > (whole.done.get(call) ?? 0) && !/^iam:(?:Create|Delete)AccessKey .*(?:"UserName":"ci"|<AKIA:new>)/.test(call)).map(([call, n]) => `${call} × ${String(n)}`);
}

describe('killed, then resumed', () => {
  test.each(sampled(upTo(ENTRIES), 8, 'entries'))('at journal entry %i', (n) => killedAndResumed({ at: 'entry', n }));
  test.each(sampled(upTo(CALLS), 4, 'before'))('before the account did changing call %i', (n) => killedAndResumed({ at: 'before-call', n }));
  test.each(sampled(upTo(CALLS), 4, 'after'))('after the account did changing call %i', (n) => killedAndResumed({ at: 'after-call', n }));
});
