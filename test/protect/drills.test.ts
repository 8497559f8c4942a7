// Protect on every drill: what was approved is set, a second look finds only what was skipped, and nobody is harmed by it.
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { openAccount } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders, undoAll, type Run } from '../harness/play.ts';
import { sampled } from '../harness/sample.ts';
import { LEAKS, PLAYED, shortened } from '../harness/scenarios.ts';
import { standing } from '../harness/standing.ts';

afterAll(removeFolders);
/** Every drill with the Regions that it plays in; to locked-out nobody comes in. */
const DRILLS: readonly (readonly [name: string, regions: readonly string[]])[] = [
  ...LEAKS.filter((name) => name !== 'locked-out').map((name) => [name, PLAYED] as const),
  ['crypto-miners', ['us-east-1', 'eu-north-1', 'ap-southeast-1']], ['data-ransom', ['us-east-1', 'eu-west-1']], ['quiet-persistence', ['us-east-1', 'eu-west-1']], ['it-was-us', ['us-east-1', 'eu-north-1']],
  ['root-stolen', ['us-east-1', 'eu-north-1']], ['member-account', ['us-east-1', 'eu-north-1']], ['mail-abuse', ['us-east-1', 'eu-west-1']], ['in-china', ['cn-north-1', 'cn-northwest-1']], ['suspended', ['us-east-1', 'eu-north-1']],
];
const weak = (run: Run): readonly string[] => (run.outcome?.views ?? []).filter((v) => v.step.verb === 'harden').map((v) => v.step.id).sort();
const themes = (run: Run): readonly string[] => run.ui.gates.map((g) => g.gate.id).filter((id) => id.startsWith('harden:'));
const options = { regions: PLAYED };

test.each(sampled(DRILLS, 5, 'protect every drill'))('%s: set once, nothing is left to set', async (name, regions) => {
  const account = await openAccount(await shortened(name));
  const run = await play(account, { kinds: 'all', hardens: true, options: { regions } });
  expect(themes(run).length).toBeGreaterThan(0);
  expect(run.ui.shown('step').filter((s) => s.step.verb === 'harden' && !['verified', 'already-done', 'applying'].includes(s.state)).map((s) => [s.step.id, s.state])).toEqual([]);
  expect(account.score().bystanders.harmed).toEqual([]);
  const again = await play(account, { kinds: 'all', options: { regions, dryRun: true } });
  expect(weak(again)).toEqual([]);
});

describe('what is skipped', () => {
  test('stays open in the report, is not asked about again, and decides nothing', async () => {
    const account = await openAccount(await shortened('quiet-account'));
    const before = await play(account, { kinds: 'all', options: { ...options, dryRun: true } });
    const run = await play(account, { kinds: 'all', options });
    expect(run.exitCode).toBe(EXIT.gaps);
    expect(run.ui.gates.every((g) => g.decision.approved.length === 0)).toBe(true);
    const again = await play(account, { kinds: 'all', options: { ...options, dryRun: true } });
    expect(weak(again)).toEqual(weak(before));
    const { state } = run.reading();
    expect([...state.steps.values()].filter((s) => s.step.verb === 'harden').map((s) => s.state)).toEqual(weak(before).map(() => 'declined'));
  });
});

test('everything that was set is given back by undo', async () => {
  const account = await openAccount(await shortened('quiet-account'));
  const before = standing(account);
  const run = await play(account, { kinds: 'all', hardens: true, options, decide: (gate) => (gate.id === 'harden:people' ? approving(gate, (v) => v.step.kind !== 'iam/user-mfa') : undefined) });
  expect(run.exitCode).toBe(EXIT.gaps);
  await undoAll(account, run, { kinds: 'all' });
  expect(standing(account)).toEqual(before);
});
