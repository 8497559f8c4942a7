// Removal in bulk and the posture of all Regions, on the account's own clock under AWS's quotas and 40 ms latency: how near to the quotas the tool comes does not hang on the machine.
// Bundled and run by bench.mjs; prints one JSON object for the measure that is named.
import { KIND_IDS } from '../../src/kinds/catalog.ts';
import { partitionById } from '../../src/aws/partition.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import { say } from '../../src/core/text.ts';
import type { KindId, Resource, ResourceFinding, Step } from '../../src/core/types.ts';
import { applyWave } from '../../src/engine/apply.ts';
import { plan } from '../../src/engine/plan.ts';
import { sweep } from '../../src/engine/scan.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { loadKinds } from '../../src/commands/run.ts';
import { partByImage } from '../../src/phases/remediate/one-copy.ts';
import type { Wizard } from '../../src/phases/wizard.ts';
import type { SimCaller } from '../../src/sim/account.ts';
import { openDrill } from '../../src/sim/drill/world.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { snapshotMs } from '../../src/sim/services/ec2/snapshots.ts';
import { s3State } from '../../src/sim/services/s3/state.ts';
import type { World } from '../../src/sim/world.ts';
import { Account } from '../../test/harness/account.ts';
import { approving } from '../../test/harness/operator.ts';
import { play, removeFolders } from '../../test/harness/play.ts';
import { boundOf, type Bound } from './quota-bound.ts';

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'eu-central-1', 'eu-north-1', 'ap-northeast-1', 'ap-southeast-1', 'ap-south-1', 'sa-east-1'];
const LATENCY_MS = 40, USERS = 500, ROOT_GIB = 8;
/** A part of it, for a quick look. */
const SHARE = Number(process.env['BENCH_SHARE'] ?? 1);
const MACHINES = Math.ceil(100 * SHARE);
interface Measured { readonly seconds: number; readonly bound: Bound }

async function opened(): Promise<Account> {
  let clock: SteppedClock | undefined;
  const drill = await openDrill({ source: await shippedScenario('leaked-key'), clock: (start) => (clock = new SteppedClock(start)), behaviour: { latencyMs: LATENCY_MS, quotas: true } });
  if (!clock) throw new Error('The drill has not asked for a clock.');
  return new Account('leaked-key', drill, clock);
}
function owner(world: World): (service: Parameters<World['play']>[0]['service'], operation: string, input: object, region?: string) => Promise<unknown> {
  const caller: SimCaller = { type: 'Root', arn: `arn:aws:iam::${world.id}:root`, principalId: world.id, accessKeyId: '' };
  return (service, operation, input, region = 'us-east-1') => world.play({ service, operation, input: input as never, region, as: { caller }, sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.0' });
}

/** Runs `deed` over the account as a wizard would, and holds its time on the account's clock against what the quotas allow. */
async function timed(account: Account, kinds: readonly KindId[] | 'all', deed: (wizard: Wizard) => Promise<void>): Promise<Measured> {
  let measured: Measured | undefined;
  await play(account, { kinds, answers: { 'one-copy': 'one' }, decide: (gate) => approving(gate), body: async (wizard) => {
    const from = account.clock.now().getTime(), before = account.world.requests.entries.length;
    await deed(wizard);
    measured = { seconds: (account.clock.now().getTime() - from) / 1000, bound: boundOf(account.world.requests.entries.slice(before)) };
    return 0;
  } });
  removeFolders();
  if (!measured) throw new Error('Nothing was measured.');
  return measured;
}
const theirs = (kind: Kind, resource: Resource): ResourceFinding => ({ about: 'resource', id: `${kind.id}:${resource.uid}`, kind: kind.id, resource, verdict: 'malicious', origin: 'created', because: say('Made for the measure.'), techniques: [], evidence: [] });
/** Of one kind and verb. What must come before is its evidence alone: nothing is contained one by one here. */
const stepsOf = (wizard: Wizard, findings: readonly ResourceFinding[], kind: KindId, verb: Step['verb']): readonly Step[] =>
  plan(findings, wizard.kinds).filter((s) => s.kind === kind && s.verb === verb).map((s) => ({ ...s, after: s.after.filter((id) => id.startsWith(`preserve:${kind}:`)) }));

/** The most that is alive over what was when it began: how much garbage waits is V8's affair, and this process has room for a lot of it. */
async function heapOf<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly heapMB: number }> {
  global.gc?.();
  const base = process.memoryUsage().heapUsed;
  let peak = 0;
  const timer = setInterval(() => { global.gc?.(); peak = Math.max(peak, process.memoryUsage().heapUsed - base); }, 1_000);
  try {
    return { value: await work(), heapMB: peak / 1e6 };
  } finally { clearInterval(timer); }
}

/** A thousand protected machines behind ten groups that are held: the groups first, then the evidence (one full copy of each image, the data of every machine), then every machine. */
async function bulk(): Promise<object> {
  const account = await opened();
  const asOwner = owner(account.world);
  const machines: string[] = [];
  for (const region of REGIONS) {
    await asOwner('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'miners', LaunchTemplateData: { ImageId: 'ami-0a1b2c3d4e5f60718', InstanceType: 'c6i.2xlarge' } }, region);
    await asOwner('autoscaling', 'CreateAutoScalingGroup', { AutoScalingGroupName: 'miners', LaunchTemplate: { LaunchTemplateName: 'miners', Version: '$Latest' }, MinSize: MACHINES, MaxSize: MACHINES, DesiredCapacity: MACHINES, AvailabilityZones: [`${region}a`] }, region);
  }
  account.clock.set(new Date(account.clock.now().getTime() + 20 * 60_000));
  await account.world.settle();
  for (const region of REGIONS) {
    const { Reservations = [] } = await asOwner('ec2', 'DescribeInstances', {}, region) as { Reservations?: readonly { Instances: readonly { InstanceId: string; State: { Name: string } }[] }[] };
    for (const { InstanceId, State } of Reservations.flatMap((r) => r.Instances)) {
      if (State.Name !== 'running') continue;
      machines.push(InstanceId);
      await asOwner('ec2', 'ModifyInstanceAttribute', { InstanceId, DisableApiTermination: { Value: true } }, region);
      await asOwner('ec2', 'ModifyInstanceAttribute', { InstanceId, DisableApiStop: { Value: true } }, region);
    }
  }
  let removed = 0, gates: readonly string[] = [];
  let evidence: readonly number[] = [];
  const { value: measured, heapMB } = await heapOf(() => timed(account, ['autoscaling/auto-scaling-group', 'ec2/instance'], async (wizard) => {
    const seen = await sweep(wizard.engine, [...wizard.kinds.values()], REGIONS);
    const findings = seen.listed.map(({ kind, resource }) => theirs(kind, resource));
    const gate = (title: string) => ({ id: title, title: say('Remove'), advice: say('All of it.') });
    const held = await applyWave(wizard.engine, stepsOf(wizard, findings, 'autoscaling/auto-scaling-group', 'contain'), gate('hold'));
    const { copied, resting } = await partByImage(wizard, stepsOf(wizard, findings, 'ec2/instance', 'preserve'));
    const kept = await applyWave(wizard.engine, copied, gate('copy'));
    const rested = await applyWave(wizard.engine, resting(), gate('data'));
    evidence = [kept.verified.length, rested.verified.length];
    const gone = await applyWave(wizard.engine, stepsOf(wizard, findings, 'ec2/instance', 'eradicate'), gate('terminate'));
    removed = gone.verified.filter((step) => machines.includes(step.resource.name)).length;
    gates = [String(held.verified.length), String(gone.approved.length)];
  }));
  // AWS's own time for a copy is no quota's; it is waited for once.
  return { ...measured, copySeconds: snapshotMs(ROOT_GIB) / 1_000, heapMB, machines: machines.length, removed, evidence, typed: gates[1] };
}

/** 100,000 delete markers, taken away again. */
async function markers(): Promise<object> {
  const N = Math.ceil(100_000 * SHARE);
  const account = await opened();
  await owner(account.world)('s3', 'CreateBucket', { Bucket: 'ransomed-example' });
  await owner(account.world)('s3', 'PutBucketVersioning', { Bucket: 'ransomed-example', VersioningConfiguration: { Status: 'Enabled' } });
  const bucket = s3State(account.world).buckets.get('ransomed-example');
  if (!bucket) throw new Error('There is no bucket.');
  const at = account.clock.now(), body = new Uint8Array();
  for (let i = 0; i < N; i++) bucket.objects.set(`orders/${String(i).padStart(8, '0')}.json`, [{ id: `m${String(i)}`, at, marker: true, body, metadata: {} }, { id: `v${String(i)}`, at, marker: false, body, metadata: {} }]);
  bucket.keys = undefined;
  const [kind] = await loadKinds(['s3/delete-markers']).then((kinds) => [...kinds.values()]);
  if (!kind) throw new Error('There is no such kind.');
  let seconds = 0, left = -1;
  const { heapMB } = await heapOf(() => timed(account, ['s3/delete-markers'], async (wizard) => {
    const { listed } = await sweep(wizard.engine, [kind], ['us-east-1']);
    const findings = listed.map(({ resource }) => ({ ...theirs(kind, { ...resource, aim: { since: new Date(at.getTime() - 1000).toISOString() } }), origin: 'changed' as const }));
    const steps = stepsOf(wizard, findings, 's3/delete-markers', 'recover');
    const from = account.clock.now().getTime();
    const done = await applyWave(wizard.engine, steps, { id: 'markers', title: say('Bring back'), advice: say('All of it.') });
    seconds = (account.clock.now().getTime() - from) / 1000;
    left = done.verified.length === steps.length && steps.length === 1 ? [...bucket.objects.values()].filter(([first]) => first?.marker === true).length : -1;
  }));
  return { markers: N, left, seconds, perSecond: N / seconds, heapMB };
}

/** Everything that protect looks at, in every Region of the partition. */
async function posture(): Promise<object> {
  const account = await opened();
  const every = partitionById('aws').regions;
  for (let i = 0; i < USERS; i++) await owner(account.world)('iam', 'CreateUser', { UserName: `staff-${String(i).padStart(4, '0')}` });
  for (const RegionName of every) {
    // Those that are on by default refuse.
    const refused = await owner(account.world)('account', 'EnableRegion', { RegionName }).then(() => false, () => true);
    if (refused) continue;
    account.clock.set(new Date(account.clock.now().getTime() + 60 * 60_000));
    await account.world.settle();
  }
  const settings = [...(await loadKinds(KIND_IDS)).values()].filter((kind) => kind.actions.harden !== undefined);
  const measured = await timed(account, settings.map((kind) => kind.id), async (wizard) => {
    const { cells } = await sweep(wizard.engine, settings, every);
    const gaps = cells.filter((c) => c.gap);
    if (gaps.length > 0) throw new Error(`Not all was seen: ${JSON.stringify(gaps.slice(0, 3))}`);
  });
  return { ...measured, regions: every.length, kinds: settings.length, users: USERS };
}

const MEASURES: Readonly<Record<string, () => Promise<object>>> = { bulk, markers, posture };
const measure = MEASURES[process.argv[2] ?? ''];
if (!measure) throw new Error(`There is no measure ${process.argv[2] ?? ''}.`);
process.stdout.write(`${JSON.stringify(await measure())}\n`);
