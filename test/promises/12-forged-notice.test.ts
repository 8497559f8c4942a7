// Promises 10 and 12: a notice proves nothing by itself. One that names production's own user and key contains nothing, and is shown as unproven.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { openAccount } from '../harness/account.ts';
import { forgedNotice } from '../harness/forged.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { PLAYED } from '../harness/scenarios.ts';
import { standing } from '../harness/standing.ts';

afterAll(removeFolders);
const OPTIONS = { regions: PLAYED };

/** Gates that are about the notice: settings that could be safer are asked about in any case. */
const containing = (run: Run): Run['ui']['gates'] => run.ui.gates.filter((g) => !g.gate.id.startsWith('harden:'));

test('nothing is contained, the claim is said to be unproven, and the key is only suspicious', async () => {
  const account = await openAccount(await forgedNotice());
  const before = standing(account);
  const run = await play(account, { options: OPTIONS });
  expect(account.changes).toEqual([]);
  expect(standing(account)).toEqual(before);
  expect(containing(run)).toEqual([]);
  const question = run.ui.asked.find((a) => a.question.id.startsWith('leaked:'))?.question;
  expect(question && 'advice' in question && question.advice).toBeTruthy();
  // Nobody is asked where a key leaked of which nobody said that it did.
  expect(run.ui.asked.map(({ question: { id } }) => id)).not.toContain('leak');
  const said = run.ui.shown('say').map((s) => render(s.text)).join('\n');
  expect(said).toMatch(/Nothing that AWS shows says that AKIA\w+ leaked: only the notice does/);
  expect([...run.reading().state.checks].filter(([claim]) => claim.startsWith('leak:')).map(([, c]) => c.stands)).toEqual(['unproven']);
  expect((run.outcome?.findings ?? []).filter((f) => f.verdict === 'malicious')).toEqual([]);
});

test('an operator who says that it leaked is asked at a gate that says what it rests on, and the case calls the claim unproven', async () => {
  const account = await openAccount(await forgedNotice());
  const run = await play(account, { options: OPTIONS, answers: { leaked: 'yes' }, decide: () => ({ approved: [], standing: false, stop: false }) });
  expect(containing(run)[0]?.gate.advice.say).toMatch(/^Only the message and your word say that \{\{keys\}\} leaked; nothing that AWS shows proves it/);
  expect(account.changes).toEqual([]);
  expect([...run.reading().state.checks].filter(([claim]) => claim.startsWith('leak:')).map(([, c]) => c.stands)).toEqual(['unproven']);
  expect(run.exitCode).toBe(EXIT.open);
});

test('nobody answers: nothing is contained', async () => {
  const account = await openAccount(await forgedNotice());
  const run = await play(account, { options: OPTIONS, answers: { leaked: undefined, finding: undefined } });
  expect(account.changes).toEqual([]);
  expect(containing(run)).toEqual([]);
});

test('a notice about another account stops the run before anything', async () => {
  const account = await openAccount(await forgedNotice('444455556666'));
  const run = await play(account, { options: OPTIONS });
  expect(run.exitCode).toBe(EXIT.failed);
  expect(account.changes).toEqual([]);
  expect(containing(run)).toEqual([]);
  expect(run.ui.shown('say').map((s) => render(s.text)).join('\n')).toContain('444455556666');
});
