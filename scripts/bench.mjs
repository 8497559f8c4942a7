// Measures what is promised, all in one run on one machine, and prints a JSON line per figure: { name, value, unit, bound, ok, … }.
// Ratios are medians of runs side by side. Exits non-zero where a figure misses its bound.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { spawn as spawnPty } from '@lydell/node-pty';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'dist', 'aws-incident.cjs');
const home = mkdtempSync(join(tmpdir(), 'aws-incident-bench-'));
const env = { PATH: process.env.PATH, HOME: home, XDG_STATE_HOME: join(home, 'state'), TZ: 'UTC' };
const ROUNDS = 11;
/** What inquirer puts before a question that waits. */
const QUESTION = /\? \S/;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const round = (value) => Math.round(value * 1000) / 1000;
let missed = 0;
function figure(name, value, unit, bound, more = {}) {
  const ok = bound === null ? null : value <= bound;
  if (ok === false) missed += 1;
  console.log(JSON.stringify({ name, value: round(value), unit, bound, ok, ...more }));
}
function must(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20, ...options });
  if (result.error) throw result.error;
  return result;
}
const timed = (command, args, options) => { const from = performance.now(); const result = must(command, args, options); return { ms: performance.now() - from, result }; };
// Drawn with ANSI sequences in between, so they are taken out before looking for the question.
const plain = (text) => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');

/** Milliseconds until `seen` matches what stands on the terminal, or until the program has ended. */
function untilSeen(args, seen) {
  return new Promise((resolve) => {
    const from = performance.now();
    const pty = spawnPty(process.execPath, args, { cols: 80, rows: 24, cwd: home, env: { ...env, TERM: 'xterm-256color' } });
    let shown = '', found;
    const deadline = setTimeout(() => { pty.kill('SIGKILL'); }, 60_000);
    pty.onData((data) => {
      shown += data;
      if (found !== undefined || !seen?.test(plain(shown))) return;
      found = performance.now() - from;
      pty.kill('SIGKILL');
    });
    pty.onExit(() => {
      clearTimeout(deadline);
      if (seen && found === undefined) throw new Error(`The question never came: ${plain(shown).slice(-500)}`);
      resolve(found ?? performance.now() - from);
    });
  });
}

async function start() {
  const node = [], version = [], bare = [], question = [];
  for (let i = -2; i < ROUNDS; i++) {
    const [a, b] = [timed(process.execPath, ['-e', '0']).ms, timed(process.execPath, [BIN, '--version']).ms];
    const [c, d] = [await untilSeen(['-e', '0']), await untilSeen([BIN, 'drill', 'leaked-key'], QUESTION)];
    // The first rounds fill the disk's and V8's caches.
    if (i >= 0) { node.push(a); version.push(b); bare.push(c); question.push(d); }
  }
  figure('version-start', median(version) / median(node), 'x node -e 0', 1.3, { ms: round(median(version)), nodeMs: round(median(node)) });
  figure('first-question', median(question) / median(bare), 'x node -e 0', 4, { ms: round(median(question)), nodeMs: round(median(bare)) });
}

async function inProcess() {
  const file = join(home, 'in-process.mjs');
  const bundle = await rolldown({ input: join(ROOT, 'scripts/bench/in-process.ts'), platform: 'node', cwd: ROOT, resolve: { mainFields: ['module', 'main'] }, onLog: () => {} });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const { stdout, stderr, status } = must(process.execPath, [file]);
  if (status !== 0) throw new Error(stderr);
  const { firstGateSeconds, journal } = JSON.parse(stdout);
  figure('first-gate', firstGateSeconds, "s of the account's clock", 60, { users: 200, latencyMs: 100, quotas: true });
  figure('journal-line-synced', journal.single, 'ms', null);
  figure('journal-line-in-a-burst-of-500', journal.grouped, 'ms', null);
  // A step that changes something is approved, started, settled and verified.
  figure('journal-per-step', journal.single * 4, 'ms', null, { lines: 4 });
}

function tarball() {
  must('npm', ['pack', '--silent', '--pack-destination', home]);
  const name = readdirSync(home).find((one) => one.endsWith('.tgz'));
  figure('tarball', statSync(join(home, name)).size / 1e6, 'MB', 1);
  const runs = Array.from({ length: 3 }, (_, i) => {
    const empty = join(home, `npx-${i}`);
    mkdirSync(empty);
    const { ms, result } = timed('npx', ['--yes', `./${name}`, '--version'], { cwd: home, env: { ...env, npm_config_cache: join(empty, 'cache'), npm_config_update_notifier: 'false' } });
    if (!/^\d+\.\d+\.\d+$/m.test(result.stdout)) throw new Error(result.stderr);
    return ms / 1000;
  });
  figure('npx-from-empty-cache', median(runs), 's', 3);
}

/** The most memory that a whole drill with an answers file takes, as the system counted it. */
function memory() {
  const peak = join(home, 'peak.mjs'), out = join(home, 'peak');
  writeFileSync(peak, `import { existsSync, readFileSync, writeFileSync } from 'node:fs';\n// maxRSS counts what the parent held before exec; VmHWM does not.\nconst peak = () => (existsSync('/proc/self/status') ? /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined) ?? String(process.resourceUsage().maxRSS);\nprocess.on('exit', () => { writeFileSync(process.env.PEAK, peak()); });\n`);
  const cli = (...args) => must(process.execPath, ['--import', pathToFileURL(peak).href, BIN, ...args], { env: { ...env, PEAK: out }, cwd: home });
  const { plan } = JSON.parse(cli('drill', 'leaked-key', '--dry-run', '--json').stdout);
  const answers = join(home, 'answers.json');
  writeFileSync(answers, JSON.stringify({ decisions: plan.steps.map(({ id, resource }) => ({ step: id, decision: 'approve', typed: resource.name })) }));
  const from = performance.now();
  cli('drill', 'leaked-key', '--answers', answers);
  figure('drill-peak-memory', Number(readFileSync(out, 'utf8')) / 1024, 'MB', 150, { seconds: round((performance.now() - from) / 1000) });
}

const built = must(process.execPath, ['scripts/build.mjs']);
if (built.status !== 0) throw new Error(built.stderr);
const ONLY = process.argv.slice(2);
try {
  for (const [name, measure] of Object.entries({ start, inProcess, tarball, memory })) if (ONLY.length === 0 || ONLY.includes(name)) await measure();
} finally { rmSync(home, { recursive: true, force: true }); }
process.exitCode = missed === 0 ? 0 : 1;
