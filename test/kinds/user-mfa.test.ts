// Enrolling an MFA device with codes that a person types: right, wrong, twice the same, too old, and after an aborted try.
import { describe, expect, test } from 'vitest';
import type { Answer, Question } from '../../src/ui/port.ts';
import { render } from '../../src/core/text.ts';
import { codeAt } from '../../src/core/totp.ts';
import userMfa from '../../src/kinds/iam/user-mfa.ts';
import { stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import type { Run } from '../contract/deed.ts';
import { did, runOf } from './on-stage.ts';

/** A user with a password and no device. */
async function erin(): Promise<{ readonly at: Stage; readonly run: Run }> {
  const at = await stage(async (play) => {
    await play('iam', 'CreateUser', { UserName: 'erin' });
    await play('iam', 'CreateLoginProfile', { UserName: 'erin', Password: 'Example-password-1' });
  });
  return { at, run: await runOf(at, userMfa, 'harden', 'erin') };
}
const codes = (run: Run, at: Stage, seconds: number): string => {
  const seed = run.secrets.at(-1)?.reveal()['seed'] ?? '';
  const now = at.clock.now().getTime() + seconds * 1_000;
  return `${codeAt(seed, new Date(now - 30_000))} ${codeAt(seed, new Date(now))}`;
};
/** Answers in turn; gives what was asked. */
function typing(run: Run, ...answers: readonly (() => Answer)[]): readonly Question[] {
  const asked: Question[] = [];
  run.answer = (question) => { asked.push(question); return answers[asked.length - 1]?.(); };
  return asked;
}
const hints = (asked: readonly Question[]): readonly string[] => asked.map((q) => (q.ask === 'line' && q.hint ? render(q.hint) : ''));
const complaint = (asked: readonly Question[], typed: string): string => { const [q] = asked; const said = q?.ask === 'line' ? q.check?.(typed) : undefined; return said ? render(said) : ''; };

describe('a device for a console user', () => {
  test('a user with a password alone is weak; one with a device is not judged', async () => {
    const { at } = await erin();
    const { found: [weak] } = await listOf(at, userMfa);
    const context = { indicators: { accessKeyIds: [], principals: [], sourceIps: [], since: '' }, touches: [], attributed: undefined, accountId: '111122223333', history: [] };
    expect(weak && userMfa.judge?.(weak as never, context)?.verdict).toBe('weak');
    expect(weak && userMfa.judge?.({ ...weak, devices: ['arn:aws:iam::111122223333:mfa/erin'] } as never, context)).toBeUndefined();
  });

  test('two codes in a row: enrolled; the seed was handed over once and stands nowhere', async () => {
    const { at, run } = await erin();
    typing(run, () => codes(run, at, 0));
    await run.apply();
    expect(await run.done()).toBe(true);
    expect(did(at)).toEqual(['CreateVirtualMFADevice', 'EnableMFADevice']);
    const { seed = 'none' } = run.secrets[0]?.reveal() ?? {};
    expect(run.secrets).toHaveLength(1);
    expect(JSON.stringify([run.made, run.told, run.calls(), await run.look()])).not.toContain(seed);
  });

  test('what is no pair of codes, or the same code twice, is said before AWS is asked', async () => {
    const { at, run } = await erin();
    const asked = typing(run, () => codes(run, at, 0));
    await run.apply();
    expect(complaint(asked, '123456')).toContain('Two codes of six digits');
    expect(complaint(asked, '12345a 123456')).toContain('Two codes of six digits');
    expect(complaint(asked, '123456 123456')).toContain('same code twice');
    expect(complaint(asked, ' 123456  654321 ')).toBe('');
  });

  test('wrong codes: it says so and asks again', async () => {
    const { at, run } = await erin();
    const asked = typing(run, () => '000001 000002', () => codes(run, at, 0));
    await run.apply();
    expect(hints(asked)[1]).toContain('AWS did not accept them');
    expect(await run.done()).toBe(true);
  });

  test.each([[90, 'about 90 seconds fast'], [-300, 'about 300 seconds old']])('codes of a clock that is %d seconds off: it says by how much', async (seconds, words) => {
    const { at, run } = await erin();
    const asked = typing(run, () => codes(run, at, seconds), () => codes(run, at, 0));
    await run.apply();
    expect(hints(asked)[1]).toContain(words);
    expect(await run.done()).toBe(true);
  });

  test('five wrong pairs, or nobody who answers: nothing is enrolled and no device is left', async () => {
    for (const answers of [Array.from({ length: 5 }, () => () => '000001 000002'), [() => undefined]]) {
      const { at, run } = await erin();
      typing(run, ...answers);
      await expect(run.apply()).rejects.toThrow();
      expect(did(at).at(-1)).toBe('DeleteVirtualMFADevice');
      expect(await run.done()).toBe(false);
    }
  });

  test('a device of an aborted try is deleted, and another seed is shown', async () => {
    const { at, run } = await erin();
    run.answer = () => { throw new Error('The terminal was closed.'); };
    await expect(run.apply()).rejects.toThrow('closed');
    typing(run, () => codes(run, at, 0));
    await run.apply();
    expect(did(at)).toEqual(['CreateVirtualMFADevice', 'DeleteVirtualMFADevice', 'CreateVirtualMFADevice', 'EnableMFADevice']);
    expect(run.secrets).toHaveLength(2);
    expect(run.secrets[0]?.reveal()['seed']).not.toBe(run.secrets[1]?.reveal()['seed']);
    expect(await run.done()).toBe(true);
  });
});
