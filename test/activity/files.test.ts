import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLogs } from '../../src/activity/logs/files.ts';
import { isIncidentError } from '../../src/core/errors.ts';
import { record, type Raw } from './records.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'logs-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

const some = (): Raw => record('2026-11-18T03:00:00Z', 'iam:ListUsers');
async function read(...paths: string[]): Promise<{ ids: string[]; sources: Awaited<ReturnType<typeof readLogs>> }> {
  const ids: string[] = [];
  const sources = await readLogs(paths, (e) => ids.push(e.id));
  return { ids, sources };
}
const put = async (name: string, content: string | Buffer): Promise<void> => { await writeFile(join(folder, name), content); };

describe('log files', () => {
  it('come in every shape, and each event once', async () => {
    const [a, b, c, d, e, f] = [some(), some(), some(), some(), some(), some()];
    await put('1.json', JSON.stringify({ Records: [a, b] }));
    await mkdir(join(folder, 'deep', 'er'), { recursive: true });
    await put('deep/er/2.json.gz', gzipSync(JSON.stringify({ Records: [b, c] })));
    await put('3.json', JSON.stringify([c, d]));
    await put('4.json', JSON.stringify({ Events: [{ EventId: e['eventID'], CloudTrailEvent: JSON.stringify(e) }] }));
    await put('5.jsonl', `${JSON.stringify(d)}\n\n${JSON.stringify(f)}\n`);
    await put('6.jsonl.gz', gzipSync(`${JSON.stringify(f)}\n`));
    await put('7.json', `\uFEFF${JSON.stringify(a)}`);
    await put('8.json', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`);
    const { ids, sources } = await read(folder);
    expect(ids.sort()).toEqual([a, b, c, d, e, f].map((r) => r['eventID']).sort());
    expect(sources).toMatchObject([{ files: 8, events: 6, duplicates: 7, rejected: [] }]);
  });
  it('that are digests hold no events and are passed over', async () => {
    await mkdir(join(folder, 'CloudTrail-Digest'));
    await put('CloudTrail-Digest/x.json', JSON.stringify({ digestStartTime: 'x' }));
    await put('111122223333_CloudTrail-Digest_us-east-1_x.json', JSON.stringify({ digestStartTime: 'x' }));
    await put('renamed.json', JSON.stringify({ digestStartTime: 'x', logFiles: [] }));
    expect((await read(folder)).sources).toMatchObject([{ events: 0, rejected: [] }]);
  });
  it('say which line could not be read, and go on', async () => {
    const good = some();
    await put('a.jsonl', `${JSON.stringify(good)}\n{"eventName": "Cre\n[1]\n`);
    await put('b.json', '{"Records": [');
    await put('c.json.gz', gzipSync('{"Records": []}').subarray(0, 12));
    const { ids, sources } = await read(folder);
    expect(ids).toEqual([good['eventID']]);
    expect(sources[0]?.rejected.map(({ file, line, why }) => [file.slice(folder.length + 1), line, why.say])).toEqual([
      ['a.jsonl', 2, 'Not JSON.'], ['a.jsonl', 3, 'Not a JSON object.'], ['b.json', 0, 'Not JSON.'], ['c.json.gz', 0, 'The file cannot be read ({{code}}).'],
    ]);
  });
  it('of a torn line archive keep what came before the tear', async () => {
    const good = some();
    const packed = gzipSync(`${JSON.stringify(good)}\n${'x'.repeat(300_000)}`);
    await put('a.jsonl.gz', packed.subarray(0, packed.length - 20));
    const { sources } = await read(folder);
    expect(sources[0]?.rejected.map((r) => r.line)).toContain(0);
  });
  it('behind symbolic links are not followed', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'x.json'), JSON.stringify([some()]));
    await symlink(outside, join(folder, 'link'));
    await symlink(join(outside, 'x.json'), join(folder, 'y.json'));
    const { ids, sources } = await read(folder);
    expect(ids).toEqual([]);
    expect(sources[0]?.rejected).toHaveLength(2);
    await rm(outside, { recursive: true });
  });
  it('that are not there end in a usage error', async () => {
    await expect(read(join(folder, 'none'))).rejects.toSatisfy((error: unknown) => isIncidentError(error) && error.fault === 'usage');
  });
});
