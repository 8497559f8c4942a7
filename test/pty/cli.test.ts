// The built command line in a real terminal: what an operator sees, types, breaks off and comes back to.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { build, Desk, type Built } from './desk.ts';
import { enrolment } from './enrolment.ts';
import { GOOD, UNWILLING, work, type Habit } from './operator.ts';
import { KEY, type Window } from './window.ts';

let built: Built;
beforeAll(async () => { built = await build(); });
afterAll(() => { built.remove(); });
const desk = (): Desk => new Desk(built.bin);

vi.setConfig({ testTimeout: 150_000, maxConcurrency: 4 });
const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;
const GATE = 'What shall be done?';
/** What every screen must keep to. */
function expectCalm(window: Window): void {
  expect(window.overflowing()).toEqual([]);
  expect(window.text).not.toMatch(SPINNER);
  expect(window.text).not.toMatch(/\n\n\n/);
}
const SCORE = ['Footholds removed 11 of 11', 'Bystanders harmed none of'];

describe.concurrent('a whole drill', () => {
  test.each([[80, true], [60, false]] as const)('played well at %d columns ends clean (colour: %s)', async (cols, colour) => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'), { cols, colour });
    const asked = await work(window, GOOD);
    expect((await window.done()).code).toBe(0);
    await window.see(...SCORE);
    expectCalm(window);
    expect(window.raw.split('\u001b[').slice(1).some((code) => /^[0-9;]*m/.test(code))).toBe(colour);
    expect(asked).toContain('To go on, type svc-cloudwatch-agent:');
    for (const name of ['report.md', 'reply-to-aws.txt']) {
      expect(at.file(name)).toContain('ci');
      expect(statSync(join(at.case, name)).mode & 0o777).toBe(0o600);
    }
  });

  test('hands a new secret over into one file, and nowhere else', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    const habits: readonly Habit[] = [[/^Do you need a new key\?/, '1'], [/^Where do you want it\?/, '2'], ...GOOD];
    await work(window, habits);
    expect((await window.done()).code).toBe(0);
    const [name = ''] = readdirSync(at.work);
    const secret = /secret\w*=(\S{20,})/i.exec(readFileSync(join(at.work, name), 'utf8'))?.[1] ?? 'no secret in the file';
    expect(secret).toMatch(/^\S{40}$/);
    expect(statSync(join(at.work, name)).mode & 0o777).toBe(0o600);
    for (const file of ['report.md', 'reply-to-aws.txt', 'journal.jsonl']) expect(at.file(file)).not.toContain(secret);
    expect(window.raw).not.toContain(secret);
  });

  test('answered with no everywhere changes nothing and ends 3', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await work(window, UNWILLING);
    expect((await window.done()).code).toBe(3);
    expect(at.facts('decided').length).toBeGreaterThan(0);
    expect(at.facts('started')).toEqual([]);
    await window.see('Something is still open.', 'aws-incident resume');
    expectCalm(window);
  });
});

describe.concurrent('leaving', () => {
  test('at a gate by Ctrl-C keeps the case, says how to go on, and goes on', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await work(window, GOOD, GATE);
    window.press(KEY.ctrlC);
    expect((await window.done()).code).toBe(130);
    await window.see('nothing is lost.', `aws-incident resume ${at.case.split('/').at(-1) ?? ''}`);
    expect(at.facts('started')).toEqual([]);
    expect(window.text).not.toContain('Verify: everything');
    const again = at.open(['resume']);
    const asked = await work(again, GOOD);
    expect((await again.done()).code).toBe(0);
    await again.see(...SCORE);
    expect(asked).not.toContain('Is 203.0.113.66 yours?');
  });

  test('by Ctrl-C while the history is read', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await window.until('the reading of the history', () => window.raw.includes('Following the stranger'));
    window.press(KEY.ctrlC);
    expect((await window.done()).code).toBe(130);
    await window.see('Go on at any time with');
    expect(window.text).not.toMatch(SPINNER);
  });

  test.each(process.env['AWS_INCIDENT_TEST_FULL'] ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1, 2])('by SIGKILL inside a step (seed %d), then resume: nothing lost, nothing twice', async (seed) => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await work(window, GOOD, 'Contain it without');
    const killed = at.whenWritten('started', 1 + (seed * 5) % 9).then(() => { window.kill(); });
    window.press(`y${KEY.enter}`);
    await killed;
    await window.done();
    const again = at.open(['resume']);
    await work(again, GOOD);
    expect((await again.done()).code).toBe(0);
    await again.see(...SCORE);
    const settled = at.facts('settled').filter((fact) => fact['outcome'] === 'verified').map((fact) => fact['step']);
    expect(new Set(settled).size).toBe(settled.length);
  });
});

describe.concurrent('a second factor', () => { enrolment(desk); });

describe.concurrent('at the keyboard', () => {
  test('Enter alone at a gate approves nothing, and a terminal made narrower keeps every line whole', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await work(window, GOOD, 'Is 198');
    window.resize({ cols: 60, rows: 24 });
    await work(window, GOOD, GATE);
    window.press(KEY.enter);
    await window.see('Type what stands before your choice');
    expect(at.facts('decided')).toEqual([]);
    expect(window.overflowing('What the stranger holds')).toEqual([]);
    await window.answer(GATE, `n${KEY.enter}`);
    expect(at.facts('started')).toEqual([]);
  });

  test('what is pasted at a gate approves nothing, nor does the number of a step', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await work(window, GOOD, GATE);
    window.press(`Hello,\r1. Rotate the key.\ry\r1\r${'Your AWS Account may be compromised. '.repeat(54)}\ry\r1\r`);
    await window.see('What was pasted is no answer here.');
    window.press(`1${KEY.enter}`);
    await window.see('Type what stands before your choice');
    window.press(`c${KEY.enter}`);
    await window.see('Tick the steps');
    window.press('Hello,\ra\r');
    await window.until('the same said of the steps', () => window.rows.slice(-6).join(' ').includes('What was pasted is no answer here.'));
    expect(window.text).not.toContain('◉');
    expect(at.facts('decided')).toEqual([]);
    expectCalm(window);
    window.press(KEY.ctrlC);
    expect((await window.done()).code).toBe(130);
    expect(at.facts('started')).toEqual([]);
  });

  test('a wrong word removes nothing and leads back to the gate', async () => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key'));
    await work(window, GOOD, 'To go on, type 3:');
    const before = at.facts('started').length;
    window.press(`yes${KEY.enter}`);
    await window.see('That is not 3. Leave it empty to go back.');
    window.press('\x7f\x7f\x7f');
    await window.answer('To go on, type 3:', KEY.enter);
    await window.answer(GATE, `q${KEY.enter}`);
    expect((await window.done()).code).not.toBe(0);
    expect(at.facts('started').length).toBe(before);
  });

  test.each([
    ['a message of many lines', 'Hello,\rthe access key AKIAIOSFODNN7EXAMPLE of the IAM user ci in your AWS account 111122223333 was found on a public website.\rPlease rotate and delete the exposed access key.\r.\r', 'AKIAIOSFODNN7EXAMPLE'],
    ['garbage', '\u202e%PDF \u0001\u0002 ;;; \ufffd {"a": [[[\r\r<<<>>>\r.\r', 'does not read like a notice'],
  ])('%s can be pasted, ended by a dot', async (_, pasted, shown) => {
    using at = desk();
    const window = at.open(await at.scenario('leaked-key', { notice: false }));
    await window.question();
    await window.answer('What tells you', `1${KEY.enter}`);
    await window.see('End with a line that holds only a dot.');
    window.press(pasted);
    await window.see(shown, 'First look');
    expect(at.facts('claimed').length).toBe(1);
    window.press(KEY.ctrlC);
    expect((await window.done()).code).toBe(130);
  });
});

test('without a terminal silence is no', async () => {
  using at = desk();
  const { code, stderr } = await at.pipe(await at.scenario('leaked-key'));
  expect(stderr).not.toMatch(SPINNER);
  expect(code).not.toBe(0);
  expect(at.facts('started')).toEqual([]);
  expect(existsSync(join(at.case, 'report.md'))).toBe(true);
});
