// A case's folder: made, opened by one process at a time, and bound to its account.
import { join, resolve } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { failed, isIncidentError, usage, whyNot } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { SCHEMA } from './chain.ts';
import { Evidence } from './evidence.ts';
import type { CaseIdentity, Entry, Fact } from './facts.ts';
import { codeOf, diskFiles, makeFolder, namesIn, readIfThere, writeNew, type CaseFiles } from './files.ts';
import { fold } from './fold.ts';
import { holdTo } from './identity.ts';
import { Journal } from './journal.ts';
import { Lock } from './lock.ts';
import { Objects } from './objects.ts';
import { thisProcess, type ProcessPort } from './process.ts';
import type { CaseState } from './state.ts';

export interface CasePorts {
  readonly clock: Clock;
  readonly files?: CaseFiles;
  readonly process?: ProcessPort;
  readonly onRecord?: (entry: Entry) => void;
}
export interface NewCase {
  readonly identity: CaseIdentity;
  /** Name and version of the tool: `aws-incident 0.1.0`. */
  readonly tool: string;
  /** Versions of the kinds. */
  readonly kinds: Readonly<Record<string, number>>;
  /** What the case is about (a user's or key's name); made into the last part of its id. Hostile text is welcome. */
  readonly about: string;
  /** The folder itself (`--case DIR`); without it one is made in `base`. */
  readonly dir?: string;
  readonly base: string;
}

export const JOURNAL = 'journal.jsonl';
export const CASE_ID = /^\d{4}-\d\d-\d\d-[a-z0-9-]{1,48}$/;

/** A case that this process holds the lock of. Everything that it writes goes through here. */
export class CaseFolder {
  #folded: { readonly of: number; readonly state: CaseState } | undefined;
  private constructor(readonly dir: string, readonly journal: Journal, readonly objects: Objects, readonly evidence: Evidence, private readonly lock: Lock) {}

  /** A new case with its first entry. Fails where the folder already holds something. */
  static create(wanted: NewCase, ports: CasePorts): CaseFolder {
    const files = ports.files ?? diskFiles;
    const id = freeId(wanted, ports.clock);
    const dir = resolve(wanted.dir ?? join(wanted.base, id));
    const lock = ownFolder(dir, wanted.dir, () => {
      if (namesIn(dir).length > 0) throw usage(say('{{dir}} is not empty: a new case needs a new or an empty folder. To go on with a case there, resume it.', { dir }));
      makeFolder(dir);
      files.syncFolder(resolve(dir, '..'));
      return Lock.take(dir, ports.process ?? thisProcess, files);
    });
    try {
      const journal = Journal.create(join(dir, JOURNAL), ports.clock, optionsOf(ports, lock));
      journal.record({ type: 'opened', schema: SCHEMA, tool: wanted.tool, caseId: id, identity: wanted.identity, kinds: wanted.kinds });
      writeNew(files, join(dir, 'case.json'), Buffer.from(`${JSON.stringify({ schema: SCHEMA, caseId: id, tool: wanted.tool, identity: wanted.identity }, undefined, 2)}\n`, 'utf8'));
      return CaseFolder.#join(dir, journal, ports, lock);
    } catch (error) { lock.release(); throw error; }
  }

  /** Goes on with a case. `identity`: who would go on with it; without it the case is only held (to undo the lock, to export). */
  static open(dir: string, ports: CasePorts, identity?: CaseIdentity): CaseFolder {
    const path = resolve(dir, JOURNAL);
    if (readIfThere(path) === undefined) throw usage(say('There is no case in {{dir}}.', { dir }));
    const lock = Lock.take(resolve(dir), ports.process ?? thisProcess, ports.files ?? diskFiles);
    try {
      const journal = Journal.open(path, ports.clock, optionsOf(ports, lock));
      if (journal.entries.length === 0) throw failed(say('The case in {{dir}} was never begun: its journal is empty. Nothing was done under it; start a new one.', { dir }));
      const folder = CaseFolder.#join(resolve(dir), journal, ports, lock);
      if (identity !== undefined) folder.bind(identity);
      return folder;
    } catch (error) { lock.release(); throw error; }
  }

  static #join(dir: string, journal: Journal, ports: CasePorts, lock: Lock): CaseFolder {
    const guard = (): void => { lock.check(); };
    return new CaseFolder(dir, journal, new Objects(join(dir, 'objects'), ports.files, guard), new Evidence(join(dir, 'evidence'), ports.clock, ports.files, guard), lock);
  }

  /** Refuses another account, partition or endpoint; binds a case that was opened before the account was known. */
  bind(identity: CaseIdentity): void {
    const bound = this.state().identity;
    holdTo(bound, identity);
    if (bound.accountId === '' && identity.accountId !== '') this.journal.record({ type: 'bound', identity });
  }

  record(fact: Fact): Entry { return this.journal.record(fact); }
  recordAll(facts: readonly Fact[]): readonly Entry[] { return this.journal.recordAll(facts); }
  /** The whole journal, folded; anew when it has grown. Who asks for every event of a history gets the same answer. */
  state(): CaseState {
    const { entries } = this.journal;
    if (this.#folded?.of !== entries.length) this.#folded = { of: entries.length, state: fold(entries, this.objects) };
    return this.#folded.state;
  }

  close(): void {
    this.journal.close();
    this.lock.release();
  }
}

/** `make`, with a word of its own where the machine gives no folder: nothing was done yet. `named`: the folder of the operator's choice. */
export function ownFolder<T>(dir: string, named: string | undefined, make: () => T): T {
  try { return make(); } catch (error) {
    if (isIncidentError(error) || codeOf(error) === '') throw error;
    throw (named === undefined ? failed : usage)(say('{{dir}} cannot hold a case ({{why}}). Name another folder: --case DIR', { dir, why: whyNot(error) }));
  }
}

const optionsOf = (ports: CasePorts, lock: Lock): { guard: () => void; files?: CaseFiles; onRecord?: (entry: Entry) => void } => ({
  guard: () => { lock.check(); },
  ...(ports.files === undefined ? {} : { files: ports.files }),
  ...(ports.onRecord === undefined ? {} : { onRecord: ports.onRecord }),
});

/** `2026-11-21-ci`: the day, and what the case is about. */
export function caseIdOf(day: Date, about: string): string {
  const slug = about.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-+|-+$/g, '');
  return `${day.toISOString().slice(0, 10)}-${slug === '' ? 'case' : slug}`;
}
function freeId(wanted: NewCase, clock: Clock): string {
  const id = caseIdOf(clock.now(), wanted.about);
  const taken = new Set(namesIn(wanted.base));
  if (!taken.has(id)) return id;
  let n = 2;
  while (taken.has(`${id}-${String(n)}`)) n += 1;
  return `${id}-${String(n)}`;
}

