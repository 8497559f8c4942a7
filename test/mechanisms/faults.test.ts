// All mechanisms of a family, where one answer in five is lost after the deed, and where the process is killed again and again with half an hour between: the end is the same.
import { afterAll, describe, expect, test } from 'vitest';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { later, play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectFit } from '../scenarios/incident.ts';
import { endOf, LEFT, whole, without } from './end.ts';
import { families } from './families.ts';
import { scenarioOf, strangersKey } from './stage.ts';
import type { Mechanism } from './row.ts';

afterAll(removeFolders);
const HALF_AN_HOUR = 30 * 60_000;
const KILLED_AFTER = [2, 3, 5, 4, 7, 9, 11];

/** What the owner made 90 days ago would leave the event history while the case goes on. */
function opened(rows: readonly Mechanism[]): Promise<Account> {
  const { data, ...source } = scenarioOf(rows, 'mallory');
  return openAccount({ ...source, data: JSON.parse(JSON.stringify(data).replaceAll('"-90d"', '"-80d"')) as ScenarioSource['data'] });
}
const wanted = (account: Account, more: Play = {}): Play => ({ kinds: 'all', options: { accessKeyIds: [strangersKey(account)] }, ...more });
function goOn(account: Account, run: Run, more: Play = {}): Promise<Run> {
  account.drill.clock.jump?.(new Date(account.clock.now().getTime() + HALF_AN_HOUR));
  return resume(account, run, wanted(account, more));
}
async function expectWhole(account: Account, first: Run, family: string): Promise<void> {
  const run = await goOn(account, await goOn(account, first));
  await later(account);
  expectFit({ run });
  expect(without(endOf({ account, run }), LEFT[family] ?? [])).toEqual(whole());
}

describe.each(families.filter(([family]) => FULL || family === 'exposed'))('%s', (family, rows) => {
  test('one answer in five is lost', async () => {
    const account = await opened(rows);
    const mended = account.world.faults.add({ fault: { kind: 'reset', after: true }, probability: 0.2 });
    const run = await goOn(account, await play(account, wanted(account)));
    mended();
    await expectWhole(account, run, family);
  });
  test('killed again and again', async () => {
    const account = await opened(rows);
    const [first = 0, ...more] = KILLED_AFTER;
    let run = await play(account, wanted(account, { death: { at: 'after-call', n: first } }));
    expect(run.exitCode).toBeUndefined();
    for (const n of more) if (run.exitCode === undefined) run = await goOn(account, run, { death: { at: 'after-call', n } });
    await expectWhole(account, run, family);
  });
});
