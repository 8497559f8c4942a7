// Serves a big account on loopback, as AWS would: with its quotas and 40 ms latency, in a process of its own. Bundled and run by bench.mjs.
// Prints one JSON line when it listens; answers GET /bench with what was asked of it so far.
import type { SimCaller } from '../../src/sim/account.ts';
import { DrillClock } from '../../src/core/clock.ts';
import { Drill } from '../../src/sim/drill/world.ts';
import { served } from '../../src/sim/drill/serve.ts';
import { loadScenario } from '../../src/sim/scenario/load.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { boundOf } from './quota-bound.ts';
import { inRegions } from './spread.ts';
import { listenOn } from '../../src/sim/wire/listener.ts';
import type { World } from '../../src/sim/world.ts';

const LATENCY_MS = 40, DAY = 86_400_000;
interface Size { readonly users: number; readonly roles: number; readonly instances: number; readonly events: number; readonly scenario: string }
const size: Size = { users: 2_000, roles: 3_000, instances: 10_000, events: 200_000, scenario: 'leaked-key', ...JSON.parse(process.argv[2] ?? '{}') as Partial<Size> };

const now = new Date();
const source = await shippedScenario(size.scenario);
const loaded = await loadScenario({ ...source, data: { ...source.data as object, now: now.toISOString() } }, { latencyMs: 0, quotas: true });
const { world } = loaded;
const ROOT: SimCaller = { type: 'Root', arn: `arn:aws:iam::${world.id}:root`, principalId: world.id, accessKeyId: '' };
const trust = (name: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: name }, Action: 'sts:AssumeRole' }] });
const play = (service: Parameters<World['play']>[0]['service'], operation: string, input: object, region = 'us-east-1'): Promise<unknown> =>
  world.play({ service, operation, input: input as never, region, as: { caller: ROOT }, sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.0' });

const present = world.clock, past = new Date(now.getTime() - 400 * DAY);
world.clock = { now: () => past, sleep: () => Promise.resolve() };
for (let i = 0; i < size.users; i++) await play('iam', 'CreateUser', { UserName: `staff-${String(i).padStart(5, '0')}` });
for (let i = 0; i < size.roles; i++) await play('iam', 'CreateRole', { RoleName: `service-${String(i).padStart(5, '0')}`, AssumeRolePolicyDocument: trust('ec2.amazonaws.com') });
for (const [region, n] of inRegions(size.instances)) for (let left = n; left > 0; left -= 100) await play('ec2', 'RunInstances', { ImageId: 'ami-0a1b2c3d4e5f60718', InstanceType: 't3.medium', MinCount: Math.min(100, left), MaxCount: Math.min(100, left) }, region);
world.clock = present;

/** An id as AWS's are, and cheap. */
const numbered = (region: string, i: number, kind: string): string => `${i.toString(16).padStart(8, '0')}-0000-4000-a000-${kind}${Buffer.from(region).toString('hex').slice(-11).padStart(11, '0')}`;

/** Everyday calls by the account's own roles; one in five changes something, as trails of real accounts show. */
const everyday = [['ec2', 'DescribeInstances', true], ['logs', 'DescribeLogGroups', true], ['s3', 'GetBucketAcl', true], ['kms', 'Decrypt', true], ['logs', 'CreateLogStream', false]] as const;
const workers = Array.from({ length: 200 }, (_, i): SimCaller => ({
  type: 'AssumedRole', arn: `arn:aws:sts::${world.id}:assumed-role/service-${String(i).padStart(5, '0')}/task`, principalId: `AROA${String(i).padStart(10, '0')}EXAMPLE:task`, accessKeyId: `ASIA${String(i).padStart(9, '0')}EXAMPLE`,
  session: { issuerArn: `arn:aws:iam::${world.id}:role/service-${String(i).padStart(5, '0')}`, issuerId: `AROA${String(i).padStart(10, '0')}EXAMPLE`, issuerName: `service-${String(i).padStart(5, '0')}`, issuerType: 'Role', issuedAt: new Date(now.getTime() - 80 * DAY), expiresAt: new Date(now.getTime() + DAY), mfa: false },
}));
for (const [region, n] of inRegions(size.events)) {
  for (let i = 0; i < n; i++) {
    const [service, name, readOnly] = everyday[i % everyday.length] as (typeof everyday)[number];
    const caller = workers[i % workers.length] as SimCaller;
    world.history.add({
      id: numbered(region, i, 'e'), requestId: numbered(region, i, 'f'), at: new Date(now.getTime() - 89 * DAY + Math.floor((i / n) * 89 * DAY)), region, source: `${service}.amazonaws.com`, name, type: 'AwsApiCall', readOnly, accountId: world.id,
      caller, sourceIp: '198.51.100.30', userAgent: 'aws-sdk-java/2.28.11', request: { logGroupName: `/ecs/${String(i % 50)}` }, response: null, resources: [],
    });
  }
}

const drill = new Drill(loaded, source, LATENCY_MS, (error) => { process.stderr.write(`${String(error)}\n`); });
drill.start(new DrillClock(now), undefined);
const listener = await listenOn(0, (request) => (request.method === 'GET' && request.path === '/bench'
  ? Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(boundOf(world.requests.entries)) }) : drill.handle(request)), (error) => { process.stderr.write(`${String(error)}\n`); });
process.stdout.write(`${JSON.stringify(served(drill, listener.url))}\n`);
