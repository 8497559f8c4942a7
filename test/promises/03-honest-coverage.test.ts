// Promise 3: every check in every region ends in a state; what could not be seen is a gap, and the verdict says so.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import type { FaultRule } from '../../src/sim/faults.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { PLAYED, shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
async function quiet(rules: readonly FaultRule[], regions?: readonly string[]): Promise<Run> {
  const account = await openAccount(await shortened('quiet-account'));
  for (const rule of rules) account.world.faults.add(rule);
  return play(account, { options: { regions } });
}
const statesOf = (run: Run, check: string): Readonly<Record<string, string>> => Object.fromEntries((run.outcome?.cells ?? []).filter((c) => c.check === check).map((c) => [c.region, c.state]));
const DENIED = { kind: 'access-denied' } as const;

test('everything seen: no gap, exit 0, and switched-off regions and what the support plan has not are shown without being gaps', async () => {
  const run = await quiet([]);
  expect(run.exitCode).toBe(EXIT.done);
  const cells = run.outcome?.cells ?? [];
  expect(cells.filter((c) => c.gap)).toEqual([]);
  expect(new Set(cells.map((c) => c.state))).toEqual(new Set(['done', 'never-enabled', 'unavailable']));
});
test('a region where instances may not be listed is a gap of that region alone, and the exit code says so', async () => {
  const run = await quiet([{ fault: DENIED, service: 'ec2', operation: 'DescribeInstances', region: 'eu-west-3' }]);
  const states = statesOf(run, 'ec2/instance');
  expect(states['eu-west-3']).toBe('denied');
  expect(Object.entries(states).filter(([region, state]) => region !== 'eu-west-3' && state !== 'done')).toEqual([]);
  expect(run.exitCode).toBe(EXIT.gaps);
});
test('an unreadable event history in one region is a gap, and the rest goes on', async () => {
  const run = await quiet([{ fault: { kind: 'error-500' }, service: 'cloudtrail', operation: 'LookupEvents', region: 'us-west-1' }]);
  expect(statesOf(run, 'activity/event-history')).toMatchObject({ 'us-west-1': 'failed', 'us-east-1': 'done', 'eu-north-1': 'done' });
  expect(run.exitCode).toBe(EXIT.gaps);
});
test('a region that only throttles ends as throttled', async () => {
  const run = await quiet([{ fault: { kind: 'throttle' }, service: 'ec2', operation: 'DescribeInstances', region: 'eu-west-3' }]);
  expect(statesOf(run, 'ec2/instance')['eu-west-3']).toBe('throttled');
  expect(run.exitCode).toBe(EXIT.gaps);
});
test('narrowed regions are skipped, and that is a gap', async () => {
  const run = await quiet([], PLAYED);
  expect(statesOf(run, 'account/region')).toMatchObject({ 'eu-west-1': 'skipped' });
  expect(run.exitCode).toBe(EXIT.gaps);
});
test('the verdict is never better than what was seen', async () => {
  const run = await quiet([{ fault: DENIED, service: 'iam', operation: 'GetAccountAuthorizationDetails' }]);
  expect(run.exitCode).toBe(EXIT.gaps);
  const said = run.ui.shown('say').map((s) => s.text.say);
  expect(said).toContain('Nothing found in what could be seen; the gaps above were not seen.');
  expect(said).not.toContain('Nothing is left open, as far as can be seen.');
});
