// The scenarios that ship: each loads, holds what it promises, and tells nothing by its names.
import { describe, expect, test } from 'vitest';
import { loadScenario, type Loaded } from '../../../src/sim/scenario/load.ts';
import { shippedScenario } from '../../../src/sim/scenario/find.ts';
import { score } from '../../../src/sim/scenario/score.ts';
import { SHIPPED } from '../../../src/sim/scenarios/shipped.ts';
import { isQuarantineAttached } from './quarantine.ts';

const loaded = new Map<string, Promise<Loaded>>();
const open = (name: string): Promise<Loaded> => {
  let one = loaded.get(name);
  if (!one) loaded.set(name, (one = shippedScenario(name).then((source) => loadScenario(source))));
  return one;
};
const count = async (name: string): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { origin, kind } of (await open(name)).truth.footholds) counts[`${origin} ${kind}`] = (counts[`${origin} ${kind}`] ?? 0) + 1;
  return counts;
};

/** Whole incidents with a short past: test/scenarios plays them. */
const SHORT = ['crypto-miners', 'data-ransom', 'quiet-persistence', 'it-was-us', 'root-stolen', 'member-account', 'mail-abuse', 'in-china', 'suspended'];

test.each(Object.keys(SHIPPED).filter((name) => !SHORT.includes(name)))('%s loads, with months of ordinary history and nobody harmed', async (name) => {
  const { world, truth, scenario } = await open(name);
  expect(world.history.size).toBeGreaterThan(3_000);
  const oldest = world.history.records()[0]?.at.getTime() ?? Infinity;
  expect(scenario.now.getTime() - oldest).toBeGreaterThan(365 * 86_400_000);
  expect(score({ world, truth, msToContain: null }).bystanders).toMatchObject({ harmed: [] });
});

test.each(SHORT)('%s loads in well under a second of processor time, and harms nobody', async (name) => {
  const before = process.cpuUsage();
  const { world, truth } = await loadScenario(await shippedScenario(name));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_500);
  expect(score({ world, truth, msToContain: null }).bystanders).toMatchObject({ harmed: [] });
  expect(truth.footholds.length > 2).toBe(name !== 'it-was-us');
});

describe('what they promise', () => {
  test('leaked-key: a user with key, password and MFA device, sessions, a role, protected machines in regions never used, a quarantine', async () => {
    expect(await count('leaked-key')).toEqual({
      'entry iam/access-key': 1, 'created iam/user': 1, 'created iam/access-key': 1, 'created iam/login-profile': 1, 'created iam/mfa-device': 1, 'created iam/user-policy-attachment': 1,
      'session sts/session': 2, 'created ec2/instance': 3,
    });
    expect(isQuarantineAttached(await open('leaked-key'), 'ci')).toBe(true);
  });
  test('exposed-not-abused: the key, a quarantine, one GetCallerIdentity', async () => {
    expect(await count('exposed-not-abused')).toEqual({ 'entry iam/access-key': 1 });
    const { world } = await open('exposed-not-abused');
    expect(world.history.records().filter(({ sourceIp }) => sourceIp === '203.0.113.66').map(({ name }) => name)).toEqual(['GetCallerIdentity']);
  });
  test('shared-key: one key, both hands in the same weeks, partly from one address', async () => {
    const { world, scenario } = await open('shared-key');
    expect(await count('shared-key')).toEqual({
      'entry iam/access-key': 1, 'created iam/user': 1, 'created iam/access-key': 1, 'created iam/user-policy': 1, 'session sts/session': 2, 'created ec2/instance': 2,
    });
    const runner = scenario.actors.get('bobRunner')?.sourceIp;
    expect(scenario.actors.get('malloryRunner')?.sourceIp).toBe(runner);
    expect(world.history.records().filter(({ sourceIp, userAgent }) => sourceIp === runner && userAgent.startsWith('Boto3')).length).toBeGreaterThan(2);
  });
  test('locked-in: the operator holds the very key that leaked', async () => {
    const { scenario, truth, player } = await open('locked-in');
    const own = (player.saved.get('aliceKey') as { AccessKey: { AccessKeyId: string } }).AccessKey.AccessKeyId;
    expect(scenario.operator).toBe('aliceCli');
    expect(truth.footholds.filter(({ origin }) => origin === 'entry').map(({ accessKeyId }) => accessKeyId)).toEqual([own]);
    expect(scenario.waysIn).toEqual(['root']);
    expect(isQuarantineAttached(await open('locked-in'), 'alice')).toBe(true);
  });
  test('locked-out: no credentials for the operator, and a mail', async () => {
    const { scenario, notice } = await open('locked-out');
    expect(scenario.operator).toBeNull();
    expect(notice?.eml).toContain('Subject: Your AWS account 111122223333 may have been accessed');
  });
  test('quiet-account: no attacker, no notice', async () => {
    const { notice } = await open('quiet-account');
    expect([notice, await count('quiet-account')]).toEqual([null, {}]);
  });
  test('awake-adversary: somebody reacts', async () => {
    expect((await open('awake-adversary')).scenario.reactions.length).toBeGreaterThan(2);
  });
});

test('a notice names the leaked key, its user, the account and the case, and nothing is left unfilled', async () => {
  for (const name of Object.keys(SHIPPED)) {
    const { notice, truth } = await open(name);
    if (!notice) continue;
    expect(notice.text).not.toContain('${');
    expect(notice.text).toContain('111122223333');
    if (name !== 'in-china') expect(notice.text).toMatch(/case 1\d{14}/);
    if (name !== 'locked-out' && !['root-stolen', 'member-account'].includes(name)) expect(notice.text).toContain(truth.footholds.find(({ origin }) => origin === 'entry')?.accessKeyId);
  }
});

test('no name of the attacker\'s things is strange, and some of the owner\'s are', async () => {
  const odd = /mallory|hack|evil|backdoor|miner|tmp|test|pentest/i;
  const { truth, world } = await open('leaked-key');
  expect(truth.footholds.filter(({ arn }) => odd.test(arn))).toEqual([]);
  const { truth: quiet } = await open('quiet-account');
  expect([...quiet.initial.keys()].filter((arn) => odd.test(arn)).length).toBeGreaterThan(2);
  expect(world.history.records().some(({ userAgent }) => odd.test(userAgent))).toBe(false);
});

test('the largest scenario loads in a second and a half of processor time', async () => {
  const source = await shippedScenario('shared-key');
  await loadScenario(source);
  const before = process.cpuUsage();
  await loadScenario(source);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_500);
});
