// Finds digest files and log files in a folder that the operator copied from the trail's bucket, for log-integrity.ts.
import { createReadStream } from 'node:fs';
import { opendir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { DigestFile, OpenLog } from './log-integrity.ts';
import { isDigestFile } from './log-walk.ts';

/** Digest files are small; what is larger is none. */
const LARGEST = 64 * 1024 * 1024;
export interface LogFolder { readonly digests: readonly DigestFile[]; readonly open: OpenLog }

/** Reads the digests and remembers where the log files are: by their names, which CloudTrail makes unique, wherever the copy lies. */
export async function logFolder(path: string): Promise<LogFolder> {
  const digests: DigestFile[] = [];
  const logs = new Map<string, string>();
  for await (const file of filesUnder(path)) {
    if (isDigestFile(file)) digests.push({ path: file, bytes: unpacked(await readFile(file)) });
    else if (file.endsWith('.json.gz')) logs.set(basename(file), file);
  }
  const open: OpenLog = (_, key) => {
    const file = logs.get(key.split('/').at(-1) ?? key);
    return file === undefined ? undefined : createReadStream(file).pipe(createGunzip());
  };
  return { digests, open };
}

const unpacked = (bytes: Buffer): Uint8Array => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes);

async function* filesUnder(folder: string): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path); else if (entry.isFile()) yield path;
  }
}
