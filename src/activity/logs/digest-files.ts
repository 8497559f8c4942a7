// Finds digest files and log files in a folder that the operator copied from the trail's bucket, for log-integrity.ts.
import { open as openFile, readFile, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { DigestFile, OpenLog } from './log-integrity.ts';
import { filesUnder, isDigestFile, isLog } from './log-walk.ts';

/** Digest files are small; what is larger is none. */
const LARGEST = 64 * 1024 * 1024;
export interface LogFolder {
  readonly digests: readonly DigestFile[];
  readonly open: OpenLog;
  /** Log files that nobody has opened so far. */
  readonly unnamed: () => number;
}
interface Log { readonly path: string; named: boolean }

/** Remembers where digests and log files are: by their names, which CloudTrail makes unique, wherever the copy lies, packed or not. A folder in it that cannot be read holds nothing. */
export async function logFolder(path: string): Promise<LogFolder> {
  const digests: DigestFile[] = [];
  const logs = new Map<string, Log>();
  let twice = 0;
  for await (const file of filesUnder(await realpath(path))) {
    const name = basename(file);
    if (isDigestFile(name)) { digests.push({ path: file, read: () => unpacked(file) }); continue; }
    if (!isLog(name)) continue;
    if (logs.has(plain(name))) twice++; else logs.set(plain(name), { path: file, named: false });
  }
  const open: OpenLog = (_, key) => {
    const log = logs.get(plain(key.split('/').at(-1) ?? key));
    if (log === undefined) return undefined;
    log.named = true;
    return contentOf(log.path);
  };
  return { digests, open, unnamed: () => twice + [...logs.values()].filter((log) => !log.named).length };
}
const plain = (name: string): string => name.replace(/\.gz$/i, '');

async function unpacked(file: string): Promise<Uint8Array | undefined> {
  try {
    if ((await stat(file)).size > LARGEST) return undefined;
    const bytes = await readFile(file);
    return isPacked(bytes) ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes;
  } catch {
    // Not to be read, or no archive: then it is no digest, and is told as such.
    return undefined;
  }
}
const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Piece by piece; downloads by a browser are unpacked under the packed file's name. */
async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  const handle = await openFile(file);
  try {
    const head = new Uint8Array(2);
    await handle.read(head, 0, 2, 0);
    const raw = handle.createReadStream({ start: 0, autoClose: false });
    if (!isPacked(head)) { yield* raw as AsyncIterable<Uint8Array>; return; }
    const content = raw.pipe(createGunzip());
    raw.on('error', (error) => content.destroy(error));
    yield* content as AsyncIterable<Uint8Array>;
  } finally {
    await handle.close();
  }
}
