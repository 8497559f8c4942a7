// A whole response to a stranger whose machines come back: what starts them is held first, the evidence is kept, all of it goes, and nothing of the owner's.
import { afterAll, expect, test } from 'vitest';
import type { KindId, ResourceFinding } from '../../src/core/types.ts';
import { computeRegion } from '../../src/sim/services/ec2/compute-state.ts';
import { isAlive, machinesOf } from '../../src/sim/services/ec2/instance-life.ts';
import { ec2Region } from '../../src/sim/services/ec2/state.ts';
import { roomIn } from '../../src/sim/services/autoscaling/state.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

interface Called { readonly at: string; readonly as: string; readonly call: string; readonly with?: Readonly<Record<string, unknown>>; readonly save?: string }
interface Data { readonly calls: readonly Called[] }
afterAll(removeFolders);

const REGION = 'us-east-1', IMAGE = 'ami-0123456789abcdef0';
const OWNERS: readonly Called[] = [
  { at: '-30d', as: 'alice', call: 'ec2:CreateLaunchTemplate', with: { LaunchTemplateName: 'shop', LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'm5.large' } }, save: 'shop' },
  { at: '+5s', as: 'alice', call: 'autoscaling:CreateAutoScalingGroup', with: { AutoScalingGroupName: 'shop', LaunchTemplate: { LaunchTemplateId: '${shop.LaunchTemplate.LaunchTemplateId}', Version: '$Default' }, MinSize: 1, MaxSize: 2, DesiredCapacity: 1, AvailabilityZones: [`${REGION}a`] } },
  { at: '+5s', as: 'alice', call: 'autoscaling:CreateAutoScalingGroup', with: { AutoScalingGroupName: 'mail', LaunchTemplate: { LaunchTemplateId: '${shop.LaunchTemplate.LaunchTemplateId}', Version: '$Default' }, MinSize: 0, MaxSize: 1, DesiredCapacity: 0, AvailabilityZones: ['us-east-1a'] } },
];
const STRANGERS: readonly Called[] = [
  { at: '+2s', as: 'mallory', call: 'ec2:CreateKeyPair', with: { KeyName: 'render' } },
  { at: '+2s', as: 'mallory', call: 'ec2:CreateLaunchTemplate', with: { LaunchTemplateName: 'render', LaunchTemplateData: { ImageId: IMAGE, InstanceType: 'g5.xlarge', KeyName: 'render' } }, save: 'render' },
  { at: '+2s', as: 'mallory', call: 'autoscaling:CreateAutoScalingGroup', with: { AutoScalingGroupName: 'render', LaunchTemplate: { LaunchTemplateId: '${render.LaunchTemplate.LaunchTemplateId}', Version: '$Latest' }, MinSize: 2, MaxSize: 99, DesiredCapacity: 2, AvailabilityZones: [`${REGION}a`], DeletionProtection: 'prevent-all-deletion' } },
  { at: '+2s', as: 'mallory', call: 'autoscaling:PutScheduledUpdateGroupAction', with: { AutoScalingGroupName: 'render', ScheduledActionName: 'night', Recurrence: '0 2 * * *', DesiredCapacity: 99 } },
  // The owner's group carries out scheduled actions again when this one is gone.
  { at: '+2s', as: 'mallory', call: 'autoscaling:PutScheduledUpdateGroupAction', with: { AutoScalingGroupName: 'mail', ScheduledActionName: 'night', Recurrence: '0 2 * * *', MaxSize: 99 } },
  { at: '+2s', as: 'mallory', call: 'ec2:RequestSpotInstances', with: { Type: 'persistent', InstanceCount: 1, LaunchSpecification: { ImageId: IMAGE, InstanceType: 'g5.xlarge' } } },
  { at: '+2s', as: 'mallory', call: 'ec2:CreateFleet', with: { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateId: '${render.LaunchTemplate.LaunchTemplateId}', Version: '$Latest' } }], TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'on-demand' } } },
  { at: '+2s', as: 'mallory', call: 'autoscaling:UpdateAutoScalingGroup', with: { AutoScalingGroupName: 'shop', MinSize: 1, MaxSize: 20, DesiredCapacity: 1 } },
];
const OURS: readonly KindId[] = [
  ...THREAD, 'autoscaling/auto-scaling-group', 'autoscaling/scheduled-action', 'ec2/spot-instance-request', 'ec2/fleet', 'ec2/launch-template', 'ec2/key-pair',
];

async function planted(): Promise<ScenarioSource> {
  const source = await shippedScenario('leaked-key');
  const data = source.data as Data;
  const after = (one: Called): readonly Called[] => (one.call === 'iam:CreateUser' && one.as === 'mallory' ? STRANGERS : []);
  const first = data.calls.findIndex((one) => one.as === 'mallory');
  // The history reaches back to what the owner's group was.
  return { ...source, data: { ...data, calls: [...data.calls.slice(0, first), ...OWNERS, ...data.calls.slice(first).flatMap((one) => [one, ...after(one)])] } };
}
const running = ({ world }: Account): readonly string[] => machinesOf(world, ec2Region(world, REGION)).filter(isAlive).map((m) => m.type).sort();

test('what starts machines is held before the machines and gone before them, and an hour later nothing has come back', async () => {
  const account = await openAccount(await planted());
  const run = await play(account, { kinds: OURS });
  const found = run.ui.shown('findings').flatMap((f) => f.findings).filter((f): f is ResourceFinding => f.about === 'resource');
  const kinds = new Set(found.filter((f) => f.verdict === 'malicious').map((f) => f.kind));
  for (const kind of OURS.filter((id) => !THREAD.includes(id))) expect(kinds).toContain(kind);

  const score = account.score(found.map((f) => f.resource.arn));
  expect(score.footholds.filter((f) => !f.removed).map((f) => f.arn)).toEqual([]);
  expect(score.bystanders.harmed).toEqual([]);
  expect(score.evidence.lost).toEqual([]);

  const done = account.world.requests.entries.filter((e) => e.change && e.outcome === 'ok').map((e) => e.operation);
  expect(done.indexOf('SuspendProcesses')).toBeLessThan(done.indexOf('StopInstances'));
  expect(done.indexOf('CreateSnapshots')).toBeLessThan(done.indexOf('DeleteAutoScalingGroup'));
  expect(done.indexOf('DeleteAutoScalingGroup')).toBeLessThan(done.indexOf('TerminateInstances'));

  account.clock.set(new Date(account.clock.now().getTime() + 3_600_000));
  while (account.world.mustSettle()) await account.world.settle();
  expect(running(account).filter((type) => type.startsWith('g5'))).toEqual([]);
  const { groups } = roomIn(account.world, REGION);
  expect([...groups.values()].map(({ name, min, max, desired, suspended }) => [name, min, max, desired, suspended.size])).toEqual([['shop', 1, 2, 1, 0], ['mail', 0, 1, 0, 0]]);
  expect([...computeRegion(account.world, REGION).spotRequests.values()].filter((r) => r.state === 'open' || r.state === 'active')).toEqual([]);
}, 120_000);
