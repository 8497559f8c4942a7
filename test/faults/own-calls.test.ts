// A change of the program's own whose answer never came stands in the event history without a name that the journal knows: it is nobody's last good content all the same.
import { afterAll, expect, test } from 'vitest';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { later, play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';
import { endOf, whole } from '../mechanisms/end.ts';
import { families } from '../mechanisms/families.ts';
import { ACTORS, scenarioOf, strangersKey } from '../mechanisms/stage.ts';

afterAll(removeFolders);
const rewritten = families.flatMap(([, rows]) => rows).filter(({ title }) => title === 'the owner\'s schedule rewritten');
const UPDATE = { service: 'scheduler', operation: 'UpdateSchedule' } as const;
/** Longer than CloudTrail takes until the history tells of it. */
const LATER_MS = 30 * 60_000;

const wanted = (account: Account, more: Play = {}): Play => ({ kinds: [...THREAD, 'scheduler/schedule'], options: { accessKeyIds: [strangersKey(account)] }, ...more });
const updates = (account: Account): readonly unknown[] => account.world.requests.entries.filter(({ service, operation, outcome }) => service === UPDATE.service && operation === UPDATE.operation && outcome === 'ok').map(({ input }) => (input as { readonly ScheduleExpression: string }).ScheduleExpression);
async function goOn(account: Account, run: Run): Promise<Run> {
  account.drill.clock.jump?.(new Date(account.clock.now().getTime() + LATER_MS));
  return resume(account, run, wanted(account));
}
async function expectGivenBack(account: Account, run: Run): Promise<void> {
  await later(account);
  expect(endOf({ account, run })).toEqual(whole());
  expect(updates(account)).toEqual(['rate(1 minute)', 'rate(1 day)']);
}

async function withoutAnswer(): Promise<Account> {
  const account = await openAccount(scenarioOf(rewritten, 'mallory'));
  account.world.faults.add({ fault: { kind: 'reset', after: true }, ...UPDATE, nth: 1 });
  return account;
}
test('the answer to the containment is lost, and the case goes on later: the schedule is given back as it was before the stranger', async () => {
  const probe = await withoutAnswer();
  const { entries } = (await play(probe, wanted(probe))).reading();
  const n = entries.findIndex((e) => e.type === 'started' && e.step.startsWith('preserve:scheduler/schedule:')) + 1;
  const contained = entries.findIndex((e) => e.type === 'called' && e.operation === 'scheduler:UpdateSchedule');
  // The call is not of the last minute of the process.
  expect(Date.parse(entries[n - 1]?.at ?? '') - Date.parse(entries[contained]?.at ?? '')).toBeGreaterThan(60_000);
  const account = await withoutAnswer();
  const killed = await play(account, wanted(account, { death: { at: 'entry', n } }));
  expect(killed.exitCode).toBeUndefined();
  await expectGivenBack(account, await goOn(account, killed));
});

test('the process dies after the containment was done: likewise', async () => {
  const probe = await openAccount(scenarioOf(rewritten, 'mallory'));
  await play(probe, wanted(probe));
  const n = probe.world.requests.entries.filter(({ change }) => change).findIndex(({ operation }) => operation === UPDATE.operation) + 1;
  const account = await openAccount(scenarioOf(rewritten, 'mallory'));
  const killed = await play(account, wanted(account, { death: { at: 'after-call', n } }));
  expect([killed.exitCode, updates(account)]).toEqual([undefined, ['rate(1 minute)']]);
  await expectGivenBack(account, await goOn(account, killed));
});

test('a stranger who gives his program the same name is seen as ever', async () => {
  const { data, ...source } = scenarioOf(rewritten, 'mallory');
  const named: ScenarioSource = { ...source, data: { ...data as object, actors: { ...ACTORS, mallory: { ...ACTORS.mallory, userAgent: 'aws-sdk-js/3.1130.0 aws-incident/0.1.0' } } } };
  const account = await openAccount(named);
  account.world.faults.add({ fault: { kind: 'reset', after: true }, ...UPDATE, nth: 1 });
  const first = await play(account, wanted(account));
  await expectGivenBack(account, await goOn(account, first));
});
