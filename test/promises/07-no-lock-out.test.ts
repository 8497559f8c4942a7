// Promise 7: the operator's own way in is not cut while no other is verified; the case goes on from another one.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, resume } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const OPTIONS = { regions: ['us-east-1', 'ap-south-1'] };

test('with no other way in now, the leaked key of the operator stays, the rest is contained, and the case waits', async () => {
  const account = await openAccount(await shortened('locked-in'));
  const own = account.drill.operator?.accessKeyId ?? '';
  const run = await play(account, { options: OPTIONS, answers: { 'way-in': 'none' } });
  expect(account.changes.filter(({ call }) => call.includes(own))).toEqual([]);
  expect(account.changes.filter(({ call }) => call.startsWith('iam:PutUserPolicy') && call.includes('"alice"'))).toEqual([]);
  expect(run.exitCode).not.toBe(EXIT.done);
  const { footholds } = account.score();
  expect(footholds.find((f) => f.arn.endsWith(own))).toMatchObject({ contained: false });
});

test('resumed from another way in, the same case ends contained', async () => {
  const account = await openAccount(await shortened('locked-in'));
  const first = await play(account, { options: OPTIONS, answers: { 'way-in': 'none' } });
  await account.drill.enter('root');
  const second = await resume(account, first, { options: OPTIONS });
  expect(second.dir).toBe(first.dir);
  expect(account.score().footholds.filter((f) => !f.contained || !f.removed)).toEqual([]);
  expect(account.score().bystanders.harmed).toEqual([]);
  expect([...second.reading().state.waits.keys()].filter((id) => id.startsWith('own:'))).toEqual([]);
});
