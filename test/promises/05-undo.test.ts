// Promise 5: every reversible step can be given back by a later process; what cannot was said before it was approved.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import type { Decision, Gate } from '../../src/core/types.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { later, play, removeFolders, undoAll, type Play, type Run } from '../harness/play.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';
import { standing } from '../harness/standing.ts';

afterAll(removeFolders);
const OPTIONS = { regions: PLAYED };
/** Contains and preserves, and lets nothing be removed or given back on the way. */
const containing = (way?: string) => (gate: Gate): Decision => {
  const decision = approving(gate, (v) => v.step.verb !== 'eradicate' && !gate.id.startsWith('undo:'));
  const ways = Object.fromEntries(gate.steps.flatMap((v) => (v.ways.some((w) => w.id === way) && way !== undefined ? [[v.step.id, way]] : [])));
  return { ...decision, ways };
};
const contained = async (account: Account, way?: string, more: Play = {}): Promise<Run> =>
  play(account, { options: OPTIONS, answers: { broke: undefined, ...more.answers }, decide: containing(way) });

test.each([undefined, 'isolate', 'isolate-cut'])('undo --all after a full containment (machines: %s) gives back the account', async (way) => {
  const account = await openAccount(await shortened('leaked-key'));
  const before = standing(account, { snapshots: true });
  const run = await contained(account, way);
  expect(account.score().footholds.filter((f) => !f.contained)).toEqual([]);
  expect(standing(account, { snapshots: true })).not.toEqual(before);
  const undone = await undoAll(account, run, { options: OPTIONS });
  await later(account);
  expect(undone.ui.shown('step').filter((s) => s.state !== 'undone').map((s) => [s.state, s.step.id, s.error])).toEqual([]);
  expect(undone.exitCode).toBe(EXIT.done);
  expect(standing(account, { snapshots: true })).toEqual(before);
});

test('a new key is taken back too, and so is the deactivation of the old one', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const before = standing(account, { snapshots: true });
  const run = await contained(account, undefined, { answers: { rotation: 'rotate', 'new-key': 'yes' } });
  expect(account.done.get('iam:CreateAccessKey us-east-1 {"UserName":"ci"}')).toBe(1);
  await undoAll(account, run, { options: OPTIONS });
  await later(account);
  expect(standing(account, { snapshots: true })).toEqual(before);
});

test('giving back what reopens a way in for the stranger is a gate of its own, its name typed; without the name nothing is given back', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await contained(account);
  const after = standing(account);
  const undone = await undoAll(account, run, { options: OPTIONS, decide: (gate) => ({ ...approving(gate), typed: 'yes' }) });
  const typed = undone.ui.gates.filter(({ gate }) => gate.type !== undefined);
  expect(typed.map(({ gate }) => gate.steps.map((v) => v.step.kind))).toContainEqual(['iam/access-key']);
  expect(typed.every(({ gate }) => gate.steps.length === 1 && gate.type === gate.steps[0]?.step.resource.name)).toBe(true);
  const reopened = new Set(typed.flatMap(({ gate }) => gate.steps.map((v) => v.step.id)));
  expect(undone.ui.shown('step').filter((s) => s.state === 'undone' && reopened.has(s.step.id))).toEqual([]);
  expect(after.filter((line) => line.startsWith('iam/access-key') && line.includes('Inactive')).every((line) => standing(account).includes(line))).toBe(true);
});

test('what cannot be undone was announced as such before, with a name to type, and is named again by undo', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  const run = await play(account, { options: OPTIONS });
  const views = run.ui.gates.flatMap(({ gate }) => gate.steps);
  const removed = views.filter((v) => v.step.verb === 'eradicate');
  expect(removed.length).toBeGreaterThan(4);
  expect(removed.filter((v) => v.irreversible === undefined || v.reversible || v.type === undefined)).toEqual([]);
  expect(views.filter((v) => v.step.verb === 'contain' && !v.reversible)).toEqual([]);
  const undone = await undoAll(account, run, { options: OPTIONS, decide: () => ({ approved: [], standing: false, stop: false }) });
  const named = undone.ui.shown('list').find((l) => l.title.say === 'Cannot be given back');
  expect(named?.items).toHaveLength(removed.length);
  // What was contained first and removed then is not promised back.
  const gone = undone.ui.shown('list').find((l) => l.title.say.startsWith('Done to what was removed later'))?.items?.map(({ say }) => say);
  expect(gone).toEqual(expect.arrayContaining(['Deny user {{user}} everything, in every session']));
  expect(undone.ui.shown('list').find((l) => l.title.say.startsWith('Can be given back'))?.items?.map(({ with: values }) => (values?.['title'] as { say: string }).say)).not.toContain('Deny user {{user}} everything, in every session');
});
