// Promise 1: every call that changes AWS is one that a gate showed and the operator approved. The account is the witness.
import { afterAll, expect, test } from 'vitest';
import { matches } from '../harness/shown-calls.ts';
import { openAccount } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders } from '../harness/play.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const OPTIONS = { regions: PLAYED };
const ROTATE = { rotation: 'rotate', 'new-key': 'yes' };

test('declined at every gate: nothing changes', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await play(account, { options: OPTIONS, answers: ROTATE, decide: () => ({ approved: [], standing: false, stop: false }) });
  expect(run.ui.gates.length).toBeGreaterThan(0);
  expect(account.changes).toEqual([]);
});

test('left at the first gate: nothing changes', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await play(account, { options: OPTIONS, decide: () => ({ approved: [], standing: false, stop: true }) });
  expect(account.changes).toEqual([]);
  expect(run.ui.gates.length).toBeGreaterThan(0);
});

test('every change is a call of a step that was approved, with the inputs that were shown', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await play(account, { options: OPTIONS, answers: ROTATE });
  const approved = run.ui.gates.flatMap(({ gate, decision }) => gate.steps.filter((v) => decision.approved.includes(v.step.id)).flatMap((v) => v.calls));
  const changes = account.world.requests.entries.filter((e) => e.change);
  expect(changes.length).toBeGreaterThan(20);
  expect(changes.filter((e) => !approved.some((call) => matches(call, e))).map((e) => [e.operation, e.input])).toEqual([]);
});

test('approved in part: only that part is done', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  await play(account, { options: OPTIONS, decide: (gate) => approving(gate, (v) => v.step.kind === 'iam/access-key' && v.step.verb === 'contain') });
  expect(new Set(account.changes.map(({ call }) => call.split(' ')[0]))).toEqual(new Set(['iam:UpdateAccessKey']));
});

test('what destroys is not done without its word', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  await play(account, { options: OPTIONS, decide: (gate) => ({ ...approving(gate), typed: 'yes' }) });
  expect(account.changes.filter(({ call }) => /^(?:ec2:TerminateInstances|iam:DeleteUser |iam:DeleteAccessKey)/.test(call))).toEqual([]);
});

test('without the standing approval, what the stranger undoes is shown and not done again', async () => {
  const contain = (standing: boolean) => async (): Promise<{ puts: number; drifted: number }> => {
    const account = await openAccount(await shortened('awake-adversary'));
    const run = await play(account, { options: OPTIONS, decide: (gate) => ({ ...approving(gate, (v) => v.step.verb === 'contain' && gate.id === 'contain:first'), standing }) });
    return { puts: account.changes.filter(({ call }) => call.startsWith('iam:PutUserPolicy') && call.includes('svc-cloudwatch-agent')).length, drifted: run.ui.shown('step').filter((s) => s.state === 'drifted').length };
  };
  const [without, having] = [await contain(false)(), await contain(true)()];
  expect(without.drifted).toBeGreaterThan(0);
  expect(without.puts).toBe(1);
  expect(having.puts).toBeGreaterThan(1);
});
