// Reads CloudTrail log files of every usual shape, one file at a time, and hands each event on once.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { say, type Text } from '../../core/text.ts';
import { parseRecord, type TrailEvent } from '../event.ts';
import { isObject, parsedOf } from '../fields.ts';
import { codeOf, isDigestFile, walkLogs } from './log-walk.ts';

export interface Rejected { readonly file: string; readonly line: number; readonly why: Text }
/** What came of one `--logs` path. `line`: of a line file its number, of a JSON file the record's (from 1), 0 for the whole file. */
export interface LogSource { readonly path: string; readonly files: number; readonly events: number; readonly duplicates: number; readonly rejected: readonly Rejected[] }

/** One file's text in memory at most; a record list larger than this is told, not read. */
const LARGEST = 480 * 1024 * 1024;

/** What became of one record. */
export type Taken = 'event' | 'duplicate' | { readonly why: Text };
/** Takes records as they are read. */
export interface Records { begin?(file: string): void; take(record: unknown): Taken; ended?(): void }
interface Tally { files: number; events: number; duplicates: number; readonly rejected: Rejected[]; readonly records: Records; readonly signal?: AbortSignal | undefined }

/** Reads all paths in order; `take` gets every event once (by event id and receiving account). Throws a usage error for a missing path. */
export async function readLogs(paths: readonly string[], take: (event: TrailEvent) => void, signal?: AbortSignal): Promise<LogSource[]> {
  const seen = new Set<string>();
  return await readRecords(paths, { take: (record) => {
    const parsed = parseRecord(record);
    if ('why' in parsed) return parsed;
    const key = `${parsed.event.id} ${parsed.event.accountId}`;
    if (seen.has(key)) return 'duplicate';
    seen.add(key);
    take(parsed.event);
    return 'event';
  } }, signal);
}

/** Reads all paths in order and hands each record on, whatever it is. Throws a usage error for a missing path, and the signal's reason. */
export async function readRecords(paths: readonly string[], records: Records, signal?: AbortSignal): Promise<LogSource[]> {
  const sources: LogSource[] = [];
  for (const path of paths) {
    const tally: Tally = { files: 0, events: 0, duplicates: 0, rejected: [], records, signal };
    for await (const { file, why } of walkLogs(path)) {
      signal?.throwIfAborted();
      if (why === undefined) await readOne(file, tally); else tally.rejected.push({ file, line: 0, why });
    }
    sources.push({ path, files: tally.files, events: tally.events, duplicates: tally.duplicates, rejected: tally.rejected });
  }
  return sources;
}
/** The records of one file once more, in the same order. What cannot be read was told the first time. */
export async function recordsOfFile(file: string, take: (record: unknown) => Taken): Promise<void> {
  await readOne(file, { files: 0, events: 0, duplicates: 0, rejected: [], records: { take } });
}

async function readOne(file: string, tally: Tally): Promise<void> {
  if (isDigestFile(basename(file))) return;
  tally.files++;
  tally.records.begin?.(file);
  try {
    if (/\.(jsonl|ndjson)(\.gz)?$/i.test(file)) await readLines(file, tally); else await readWhole(file, tally);
  } catch (error) {
    tally.signal?.throwIfAborted();
    tally.rejected.push({ file, line: 0, why: say('The file cannot be read ({{code}}).', { code: codeOf(error) }) });
  }
  tally.records.ended?.();
}

async function readLines(file: string, tally: Tally): Promise<void> {
  const raw = createReadStream(file);
  // A broken archive must end the loop below: errors are handed on by hand, because pipe does not.
  const input: Readable = file.toLowerCase().endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => input.destroy(error));
  let broken: Error | undefined;
  input.on('error', (error) => { broken = error; });
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    tally.signal?.throwIfAborted();
    if (text.trim() !== '') takeValue(parsedOf(text), file, line, tally);
  }
  if (broken !== undefined) throw broken;
}

async function readWhole(file: string, tally: Tally): Promise<void> {
  if ((await stat(file)).size > LARGEST) { tally.rejected.push({ file, line: 0, why: say('The file is too large to be read at once: split it, or give it as lines (.jsonl).') }); return; }
  const bytes = await readFile(file);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (packed ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  const whole = parsedOf(text);
  if (whole !== undefined) { takeFile(whole, file, tally); return; }
  // Lines in a file that is called .json, as many exports are; a torn JSON file shows itself by its first line.
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '');
  if (first === undefined) { tally.rejected.push({ file, line: 0, why: say('There is nothing in it.') }); return; }
  if (!isObject(parsedOf(first))) { tally.rejected.push({ file, line: 0, why: say('Not JSON.') }); return; }
  for (const [index, line] of lines.entries()) if (line.trim() !== '') takeValue(parsedOf(line), file, index + 1, tally);
}

function takeFile(whole: unknown, file: string, tally: Tally): void {
  if (isObject(whole) && (Object.hasOwn(whole, 'digestStartTime') || Object.hasOwn(whole, 'PublicKeyList'))) return;
  const records = recordsOf(whole);
  for (const [index, record] of records.entries()) takeRecord(record, file, index + 1, tally);
}
/** A line may hold one record, or a whole log file on one line. */
function takeValue(value: unknown, file: string, line: number, tally: Tally): void {
  if (value === undefined) { tally.rejected.push({ file, line, why: say('Not JSON.') }); return; }
  for (const record of recordsOf(value)) takeRecord(record, file, line, tally);
}
function recordsOf(whole: unknown): readonly unknown[] {
  if (Array.isArray(whole)) return whole;
  if (isObject(whole)) {
    for (const list of ['Records', 'Events', 'records', 'events']) if (Array.isArray(whole[list])) return whole[list] as readonly unknown[];
  }
  return [whole];
}
function takeRecord(record: unknown, file: string, line: number, tally: Tally): void {
  const taken = tally.records.take(record);
  if (taken === 'event') tally.events++;
  else if (taken === 'duplicate') tally.duplicates++;
  else tally.rejected.push({ file, line, why: taken.why });
}
