// Promise 9: a secret that the tool makes is given once and stands nowhere else; the case is for its owner's eyes only.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolders, play, type Run } from '../harness/play.ts';
import { openLeak, ROTATING } from '../harness/whole.ts';

let run: Run;
let inTheAccount: readonly string[];
beforeAll(async () => {
  const account = await openLeak();
  run = await play(account, ROTATING);
  inTheAccount = [...account.drill.scenario.actors.keys()].length > 0 ? [account.drill.operator?.secretAccessKey ?? ''] : [];
});
afterAll(removeFolders);
const filesOf = (dir: string): readonly string[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));

test('the secret of the new key was given once', () => {
  expect(run.ui.secrets).toHaveLength(1);
  expect(run.ui.heard.filter((h) => h.type === 'handed-over')).toHaveLength(1);
});
test('no file of the case holds it, nor the operator’s own secret', () => {
  const values = [...run.ui.secrets.flatMap((s) => Object.values(s.reveal()).filter((v) => !v.startsWith('AKIA'))), ...inTheAccount];
  expect(values.length).toBeGreaterThan(1);
  expect(values.every((v) => v.length >= 20)).toBe(true);
  const files = filesOf(run.dir);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((f) => values.some((v) => readFileSync(f, 'utf8').includes(v)))).toEqual([]);
});
test('nothing that was shown or asked holds it', () => {
  const values = run.ui.secrets.flatMap((s) => Object.values(s.reveal()).filter((v) => !v.startsWith('AKIA')));
  const shown = JSON.stringify(run.ui.heard);
  expect(values.filter((v) => shown.includes(v))).toEqual([]);
});
test('folders are 0700, files 0600', () => {
  const folders = readdirSync(run.dir, { recursive: true, withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => join(e.parentPath, e.name));
  expect([run.dir, ...folders].filter((d) => (statSync(d).mode & 0o777) !== 0o700)).toEqual([]);
  expect(filesOf(run.dir).filter((f) => (statSync(f).mode & 0o777) !== 0o600)).toEqual([]);
});
