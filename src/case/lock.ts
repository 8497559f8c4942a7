// One process at a time works on a case. A lock that its process left behind is taken over; a living one is respected.
import { randomBytes } from 'node:crypto';
import { statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failed } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { codeOf, diskFiles, link, readIfThere, rename, unlink, writeNew, type CaseFiles } from './files.ts';
import { thisProcess, type ProcessPort } from './process.ts';

/** How often a lock shows that its process lives, and after which silence one of another machine counts as left behind. */
const BEAT_MS = 15_000;
export const SILENT_MS = 5 * 60_000;

interface Holder { readonly pid: number; readonly host: string; readonly start: string; readonly since: string; readonly nonce: string }

export class Lock {
  #stop: () => void;
  private constructor(readonly path: string, private readonly mine: string, process: ProcessPort) {
    this.#stop = process.every(BEAT_MS, () => { this.#beat(process.now()); });
  }

  /** Throws, naming the other process, where one holds the case. `folder`: the case's. */
  static take(folder: string, process: ProcessPort = thisProcess, files: CaseFiles = diskFiles): Lock {
    const path = join(folder, 'lock');
    const nonce = randomBytes(8).toString('hex');
    const holder: Holder = { pid: process.pid, host: process.host, start: process.startOf(process.pid) ?? 'unknown', since: new Date(process.now()).toISOString(), nonce };
    const mine = JSON.stringify(holder);
    const draft = `${path}.${nonce}`;
    writeNew(files, draft, Buffer.from(mine, 'utf8'));
    try {
      claim(draft, path, process);
    } finally { unlink(draft); }
    files.syncFolder(dirname(path));
    return new Lock(path, mine, process);
  }

  /** Throws where another process has taken the case over (this one slept too long): nothing may be written any more. */
  check(): void {
    if (readIfThere(this.path)?.toString('utf8') !== this.mine) {
      throw failed(say('Another process has taken over this case ({{file}}). This one stops; go on there, or resume the case when it has ended.', { file: this.path }));
    }
  }

  release(): void {
    this.#stop();
    this.#stop = () => undefined;
    if (readIfThere(this.path)?.toString('utf8') === this.mine) unlink(this.path);
  }

  #beat(now: number): void {
    try { utimesSync(this.path, now / 1000, now / 1000); } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error; // gone: `check` tells whoever writes next
    }
  }
}

// A link fails where the name is taken, and shows a whole lock from its first moment.
function claim(draft: string, path: string, process: ProcessPort): void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try { link(draft, path); return; } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const text = readIfThere(path)?.toString('utf8');
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder !== undefined && lives(holder, path, process)) throw held(holder, path);
    setAside(path, text, draft);
  }
  throw failed(say('The case is being opened by another process at this moment ({{file}}). Try again.', { file: path }));
}

// Between judging a lock dead and moving it away another process may have put a living one there: that one is put back.
function setAside(path: string, judged: string, draft: string): void {
  const aside = `${draft}.stale`;
  try { rename(path, aside); } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readIfThere(aside)?.toString('utf8') !== judged) putBack(aside, path);
  unlink(aside);
}
function putBack(aside: string, path: string): void {
  try { link(aside, path); } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // a third process was faster; the robbed one stops at its next `check`
  }
}

function lives(holder: Holder, path: string, process: ProcessPort): boolean {
  if (holder.host !== process.host) return process.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < SILENT_MS;
  const start = process.startOf(holder.pid);
  if (start === undefined) return false;
  return start === 'unknown' || holder.start === 'unknown' || start === holder.start;
}

function parse(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && typeof value.host === 'string' && typeof value.start === 'string' ? { since: '', nonce: '', ...value } as Holder : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const held = (holder: Holder, path: string): Error => failed(say(
  'Process {{pid}} on {{host}} has been working on this case since {{since}}. Go on there, or end it first. If it no longer runs, delete {{file}}.',
  { pid: holder.pid, host: holder.host, since: holder.since, file: path }));
