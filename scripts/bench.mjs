// Measures what is promised, all in one run on one machine, and prints a JSON line per figure: { name, value, unit, bound, ok, … }.
// Ratios are medians of runs side by side. Exits non-zero where a figure misses its bound.
import { spawn, spawnSync } from 'node:child_process';
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
/** `bound`: what the value may be at most; with `least` in place of it, at least. */
function figure(name, value, unit, bound, more = {}) {
  const ok = bound === null ? null : typeof bound === 'object' ? value >= bound.least : value <= bound;
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

/** One of `scripts/bench/*.ts` as a single file that Node runs. */
async function bundled(name) {
  const file = join(home, `${name}.mjs`);
  const bundle = await rolldown({ input: join(ROOT, `scripts/bench/${name}.ts`), platform: 'node', cwd: ROOT, resolve: { mainFields: ['module', 'main'] }, onLog: () => {} });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
async function inProcess() {
  const { stdout, stderr, status } = must(process.execPath, [await bundled('in-process')]);
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

/** A module that a measured process loads first: when it ends, it writes down its processor time and the most memory that it held. */
function gauge() {
  const peak = join(home, 'peak.mjs'), out = join(home, 'peak');
  writeFileSync(peak, `import { existsSync, readFileSync, writeFileSync } from 'node:fs';\n// maxRSS counts what the parent held before exec; VmHWM does not.\nconst peak = () => (existsSync('/proc/self/status') ? /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined) ?? process.resourceUsage().maxRSS;\nprocess.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(process.env.PEAK, JSON.stringify({ peakMB: Number(peak()) / 1024, cpuSeconds: (user + system) / 1e6 })); });\n`);
  return { load: ['--import', pathToFileURL(peak).href], env: { ...env, PEAK: out }, read: () => JSON.parse(readFileSync(out, 'utf8')) };
}

/** The most memory that a whole drill with an answers file takes, as the system counted it. */
function memory() {
  const measured = gauge();
  const cli = (...args) => must(process.execPath, [...measured.load, BIN, ...args], { env: measured.env, cwd: home });
  const { plan } = JSON.parse(cli('drill', 'leaked-key', '--dry-run', '--json').stdout);
  const answers = join(home, 'answers.json');
  writeFileSync(answers, JSON.stringify({ decisions: plan.steps.map(({ id, resource }) => ({ step: id, decision: 'approve', typed: resource.name })) }));
  const from = performance.now();
  cli('drill', 'leaked-key', '--answers', answers);
  figure('drill-peak-memory', measured.read().peakMB, 'MB', 150, { seconds: round((performance.now() - from) / 1000) });
}

/** Five million events from files, against gunzip and JSON.parse alone, on one core, by processor time. */
async function trace() {
  const { writeTraceLogs, LEAKED, STRANGER } = await import('./bench/trace-logs.mjs');
  const logs = join(home, 'logs'), wanted = Number(process.env.BENCH_TRACE_EVENTS ?? 5_000_000);
  const { written, theirs, bytes } = writeTraceLogs(logs, wanted);
  const core = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
  const [command, ...before] = [...core, process.execPath];
  const measured = gauge();
  const plainly = () => {
    const code = `const fs = require('node:fs'), z = require('node:zlib'); for (const f of fs.readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) if (f.isFile()) JSON.parse(z.gunzipSync(fs.readFileSync(f.parentPath + '/' + f.name)).toString());`;
    must(command, [...before, ...measured.load, '-e', code, logs], { env: measured.env });
    return measured.read().cpuSeconds;
  };
  const first = plainly();
  const { ms, result } = timed(command, [...before, ...measured.load, BIN, 'trace', '--logs', logs, '--key', LEAKED, '--ip', STRANGER], { env: measured.env });
  const { cpuSeconds, peakMB } = measured.read();
  if (!result.stdout.includes(`Of ${written} events, ${theirs} were`)) throw new Error(result.stdout.slice(0, 500) + result.stderr);
  const plain = (first + plainly()) / 2;
  figure('trace-files', plain / cpuSeconds, 'x the speed of gunzip + JSON.parse', { least: 0.6 }, { events: written, megabytes: round(bytes / 1e6), cpuSeconds: round(cpuSeconds), plainCpuSeconds: round(plain), seconds: round(ms / 1000) });
  figure('trace-peak-memory', peakMB, 'MB', 300, { events: written });
  await interrupted(logs);
}
/** Ctrl-C in the middle: the exit code, and a word on what was read. */
async function interrupted(logs) {
  const child = spawn(process.execPath, [BIN, 'trace', '--logs', logs], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  setTimeout(() => { child.kill('SIGINT'); }, 3_000);
  const code = await new Promise((resolve) => { child.on('exit', resolve); });
  figure('trace-interrupted', code === 130 && /You stopped\. \d+ events of \d+ files/.test(said) ? 0 : 1, 'failures', 0, { exitCode: code, said: said.trim().slice(0, 160) });
}

/** Verify of a big account in another process, against what AWS's quotas allow for the requests that were made. */
async function verify() {
  const server = spawn(process.execPath, [await bundled('big-account'), process.env.BENCH_ACCOUNT ?? '{}'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const line = await new Promise((resolve, reject) => {
      let text = '';
      server.stdout.on('data', (data) => { text += data; if (text.includes('\n')) resolve(text); });
      server.on('exit', () => { reject(new Error('The account was not served.')); });
    });
    const { endpoint, region, credentials, notice } = JSON.parse(line);
    const [key] = /AKIA[A-Z0-9]{12,}/.exec(notice);
    const measured = gauge();
    const given = { ...measured.env, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_REGION: region };
    const from = performance.now();
    // Not synchronously: the server's output must be read meanwhile.
    const child = spawn(process.execPath, [...measured.load, BIN, '--dry-run', '--json', '--endpoint-url', endpoint, '--key', key], { env: given, cwd: home, stdio: 'ignore' });
    await new Promise((resolve) => { child.on('exit', resolve); });
    const seconds = (performance.now() - from) / 1000;
    const bound = await (await fetch(`${endpoint}/bench`)).json();
    const { peakMB, cpuSeconds } = measured.read();
    figure('verify-big-account', seconds / bound.seconds, 'x the bound of the quotas', 1.15, { seconds: round(seconds), boundSeconds: round(bound.seconds), cpuSeconds: round(cpuSeconds), exitCode: child.exitCode, requests: bound.requests, throttled: bound.throttled, by: bound.by, most: bound.most });
    figure('verify-peak-memory', peakMB, 'MB', 250);
    figure('verify-changing-requests', bound.changes, 'requests', 0);
  } finally { server.kill(); }
}

/** `part`: of the share that is measured. */
const atScale = async (measure, part = 1) => {
  const { stdout, stderr, status } = must(process.execPath, ['--expose-gc', await bundled('at-scale'), measure], { env: { ...env, BENCH_SHARE: String(Number(process.env.BENCH_SHARE ?? 1) * part) } });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};
async function bulk() {
  const { seconds, bound, copySeconds, heapMB, machines, removed, evidence, typed } = await atScale('bulk');
  if (removed !== machines) throw new Error(`${removed} of ${machines} machines were removed.`);
  figure('bulk-removal', seconds / (bound.seconds + copySeconds), 'x the bound of the quotas', 1.3, { machines, typed, copied: evidence[0], rested: evidence[1], copySeconds, seconds: round(seconds), boundSeconds: round(bound.seconds), requests: bound.requests, throttled: bound.throttled, by: bound.by });
  const tenth = await atScale('bulk', 0.1);
  figure('bulk-heap', heapMB, 'MB', null, { machines, ofATenth: round(tenth.heapMB) });
  const markers = await atScale('markers');
  if (markers.left !== 0) throw new Error(`${markers.left} markers are left.`);
  figure('delete-markers-undone', markers.perSecond, "a second of the account's clock", { least: 800 }, { markers: markers.markers, seconds: round(markers.seconds) });
  const fewer = await atScale('markers', 0.1);
  figure('delete-markers-heap', markers.heapMB, 'MB', 100, { markers: markers.markers, ofATenth: round(fewer.heapMB) });
}
async function posture() {
  const { seconds, bound, regions, kinds, users } = await atScale('posture');
  figure('posture', seconds / bound.seconds, 'x the bound of the quotas', 1.15, { regions, kinds, users, seconds: round(seconds), boundSeconds: round(bound.seconds), requests: bound.requests, throttled: bound.throttled, by: bound.by });
}

const built = must(process.execPath, ['scripts/build.mjs']);
if (built.status !== 0) throw new Error(built.stderr);
const ONLY = process.argv.slice(2);
/** What takes minutes is measured where it is named. */
const DAILY = { start, inProcess, tarball, memory }, NAMED = { trace, verify, bulk, posture };
try {
  for (const [name, measure] of Object.entries(ONLY.length === 0 ? DAILY : { ...DAILY, ...NAMED })) if (ONLY.length === 0 || ONLY.includes(name)) await measure();
} finally { rmSync(home, { recursive: true, force: true }); }
process.exitCode = missed === 0 ? 0 : 1;
