// Carries a case to another machine: one file out, one file in, held to the hash chain before anything is put in place.
import { readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { failed, isIncidentError, usage, whyNot } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { PLAIN } from './evidence.ts';
import { codeOf, diskFiles, isFolder, makeFolder, namesIn, readIfThere, rename, writeNew } from './files.ts';
import { CASE_ID, CaseFolder, JOURNAL, type CasePorts } from './folder.ts';
import { isHash, Objects } from './objects.ts';
import { readCase } from './read.ts';
import { packTar, TarError, unpackTar, type TarFile } from './tar.ts';

/** A case larger than this unpacked is refused on import: a bomb, or nothing that this tool wrote. */
const MAX_BYTES = 1024 ** 3;

export interface Exported { readonly file: string; readonly bytes: number; readonly head: string; readonly evidenceFiles: number }

/** Writes the whole case into `file` (mode 0600). Throws where a process works on the case, or where the file exists. */
export function exportCase(dir: string, file: string, ports: CasePorts): Exported {
  const held = CaseFolder.open(dir, ports);
  try {
    const evidence = namesIn(join(held.dir, 'evidence')).filter((name) => PLAIN.test(name)).map((name) => `evidence/${name}`);
    const objects = namesIn(join(held.dir, 'objects')).filter(isHash).map((name) => `objects/${name}`);
    const names = ['case.json', JOURNAL, ...objects, ...evidence];
    const files = names.flatMap((name): TarFile[] => {
      const data = readIfThere(join(held.dir, name));
      return data === undefined ? [] : [{ name, data }];
    });
    const packed = gzipSync(packTar(files, ports.clock.now()));
    writeOut(resolve(file), packed);
    return { file: resolve(file), bytes: packed.length, head: held.journal.head(), evidenceFiles: evidence.length };
  } finally { held.close(); }
}

function writeOut(file: string, data: Uint8Array): void {
  try { writeNew(diskFiles, file, data); } catch (error) {
    if (codeOf(error) === 'EEXIST') throw usage(say('{{file}} exists. Name a file that does not exist yet: nothing is written over.', { file }));
    throw failed(say('{{file}} could not be written ({{code}}).', { file, code: codeOf(error) }), error);
  }
}

export interface Imported { readonly dir: string; readonly caseId: string; readonly head: string; readonly entries: number }

/**
 * Puts an exported case into `base`, under its own id. Everything is checked first, in a folder beside: names, chain, objects,
 * evidence. Refuses to replace a case.
 */
export function importCase(file: string, base: string, ports: CasePorts): Imported {
  const files = unpack(file);
  makeFolder(base);
  const draft = join(base, `.import-${String(process.pid)}-${String(ports.clock.now().getTime())}`);
  makeFolder(draft);
  try {
    for (const one of files) {
      if (one.name.includes('/')) makeFolder(join(draft, one.name.slice(0, one.name.indexOf('/'))));
      writeNew(diskFiles, join(draft, one.name), one.data);
    }
    const { state, head, entries } = checked(draft, file);
    const dir = join(base, state.caseId);
    if (isFolder(dir)) throw usage(say('The case {{id}} is already here ({{dir}}). Nothing is written over; move it away first, if this is the newer one.', { id: state.caseId, dir }));
    rename(draft, dir);
    diskFiles.syncFolder(base);
    noteImport(dir, file, head, ports);
    return { dir, caseId: state.caseId, head, entries: entries.length };
  } finally { rmSync(draft, { recursive: true, force: true }); }
}

// The chain shows from here on that the case came from elsewhere.
function noteImport(dir: string, file: string, head: string, ports: CasePorts): void {
  const folder = CaseFolder.open(dir, ports);
  try {
    folder.record({ type: 'noted', text: say('Imported from {{file}}; the chain’s head there was {{head}}.', { file: basename(file), head }) });
  } finally { folder.close(); }
}

function checked(draft: string, file: string): ReturnType<typeof readCase> {
  const reading = readCase(draft);
  const damaged = new Objects(join(draft, 'objects')).damaged();
  const faults = reading.evidenceFaults.filter(({ fault }) => fault === 'missing' || fault === 'altered');
  if (!CASE_ID.test(reading.state.caseId) || damaged.length > 0 || faults.length > 0) {
    throw failed(say('{{file}} is not an untouched export: {{parts}} do not match the journal. Nothing was imported.', { file, parts: [...damaged, ...faults.map((one) => one.file), ...(CASE_ID.test(reading.state.caseId) ? [] : ['case id'])] }));
  }
  return reading;
}

function unpack(file: string): TarFile[] {
  try {
    const files = unpackTar(gunzipSync(readFileSync(file), { maxOutputLength: MAX_BYTES }));
    const names = new Set(files.map((one) => one.name));
    const strange = files.find((one) => !belongs(one.name));
    if (strange !== undefined) throw failed(say('{{file}} holds {{name}}, which no case does. Nothing was imported.', { file, name: strange.name }));
    if (names.size !== files.length || !names.has(JOURNAL)) throw new TarError('doubled names, or no journal');
    return files;
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const why = codeOf(error);
    if (why === 'ENOENT' || why === 'EISDIR' || why === 'EACCES') throw usage(say('{{option}}: could not read {{file}} ({{why}}).', { option: '--import', file, why: whyNot(error) }));
    throw failed(say('{{file}} is not an export of a case, or it is damaged. Nothing was imported.', { file }), error);
  }
}

// The only names that are ever written: no path of the archive's own making.
function belongs(name: string): boolean {
  if (name === 'case.json' || name === JOURNAL) return true;
  const [folder, plain, ...more] = name.split('/');
  if (plain === undefined || more.length > 0) return false;
  return folder === 'objects' ? isHash(plain) : folder === 'evidence' && PLAIN.test(plain);
}
