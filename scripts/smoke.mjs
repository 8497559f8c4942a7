// Runs the built command line as a person and as a script would: a drill with and without answers, a notice, a policy, the packed tarball.
// Prints a line per check; exits non-zero where one fails.
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'dist', 'aws-incident.cjs');
const home = mkdtempSync(join(tmpdir(), 'aws-incident-smoke-'));
const env = { PATH: process.env.PATH, HOME: home, XDG_STATE_HOME: join(home, 'state'), TZ: 'UTC' };
const MAX = 64 * 1024 * 1024;
const run = (...args) => spawnSync(process.execPath, [BIN, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: MAX, timeout: 300_000 });
const ended = (result, exitCode) => { assert.equal(result.status, exitCode, result.stderr.slice(-2_000)); return result; };
const file = (name, text) => { const path = join(home, name); writeFileSync(path, text); return path; };

const NOTICE = `From: no-reply-aws@amazon.com
Subject: Your AWS account 111122223333 is compromised

We have become aware that the AWS access key AKIAIOSFODNN7EXAMPLE of the IAM user ci in your AWS account 111122223333,
together with its secret key, can be read by anyone at https://github.com/example/acme-deploy/blob/3f1c9d2/.env .
`;
let plan;
const CHECKS = {
  'says its version': () => assert.match(ended(run('--version'), 0).stdout, /^\d+\.\d+\.\d+\n$/),
  'refuses an unknown option as a usage error': () => ended(run('--frobnicate'), 2),
  'lists the scenarios': () => assert.ok(JSON.parse(ended(run('drill', '--list', '--json'), 0).stdout).scenarios.length >= 6),
  'plans the leaked-key drill, and ends with findings open': () => {
    const document = JSON.parse(ended(run('drill', 'leaked-key', '--dry-run', '--json'), 3).stdout);
    plan = document.plan.steps;
    assert.equal(document.exitCode, 3);
    assert.equal(document.account.id, '111122223333');
    assert.ok(document.findings.some(({ verdict, kind }) => verdict === 'malicious' && kind === 'iam/access-key'));
    assert.ok(plan.some(({ verb, calls }) => verb === 'contain' && calls.some(({ operation }) => operation === 'iam:UpdateAccessKey')));
  },
  'contains in a drill what an answers file approves': () => {
    const decisions = plan.filter(({ verb }) => verb === 'contain').map(({ id }) => ({ step: id, decision: 'approve' }));
    const dir = join(home, 'case');
    ended(run('drill', 'leaked-key', '--case', dir, '--answers', file('answers.json', JSON.stringify({ decisions }))), 3);
    const report = JSON.parse(ended(run('report', '--case', dir, '--format', 'json'), 0).stdout);
    assert.match(JSON.stringify(report), /UpdateAccessKey|Deactivate/);
  },
  'understands every call of a drill, packed small as it is': () => {
    const { findings } = JSON.parse(ended(run('drill', 'quiet-persistence', '--dry-run', '--json', '--ip', '203.0.113.66'), 3).stdout);
    assert.deepEqual(findings.filter(({ about }) => about === 'unknown'), []);
    assert.deepEqual(findings.filter(({ kind }) => kind === 'lambda/function').map(({ verdict, origin }) => [verdict, origin]), [['malicious', 'created']]);
  },
  'reads a notice': () => {
    const claims = JSON.parse(ended(run('notice', file('notice.eml', NOTICE), '--json'), 0).stdout);
    assert.equal(claims.isNotice, true);
    assert.deepEqual(claims.accessKeyIds, ['AKIAIOSFODNN7EXAMPLE']);
    assert.equal(claims.accountId, '111122223333');
  },
  'prints the least policy of each phase': () => {
    for (const phase of ['verify', 'remediate', 'protect']) assert.equal(JSON.parse(ended(run('kinds', '--policy', phase), 0).stdout).Version, '2012-10-17');
  },
  'packs with its licences': () => {
    const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', home], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    assert.equal(packed.status, 0, packed.stderr);
    assert.equal(readdirSync(home).filter((name) => name.endsWith('.tgz')).length, 1);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  try {
    check();
    console.log(`ok  ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`NO  ${name}\n${error instanceof Error ? error.message : error}`);
  }
}
rmSync(home, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
