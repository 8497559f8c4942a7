// The command line, built once into a folder of its own, and a desk for each test: a home folder, a small scenario, windows.
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { Window } from './window.ts';

const root = resolve(import.meta.dirname, '../..');
export interface Built { readonly bin: string; remove(): void }

/** Builds from the sources as they are, without touching `dist`. */
export async function build(): Promise<Built> {
  const dir = mkdtempSync(join(tmpdir(), 'aws-incident-built-'));
  for (const name of ['src', 'scripts', 'package.json', 'tsconfig.json', 'LICENSE', 'NOTICE']) cpSync(join(root, name), join(dir, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: dir });
  return { bin: join(dir, 'dist/aws-incident.cjs'), remove: () => { rmSync(dir, { recursive: true, force: true }); } };
}

interface Scenario { readonly account: object; readonly repeat: readonly object[]; readonly notice?: unknown }
/** Those in which anything happens: a dozen runs at once need not look at the others. */
const regionsIn = (data: object): readonly string[] => [...new Set(['us-east-1', ...[...JSON.stringify(data).matchAll(/"region":"([a-z0-9-]+)"/g)].map(([, region = '']) => region)])];
export interface Opening { readonly cols?: number; readonly colour?: boolean }
export interface Ended { readonly code: number | null; readonly stderr: string }

export class Desk implements Disposable {
  readonly home = mkdtempSync(join(tmpdir(), 'aws-incident-desk-'));
  readonly #windows: Window[] = [];
  constructor(private readonly bin: string) { mkdirSync(join(this.home, 'work')); }
  get work(): string { return join(this.home, 'work'); }
  get #env(): Record<string, string> { return { PATH: process.env['PATH'] ?? '', HOME: this.home, XDG_STATE_HOME: join(this.home, 'state'), TERM: 'xterm-256color', TZ: 'UTC' }; }

  /** A shipped scenario with little routine work, so that its history is read in seconds. `notice: false`: AWS has not written. */
  async scenario(name: string, { notice = true } = {}): Promise<readonly string[]> {
    const { notice: written, ...data } = (await shippedScenario(name)).data as Scenario;
    const path = join(this.home, `${name}.json`);
    writeFileSync(path, JSON.stringify({ ...data, account: { ...data.account, regions: regionsIn(data) }, ...(notice ? { notice: written } : {}), repeat: data.repeat.map((one) => ({ ...one, every: '9d' })) }));
    return ['drill', '--scenario-file', path];
  }
  open(args: readonly string[], { cols = 80, colour = true }: Opening = {}): Window {
    const window = new Window({ file: process.execPath, args: [this.bin, ...args], cwd: this.work, env: { ...this.#env, ...(colour ? {} : { NO_COLOR: '1' }) } }, { cols, rows: 30 });
    this.#windows.push(window);
    return window;
  }
  /** Without a terminal, and with nothing to read. */
  pipe(args: readonly string[]): Promise<Ended> {
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [this.bin, ...args], { cwd: this.work, env: this.#env, stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
      child.on('error', fail);
      child.on('close', (code) => { done({ code, stderr }); });
    });
  }

  get #cases(): string { return join(this.home, 'state/aws-incident/cases'); }
  /** The folder of the one case. */
  get case(): string {
    const [name] = readdirSync(this.#cases).filter((one) => /^\d{4}-/.test(one));
    if (name === undefined) throw new Error('No case was opened.');
    return join(this.#cases, name);
  }
  file(name: string): string { return readFileSync(join(this.case, name), 'utf8'); }
  /** Facts of one type in the journal. */
  facts(type: string): readonly Readonly<Record<string, unknown>>[] {
    return this.file('journal.jsonl').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>).filter((fact) => fact['type'] === type);
  }
  /** Resolves when the journal holds `n` facts of the type. */
  whenWritten(type: string, n: number): Promise<void> {
    const count = (): number => this.file('journal.jsonl').split(`"type":"${type}"`).length - 1;
    return new Promise((done) => {
      const look = (): void => { if (count() >= n) { watcher.close(); done(); } };
      const watcher = watch(join(this.case, 'journal.jsonl'), look);
      look();
    });
  }

  [Symbol.dispose](): void {
    for (const window of this.#windows) window.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}
