// What is published: one small tarball with every licence, no dependencies, no path of the machine it was made on, and a bin that runs from anywhere.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
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
const read = (name: string): string => readFileSync(join(unpacked, name), 'utf8');

describe('the tarball', () => {
  it('is smaller than a megabyte', () => { expect(statSync(join(home.dir, tarball)).size).toBeLessThan(1_000_000); });
  it('holds the licence, the notices and what a reader needs first', () => {
    for (const name of ['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md', 'THIRD-PARTY-LICENSES.txt']) expect(existsSync(join(unpacked, name)), name).toBe(true);
  });
  it('depends on nothing', () => { expect(manifest.dependencies ?? {}).toEqual({}); });
  it('names every bundled package beside its licence', () => {
    const licences = read('THIRD-PARTY-LICENSES.txt');
    const bundled = new Set(chunks().flatMap((name) => [...read(join('dist', name)).matchAll(/^\/\/#? ?(?:region )?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)].map(([, id]) => id ?? '')));
    expect(bundled.size).toBeGreaterThan(20);
    expect([...bundled].filter((id) => !licences.includes(`\n${id} `))).toEqual([]);
  });
  it('tells nothing of the machine it was made on', () => {
    expect(chunks().filter((name) => read(join('dist', name)).includes(ROOT))).toEqual([]);
  });
  it('can be read: no chunk is minified', () => {
    // Some of what others publish has long lines; the product's own code never has.
    const own = chunks().map((name) => read(join('dist', name))).filter((code) => code.includes('\n// src/') && !code.includes('managed-policies-data'));
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter((code) => code.length / code.split('\n').length > 120)).toEqual([]);
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
