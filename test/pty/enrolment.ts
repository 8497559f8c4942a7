// Tests of a second factor enrolled at a real terminal: the code on the screen is read as a phone reads it, and the codes that are typed come from there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { codeAt } from '../../src/core/totp.ts';
import type { Desk } from './desk.ts';
import { GOOD, work, type Habit } from './operator.ts';
import { KEY, type Window } from './window.ts';

const AGENT = { sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.18' };
const signsIn = (UserName: string): readonly object[] => [{ at: '+5s', as: 'root', call: 'iam:CreateUser', with: { UserName } }, { at: '+5s', as: 'root', call: 'iam:CreateLoginProfile', with: { UserName, Password: 'Ledger-Book-2025' } }];
/** Two people with a password alone, in an account of one Region. */
const SCENARIO = {
  schemaVersion: 1, title: 'Passwords', story: 'Two people sign in with a password alone.', account: { id: '111122223333', regions: ['us-east-1'] }, now: '2026-11-20T09:00:00Z', operator: 'alice', waysIn: ['alice'],
  actors: { root: { ...AGENT, mfa: true }, alice: { credential: '${alice.AccessKey.AccessKeyId}', ...AGENT } },
  calls: [
    { at: '-300d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } },
    { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'alice' }, save: 'alice' }, ...signsIn('carol'), ...signsIn('dave'),
  ],
};
function opened(desk: Desk): Window {
  const path = join(desk.home, 'passwords.json');
  writeFileSync(path, JSON.stringify(SCENARIO));
  return desk.open(['drill', '--scenario-file', path], { colour: false });
}
const enrolled = (desk: Desk): number => desk.facts('settled').filter((fact) => String(fact['step']).startsWith('harden:iam/user-mfa') && fact['outcome'] === 'verified').length;
const ASKED = 'Two codes in a row:';
const HABITS: readonly Habit[] = [[/^What tells you/, '4'], ...GOOD];

/** Pixels of the half blocks of the last code on the screen, drawn light on dark: what a camera sees. */
function scanned(window: Window): URL {
  const lines = window.rows.filter((row) => /^ {2}[█▀▄ ]{40,}$/.test(row)).slice(-25).map((row) => Array.from(row.slice(2)));
  const rows = lines.flatMap((line) => [line.map((c) => c === '█' || c === '▀'), line.map((c) => c === '█' || c === '▄')]);
  const scale = 4, margin = 16, width = (rows[0]?.length ?? 0) * scale + 2 * margin, height = rows.length * scale + 2 * margin;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const light = rows[Math.floor((y - margin) / scale)]?.[Math.floor((x - margin) / scale)] === true;
    for (let c = 0; c < 3; c++) pixels[(y * width + x) * 4 + c] = light ? 255 : 0;
  }
  const read = jsQR(pixels, width, height)?.data;
  if (read === undefined) throw new Error(`No code could be read off the screen:\n${window.text}`);
  return new URL(read);
}
const seedOn = (window: Window): string => scanned(window).searchParams.get('secret') ?? '';
/** What stands below the picture, for whoever types it by hand. */
const typedSeed = (window: Window): string => /seed: ((?:[A-Z2-7]{1,4} )+)/.exec(`${window.flowing.slice(window.flowing.lastIndexOf('seed: '))} `)?.[1]?.replaceAll(' ', '') ?? '';
/** The account's time: the drill says which codes fit. */
function timeOf(window: Window, seed: string): number {
  const [, first = ''] = [...window.flowing.matchAll(/The app would show (\d{6}), then/g)].at(-1) ?? [];
  const start = Date.parse('2026-11-20T00:00:00Z');
  for (let at = start; at < start + 2 * 86_400_000; at += 30_000) if (codeAt(seed, new Date(at)) === first) return at;
  throw new Error(`No time of these two days shows the code ${first}.`);
}
const pair = (seed: string, at: number): string => `${codeAt(seed, new Date(at))} ${codeAt(seed, new Date(at + 30_000))}`;

/** Registers the tests; `at`: a desk for each. They share the one build of the terminal tests. */
export function enrolment(at: () => Desk): void {
  test('right after wrong codes, the same code twice, and a clock 90 seconds fast; the code on the screen is the seed', async () => {
    using desk = at();
    const window = opened(desk);
    await work(window, HABITS, ASKED);
    const seed = seedOn(window);
    expect(seed).toBe(typedSeed(window));
    expect(scanned(window).protocol).toBe('otpauth:');

    const now = timeOf(window, seed);
    window.press(`123456 123456${KEY.enter}`);
    await window.see('That is the same code twice.');
    window.press('\x7f'.repeat(13));
    await window.answer(ASKED, `000001 000002${KEY.enter}`);
    await window.see('AWS did not accept them. Scan the code that was shown last');
    await window.answer(ASKED, `${pair(seed, now + 90_000)}${KEY.enter}`);
    await window.see("the device's clock is about");
    const [, fast] = /clock is about (\d+) seconds fast/.exec(window.flowing) ?? [];
    expect([60, 90]).toContain(Number(fast));
    await window.until('a fresh question', () => window.pending === ASKED);
    const later = timeOf(window, seed);
    await window.answer(ASKED, `${pair(seed, later)}${KEY.enter}`);

    // The next user gets a seed of her own.
    await work(window, HABITS, ASKED);
    expect(seedOn(window)).not.toBe(seed);
    await work(window, HABITS);
    expect((await window.done()).code).toBe(0);
    expect(window.overflowing()).toEqual([]);
    expect(desk.file('journal.jsonl')).not.toContain(seed);
    expect(enrolled(desk)).toBe(2);
  });

  test('a try that was killed leaves a device behind: it is taken away, and another seed is shown', async () => {
    using desk = at();
    const window = opened(desk);
    await work(window, HABITS, ASKED);
    const seed = seedOn(window);
    window.kill();
    await window.done();
    const again = desk.open(['resume'], { colour: false });
    await work(again, HABITS, ASKED);
    expect(seedOn(again)).not.toBe(seed);
    await work(again, HABITS);
    expect((await again.done()).code).toBe(0);
    expect(enrolled(desk)).toBe(2);
  });
}
