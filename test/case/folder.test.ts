import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseIdOf, CaseFolder } from '../../src/case/folder.ts';
import { CaseLedger } from '../../src/case/ledger.ts';
import { INLINE_BYTES } from '../../src/case/objects.ts';
import { caseBase, findCase, listCases, readCase } from '../../src/case/read.ts';
import { safeName } from '../../src/case/safe-name.ts';
import { isIncidentError, ofTheMachine } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { clock, decided, done, folder, identity, image, newCase, noted, planned, step } from './fixtures.ts';

const ports = { clock: clock() };
const sentenceOf = (deed: () => unknown): string => {
  try { deed(); } catch (error) { if (isIncidentError(error)) return render(error.text); throw error; }
  return 'nothing was refused';
};
const long = 'x'.repeat(INLINE_BYTES);

describe('a case folder', () => {
  it('is its owner’s alone: folders 0700, files 0600', () => {
    const made = newCase();
    made.objects.store(long);
    made.record(made.evidence.keep('report.json', '{}', { operation: 'iam:GetUser' }));
    const modes = readdirSync(made.dir, { recursive: true, withFileTypes: true }).map((one) => [one.isDirectory(), (statSync(join(one.parentPath, one.name)).mode & 0o777).toString(8)]);
    expect(new Set(modes.map(String))).toEqual(new Set(['true,700', 'false,600']));
    expect(statSync(made.dir).mode & 0o777).toBe(0o700);
  });

  it('folds its journal once, and anew when it has grown', () => {
    const made = newCase();
    const before = made.state();
    expect(made.state()).toBe(before);
    made.record({ type: 'answered', question: 'leak', answer: 'repository' });
    expect(made.state().answers.get('leak')).toBe('repository');
    expect(before.answers.has('leak')).toBe(false);
  });

  it('closes a folder that others could read before', () => {
    const dir = join(folder(), 'mine');
    mkdirSync(dir, { mode: 0o755 });
    CaseFolder.create({ identity, tool: 't', kinds: {}, about: 'ci', base: folder(), dir }, ports).close();
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it.each([['ci', '2026-11-21-ci'], ['../../etc/passwd', '2026-11-21-etc-passwd'], ['\u0000', '2026-11-21-case'], ['Ünïcode User!', '2026-11-21-unicode-user'], ['a'.repeat(99), `2026-11-21-${'a'.repeat(40)}`]])('about %j is called %s', (about, id) => {
    expect(caseIdOf(clock().now(), about.normalize('NFD'))).toBe(id);
  });

  it('never takes the folder of another case, nor one that is not empty', () => {
    const base = folder();
    expect([newCase({}, identity, base).journal.path, newCase({}, identity, base).journal.path]).toEqual([join(base, '2026-11-21-ci', 'journal.jsonl'), join(base, '2026-11-21-ci-2', 'journal.jsonl')]);
    const full = folder();
    writeFileSync(join(full, 'thesis.txt'), 'mine');
    expect(() => CaseFolder.create({ identity, tool: 't', kinds: {}, about: 'ci', base, dir: full }, ports)).toThrow(/not empty/);
  });

  it.each([
    ['a file of that name', 'file', 'a file is in the way'], ['a file above it', 'file/below', 'a file is in the way'],
    // Node's own recursive mkdir goes round for ever here.
    ...(process.platform === 'linux' ? [['no folders can be made', '/proc/1-case/below', 'there is no such file or folder'] as const] : []),
  ] as const)('where there is %s is refused at once, in words', (_, dir, why) => {
    const base = folder();
    writeFileSync(join(base, 'file'), 'mine');
    const refused = sentenceOf(() => CaseFolder.create({ identity, tool: 't', kinds: {}, about: 'ci', base, dir: resolve(base, dir) }, ports));
    expect(refused).toContain(`cannot hold a case (${why}). Name another folder: --case DIR`);
  });

  it.each([
    ['another account', { ...identity, accountId: '444455556666' }, /Choose another profile/],
    ['another partition', { ...identity, partition: 'aws-cn' }, /Choose another profile/],
    ['another endpoint', { ...identity, endpoint: 'http://127.0.0.1:4566/' }, /Choose the same endpoint/],
    ['a drill', { ...identity, endpoint: 'drill:leaked-key' }, /case of a real account/],
  ])('is not gone on with under %s', (_, other, message) => {
    const made = newCase();
    made.close();
    expect(() => CaseFolder.open(made.dir, ports, other)).toThrow(message);
    CaseFolder.open(made.dir, ports, identity).close();
  });

  it('of a drill never runs against AWS', () => {
    const made = newCase({}, { ...identity, endpoint: 'drill:leaked-key' });
    made.close();
    expect(() => CaseFolder.open(made.dir, ports, identity)).toThrow(/never runs against AWS/);
  });

  it('that was opened before the account was known is bound to the first one, once', () => {
    const made = newCase({}, { accountId: '', partition: 'aws', endpoint: 'aws' });
    made.bind(identity);
    expect(made.state().identity).toEqual(identity);
    expect(() => { made.bind({ ...identity, accountId: '444455556666' }); }).toThrow(/444455556666|credentials are of/);
  });

  it('is held by one process, and can be read meanwhile', () => {
    const made = newCase();
    expect(() => CaseFolder.open(made.dir, ports)).toThrow(/working on this case/);
    expect(readCase(made.dir).state.caseId).toBe('2026-11-21-ci');
    expect(existsSync(join(made.dir, 'lock'))).toBe(true);
  });

  it('stops writing when the lock was taken from it', () => {
    const made = newCase();
    rmSync(join(made.dir, 'lock'));
    expect(() => made.record(noted(1))).toThrow(/taken over/);
    expect(() => made.objects.store(long)).toThrow(/taken over/);
    expect(() => made.evidence.keep('a', 'b', { operation: 'iam:GetUser' })).toThrow(/taken over/);
  });
});

describe('objects', () => {
  it('hold what is too long for a line, under its hash, before the line is written', () => {
    const made = newCase();
    expect(made.objects.store('short')).toEqual({ value: 'short' });
    const stored = made.objects.store({ b: long, a: 1 });
    expect(stored).toEqual(made.objects.store({ a: 1, b: long }));
    expect(made.objects.load(stored)).toEqual({ a: 1, b: long });
    expect(readdirSync(join(made.dir, 'objects'))).toEqual(['object' in stored ? stored.object : '']);
  });

  it('are refused when altered, missing or misnamed', () => {
    const made = newCase();
    const stored = made.objects.store(long);
    const path = join(made.dir, 'objects', 'object' in stored ? stored.object : '');
    writeFileSync(path, JSON.stringify('forged'));
    expect(() => made.objects.load(stored)).toThrow(/missing or was altered/);
    rmSync(path);
    expect(() => made.objects.load(stored)).toThrow(/missing or was altered/);
    expect(() => made.objects.load({ object: '../case.json' })).toThrow(/missing or was altered/);
  });
});

describe('evidence', () => {
  const names = ['../../../etc/passwd', '/etc/shadow', 'C:\\Windows\\system.ini', 'con', 'NUL.txt', 'com1.log', '.bashrc', '..', '', 'a\u0000b', 'a\nb\u202etxt.exe', 'x'.repeat(5000), '-rf', 'manifest.jsonl', 'Ａ.json', 'a b|c;d$(e).txt', 'lock.', '💥'];
  it.each(names)('named %j stays a plain file in its folder', (name) => {
    const made = newCase();
    const kept = made.evidence.keep(name, 'data', { operation: 'ec2:GetConsoleOutput', requestId: 'r-1' });
    expect(kept.file).toMatch(/^[a-z0-9][a-z0-9._-]{0,110}$/);
    expect(kept.file).not.toMatch(/^(con|nul|com1|prn|aux)(\.|$)|\.\.|[.]$/);
    expect(readFileSync(join(made.dir, 'evidence', kept.file), 'utf8')).toBe('data');
    expect(made.evidence.verify([kept])).toEqual([]);
  });

  it('never lies over other evidence, also where names differ only in case or in what is unfit', () => {
    const made = newCase();
    const kept = ['Log.JSON', 'log.json', 'log .json', 'log_.json', 'x'.repeat(5000), 'x'.repeat(6000)].map((name, n) => made.evidence.keep(name, String(n), { operation: 'ec2:GetConsoleOutput' }));
    expect(new Set(kept.map(({ file }) => file)).size).toBe(6);
    expect(made.evidence.verify(kept)).toEqual([]);
    expect(safeName('log .json')).toBe('log_.json');
  });

  it('does not follow a link that was planted under its name', () => {
    const made = newCase();
    const outside = join(folder(), 'victim');
    writeFileSync(outside, 'precious');
    mkdirSync(join(made.dir, 'evidence'));
    symlinkSync(outside, join(made.dir, 'evidence', 'a.txt'));
    expect(made.evidence.keep('a.txt', 'data', { operation: 'iam:GetUser' }).file).toBe('a-2.txt');
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });

  it('shows what was altered, lost, or slipped in, and a manifest that was rewritten', () => {
    const made = newCase();
    const kept = ['a', 'b', 'c'].map((name) => made.evidence.keep(name, name, { operation: 'iam:GetUser' }));
    const at = (name: string): string => join(made.dir, 'evidence', name);
    writeFileSync(at('a'), 'forged');
    rmSync(at('b'));
    writeFileSync(at('d'), 'new');
    writeFileSync(at('manifest.jsonl'), readFileSync(at('manifest.jsonl'), 'utf8').replaceAll(kept[2]?.sha256 ?? '', kept[0]?.sha256 ?? ''));
    expect(made.evidence.verify(kept)).toEqual([
      { file: 'a', fault: 'altered' }, { file: 'b', fault: 'missing' }, { file: 'c', fault: 'listed-otherwise' }, { file: 'd', fault: 'not-listed' },
    ]);
  });
});

describe('the ledger', () => {
  it('knows every step up to the last fact', async () => {
    const made = newCase();
    const ledger = new CaseLedger(made);
    ledger.recordAll([planned(step('a')), planned(step('b'))]);
    expect(ledger.step('a')?.state).toBe('planned');
    ledger.recordAll([decided(['a'])]);
    ledger.recordAll(done('a'));
    expect(ledger.step('a')).toMatchObject({ state: 'verified', attempts: 1, before: image('Active') });
    expect(ledger.steps().map((one) => one.step.id)).toEqual(['a', 'b']);
    await ledger.keep('user.json', '{}', { operation: 'aws-incident' });
    expect(made.state().evidence).toMatchObject([{ file: 'user.json', bytes: 2, operation: 'aws-incident' }]);
  });

  it('ends the promise of evidence with the error, where it could not be kept', async () => {
    const made = newCase();
    rmSync(join(made.dir, 'lock'));
    await expect(new CaseLedger(made).keep('a', 'b', { operation: 'iam:GetUser' })).rejects.toThrow(/taken over/);
  });
});

describe('cases on disk', () => {
  it('live in the user’s state directory', () => {
    expect(caseBase()).toMatch(/aws-incident.cases$/);
  });

  it('are listed newest first, the unreadable ones with their trouble', () => {
    const base = folder();
    const first = newCase({}, identity, base);
    newCase({}, identity, base);
    const later = clock();
    later.set(new Date('2026-11-22T00:00:00Z'));
    first.close();
    const again = CaseFolder.open(first.dir, { clock: later });
    again.record(noted(1));
    again.close();
    mkdirSync(join(base, '2026-11-20-broken'));
    writeFileSync(join(base, '2026-11-20-broken', 'journal.jsonl'), '{}\n');
    mkdirSync(join(base, 'not a case'));
    expect(listCases(base).map((one) => [one.id, 'trouble' in one])).toEqual([['2026-11-21-ci', false], ['2026-11-21-ci-2', false], ['2026-11-20-broken', true]]);
    expect(findCase(base)).toBe(join(base, '2026-11-21-ci'));
    expect(findCase(base, '2026-11-21-ci-2')).toBe(join(base, '2026-11-21-ci-2'));
    expect(() => findCase(base, '2026-11-21-typo')).toThrow(/no case/);
    expect(() => findCase(folder())).toThrow(/no case yet/);
  });
});

describe('what the machine refuses', () => {
  const refusal = (parts: object): Error => Object.assign(new Error('x'), parts);
  it.each([
    ['a file that it names', refusal({ syscall: 'open', code: 'EACCES', path: '/x/report.md' }), '/x/report.md could not be read or written: this machine does not allow it'],
    ['a full disk, where Node names no file', refusal({ syscall: 'write', code: 'ENOSPC' }), '/the/case could not be read or written: the disk is full'],
    ['a socket, which is no file', refusal({ syscall: 'write', code: 'EPIPE' }), undefined],
    ['a bug of ours', new TypeError('x is not a function'), undefined],
  ])('is told in words: %s', (_, error, sentence) => {
    const told = ofTheMachine(error, '/the/case');
    expect(told && render(told.text).split('. What')[0]).toBe(sentence);
  });
});
