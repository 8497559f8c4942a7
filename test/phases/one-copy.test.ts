// Many machines of one image: each copied, or one of them in full and of the others all but the disks, as the operator chooses (promise 6).
import { afterAll, describe, expect, test } from 'vitest';
import { readCase } from '../../src/case/read.ts';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { ec2State } from '../../src/sim/services/ec2/state.ts';
import { sceneOf } from '../adversary/scene.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);
const IMAGE = 'ami-0123456789abcdef0';
/** One of another sort, which every scene has. */
const OTHERS = 1;
const WITH_SIZES: Play = { kinds: [...THREAD, 'ec2/volume'] };
const ONE: Play = { ...WITH_SIZES, answers: { 'one-copy': 'one' } };

const miners = (n: number, more: object = {}) => ({ at: '-6h', as: 'key', region: 'eu-north-1', call: 'ec2:RunInstances', with: { ImageId: IMAGE, InstanceType: 'p3.2xlarge', MinCount: n, MaxCount: n, UserData: Buffer.from('#!/bin/sh\nexample\n').toString('base64'), ...more } });
const withMiners = (...calls: readonly ReturnType<typeof miners>[]): Promise<Account> => openAccount(sceneOf('miners', { seed: 'alike', reactions: [], calls }));

const copies = ({ changes }: Account): number => changes.filter(({ call, outcome }) => call.startsWith('ec2:CreateSnapshots ') && outcome === 'ok').length;
const ended = ({ changes }: Account): readonly string[] => changes.filter(({ call, outcome }) => call.startsWith('ec2:TerminateInstances ') && outcome === 'ok').map(({ call }) => /i-[0-9a-f]+/.exec(call)?.[0] ?? '');
const question = (run: Run) => run.ui.asked.find((one) => one.question.id === 'one-copy')?.question;
const restingIn = ({ dir }: Run) => [...readCase(dir).state.steps.values()].filter(({ made }) => made['copy'] !== undefined);

describe('seven miners of one image', () => {
  test('the question tells how many there are and how much is stored; one copy: every machine is removed, its own data is kept, and the journal says which copy stands for it', async () => {
    const account = await withMiners(miners(7));
    const run = await play(account, ONE);
    const asked = question(run);
    expect(asked?.ask === 'choose' && asked.about && render(asked.about)).toContain(`eu-north-1: 7 × ${IMAGE} (p3.2xlarge)`);
    expect(asked?.ask === 'choose' && asked.choices.map(({ value, hint }) => [value, hint && render(hint)])).toEqual([['one', 'At most 8 GiB of snapshots'], ['each', 'At most 56 GiB of snapshots']]);
    expect(run.exitCode).toBe(EXIT.done);
    expect([copies(account), ended(account).length]).toEqual([1 + OTHERS, 7 + OTHERS]);
    const resting = restingIn(run);
    expect(resting).toHaveLength(6);
    const [stands = ''] = [...new Set(resting.map(({ made }) => made['copy']))];
    expect(stands).toMatch(/^i-[0-9a-f]+ snap-[0-9a-f]+$/);
    const [first = '', snapshot] = stands.split(' ');
    expect(readCase(run.dir).state.steps.get([...readCase(run.dir).state.steps.keys()].find((id) => id.startsWith(`preserve:ec2/instance:${first}:`)) ?? '')?.made['snapshots']).toBe(snapshot);
    for (const { step, title } of resting) {
      expect(render(title)).toContain(`the copy of ${first} stands for its disks`);
      const files = readCase(run.dir).state.evidence.filter((one) => one.step === step.id).map(({ file }) => file.slice(file.lastIndexOf('/') + 1).replace(/-\d+(?=\.\w+$)/, ''));
      expect(files).toEqual(expect.arrayContaining(['-user-data.bin', '-console.txt', '.json'].map((end) => `${step.resource.name}${end}`)));
    }
    expect(account.score().evidence.lost).toEqual([]);
    // Copied before the first of them went.
    const order = account.changes.map(({ call }) => call.split(' ')[0]);
    expect(order.lastIndexOf('ec2:CreateSnapshots')).toBeLessThan(order.indexOf('ec2:TerminateInstances'));
  });

  test.runIf(FULL)('the copy cannot be made: nothing rests on it, and none of them is removed', async () => {
    const account = await withMiners(miners(7));
    account.world.faults.add({ fault: { kind: 'access-denied' }, service: 'ec2', operation: 'CreateSnapshots' });
    const run = await play(account, ONE);
    expect(restingIn(run)).toEqual([]);
    expect(ended(account)).toEqual([]);
  });

  test('the copy is gone when the others would rest on it: they are not removed', async () => {
    const account = await withMiners(miners(7));
    const run = await play(account, { ...ONE, decide: (gate) => {
      if (gate.steps.some((v) => v.step.resource.aim?.['copy'] !== undefined)) for (const { snapshots } of ec2State(account.world).regions.values()) snapshots.clear();
      return undefined;
    } });
    expect(restingIn(run)).toEqual([]);
    expect(ended(account).length).toBeLessThanOrEqual(1 + OTHERS);
    expect(run.exitCode).not.toBe(EXIT.done);
  });

  test.runIf(FULL)('by the other choice every machine is copied', async () => {
    const account = await withMiners(miners(7));
    await play(account, WITH_SIZES);
    expect([copies(account), ended(account).length]).toEqual([7 + OTHERS, 7 + OTHERS]);
  });

  test.runIf(FULL)('the copy is declined: nothing is removed that only it would stand for', async () => {
    const account = await withMiners(miners(7));
    await play(account, { ...ONE, decide: (gate) => approving(gate, (v) => v.step.verb !== 'preserve') });
    expect(ended(account)).toEqual([]);
  });

  test('a dry run asks nothing and shows a copy of each', async () => {
    const account = await withMiners(miners(7));
    const run = await play(account, { ...WITH_SIZES, options: { dryRun: true } });
    expect(question(run)).toBeUndefined();
    expect(account.changes).toEqual([]);
  });

  test.runIf(FULL)('killed between the copy and what rests on it, resume makes no other copy and does not ask again', async () => {
    const account = await withMiners(miners(7));
    const whole = await play(await withMiners(miners(7)), ONE);
    const at = readCase(whole.dir).entries.findIndex((e) => e.type === 'made' && e.part === 'copy');
    const first = await play(account, { ...ONE, death: { at: 'entry', n: at } });
    expect(first.exitCode).toBeUndefined();
    const second = await resume(account, first, ONE);
    expect(second.exitCode).toBe(EXIT.done);
    expect(question(second)).toBeUndefined();
    expect(copies(account)).toBe(1 + OTHERS);
    expect(restingIn(second)).toHaveLength(6);
  });
});

test.runIf(FULL)('what is not alike is copied, and a handful without a question: another image, another Region, another disk', async () => {
  const disk = { BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 20 } }] };
  const account = await withMiners(miners(5), miners(3, { ImageId: 'ami-0fedcba9876543210' }), { ...miners(3), region: 'us-east-1' }, miners(3, disk));
  const run = await play(account, ONE);
  expect(question(run)).toBeUndefined();
  expect([copies(account), ended(account).length]).toEqual([14 + OTHERS, 14 + OTHERS]);
});
