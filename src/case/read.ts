// Reads cases without holding or changing them: for reports, lists and exports.
import { isAbsolute, join, resolve, sep } from 'node:path';
import envPaths from 'env-paths';
import { isIncidentError, usage } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import { parseJournal } from './chain.ts';
import { Evidence, type EvidenceFault } from './evidence.ts';
import type { Entry } from './facts.ts';
import { liveClock } from '../core/clock.ts';
import { isFolder, namesIn, readIfThere } from './files.ts';
import { CASE_ID, JOURNAL } from './folder.ts';
import { fold } from './fold.ts';
import { Objects, type Loader } from './objects.ts';
import type { CaseState } from './state.ts';

/** A case as its files tell it. */
export interface CaseReading {
  readonly dir: string;
  readonly entries: readonly Entry[];
  readonly state: CaseState;
  readonly objects: Loader;
  /** SHA-256 of the journal's last line. */
  readonly head: string;
  /** Bytes after the last whole line: a run was killed while it wrote, or is writing now. */
  readonly tornBytes: number;
  readonly evidenceFaults: readonly EvidenceFault[];
}

/** Where cases live: `$XDG_STATE_HOME/aws-incident/cases` on Linux, the application's data folder elsewhere. */
export function caseBase(): string {
  const paths = envPaths('aws-incident', { suffix: '' });
  const state = process.platform === 'darwin' || process.platform === 'win32' ? paths.data : paths.log;
  return join(state, 'cases');
}

/** Throws where the journal is altered or damaged. Entries of later versions are kept and counted. */
export function readCase(dir: string): CaseReading {
  const path = resolve(dir, JOURNAL);
  const bytes = readIfThere(path);
  if (bytes === undefined) throw usage(say('There is no case in {{dir}}.', { dir }));
  const { entries, head, tornBytes } = parseJournal(path, bytes);
  const objects = new Objects(resolve(dir, 'objects'));
  const state = fold(entries, objects);
  const evidenceFaults = new Evidence(resolve(dir, 'evidence'), liveClock).verify(state.evidence);
  return { dir: resolve(dir), entries, state, objects, head, tornBytes, evidenceFaults };
}

/** One line of `cases`: a reading, or why there is none. */
export type CaseListing = { readonly id: string; readonly dir: string } & ({ readonly reading: CaseReading } | { readonly trouble: Text });

/** Every case in `base`, newest entry first; those that cannot be read come last. */
export function listCases(base: string): CaseListing[] {
  const all = namesIn(base).filter((name) => CASE_ID.test(name) && isFolder(join(base, name))).map((id): CaseListing => {
    const dir = join(base, id);
    try { return { id, dir, reading: readCase(dir) }; } catch (error) {
      if (!isIncidentError(error)) throw error;
      return { id, dir, trouble: error.text };
    }
  });
  const lastAt = (one: CaseListing): string => ('reading' in one ? one.reading.state.lastAt : '');
  return all.sort((a, b) => (lastAt(a) < lastAt(b) ? 1 : lastAt(a) > lastAt(b) ? -1 : 0));
}

/**
 * The folder that CASE means: an id in `base`, a path, or, where nothing is given, the latest case that is not closed
 * (else the latest). Throws a usage error where there is none.
 */
export function findCase(base: string, named?: string): string {
  if (named !== undefined) {
    const dir = isAbsolute(named) || named.includes(sep) || named.includes('/') || named.startsWith('.') ? resolve(named) : join(base, named);
    if (readIfThere(join(dir, JOURNAL)) === undefined) throw usage(say('There is no case {{name}}. List the cases: aws-incident cases', { name: named }));
    return dir;
  }
  const readable = listCases(base).filter((one) => 'reading' in one);
  const latest = readable.find((one) => one.reading.state.ended?.state !== 'closed') ?? readable[0];
  if (latest === undefined) throw usage(say('There is no case yet. Start one: aws-incident'));
  return latest.dir;
}
