// Finds the log files under a path that the operator named. Symbolic links inside a folder are not followed.
import type { Stats } from 'node:fs';
import { lstat, opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { say, type Text } from '../../core/text.ts';
import { usage, whyNot } from '../../core/errors.ts';

export interface Walked { readonly file: string; readonly why?: Text }

/** The files in name order, file by file; with `why` what was passed over and should be told. Throws a usage error for a path that is not there. */
export async function* walkLogs(path: string): AsyncGenerator<Walked> {
  const root = await rootOf(path);
  if ((await stat(root)).isFile()) { yield { file: root }; return; }
  yield* walkFolder(root);
}

async function rootOf(path: string): Promise<string> {
  try { return await realpath(path); } catch (cause) {
    throw usage(say('{{option}}: could not read {{file}} ({{why}}).', { option: '--logs', file: path, why: whyNot(cause) }));
  }
}
/** `ENOENT` and the like; never a message that quotes what is not the operator's. */
export const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable');

async function* walkFolder(folder: string): AsyncGenerator<Walked> {
  let names: string[];
  try { names = await namesIn(folder); } catch (error) { yield { file: folder, why: say('The folder cannot be read ({{code}}).', { code: codeOf(error) }) }; return; }
  for (const name of names.sort()) {
    const file = join(folder, name);
    const entry = await lstat(file);
    if (entry.isSymbolicLink()) yield { file, why: say('A symbolic link, which is not followed.') };
    else if (entry.isDirectory()) { if (!isDigestFolder(name)) yield* walkFolder(file); }
    else if (entry.isFile() && isLog(name)) yield { file };
  }
}
async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of await opendir(folder)) names.push(entry.name);
  return names;
}
// Digest files prove that logs are whole; they hold no events.
const isDigestFolder = (name: string): boolean => name === 'CloudTrail-Digest';
export const isDigestFile = (name: string): boolean => name.includes('_CloudTrail-Digest_');
export const isLog = (name: string): boolean => /\.(json|jsonl|ndjson)(\.gz)?$/i.test(name) && !isDigestFile(name);

/** Every file under a path, digests too; what cannot be read is passed over. */
export async function* filesUnder(path: string): AsyncGenerator<string> {
  let entry: Stats;
  try { entry = await lstat(path); } catch { return; }
  if (entry.isFile()) { yield path; return; }
  if (!entry.isDirectory()) return;
  let names: string[];
  try { names = await namesIn(path); } catch { return; }
  for (const name of names.sort()) yield* filesUnder(join(path, name));
}
