// Values too long for a journal line, each in a file named by its hash, on disk before the line that names it.
import { dirname, join } from 'node:path';
import { canonical, sha256 } from '../core/digest.ts';
import { failed } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Stored } from './facts.ts';
import { diskFiles, makeFolder, namesIn, readIfThere, rename, unlink, writeNew, type CaseFiles } from './files.ts';

/** Up to this many bytes of canonical JSON stand in the journal's line itself. */
export const INLINE_BYTES = 8 * 1024;

export interface Loader {
  /** The stored value. Throws where its file is missing or is not what its name says. */
  load<T>(stored: Stored<T>): T;
}

export class Objects implements Loader {
  /** `folder`: the case's `objects` folder; it is made when it is first needed. `guard` throws where this process may not write. */
  constructor(readonly folder: string, private readonly files: CaseFiles = diskFiles, private readonly guard?: () => void) {}

  /** The value itself where it is short, else the name of the file that now holds it (synced). */
  store<T>(value: T): Stored<T> {
    const bytes = Buffer.from(canonical(value), 'utf8');
    if (bytes.length <= INLINE_BYTES) return { value };
    const object = sha256(bytes);
    const path = join(this.folder, object);
    if (readIfThere(path)?.equals(bytes) === true) return { object };
    this.guard?.();
    makeFolder(this.folder);
    this.#write(path, bytes);
    return { object };
  }

  load<T>(stored: Stored<T>): T {
    if ('value' in stored) return stored.value;
    const bytes = isHash(stored.object) ? readIfThere(join(this.folder, stored.object)) : undefined;
    if (bytes === undefined || sha256(bytes) !== stored.object) throw broken(this.folder, stored.object);
    return JSON.parse(bytes.toString('utf8')) as T;
  }

  /** Names of the files here that are not what their names say. */
  damaged(): string[] {
    return namesIn(this.folder).filter((name) => isHash(name) && sha256(readIfThere(join(this.folder, name)) ?? '') !== name);
  }

  // Renamed into place when whole, so that a file under its hash is never half written.
  #write(path: string, bytes: Uint8Array): void {
    const draft = `${path}.new`;
    if (readIfThere(draft) !== undefined) unlink(draft);
    writeNew(this.files, draft, bytes);
    rename(draft, path);
    this.files.syncFolder(dirname(path));
  }
}

export const isHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

const broken = (folder: string, object: string): Error =>
  failed(say('The object {{object}} in {{folder}} is missing or was altered. The case cannot go on without it; use an untouched copy or an export.', { object, folder }));
