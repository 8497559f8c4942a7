// A drill's log that the disk does not take any more. Here, because what replaces the file system needs a process of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { render } from '../../src/core/text.ts';
import { isIncidentError } from '../../src/core/errors.ts';
import { DrillLog } from '../../src/sim/drill/log.ts';
import { small } from '../sim/scenario/small.ts';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return { ...real, writeSync: (...given: Parameters<typeof real.writeSync>) => { if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write', code: 'ENOSPC' }); return real.writeSync(...given); } };
});

test('is told as a full disk, not as an answer of AWS, and the log stays whole', () => {
  const dir = mkdtempSync(join(tmpdir(), 'full-disk-'));
  const log = DrillLog.create(join(dir, 'drill.jsonl'), small());
  onTestFinished(() => { log.close(); rmSync(dir, { recursive: true }); });
  const before = readFileSync(join(dir, 'drill.jsonl'), 'utf8');
  disk.isFull = true;
  let told: unknown;
  try { log.append({ at: '2026-11-20T09:00:00Z', did: 'jump' }); } catch (error) { told = error; }
  expect(isIncidentError(told) && `${told.fault}: ${render(told.text)}`).toBe(`failed: ${dir} could not be read or written: the disk is full. What was done so far is in the case; nothing is lost.`);
  expect(readFileSync(join(dir, 'drill.jsonl'), 'utf8')).toBe(before);
});
