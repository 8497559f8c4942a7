// The built command line as a process, and a drill that it serves.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Served } from '../../src/sim/drill/serve.ts';
import { FULL } from '../harness/sample.ts';
import { PLAYED } from '../harness/scenarios.ts';

export const BIN = fileURLToPath(new URL('../../dist/aws-incident.cjs', import.meta.url));
if (!existsSync(BIN)) throw new Error('There is no dist/aws-incident.cjs: npm run build');

export interface Ended { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }
type Env = Readonly<Record<string, string>>;

/** Of the machine's own environment only what finds programs: no AWS settings, no proxies. */
export const bareEnv = (home: string, more: Env = {}): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache'), TZ: 'UTC', NO_COLOR: '1', ...more });

/** Runs a program to its end, with nothing on standard input. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd === undefined ? {} : { cwd }) });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said.stderr += text; });
    child.on('error', reject);
    child.on('close', (exitCode) => { resolve({ exitCode, ...said }); });
  });
}
/** Runs the built command line. */
export const cli = (args: readonly string[], env: NodeJS.ProcessEnv, nodeArgs: readonly string[] = []): Promise<Ended> => run(process.execPath, [...nodeArgs, BIN, ...args], env);

/** Every kind and client in every Region takes a process half a minute: all Regions in the exhaustive run, by day those in which the scenarios play. */
export const REGIONS: readonly string[] = FULL ? [] : ['--regions', PLAYED.join(',')];

/** A folder for one test, gone after it. */
export function scratch(): { readonly dir: string; readonly [Symbol.dispose]: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'aws-incident-'));
  return { dir, [Symbol.dispose]: () => { rmSync(dir, { recursive: true, force: true }); } };
}

export interface ServedDrill {
  readonly line: Served;
  /** For any AWS client: the operator's credentials and region. */
  readonly env: Env;
  /** As Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}
/** `aws-incident drill … --serve`, once it answers. */
export async function serveDrill(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ServedDrill> {
  const child = spawn(process.execPath, [BIN, 'drill', ...args, '--serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => { child.on('close', resolve); });
  const line = JSON.parse(await firstLine(child)) as Served;
  if (!line.credentials) throw new Error('The scenario leaves the operator without credentials.');
  return {
    line,
    env: { AWS_ACCESS_KEY_ID: line.credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: line.credentials.secretAccessKey, AWS_REGION: line.region, AWS_DEFAULT_REGION: line.region },
    stop: () => { child.kill('SIGINT'); return ended; },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '', err = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { err += text; });
    child.on('close', () => { reject(new Error(`The served drill ended: ${err}`)); });
  });
}
