// Promise 6: what would be destroyed is preserved, and the preservation verified, before its deletion is offered; containment waits for nothing.
import { afterAll, expect, test } from 'vitest';
import { readCase } from '../../src/case/read.ts';
import { openAccount } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders } from '../harness/play.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const OPTIONS = { regions: PLAYED };

test('in the account, every copy is complete before its machine is ended, and every machine is stopped before it is copied', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await play(account, { options: OPTIONS });
  const order = account.changes.map(({ call }) => call.split(' ')[0]);
  expect(order.lastIndexOf('ec2:StopInstances')).toBeLessThan(order.indexOf('ec2:CreateSnapshots'));
  expect(order.lastIndexOf('ec2:CreateSnapshots')).toBeLessThan(order.indexOf('ec2:TerminateInstances'));
  expect(account.score().evidence).toMatchObject({ lost: [] });
  const { evidenceFaults, state, entries } = readCase(run.dir);
  expect(evidenceFaults).toEqual([]);
  expect(state.evidence.length).toBeGreaterThan(3);
  const settled = (id: string): number => entries.find((e) => e.type === 'settled' && e.step === id)?.seq ?? Infinity;
  const started = entries.filter((e) => e.type === 'started' && e.step.startsWith('eradicate:'));
  const early = started.filter((e) => e.type === 'started' && (state.steps.get(e.step)?.step.after ?? []).some((before) => settled(before) > e.seq));
  expect(early).toEqual([]);
});

test('evidence declined: what it would be of is not removed, but contained it is', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await play(account, { options: OPTIONS, decide: (gate) => approving(gate, (v) => v.step.verb !== 'preserve') });
  expect(account.changes.filter(({ call }) => /^(?:ec2:TerminateInstances|iam:DeleteUser )/.test(call))).toEqual([]);
  expect(account.score().footholds.filter((f) => !f.contained)).toEqual([]);
  expect(run.ui.shown('step').filter((s) => s.state === 'waiting' && s.step.verb === 'eradicate').length).toBeGreaterThan(2);
});

test('copies that fail keep the machines from being removed', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  account.world.faults.add({ fault: { kind: 'access-denied' }, service: 'ec2', operation: 'CreateSnapshots' });
  const run = await play(account, { options: OPTIONS });
  expect(account.changes.filter(({ call, outcome }) => call.startsWith('ec2:TerminateInstances') && outcome === 'ok')).toEqual([]);
  expect(run.exitCode).toBe(1);
});

test.each([['because', 0], ['The disks hold nothing but the miner; the bill runs.', 1]] as const)('doing without copies that fail takes a reason: %s', async (why, done) => {
  const account = await openAccount(await shortened('leaked-key'));
  account.world.faults.add({ fault: { kind: 'access-denied' }, service: 'ec2', operation: 'CreateSnapshots' });
  const run = await play(account, { options: OPTIONS, answers: { 'without-evidence': why } });
  expect(Math.min(1, account.changes.filter(({ call, outcome }) => call.startsWith('ec2:TerminateInstances') && outcome === 'ok').length)).toBe(done);
  const { state, entries } = readCase(run.dir);
  const reasons = entries.flatMap((e) => (e.type === 'decided' && e.decision.reason !== undefined ? [e.decision.reason] : []));
  expect(reasons).toEqual(done === 1 ? [why] : []);
  expect([...state.answers].filter(([q, a]) => q.startsWith('without-evidence:eradicate:ec2/instance:') && a === why).length > 0).toBe(done === 1);
});
