// What AWS said, kept as hashed files before it can be lost. Secrets that AWS returns stand here and nowhere else.
import { join } from 'node:path';
import { isoNow, type Clock } from '../core/clock.ts';
import { sha256 } from '../core/digest.ts';
import type { Instant, Operation } from '../core/types.ts';
import type { Fact } from './facts.ts';
import { diskFiles, FILE_MODE, makeFolder, namesIn, readIfThere, writeAll, writeNew, type CaseFiles } from './files.ts';
import { numbered, safeName } from './safe-name.ts';

const MANIFEST = 'manifest.jsonl';
/** What `safeName` makes. */
export const PLAIN = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** One line of `evidence/manifest.jsonl`. */
export interface EvidenceEntry {
  readonly file: string;
  /** The name that was asked for, where it was not fit for a file. */
  readonly title?: string;
  readonly operation: string;
  readonly requestId?: string;
  readonly at: Instant;
  readonly sha256: string;
  readonly bytes: number;
}
export interface EvidenceSource {
  /** `aws-incident`: made by this tool out of several answers. */
  readonly operation: Operation | 'aws-incident';
  readonly requestId?: string | undefined;
  readonly step?: string | undefined;
}
export type KeptFact = Extract<Fact, { type: 'kept' }>;

/** What is wrong with a piece of evidence. */
export interface EvidenceFault { readonly file: string; readonly fault: 'missing' | 'altered' | 'not-listed' | 'listed-otherwise' }

export class Evidence {
  /** `folder`: the case's `evidence` folder; it is made when it is first needed. `guard` throws where this process may not write. */
  constructor(readonly folder: string, private readonly clock: Clock, private readonly files: CaseFiles = diskFiles, private readonly guard?: () => void) {}

  /**
   * Writes and syncs the file, then its line in the manifest. Returns the fact for the journal, which the caller records:
   * only then is the file tied to the hash chain.
   */
  keep(hostileName: string, content: string | Uint8Array, from: EvidenceSource): KeptFact {
    this.guard?.();
    makeFolder(this.folder);
    const data = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const file = this.#write(safeName(hostileName), data);
    const origin = from.requestId === undefined ? {} : { requestId: from.requestId };
    const entry: EvidenceEntry = {
      file, ...(file === hostileName ? {} : { title: hostileName }), operation: from.operation, ...origin, at: isoNow(this.clock), sha256: sha256(data), bytes: data.length,
    };
    this.#list(entry);
    return { type: 'kept', file, sha256: entry.sha256, bytes: entry.bytes, operation: from.operation, ...origin, ...(from.step === undefined ? {} : { step: from.step }) };
  }

  read(file: string): Buffer | undefined { return PLAIN.test(file) ? readIfThere(join(this.folder, file)) : undefined; }

  /** Holds every file against the journal's facts, and the manifest against both. Empty: all is as it was kept. */
  verify(kept: readonly KeptFact[]): EvidenceFault[] {
    const listed = this.#manifest();
    const faults = kept.flatMap((fact): EvidenceFault[] => {
      const data = this.read(fact.file);
      if (data === undefined) return [{ file: fact.file, fault: 'missing' }];
      if (sha256(data) !== fact.sha256) return [{ file: fact.file, fault: 'altered' }];
      return listed.get(fact.file) === fact.sha256 ? [] : [{ file: fact.file, fault: 'listed-otherwise' }];
    });
    const known = new Set([MANIFEST, ...kept.map((fact) => fact.file)]);
    const strangers = namesIn(this.folder).filter((name) => !known.has(name)).map((file): EvidenceFault => ({ file, fault: 'not-listed' }));
    return [...faults, ...strangers];
  }

  #manifest(): Map<string, string> {
    const lines = (readIfThere(join(this.folder, MANIFEST))?.toString('utf8') ?? '').split('\n');
    return new Map(lines.flatMap((line): [string, string][] => {
      const entry = parse(line);
      return entry === undefined ? [] : [[entry.file, entry.sha256]];
    }));
  }

  // The name is taken by creating the file: neither another piece of evidence nor a planted link is written over.
  #write(name: string, data: Uint8Array): string {
    const taken = new Set([MANIFEST, ...namesIn(this.folder)]);
    let file = name;
    for (let n = 2; taken.has(file); n += 1) file = numbered(name, n);
    writeNew(this.files, join(this.folder, file), data);
    return file;
  }

  #list(entry: EvidenceEntry): void {
    const fd = this.files.open(join(this.folder, MANIFEST), 'a', FILE_MODE);
    try {
      writeAll(this.files, fd, Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8'));
      this.files.sync(fd);
    } finally { this.files.close(fd); }
    this.files.syncFolder(this.folder);
  }
}

// A line that a crash cut short belongs to a file whose fact is not in the journal either.
function parse(line: string): EvidenceEntry | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  try { return JSON.parse(line) as EvidenceEntry; } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
