import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../src/case/chain.ts';
import type { Fact } from '../../src/case/facts.ts';
import { diskFiles } from '../../src/case/files.ts';
import { Journal } from '../../src/case/journal.ts';
import { sha256 } from '../../src/core/digest.ts';
import { isIncidentError } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { clock, disk, folder, noted, opened } from './fixtures.ts';

const pathIn = (dir: string): string => join(dir, 'journal.jsonl');
function written(facts: readonly Fact[] = [opened, noted(1), noted(2)]): string {
  const path = pathIn(folder());
  const journal = Journal.create(path, clock());
  journal.recordAll(facts);
  journal.close();
  return path;
}
function sentenceOf(work: () => unknown): string {
  try { work(); } catch (error) { return isIncidentError(error) ? render(error.text) : String(error); }
  return '';
}

describe('the journal', () => {
  it('chains each line to the one before by its hash, and the envelope wins', () => {
    const path = written([opened, Object.assign({}, noted(1), { seq: 9, prev: 'mine', at: 'never' })]);
    const [first = '', second = ''] = readFileSync(path, 'utf8').split('\n');
    expect(JSON.parse(first)).toMatchObject({ type: 'opened', seq: 1, at: '2026-11-21T03:00:00.000Z', prev: GENESIS });
    expect(JSON.parse(second)).toMatchObject({ type: 'noted', seq: 2, at: '2026-11-21T03:00:00.000Z', prev: sha256(first) });
    const journal = Journal.open(path, clock());
    expect(journal.head()).toBe(sha256(second));
    expect(journal.record(noted(2)).prev).toBe(sha256(second));
    journal.close();
  });

  it('is readable by its owner only', () => {
    expect(statSync(written()).mode & 0o777).toBe(0o600);
  });

  it('has a fact on disk before it returns, and tells the hook of each', () => {
    const path = pathIn(folder());
    const seen: string[] = [];
    const journal = Journal.create(path, clock(), { onRecord: (entry) => { seen.push(`${String(entry.seq)} ${String(readFileSync(path, 'utf8').includes(`"seq":${String(entry.seq)},`))}`); } });
    journal.record(opened);
    journal.recordAll([noted(1), noted(2)]);
    expect(seen).toEqual(['1 true', '2 true', '3 true']);
    journal.close();
  });

  it('writes 500 facts with one write and one sync', () => {
    const files = disk();
    const journal = Journal.create(pathIn(folder()), clock(), { files });
    journal.recordAll([opened, ...Array.from({ length: 499 }, (_, n) => noted(n))]);
    expect([files.writes, files.syncs, journal.entries.length]).toEqual([1, 1, 500]);
    journal.close();
  });

  it('goes on after short writes until every byte is written', () => {
    const path = pathIn(folder());
    const files = disk({ write: (fd, data, offset) => diskFiles.write(fd, data.subarray(0, Math.min(data.length, offset + 7)), offset) });
    const journal = Journal.create(path, clock(), { files });
    journal.recordAll([opened, noted(1)]);
    journal.close();
    expect(Journal.open(path, clock()).entries).toHaveLength(2);
  });

  it.each([
    ['a full disk', { write: () => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }); } }, 'the disk is full'],
    ['a failing sync', { sync: () => { throw Object.assign(new Error('io'), { code: 'EIO' }); } }, 'EIO'],
    ['a write that takes nothing', { write: () => 0 }, 'EIO'],
  ])('is poisoned by %s: this and every later record throws', (_, broken, code) => {
    let healthy = true;
    const files = disk({
      write: (fd, data, offset) => (healthy || !('write' in broken) ? diskFiles.write(fd, data, offset) : broken.write()),
      sync: (fd) => { if (healthy || !('sync' in broken)) diskFiles.sync(fd); else broken.sync(); },
    });
    const journal = Journal.create(pathIn(folder()), clock(), { files });
    journal.record(opened);
    healthy = false;
    expect(sentenceOf(() => journal.record(noted(1)))).toContain(code);
    healthy = true;
    expect(sentenceOf(() => journal.record(noted(2)))).toContain(code);
    expect(journal.entries).toHaveLength(1);
    journal.close();
  });

  it('asks its guard before every write', () => {
    let mine = true;
    const journal = Journal.create(pathIn(folder()), clock(), { guard: () => { if (!mine) throw new Error('taken over'); } });
    journal.record(opened);
    mine = false;
    expect(() => journal.record(noted(1))).toThrow('taken over');
    expect(readFileSync(journal.path, 'utf8').split('\n')).toHaveLength(2);
    journal.close();
  });

  it('cuts a torn last line, wherever it was torn, and goes on from the line before', () => {
    const path = written();
    const whole = readFileSync(path);
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let end = last + 1; end < whole.length; end += 1) {
      writeFileSync(path, whole.subarray(0, end));
      const journal = Journal.open(path, clock());
      expect(journal.entries).toHaveLength(2);
      expect(readFileSync(path).equals(whole.subarray(0, last))).toBe(true);
      journal.record(noted(2));
      journal.close();
      expect(readFileSync(path).equals(whole)).toBe(true);
    }
  });

  it('refuses every change of a single byte before the last line, naming file and line', () => {
    const path = written();
    const whole = readFileSync(path);
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let at = 0; at < last; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
      expect(sentenceOf(() => Journal.open(path, clock())), `byte ${String(at)}`).toMatch(/journal\.jsonl was altered or damaged at line [123]/);
      expect(readFileSync(path).equals(changed)).toBe(true);
    }
  });

  it.each([
    ['a line taken out', (lines: string[]) => lines.toSpliced(1, 1)],
    ['two lines swapped', ([a = '', b = '', c = '']: string[]) => [a, c, b]],
    ['a line doubled', ([a = '', b = '', c = '']: string[]) => [a, b, b, c]],
    ['an empty line', ([a = '', b = '', c = '']: string[]) => [a, '', b, c]],
    ['the first line cut off', (lines: string[]) => lines.slice(1)],
    ['white space in the last line', ([a = '', b = '', c = '']: string[]) => [a, b, c.replace('{', '{ ')]],
    ['a doubled member in the last line', ([a = '', b = '', c = '']: string[]) => [a, b, c.replace('{', '{"type":"ended",')]],
    ['a line that is no object', ([a = '', b = '']: string[]) => [a, b, '[]']],
  ])('refuses %s', (_, tamper) => {
    const path = written();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${tamper(lines).join('\n')}\n`);
    expect(sentenceOf(() => Journal.open(path, clock()))).toContain('was altered or damaged');
  });

  it('refuses bytes that are no UTF-8', () => {
    const path = written();
    appendFileSync(path, Buffer.from([0x22, 0xff, 0x22, 0x0a]));
    expect(sentenceOf(() => Journal.open(path, clock()))).toContain('line 4');
  });

  it('does not go on with an entry of a later version', () => {
    const path = written([opened, { type: 'teleported', to: 'mars' } as unknown as Fact]);
    expect(sentenceOf(() => Journal.open(path, clock()))).toContain('"teleported"');
  });
});
