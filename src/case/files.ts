// The file functions that the case folder is written with: one narrow port, so that tests can let a disk fail.
import { chmodSync, closeSync, fdatasyncSync, fsyncSync, ftruncateSync, linkSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Synchronous on purpose: nothing else may run between a fact and its sync. */
export interface CaseFiles {
  open(path: string, flags: 'a' | 'wx' | 'r+', mode: number): number;
  /** May write fewer bytes than asked, as `write(2)` may. */
  write(fd: number, data: Uint8Array, offset: number): number;
  sync(fd: number): void;
  truncate(fd: number, length: number): void;
  close(fd: number): void;
  /** Makes a new or renamed entry of the folder durable. Not every system can open a folder; there it is a no-op. */
  syncFolder(path: string): void;
}

export const diskFiles: CaseFiles = {
  open: (path, flags, mode) => openSync(path, flags, mode),
  write: (fd, data, offset) => writeSync(fd, data, offset),
  sync: (fd) => { fdatasyncSync(fd); },
  truncate: (fd, length) => { ftruncateSync(fd, length); fsyncSync(fd); },
  close: (fd) => { closeSync(fd); },
  syncFolder: (path) => {
    if (process.platform === 'win32') return;
    const fd = openSync(path, 'r');
    try { fsyncSync(fd); } finally { closeSync(fd); }
  },
};

export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** Writes everything or throws: a short write is gone on with, a write of nothing is an error. */
export function writeAll(files: CaseFiles, fd: number, data: Uint8Array): void {
  for (let offset = 0; offset < data.length;) {
    const written = files.write(fd, data, offset);
    if (written <= 0) throw Object.assign(new Error('the disk took no bytes'), { code: 'EIO' });
    offset += written;
  }
}

/** A whole new file, synced with its folder. Fails where the name is taken (also by a link). */
export function writeNew(files: CaseFiles, path: string, data: Uint8Array): void {
  const fd = files.open(path, 'wx', FILE_MODE);
  try {
    writeAll(files, fd, data);
    files.sync(fd);
  } finally { files.close(fd); }
  files.syncFolder(dirname(path));
}

/** Makes the folder where it is missing, and lets nobody else in where it was there before. */
export function makeFolder(path: string): void {
  // Not `recursive`: Node goes round for ever where a file system (/proc) says of a folder that stands there that it is missing.
  if (!isFolder(path)) {
    const parent = dirname(path);
    if (parent !== path && !isFolder(parent)) makeFolder(parent);
    try { mkdirSync(path, FOLDER_MODE); } catch (error) { if (!isFolder(path)) throw error; }
  }
  chmodSync(path, FOLDER_MODE);
}

/** The error code of a system call, or an empty text. */
export const codeOf = (error: unknown): string =>
  (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** `undefined` where there is no such file; any other trouble is thrown. */
export function readIfThere(path: string): Buffer | undefined {
  try { return readFileSync(path); } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
export function isFolder(path: string): boolean {
  try { return statSync(path).isDirectory(); } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
/** Names of the entries, sorted; none where the folder does not exist. */
export const namesIn = (path: string): string[] => (isFolder(path) ? readdirSync(path).sort() : []);

export { linkSync as link, renameSync as rename, unlinkSync as unlink };
