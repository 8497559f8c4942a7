// Promise 8: success is what AWS shows, and no case is complete before a last pass 30 minutes after the last containment.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isComplete } from '../../src/case/open.ts';
import { applyPlan, readPlan } from '../../src/commands/apply.ts';
import { planDocument } from '../../src/commands/plan-document.ts';
import { respond } from '../../src/phases/respond.ts';
import { openAccount } from '../harness/account.ts';
import { freshFolder, play, removeFolders } from '../harness/play.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);

test('an answer that was lost is no failure where AWS shows that it was done', async () => {
  const account = await openAccount(await shortened('leaked-key'));
  account.world.faults.add({ fault: { kind: 'reset', after: true }, service: 'iam', operation: 'UpdateAccessKey' });
  const run = await play(account, { options: { regions: PLAYED } });
  expect(run.ui.shown('step').filter((s) => s.state === 'failed')).toEqual([]);
  expect([...account.done].filter(([call, n]) => call.startsWith('iam:UpdateAccessKey') && n > 1)).toEqual([]);
});

test('the last pass over every region ends 30 minutes or more after the last containment', async () => {
  const account = await openAccount(await shortened('exposed-not-abused'));
  const { state } = (await play(account)).reading();
  expect(isComplete(state)).toBe(true);
  expect(Date.parse(state.closing?.endedAt ?? '') - Date.parse(state.lastContainmentAt ?? '')).toBeGreaterThanOrEqual(30 * 60_000);
  expect(state.closing?.scope).toBe('every-region');
});

test('left before the last look, the case is not complete, and the answer to AWS does not say so', async () => {
  const account = await openAccount(await shortened('exposed-not-abused'));
  const run = await play(account, { options: { drill: false }, answers: { 'last-look': 'later' } });
  const { state } = run.reading();
  expect(isComplete(state)).toBe(false);
  expect([...state.waits.keys()]).toContain('closing-pass');
  const reply = readFileSync(join(run.dir, 'reply-to-aws.txt'), 'utf8');
  expect(reply.length).toBeLessThanOrEqual(8_000);
  expect(reply).not.toMatch(/all steps are complete|everything is done|completed all/i);
});

test('a plan that was applied closes no case: it waits for the last look, and says whose account it is before the first gate', async () => {
  const account = await openAccount(await shortened('exposed-not-abused'));
  const file = join(freshFolder(), 'plan.json');
  await play(account, { options: { dryRun: true, regions: PLAYED }, body: async (wizard) => { writeFileSync(file, JSON.stringify(planDocument(wizard, await respond(wizard)))); return 0; } });
  const run = await play(account, { body: (wizard) => applyPlan(wizard, readPlan(file)) });
  const { state } = run.reading();
  expect(state.lastContainmentAt).toBeDefined();
  expect([state.ended?.state, state.waits.has('closing-pass')]).toEqual(['waiting', true]);
  expect(run.ui.shown('caller').map(({ caller }) => caller.accountId)).toEqual(['111122223333']);
});
