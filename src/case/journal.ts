// The case's memory: an append-only, hash-chained file of facts. A fact is on disk before the deed it announces is begun.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isoNow, type Clock } from '../core/clock.ts';
import { sha256 } from '../core/digest.ts';
import { failed, IncidentError, whyNot } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { GENESIS, isKnown, parseJournal } from './chain.ts';
import type { Entry, Fact } from './facts.ts';
import { diskFiles, FILE_MODE, writeAll, type CaseFiles } from './files.ts';

export interface JournalOptions {
  readonly files?: CaseFiles;
  /** Called before every write; throws where this process may no longer write (the lock was taken over). */
  readonly guard?: () => void;
  /** Called for every entry once it is on disk. A fault test throws or kills here. */
  readonly onRecord?: (entry: Entry) => void;
}

export class Journal {
  readonly #entries: Entry[];
  readonly #files: CaseFiles;
  readonly #options: JournalOptions;
  #fd: number | undefined;
  #head: string;
  #poison: IncidentError | undefined;

  private constructor(readonly path: string, private readonly clock: Clock, options: JournalOptions, entries: Entry[], head: string, fd: number) {
    this.#entries = entries;
    this.#head = head;
    this.#fd = fd;
    this.#files = options.files ?? diskFiles;
    this.#options = options;
  }

  /** A new journal. Fails where the file exists. */
  static create(path: string, clock: Clock, options: JournalOptions = {}): Journal {
    const files = options.files ?? diskFiles;
    const fd = files.open(path, 'wx', FILE_MODE);
    files.syncFolder(dirname(path));
    return new Journal(path, clock, options, [], GENESIS, fd);
  }

  /**
   * Opens a journal to go on with it. A torn last line (a crash in the middle of a write) is cut off; any other break in the
   * chain, and any fact that this version does not know, is refused.
   */
  static open(path: string, clock: Clock, options: JournalOptions = {}): Journal {
    const files = options.files ?? diskFiles;
    const read = parseJournal(path, readFileSync(path));
    const stranger = read.entries.find((entry) => !isKnown(entry));
    if (stranger) {
      throw failed(say('{{file}} holds an entry ({{seq}}, "{{type}}") that this version does not know. Go on with the version that wrote it; a report can still be made.', { file: path, seq: stranger.seq, type: stranger.type }));
    }
    if (read.tornBytes > 0) {
      const fd = files.open(path, 'r+', FILE_MODE);
      try { files.truncate(fd, read.wholeBytes); } finally { files.close(fd); }
    }
    return new Journal(path, clock, options, [...read.entries], read.head, files.open(path, 'a', FILE_MODE));
  }

  get entries(): readonly Entry[] { return this.#entries; }

  /** SHA-256 of the last line; 64 zeros while there is none. */
  head(): string { return this.#head; }

  /** On disk and synced when it returns. Throws where it could not be written, and from then on always. */
  record(fact: Fact): Entry {
    const [entry] = this.recordAll([fact]);
    if (entry === undefined) throw new Error('a recorded fact has no entry');
    return entry;
  }

  /** Many facts, in order, with one write and one sync. */
  recordAll(facts: readonly Fact[]): readonly Entry[] {
    if (facts.length === 0) return [];
    const fd = this.#writable();
    const lines: string[] = [];
    const entries: Entry[] = [];
    let prev = this.#head;
    for (const fact of facts) {
      const line = JSON.stringify({ ...fact, seq: this.#entries.length + entries.length + 1, at: isoNow(this.clock), prev });
      entries.push(JSON.parse(line) as Entry);
      lines.push(line);
      prev = sha256(line);
    }
    this.#append(fd, Buffer.from(`${lines.join('\n')}\n`, 'utf8'));
    this.#entries.push(...entries);
    this.#head = prev;
    for (const entry of entries) this.#options.onRecord?.(entry);
    return entries;
  }

  close(): void {
    if (this.#fd === undefined) return;
    this.#files.close(this.#fd);
    this.#fd = undefined;
  }

  #writable(): number {
    if (this.#poison) throw this.#poison;
    if (this.#fd === undefined) throw new Error(`the journal ${this.path} is closed`);
    this.#options.guard?.();
    return this.#fd;
  }

  // After a failed write or sync nobody knows what is on disk: nothing may be done on the strength of this journal any more.
  #append(fd: number, data: Uint8Array): void {
    try {
      writeAll(this.#files, fd, data);
      this.#files.sync(fd);
    } catch (error) {
      this.#poison = failed(say('{{file}} could not be written ({{code}}). The run stops here, because what is done must be on record first. Free the disk, then resume the case.', { file: this.path, code: whyNot(error) }), error);
      throw this.#poison;
    }
  }
}
