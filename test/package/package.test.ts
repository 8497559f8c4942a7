// What is published: one small tarball with every licence, no dependencies, no path of the machine it was made on, and a bin that runs from anywhere.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnv, run, scratch } from '../served/built.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const home = scratch();
const env = bareEnv(home.dir);
const unpacked = join(home.dir, 'package');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; dependencies?: object };
let tarball = '';

beforeAll(async () => {
  // The build of this test run is packed as it is: packing must not build again under the feet of other tests.
  const packed = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', home.dir], env, ROOT);
  expect(packed.exitCode, packed.stderr).toBe(0);
  tarball = packed.stdout.trim();
  const { exitCode, stderr } = await run('tar', ['-xzf', tarball], env, home.dir);
  expect(exitCode, stderr).toBe(0);
});
afterAll(() => { home[Symbol.dispose](); });

const chunks = (): string[] => readdirSync(join(unpacked, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'));
const sources = (): string[] => readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(ROOT, 'src', name));
const TYPES_ONLY: ReadonlySet<string> = new Set(['@smithy/types']);
const read = (name: string): string => readFileSync(join(unpacked, name), 'utf8');

describe('the tarball', () => {
  it('is smaller than a megabyte', () => { expect(statSync(join(home.dir, tarball)).size).toBeLessThan(1_000_000); });
  it('holds the licence, the notices and what a reader needs first', () => {
    for (const name of ['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md', 'THIRD-PARTY-LICENSES.txt']) expect(existsSync(join(unpacked, name)), name).toBe(true);
  });
  it('depends on nothing', () => { expect(manifest.dependencies ?? {}).toEqual({}); });
  it('names every bundled package beside its licence', () => {
    const licences = read('THIRD-PARTY-LICENSES.txt');
    const imported = sources().flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/(?:from|import\() ?'((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g)].map(([, id]) => id ?? '')).filter((id) => !isBuiltin(id));
    // What these bring along.
    const bundled = new Set([...imported, '@smithy/core', '@aws-sdk/core', '@inquirer/core', 'fast-xml-parser', 'cli-spinners'].filter((id) => existsSync(join(ROOT, 'node_modules', id)) && !TYPES_ONLY.has(id)));
    expect(bundled.size).toBeGreaterThan(50);
    expect([...bundled].filter((id) => !licences.includes(`\n${id} `))).toEqual([]);
  });
  it('tells nothing of the machine it was made on', () => {
    expect(chunks().filter((name) => read(join('dist', name)).includes(ROOT))).toEqual([]);
  });
  it('has a bin that can be read', () => {
    const bin = read('dist/aws-incident.cjs');
    expect(bin).toContain('async function start()');
    expect(bin.length).toBeLessThan(2_000);
  });
});

describe('the bin', () => {
  it('runs through a symbolic link', async () => {
    mkdirSync(join(home.dir, 'bin'), { recursive: true });
    const link = join(home.dir, 'bin', 'aws-incident');
    symlinkSync(join(unpacked, 'dist', 'aws-incident.cjs'), link);
    expect(await run(link, ['--version'], env)).toMatchObject({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: '' });
    expect((await run(link, ['drill', '--list'], env)).stdout).toContain('leaked-key');
  });
  it('runs by npx from an empty cache, and fetches nothing', { timeout: 60_000 }, async () => {
    const cache = join(home.dir, 'npm-cache');
    const { stdout, exitCode, stderr } = await run('npx', ['--yes', `./${tarball}`, '--version'], { ...env, npm_config_cache: cache, npm_config_offline: 'true' }, home.dir);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe(`${manifest.version}\n`);
  });
});
