// A case in one file: what is exported comes in again whole, and what was forged does not.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { INLINE_BYTES } from '../../src/case/objects.ts';
import { readCase } from '../../src/case/read.ts';
import { packTar, unpackTar } from '../../src/case/tar.ts';
import { exportCase, importCase } from '../../src/case/transfer.ts';
import { clock, folder, identity, newCase, planned, step } from './fixtures.ts';

const ports = { clock: clock() };
const long = 'x'.repeat(INLINE_BYTES);

describe('export and import', () => {
  function exported(): { dir: string; file: string; head: string } {
    const made = newCase();
    made.record(planned(step('a')));
    made.record({ type: 'started', step: 'a', attempt: 1, before: made.objects.store({ ...step('a').resource, document: long }) });
    made.record(made.evidence.keep('user.json', '{}', { operation: 'iam:GetUser' }));
    made.close();
    const file = join(folder(), 'case.tar.gz');
    return { dir: made.dir, file, head: exportCase(made.dir, file, ports).head };
  }

  it('carry a whole case, which notes where it came from', () => {
    const { dir, file, head } = exported();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const done = importCase(file, folder(), ports);
    expect(done).toMatchObject({ caseId: '2026-11-21-ci', head, entries: 4 });
    const [there, here] = [readCase(dir), readCase(done.dir)];
    expect(here.entries.slice(0, -1)).toEqual(there.entries);
    expect(here.entries.at(-1)).toMatchObject({ type: 'noted', prev: head });
    expect(here.evidenceFaults).toEqual([]);
    expect(here.objects.load(here.state.steps.get('a')?.before ?? { value: null })).toMatchObject({ document: long });
  });

  it('never write over anything', () => {
    const { dir, file } = exported();
    expect(() => exportCase(dir, file, ports)).toThrow(/exists/);
    const base = folder();
    importCase(file, base, ports);
    expect(() => importCase(file, base, ports)).toThrow(/already here/);
    expect(readdirSync(base)).toEqual(['2026-11-21-ci']);
  });

  it('leave a case alone that a process works on', () => {
    const made = newCase();
    expect(() => exportCase(made.dir, join(folder(), 'x.tar.gz'), ports)).toThrow(/working on this case/);
  });

  const journalOf = (dir: string): Buffer => readFileSync(join(dir, 'journal.jsonl'));
  it.each<[string, (dir: string) => { name: string; data: Uint8Array }[]]>([
    ['a path upwards', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, { name: '../evil', data: Buffer.from('x') }]],
    ['a path upwards below a known folder', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, { name: 'evidence/../../evil', data: Buffer.from('x') }]],
    ['an absolute path', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, { name: '/tmp/evil', data: Buffer.from('x') }]],
    ['a lock', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, { name: 'lock', data: Buffer.from('{}') }]],
    ['a hidden file', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, { name: 'evidence/.bashrc', data: Buffer.from('x') }]],
    ['two journals', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, { name: 'journal.jsonl', data: journalOf(dir) }]],
    ['no journal', () => [{ name: 'case.json', data: Buffer.from('{}') }]],
    ['an altered journal', (dir) => [{ name: 'journal.jsonl', data: Buffer.from(journalOf(dir).toString().replace('leaked', 'LEAKED')) }]],
    ['missing evidence', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, ...readdirSync(join(dir, 'objects')).map((name) => ({ name: `objects/${name}`, data: readFileSync(join(dir, 'objects', name)) }))]],
    ['an altered object', (dir) => [{ name: 'journal.jsonl', data: journalOf(dir) }, ...readdirSync(join(dir, 'objects')).map((name) => ({ name: `objects/${name}`, data: Buffer.from('null') }))]],
    ['a case id that is a path', () => [{ name: 'journal.jsonl', data: forged('../../evil') }]],
  ])('refuse an archive with %s, and leave nothing behind', (_, files) => {
    const { dir } = exported();
    const base = folder();
    const file = join(folder(), 'hostile.tar.gz');
    writeFileSync(file, gzipSync(packTar(files(dir), clock().now())));
    expect(() => importCase(file, base, ports)).toThrow();
    expect(readdirSync(base)).toEqual([]);
  });

  it.each<[string, (tar: Buffer) => Buffer]>([
    ['a link', (tar) => { tar[156] = 0x32; return resum(tar); }],
    ['a damaged header', (tar) => { tar[0] = 0x7a; return tar; }],
    ['half a file', (tar) => tar.subarray(0, 700)],
    ['a size that is no number', (tar) => { tar.write('zzzzzzzzzzz', 124); return resum(tar); }],
  ])('refuse %s', (_, break_) => {
    const file = join(folder(), 'hostile.tar.gz');
    writeFileSync(file, gzipSync(break_(packTar([{ name: 'journal.jsonl', data: Buffer.alloc(600, 0x61) }], clock().now()))));
    expect(() => importCase(file, folder(), ports)).toThrow(/not an export/);
  });

  it('read what they wrote, whatever its length', () => {
    const files = [0, 1, 511, 512, 513].map((length) => ({ name: `evidence/f${String(length)}`, data: Buffer.alloc(length, 1) }));
    expect(unpackTar(packTar(files, clock().now())).map(({ name, data }) => [name, data.length])).toEqual(files.map(({ name, data }) => [name, data.length]));
  });
});

function forged(caseId: string): Buffer {
  return Buffer.from(`${JSON.stringify({ type: 'opened', schema: 1, tool: 't', caseId, identity, kinds: {}, seq: 1, at: '2026-11-21T03:00:00.000Z', prev: '0'.repeat(64) })}\n`);
}
function resum(tar: Buffer): Buffer {
  const sum = tar.subarray(0, 512).reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return tar;
}
