// Reads a journal's bytes and holds them to the hash chain. Writes nothing.
import { sha256 } from '../core/digest.ts';
import { failed } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Entry, Fact } from './facts.ts';

/** What stands as `prev` in the first line. */
export const GENESIS = '0'.repeat(64);
/** The version of the folder and of the journal's facts. */
export const SCHEMA = 1;

export interface JournalRead {
  readonly entries: readonly Entry[];
  /** SHA-256 of the last whole line. */
  readonly head: string;
  readonly wholeBytes: number;
  /** Bytes after the last whole line: a write that a crash cut short, never acknowledged to anybody. */
  readonly tornBytes: number;
}

const FACTS: Readonly<Record<Fact['type'], true>> = {
  opened: true, continued: true, claimed: true, checked: true, bound: true, indicated: true, answered: true, covered: true, found: true, traced: true, costed: true, recorded: true, restorable: true,
  swept: true, planned: true, withdrawn: true, decided: true, started: true, made: true, called: true, 'handed-over': true, settled: true,
  'undo-started': true, 'undo-settled': true, held: true, waiting: true, waited: true, kept: true, noted: true, ended: true,
};
/** False for a fact of a later version: it stops `resume`, not `report`. */
export const isKnown = (entry: Entry): boolean => Object.hasOwn(FACTS, entry.type) && (entry.type !== 'opened' || (entry.schema as number) === SCHEMA);

const LINE_FEED = 0x0a;

/** Throws, naming file and line, at the first line that does not continue the chain. `file` is only for the message. */
export function parseJournal(file: string, bytes: Uint8Array): JournalRead {
  const wholeBytes = bytes.lastIndexOf(LINE_FEED) + 1;
  const entries: Entry[] = [];
  let prev = GENESIS;
  for (let start = 0; start < wholeBytes;) {
    const end = bytes.indexOf(LINE_FEED, start);
    const line = bytes.subarray(start, end);
    const entry = parseLine(line);
    if (entry === undefined || entry.seq !== entries.length + 1 || entry.prev !== prev) throw altered(file, entries.length + 1);
    if (entries.length === 0 && entry.type !== 'opened') throw altered(file, 1);
    entries.push(entry);
    prev = sha256(line);
    start = end + 1;
  }
  return { entries, head: prev, wholeBytes, tornBytes: bytes.length - wholeBytes };
}

const altered = (file: string, seq: number): Error =>
  failed(say('{{file}} was altered or damaged at line {{seq}}: it does not continue the hash chain. Nothing is read from it or written to it. Use an untouched copy or an export of the case.', { file, seq }));

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

// A line must be, byte for byte, what JSON.stringify makes of it: doubled keys, white space and escapes hide nothing.
function parseLine(line: Uint8Array): Entry | undefined {
  let value: unknown;
  try {
    const text = utf8.decode(line);
    value = JSON.parse(text);
    if (JSON.stringify(value) !== text) return undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entry: Partial<Record<string, unknown>> = { ...value };
  return typeof entry['type'] === 'string' && Number.isSafeInteger(entry['seq'])
    && typeof entry['at'] === 'string' && !Number.isNaN(Date.parse(entry['at'])) && typeof entry['prev'] === 'string';
}
