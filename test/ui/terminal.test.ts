// What the operator meets at a gate: nothing preselected, nothing done by Enter alone, and Ctrl-C as a way out.
import { screen } from '@inquirer/testing/vitest';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters as plain } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SteppedClock } from '../../src/core/clock.ts';
import { Secret } from '../../src/core/secret.ts';
import { say } from '../../src/core/text.ts';
import { Terminal } from '../../src/ui/terminal.ts';
import type { StepView } from '../../src/core/types.ts';
import { gateOf, stepOf, viewOf } from './events.ts';

interface Desk { readonly ui: Terminal; readonly printed: () => string; readonly left: () => number; readonly input: PassThrough }
function desk(tty = true): Desk {
  const output = Object.assign(new PassThrough(), { isTTY: tty, columns: 80 });
  const input = Object.assign(new PassThrough(), { isTTY: tty, setRawMode: () => undefined });
  let text = '';
  output.on('data', (chunk: Buffer) => { text += chunk.toString('utf8'); });
  let left = 0;
  const ui = new Terminal({
    input: input as unknown as NodeJS.ReadStream, output: output as unknown as NodeJS.WriteStream, colour: false, clock: new SteppedClock('2026-11-21T03:00:00Z'),
    signal: new AbortController().signal, onLeave: () => { left += 1; },
  });
  return { ui, printed: () => plain(text), left: () => left, input };
}
const sees = (words: string | RegExp): Promise<void> => vi.waitFor(() => { expect(screen.getScreen()).toMatch(typeof words === 'string' ? new RegExp(words.replace(/[?()*.]/g, '\\$&')) : words); }, { timeout: 5_000, interval: 5 });
const press = (...keys: readonly string[]): void => { for (const key of keys) screen.keypress(key); };
const answer = (key: string): void => { screen.type(key); screen.keypress('enter'); };
const CTRL_C = { name: 'c', ctrl: true };
const QUESTION = 'What shall be done?';

const pair = gateOf([viewOf('alice', {}, 'a'), viewOf('bob', {}, 'b')]);
const gone = (n: string): ReturnType<typeof viewOf> => viewOf(n, { reversible: false, irreversible: say('It is gone for good.'), type: n }, n[0]);
const doomed = gateOf([gone('alice'), gone('bob')], { type: '2' });

describe('a gate in the terminal', () => {
  it('shows every step before it asks, and Enter alone approves nothing', async () => {
    const { ui, printed } = desk();
    const decision = ui.gate(pair);
    await sees(QUESTION);
    expect(printed()).toMatch(/1\. Deny user alice everything[\s\S]*2\. Deny user bob everything[\s\S]*We recommend: Do all of it at once\./);
    expect(screen.getScreen()).not.toMatch(/❯|◉|\[x\]|default/i);
    press('enter');
    await sees(/Type what stands before your choice/);
    answer('n');
    expect(await decision).toEqual({ approved: [], standing: false, stop: false });
  });

  it('approves all of them by name of the choice', async () => {
    const { ui } = desk();
    const decision = ui.gate(pair);
    await sees(QUESTION);
    answer('y');
    expect(await decision).toMatchObject({ approved: ['a', 'b'], standing: false, stop: false });
  });

  it('shows the exact calls first where that is asked, and asks again', async () => {
    const { ui, printed } = desk();
    const decision = ui.gate(gateOf([viewOf('bob', {}, 'b')]));
    await sees(QUESTION);
    answer('s');
    await vi.waitFor(() => { expect(printed()).toContain('iam:PutUserPolicy {"UserName":"bob"}'); });
    await sees(QUESTION);
    answer('q');
    expect(await decision).toEqual({ approved: [], standing: false, stop: true });
  });

  it('lets steps be chosen, none of them ticked at first', async () => {
    const { ui } = desk();
    const decision = ui.gate(pair);
    await sees(QUESTION);
    answer('c');
    await sees('Tick the steps');
    expect(screen.getScreen()).not.toContain('◉');
    press('down', 'space', 'enter');
    expect(await decision).toMatchObject({ approved: ['b'] });
  });

  it('does not take an empty choice for a no: it asks again', async () => {
    const { ui, printed } = desk();
    const decision = ui.gate(pair);
    await sees(QUESTION);
    answer('c');
    await sees('Tick the steps');
    press('enter');
    await vi.waitFor(() => { expect(printed()).toContain('No step was ticked.'); });
    await sees(QUESTION);
    answer('n');
    expect(await decision).toMatchObject({ approved: [], stop: false });
  });

  it('wants the count typed before several things are destroyed', async () => {
    const { ui, printed } = desk();
    const decision = ui.gate(doomed);
    await sees(QUESTION);
    answer('y');
    await sees('To go on, type 2:');
    expect(printed()).toContain('This cannot be undone.');
    answer('3');
    await sees('That is not 2.');
    press('backspace');
    answer('2');
    expect(await decision).toMatchObject({ approved: ['a', 'b'], typed: '2' });
  });

  it('wants the name of the one that was chosen, and an empty line goes back', async () => {
    const { ui } = desk();
    const decision = ui.gate(doomed);
    await sees(QUESTION);
    answer('c');
    await sees('Tick the steps');
    press('down', 'space', 'enter');
    await sees('type bob:');
    press('enter');
    await sees(QUESTION);
    answer('n');
    expect(await decision).toMatchObject({ approved: [] });
  });

  it('wants the name typed before an abused way in is given back, and does not call that final', async () => {
    const { ui } = desk();
    const decision = ui.gate(gateOf([viewOf('bob', {}, 'b')], { type: 'bob' }));
    await sees(QUESTION);
    answer('y');
    await sees('To go on, type bob:');
    expect(screen.getScreen()).not.toContain('cannot be undone');
    answer('bob');
    expect(await decision).toMatchObject({ approved: ['b'], typed: 'bob' });
  });

  it.each([['y', true], ['n', false]])('asks for the standing approval by itself: %s', async (key, standing) => {
    const { ui } = desk();
    const decision = ui.gate(gateOf([viewOf('bob', {}, 'b')], { standing: say('Contain it without asking?') }));
    await sees(QUESTION);
    answer('y');
    await sees('Contain it without asking?');
    answer(key);
    expect(await decision).toMatchObject({ approved: ['b'], standing });
  });

  it('lets a way be chosen, the recommended one named first', async () => {
    const { ui } = desk();
    const ways = [{ id: 'all', title: say('Deny everything') }, { id: 'older', title: say('Deny only older sessions') }];
    const decision = ui.gate(gateOf([viewOf('alice', {}, 'a'), viewOf('bob', { ways }, 'b')]));
    await sees(QUESTION);
    answer('c');
    await sees('Tick the steps');
    press('down', 'space', 'enter');
    await sees(/Deny everything \(recommended\)/);
    answer('2');
    expect(await decision).toMatchObject({ approved: ['b'], ways: { b: 'older' } });
  });

  it('lets the way of a lone step be chosen, too', async () => {
    const { ui } = desk();
    const ways = [{ id: 'all', title: say('Deny everything') }, { id: 'older', title: say('Deny only older sessions') }];
    const decision = ui.gate(gateOf([viewOf('bob', { ways }, 'b')]));
    await sees(QUESTION);
    answer('c');
    await sees('how?');
    answer('2');
    expect(await decision).toMatchObject({ approved: ['b'], ways: { b: 'older' } });
  });

  const stops: readonly [string, ReturnType<typeof gateOf>, (() => Promise<void>)][] = [
    ['at the gate', pair, () => Promise.resolve()],
    ['while steps are chosen', pair, async () => { answer('c'); await sees('Tick the steps'); }],
    ['while a name is typed', doomed, async () => { answer('y'); await sees('To go on, type 2:'); }],
    ['at the standing approval', gateOf([viewOf('bob', {}, 'b')], { standing: say('Again?') }), async () => { answer('y'); await sees('Contain it without asking?'); }],
  ];
  it.each(stops)('Ctrl-C %s stops, and nothing is approved', async (_, gate, walk) => {
    const { ui, left } = desk();
    const decision = ui.gate(gate);
    await sees(QUESTION);
    await walk();
    screen.keypress(CTRL_C);
    expect(await decision).toEqual({ approved: [], standing: false, stop: true });
    expect(left()).toBe(1);
  });

  it('of very many says where all of them stand, and lets them be chosen by sort and Region', async () => {
    const { ui, printed } = desk();
    const at = (region: string, n: number): StepView[] => Array.from({ length: n }, (_, i) => viewOf(`u${String(i)}`, { step: { ...stepOf('x', `${region} ${String(i)}`), resource: { ...stepOf('x').resource, region } } }));
    const decision = ui.gate(gateOf([...at('eu-west-1', 20), ...at('us-east-1', 30)], { file: '/cases/a/steps.txt' }));
    await sees(QUESTION);
    expect(printed()).toMatch(/1–50\. Deny user u0, u1, u2 and 27 more everything[\s\S]*eu-west-1 20, us-east-1 30[\s\S]*Every step, with its exact calls:\s+\/cases\/a\/steps\.txt/);
    answer('g');
    await sees('us-east-1: 30 × Deny user');
    press('down', 'space', 'enter');
    expect((await decision).approved).toEqual(at('us-east-1', 30).map((v) => v.step.id));
  });

  it('without a terminal says so, and nothing is approved', async () => {
    const { ui, printed } = desk(false);
    expect(await ui.gate(pair)).toEqual({ approved: [], standing: false, stop: false });
    expect(printed()).toContain('Nobody can answer here');
    expect(printed()).toContain('2. Deny user bob everything');
  });
});

it('work under way is a line and no more on a terminal that cannot draw one anew', () => {
  vi.stubEnv('TERM', 'dumb');
  onTestFinished(() => { vi.unstubAllEnvs(); });
  const { ui, printed } = desk();
  for (const n of [1, 2]) ui.show({ type: 'progress', id: 'a', text: say('Reading users, roles and keys'), ...(n === 2 && { n, of: 3 }) });
  expect(printed()).toBe('  … Reading users, roles and keys\n');
});

describe('a question in the terminal', () => {
  const choices = [{ value: 'yes', title: say('Yes, ours') }, { value: 'no', title: say('No') }];
  it('is answered by its number, and Enter alone chooses nothing', async () => {
    const { ui, printed } = desk();
    const asked = ui.ask({ ask: 'choose', id: 'q', text: say('Is it yours?'), advice: say('Ask first.'), choices });
    await sees('Is it yours?');
    expect(printed()).toContain('We recommend: Ask first.');
    press('enter');
    await sees(/Type what stands before your choice/);
    answer('2');
    expect(await asked).toBe('no');
  });
  it('takes a line once it is right', async () => {
    const { ui } = desk();
    const asked = ui.ask({ ask: 'line', id: 'q', text: say('Account?'), check: (v) => (v === '111122223333' ? undefined : say('Twelve digits.')) });
    await sees('Account?');
    answer('1');
    await sees('Twelve digits.');
    answer('11122223333');
    expect(await asked).toBe('111122223333');
  });
  it('left by Ctrl-C has no answer', async () => {
    const { ui, left } = desk();
    const asked = ui.ask({ ask: 'several', id: 'q', text: say('Which?'), choices });
    await sees('Which?');
    screen.keypress(CTRL_C);
    expect([await asked, left()]).toEqual([undefined, 1]);
  });
  it('takes a pasted block up to a line with only a dot', async () => {
    const { ui, input } = desk();
    const asked = ui.ask({ ask: 'paste', id: 'q', text: say('The notice?') });
    setImmediate(() => { input.write('Dear customer\r\nyour key\r\n.\r\n'); });
    expect(await asked).toBe('Dear customer\nyour key');
  });
  it.each([
    ['two hundred thousand characters in one line, at once', `${'x'.repeat(200_000)}\r.\r`, 'x'.repeat(200_000)],
    ['what was typed wrong and taken back, arrow keys, and the marks around a paste', '\u001b[200~kex\u007fy\u001b[A\rend\u001b[201~\u0004', 'key\nend'],
  ])('takes %s', async (_, typed, taken) => {
    const { ui, input } = desk();
    const asked = ui.ask({ ask: 'paste', id: 'q', text: say('The notice?') });
    setImmediate(() => { input.write(typed); });
    expect(await asked).toBe(taken);
  }, 5_000);
  it('left by Ctrl-C in the middle of a paste has no answer', async () => {
    const { ui, input, left } = desk();
    const asked = ui.ask({ ask: 'paste', id: 'q', text: say('The notice?') });
    setImmediate(() => { input.write('Dear\u0003'); });
    expect([await asked, left()]).toEqual([undefined, 1]);
  });
  it('without a terminal is answered by nobody', async () => { expect(await desk(false).ui.ask({ ask: 'choose', id: 'q', text: say('?'), choices })).toBeUndefined(); });
});

describe('a new secret', () => {
  const secret = new Secret(say('New access key'), 'AKIAI44QH8DHBEXAMPLE', { secretAccessKey: 'wJalrXUtnFEMIEXAMPLEKEY' });
  const inFolder = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'aws-incident-secret-'));
    const spy = vi.spyOn(process, 'cwd').mockReturnValue(dir);
    onTestFinished(() => { spy.mockRestore(); rmSync(dir, { recursive: true, force: true }); });
    return dir;
  };
  const onlyFile = (dir: string): string => { const [name = ''] = readdirSync(dir); return join(dir, name); };

  it('is shown once, where the operator wants it shown, and stands in no file', async () => {
    const dir = inFolder();
    const { ui, printed } = desk();
    const handed = ui.handOver(secret);
    await sees('Where do you want it?');
    expect(printed()).not.toContain('wJalr');
    answer('1');
    await sees('Press Enter when you have it.');
    expect(printed()).toContain('secretAccessKey: wJalrXUtnFEMIEXAMPLEKEY');
    press('enter');
    expect(await handed).toEqual({ how: 'shown' });
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([['by choice', true, false], ['without a terminal', false, false], ['unasked', true, true]])('is written to a file that only its owner can read: %s', async (_, tty, unasked) => {
    const dir = inFolder();
    const { ui, printed } = desk(tty);
    const handed = ui.handOver(secret, unasked);
    if (tty && !unasked) { await sees('Where do you want it?'); answer('2'); }
    expect(await handed).toEqual({ how: 'file', path: onlyFile(dir) });
    expect(statSync(onlyFile(dir)).mode & 0o777).toBe(0o600);
    expect(readFileSync(onlyFile(dir), 'utf8')).toBe('secretAccessKey=wJalrXUtnFEMIEXAMPLEKEY\n');
    expect(printed()).not.toContain('wJalr');
  });

  it('is not lost to whoever presses Ctrl-C: it is in a file, and the run stops', async () => {
    const dir = inFolder();
    const { ui, left } = desk();
    const handed = ui.handOver(secret);
    await sees('Where do you want it?');
    screen.keypress(CTRL_C);
    expect(await handed).toMatchObject({ how: 'file' });
    expect([readdirSync(dir).length, left()]).toEqual([1, 1]);
  });

  it('that the disk does not take is offered again', async () => {
    vi.spyOn(process, 'cwd').mockReturnValue('/nowhere/at/all');
    onTestFinished(() => { vi.restoreAllMocks(); });
    const { ui, printed } = desk();
    const handed = ui.handOver(secret);
    await sees('Where do you want it?');
    answer('2');
    await vi.waitFor(() => { expect(printed()).toMatch(/could not be written to[\s\S]*there is\s+no such file or folder[\s\S]*New access key/); });
    await sees('Where do you want it?');
    answer('1');
    await sees('Press Enter when you have it.');
    expect(printed()).toContain('wJalrXUtnFEMIEXAMPLEKEY');
    press('enter');
    expect(await handed).toEqual({ how: 'shown' });
  });

  it('that the disk does not take is shown to whoever presses Ctrl-C', async () => {
    vi.spyOn(process, 'cwd').mockReturnValue('/nowhere/at/all');
    onTestFinished(() => { vi.restoreAllMocks(); });
    const { ui, printed, left } = desk();
    const handed = ui.handOver(secret);
    await sees('Where do you want it?');
    screen.keypress(CTRL_C);
    await sees('Press Enter when you have it.');
    expect([printed().includes('wJalrXUtnFEMIEXAMPLEKEY'), left()]).toEqual([true, 1]);
    press('enter');
    expect(await handed).toEqual({ how: 'shown' });
  });

  it('never overwrites a file', async () => {
    const dir = inFolder();
    await desk(false).ui.handOver(secret);
    await expect(desk(false).ui.handOver(secret)).rejects.toMatchObject({ fault: 'failed' });
    expect(readdirSync(dir)).toHaveLength(1);
  });
});
