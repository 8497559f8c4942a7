// The answer to AWS, posted where the Support plan lets a program do so: through a gate, the text before it, never twice, and nothing resolved.
import { afterAll, expect, test } from 'vitest';
import { claimsOf } from '../../src/case/claims-view.ts';
import { render } from '../../src/core/text.ts';
import { lettersOf, supportState } from '../../src/sim/services/support/cases.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
async function withPlan(): Promise<Account> {
  const source = await shortened('exposed-not-abused', 1);
  const data = source.data as { readonly account: object };
  return openAccount({ ...source, data: { ...data, account: { ...data.account, supportPlan: 'business' } } });
}
/** What the customer wrote, oldest first. */
const written = ({ world }: Account): readonly string[] => supportState(world).cases.flatMap((c) => lettersOf(c).filter((l) => l.by !== 'Amazon Web Services').map((l) => l.body)).reverse();
const asked = (account: Account): readonly string[] => account.world.requests.entries.filter((e) => e.service === 'support' && !e.operation.startsWith('Describe')).map((e) => e.operation);
const gates = (run: Run) => run.ui.gates.filter(({ gate }) => gate.id === 'post-answer');
const answerFile = (run: Run): string => run.ui.shown('file').map(({ title }) => render(title)).find((title) => title.startsWith('Your answer to AWS')) ?? '';
const inEarnest: Play['options'] = { drill: false };

test('the interim answer, then the complete one, and neither of them twice', async () => {
  const account = await withPlan();
  const first = await play(account, { options: inEarnest, answers: { 'last-look': 'later' } });
  expect(written(account)).toEqual([expect.stringContaining('This is an interim answer')]);
  const [gate] = gates(first);
  expect(gate?.gate.steps.map(({ reversible, irreversible, calls }) => [reversible, render(irreversible ?? { say: '' }), calls.map((c) => [c.operation, c.input['communicationBody']])])).toEqual([
    [false, 'AWS reads it at once, and nobody can take it back. The case stays open.', [['support:AddCommunicationToCase', written(account)[0]]]],
  ]);
  // The whole text stands on the screen before the gate.
  const at = first.ui.heard.findIndex((h) => h.type === 'quote');
  expect(first.ui.shown('quote').map((q) => `${q.body}\n`)).toEqual(written(account));
  expect(at).toBeLessThan(first.ui.heard.findIndex((h) => h === gate));
  const called = first.reading().entries.flatMap((e) => (e.type === 'called' && e.operation === 'support:AddCommunicationToCase' ? [e] : []));
  expect(called.map(({ outcome, requestId }) => [outcome, requestId !== ''])).toEqual([['ok', true]]);
  expect(answerFile(first)).toBe('Your answer to AWS:');

  account.drill.clock.jump?.(new Date(account.clock.now().getTime() + 48 * 3_600_000));
  const second = await resume(account, first, { options: inEarnest, answers: { 'last-look': 'now' } });
  expect(written(account)).toHaveLength(2);
  expect(written(account)[1]).toMatch(/We have (?:completed|carried out) the steps below/);

  // A later pass says the same with later times: that is no news.
  account.drill.clock.jump?.(new Date(account.clock.now().getTime() + 3_600_000));
  const third = await resume(account, second, { options: inEarnest });
  expect(gates(third)).toEqual([]);
  expect(asked(account)).toEqual(['AddCommunicationToCase', 'AddCommunicationToCase']);
  expect(supportState(account.world).cases.map((c) => c.status)).toEqual(['customer-action-completed']);
});

test('the link leads to the case that the Support Center showed, also where no message names its number', async () => {
  const account = await withPlan();
  const text = (account.drill.notice?.text ?? '').replace(/\n.*support case \d+.*/g, '').replace(/\b(case) \d+/g, '$1');
  const run = await play(account, { options: { notice: { bytes: Buffer.from(text), name: 'notice' } }, decide: (gate) => (gate.id === 'post-answer' ? approving(gate, () => false) : undefined) });
  expect(claimsOf(run.reading().state).caseId).toBeUndefined();
  expect(answerFile(run)).toMatch(/: https:\/\/console\.aws\.amazon\.com\/support\/home#\/case\/\?displayId=\d+$/);
});

test('a dry run shows it as planned; a no leaves it ready to be pasted, with the link, and the case as good as with it', async () => {
  const account = await withPlan();
  const dry = await play(account, { options: { dryRun: true } });
  expect(dry.outcome?.views.filter((v) => v.step.kind === 'support/case').map((v) => v.calls.map((c) => [c.operation, c.input['communicationBody']]))).toEqual([[['support:AddCommunicationToCase', '‹made:answer›']]]);
  const run = await play(account, { decide: (gate) => (gate.id === 'post-answer' ? approving(gate, () => false) : undefined) });
  expect(gates(run)).toHaveLength(1);
  expect(written(account)).toEqual([]);
  expect(answerFile(run)).toMatch(/^Your answer to AWS, ready to be read and pasted into the case: https:\/\/console\.aws\.amazon\.com\/support\/home#\/case\/\?displayId=\d+$/);
  expect(asked(account)).toEqual([]);
  expect(run.exitCode).toBe(0);
});
