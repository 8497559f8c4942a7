// What can go wrong between here and AWS: each is told for what it is, nothing is lost, and no run says that all was seen.
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import type { CoverageCell } from '../../src/core/types.ts';
import type { Fault, FaultRule } from '../../src/sim/faults.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
/** An audit of an account without a stranger: what is said of it hangs on what was seen alone. */
async function quiet(rules: readonly FaultRule[], more: Play = {}): Promise<{ readonly run: Run; readonly account: Account }> {
  const account = await openAccount(await shortened('quiet-account'));
  for (const rule of rules) account.world.faults.add(rule);
  return { account, run: await play(account, { ...more, options: { dryRun: true, regions: PLAYED, ...more.options } }) };
}
const gapsOf = ({ outcome }: Run): readonly CoverageCell[] => (outcome?.cells ?? []).filter((c) => c.gap && c.state !== 'skipped');
const screen = (run: Run): string => run.ui.heard.flatMap((h) => (h.type === 'say' ? [render(h.text)] : h.type === 'list' ? [render(h.title), ...(h.items ?? []).map((i) => render(i))] : [])).join('\n');
const INSTANCES = { service: 'ec2', operation: 'DescribeInstances', region: 'eu-north-1' } as const;

describe('one Region', () => {
  const each: readonly (readonly [string, Fault, CoverageCell['state'], RegExp])[] = [
    ['throttles without end', { kind: 'throttle' }, 'throttled', /ec2:DescribeInstances: RequestLimitExceeded/],
    ['does not resolve', { kind: 'not-resolved' }, 'failed', /ec2:DescribeInstances: ENOTFOUND getaddrinfo ENOTFOUND ec2\.eu-north-1/],
    ['never answers', { kind: 'hang' }, 'failed', /ec2:DescribeInstances: TimeoutError/],
    ['answers 503 only', { kind: 'error-503' }, 'failed', /ec2:DescribeInstances: Unavailable/],
    ['answers 500 only', { kind: 'error-500' }, 'failed', /ec2:DescribeInstances: InternalError/],
    ['breaks off each answer', { kind: 'truncate' }, 'failed', /ec2:DescribeInstances: /],
    ['answers with a page of a proxy', { kind: 'garbage', body: 'page' }, 'failed', /ec2:DescribeInstances: /],
    ['answers with nothing', { kind: 'garbage', body: 'nothing' }, 'failed', /ec2:DescribeInstances: /],
    ['is answered by somebody else’s certificate', { kind: 'certificate' }, 'failed', /ec2:DescribeInstances: SELF_SIGNED_CERT_IN_CHAIN/],
  ];
  // One by day; the others go the same way.
  test.each(FULL ? each : each.filter(([name]) => name === 'answers with nothing'))('%s: a gap there, named, and nowhere else', async (_, fault, state, detail) => {
    const { run } = await quiet([{ fault, ...INSTANCES }], fault.kind === 'hang' ? { timeouts: true } : {});
    expect(gapsOf(run).map((c) => [c.check, c.region, c.state])).toEqual([['ec2/instance', 'eu-north-1', state]]);
    expect(render(gapsOf(run)[0]!.detail)).toMatch(detail);
    expect(run.exitCode).toBe(EXIT.gaps);
    expect(screen(run)).toContain('EC2 instance');
    expect(screen(run)).toMatch(/Nothing found in what could be seen/);
    expect(screen(run)).toMatch(state === 'throttled' ? /Throttled: AWS asked for fewer requests/ : /Failed: AWS or the network did not answer/);
  });
});

describe('everything, once the caller is known', () => {
  const each: readonly (readonly [string, Fault, CoverageCell['state']])[] = [
    ['DNS is gone', { kind: 'not-resolved' }, 'failed'], ['AWS throttles without end', { kind: 'throttle' }, 'throttled'], ['a storm of 503', { kind: 'error-503' }, 'failed'],
    ['a proxy answers', { kind: 'garbage', body: 'page' }, 'failed'], ['answers are empty', { kind: 'garbage', body: 'nothing' }, 'failed'], ['a stranger’s certificate', { kind: 'certificate' }, 'failed'],
  ];
  test.each(FULL ? each : each.slice(0, 1))('%s: the run ends, each check says so, and no Region is called switched off', async (_, fault, state) => {
    const { run } = await quiet([{ fault, nth: { from: 2 } }]);
    expect(run.outcome).toBeDefined();
    const cells = (run.outcome?.cells ?? []).filter((c) => c.state !== 'skipped');
    // The Support Center and Health say of themselves only that they could not be asked.
    expect(cells.filter((c) => c.state !== state && c.state !== 'failed')).toEqual([]);
    expect(cells.filter((c) => c.state === state).length).toBeGreaterThan(20);
    expect(run.exitCode).toBe(EXIT.gaps);
    expect(screen(run)).not.toMatch(/switched off/);
  });
});

describe('before the caller is known', () => {
  const first = async (fault: Fault): Promise<Run> => (await quiet([{ fault }])).run;
  const each: [string, Fault, number, RegExp][] = [
    ['DNS is gone', { kind: 'not-resolved' }, EXIT.failed, /AWS cannot be reached from here .*ENOTFOUND.*DNS/],
    ['a stranger’s certificate', { kind: 'certificate' }, EXIT.failed, /Something else than AWS answers here \(SELF_SIGNED_CERT_IN_CHAIN/],
    ['a proxy wants a sign-in', { kind: 'garbage', body: 'page' }, EXIT.failed, /Something else than AWS answers here/],
    ['AWS throttles without end', { kind: 'throttle' }, EXIT.failed, /Could not ask AWS who you are at .*Throttling/],
    ['the key was deactivated', { kind: 'unknown-key' }, EXIT.credentials, /AWS does not accept your credentials/],
  ];
  test.each(each)('%s', async (_, fault, exitCode, said) => {
    const run = await first(fault);
    expect(run.exitCode).toBe(exitCode);
    expect(screen(run) + run.ui.heard.map((h) => JSON.stringify(h)).join()).toMatch(said);
  });
});

describe('a wrong clock', () => {
  test('ninety seconds behind: told, and all is seen', async () => {
    const { run } = await quiet([{ fault: { kind: 'clock-skew', ms: 90_000 } }], { options: { drill: false } });
    expect(screen(run)).toContain("This computer's clock is 90 seconds behind AWS's.");
    expect(gapsOf(run)).toEqual([]);
  });
  test.runIf(FULL)('so wrong that AWS refuses every signature: signed again with AWS’s time, told, and all is seen', async () => {
    const { run, account } = await quiet([{ fault: { kind: 'strict-clock' } }]);
    expect(account.world.requests.entries.some((e) => e.outcome === 'SignatureDoesNotMatch')).toBe(true);
    expect(gapsOf(run)).toEqual([]);
  });
});

describe('credentials that die half-way', () => {
  test.runIf(FULL)('a token that expires: the run pauses, and goes on with new ones', async () => {
    const { run } = await quiet([{ fault: { kind: 'expired-credentials' }, nth: 60 }]);
    expect(gapsOf(run)).toEqual([]);
  });
  test('a key that is deactivated: lost credentials, and no switched-off Regions', async () => {
    const { run } = await quiet([{ fault: { kind: 'unknown-key' }, nth: { from: 60 } }]);
    expect(gapsOf(run).length).toBeGreaterThan(0);
    const cells = run.outcome?.cells ?? [];
    expect(cells.filter((c) => c.state === 'caller-lost').length).toBeGreaterThan(10);
    expect(cells.filter((c) => c.state === 'region-disabled' || c.state === 'not-offered')).toEqual([]);
    expect(screen(run)).toMatch(/Credentials lost: AWS takes them no longer/);
    expect(run.exitCode).toBe(EXIT.gaps);
  });
  test.runIf(FULL)('in the middle of a case: nothing is lost, and it is resumed with other credentials', async () => {
    const account = await openAccount(await shortened('leaked-key'));
    const takeBack = account.world.faults.add({ fault: { kind: 'unknown-key' }, nth: { from: 80 } });
    const first = await play(account, { options: { regions: PLAYED } });
    takeBack();
    const second = await resume(account, first, { options: { regions: PLAYED } });
    expect(second.outcome).toBeDefined();
    expect(account.score().footholds.filter((f) => !f.contained).map((f) => f.arn)).toEqual([]);
  });
});

test.runIf(FULL)('a suspended account is told to be one', async () => {
  const account = await openAccount(await shortened('suspended'));
  const run = await play(account, { options: { dryRun: true, regions: PLAYED } });
  expect(screen(run)).toMatch(/AWS has suspended this account\. You can still look at it/);
});
