import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Lock, SILENT_MS } from '../../src/case/lock.ts';
import { thisProcess } from '../../src/case/process.ts';
import { folder, machine } from './fixtures.ts';

const other = { ...machine(), pid: 200 };

describe('the lock of a case', () => {
  it('names the process that holds it', () => {
    const dir = folder();
    const running = new Map([[100, 'boot/1'], [200, 'boot/2']]);
    Lock.take(dir, machine({ running }));
    expect(() => Lock.take(dir, { ...machine({ running }), pid: 200 })).toThrow(expect.objectContaining({ text: expect.objectContaining({ with: expect.objectContaining({ pid: 100, host: 'laptop' }) as unknown }) as unknown }));
    expect(readdirSync(dir)).toEqual(['lock']);
  });

  it('is free again after its release, and only its holder releases it', () => {
    const dir = folder();
    const first = Lock.take(dir, machine());
    first.release();
    const second = Lock.take(dir, machine());
    first.release();
    second.check();
    second.release();
    expect(existsSync(join(dir, 'lock'))).toBe(false);
  });

  it.each([
    ['its process ended', { ...other, startOf: (pid: number) => (pid === 200 ? 'boot/9' : undefined) }],
    ['its pid now belongs to another process', { ...other, startOf: (pid: number) => (pid === 100 ? 'boot/7' : 'boot/9') }],
  ])('is taken over where %s', (_, taker) => {
    const dir = folder();
    Lock.take(dir, machine());
    const lock = Lock.take(dir, taker);
    lock.check();
    expect(readdirSync(dir)).toEqual(['lock']);
  });

  it('is respected where the system does not say when a process began', () => {
    const dir = folder();
    Lock.take(dir, machine());
    expect(() => Lock.take(dir, { ...other, startOf: () => 'unknown' })).toThrow();
  });

  it('of another machine is respected while it beats, and taken over after five silent minutes', () => {
    const dir = folder();
    const now = Date.parse('2026-11-21T03:00:00Z');
    Lock.take(dir, machine());
    const beat = (ms: number): void => { utimesSync(join(dir, 'lock'), (now - ms) / 1000, (now - ms) / 1000); };
    beat(SILENT_MS - 1000);
    expect(() => Lock.take(dir, machine({ host: 'cloudshell' }))).toThrow();
    beat(SILENT_MS + 1000);
    Lock.take(dir, machine({ host: 'cloudshell' })).check();
  });

  it('beats: the file shows that the process lives', () => {
    const dir = folder();
    let tick: () => void = () => undefined;
    let now = Date.parse('2026-11-21T03:00:00Z');
    Lock.take(dir, machine({ now: () => now, every: (_, run) => { tick = run; return () => undefined; } }));
    now += SILENT_MS * 2;
    tick();
    expect(() => Lock.take(dir, machine({ host: 'cloudshell', now: () => now }))).toThrow();
  });

  it('stops the process that it was taken from', () => {
    const dir = folder();
    const robbed = Lock.take(dir, machine());
    Lock.take(dir, { ...other, startOf: () => undefined });
    expect(() => { robbed.check(); }).toThrow(/taken over/);
  });

  it('that is damaged is nobody’s', () => {
    const dir = folder();
    writeFileSync(join(dir, 'lock'), '{"pid"');
    Lock.take(dir, machine()).check();
  });

  it('follows a real process: held while it runs, free when it was killed', async () => {
    const dir = folder();
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    onTestFinished(() => { child.kill('SIGKILL'); });
    const pid = child.pid ?? 0;
    Lock.take(dir, { ...thisProcess, pid });
    expect(() => Lock.take(dir)).toThrow(/working on this case/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    Lock.take(dir).release();
  });

  it('lets exactly one of eight processes in, also over a lock that was left behind', async () => {
    const dir = folder();
    const bundle = await rolldown({ input: fileURLToPath(new URL('../../src/case/lock.ts', import.meta.url)), platform: 'node' });
    await bundle.write({ dir: join(dir, 'built'), format: 'esm' });
    const code = `import { Lock } from './built/lock.js';
      process.stdin.once('data', () => { try { Lock.take(${JSON.stringify(dir)}).check(); console.log('in'); } catch { console.log('out'); } }); process.stdin.on('end', () => process.exit());`;
    writeFileSync(join(dir, 'taker.mjs'), code);
    writeFileSync(join(dir, 'lock'), JSON.stringify({ pid: 999_999_999, host: thisProcess.host, start: 'boot/0', since: '', nonce: 'left' }));
    const takers = Array.from({ length: 8 }, () => spawn(process.execPath, [join(dir, 'taker.mjs')]));
    onTestFinished(() => { for (const taker of takers) taker.kill('SIGKILL'); });
    await Promise.all(takers.map((taker) => once(taker, 'spawn')));
    const answers = takers.map(answerOf);
    for (const taker of takers) taker.stdin.write('go\n');
    expect((await Promise.all(answers)).filter((answer) => answer === 'in')).toHaveLength(1);
    expect(readFileSync(join(dir, 'lock'), 'utf8')).not.toContain('"left"');
  });
});

async function answerOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('a taker has no output');
  for await (const chunk of child.stdout) return String(chunk).trim();
  return 'died';
}
