// Working in a drill: as the operator, against a live adversary, over a kill, on a socket.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, ListAccessKeysCommand, ListUserPoliciesCommand, ListUsersCommand, PutUserPolicyCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { DescribeInstancesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SteppedClock } from '../../../src/core/clock.ts';
import { openDrill, type Drill, type DrillOptions } from '../../../src/sim/drill/world.ts';
import { serveDrill, type Served } from '../../../src/sim/drill/serve.ts';
import { wholeStock } from '../../../src/sim/scenario/stock.ts';
import { eventJson } from '../../../src/sim/trail/record.ts';
import { ADMIN, sentenceOf, small, withActor } from '../scenario/small.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'drill-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const ATTACK = [
  { at: '-2h', as: 'mallory', call: 'iam:CreateUser', with: { UserName: 'svc' } },
  { at: '+5s', as: 'mallory', call: 'iam:AttachUserPolicy', with: { UserName: 'svc', PolicyArn: ADMIN } },
  { at: '+5s', as: 'mallory', call: 'iam:CreateAccessKey', with: { UserName: 'svc' }, save: 'svcKey' },
];
const MALLORY_KEY = withActor('malloryKey', { credential: '${svcKey.AccessKey.AccessKeyId}', sourceIp: '203.0.113.140', userAgent: 'Boto3/1.40.61', attacker: true });
const STRIPS = { on: 'iam:PutUserPolicy', when: { UserName: 'svc' }, after: '2s', as: 'malloryKey', call: 'iam:DeleteUserPolicy', with: { UserName: 'svc', PolicyName: '${on.PolicyName}' } };
const REKEYS = { on: 'iam:UpdateAccessKey', when: { UserName: 'svc' }, after: '3s', as: 'malloryKey', deeds: [{ call: 'iam:CreateAccessKey', with: { UserName: 'svc' }, save: 'second' }] };

const opened = (options: Partial<DrillOptions> = {}, parts: Readonly<Record<string, unknown>> = {}): Promise<Drill> =>
  openDrill({ source: small({ ...MALLORY_KEY, ...parts }, ATTACK), clock: (start) => new SteppedClock(start), ...options });
function config(drill: Drill, region = 'us-east-1'): { region: string; credentials: { accessKeyId: string; secretAccessKey: string }; requestHandler: object; maxAttempts: number } {
  if (!drill.operator) throw new Error('no operator');
  return { region, credentials: drill.operator, requestHandler: drill.requestHandler(), maxAttempts: 1 };
}
const DENY = { UserName: 'svc', PolicyName: 'stop', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }) };
const pass = (drill: Drill, seconds: number): Promise<void> => { drill.clock.jump?.(new Date(drill.clock.now().getTime() + seconds * 1_000)); return Promise.resolve(); };
const keyOf = async (iam: IAMClient, UserName: string): Promise<string> => (await iam.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata?.[0]?.AccessKeyId ?? '';

test('the operator works with credentials of the scenario, from the operator\'s address, at the drill\'s time', async () => {
  const drill = await opened();
  const me = await new STSClient(config(drill)).send(new GetCallerIdentityCommand({}));
  expect(me.Arn).toBe('arn:aws:iam::111122223333:user/ci');
  const event = drill.world.history.records().at(-1);
  expect(event && eventJson(event)).toMatchObject({ eventName: 'GetCallerIdentity', eventTime: '2026-11-20T09:00:00Z', sourceIPAddress: '198.51.100.20' });
});

test('an operator without credentials has none, and another way in is only what the scenario names', async () => {
  const drill = await opened({}, { operator: null, waysIn: ['root'] });
  expect(drill.operator).toBeNull();
  const root = await drill.enter('root');
  const me = await new STSClient({ region: 'us-east-1', credentials: root, requestHandler: drill.requestHandler() }).send(new GetCallerIdentityCommand({}));
  expect(me.Arn).toBe('arn:aws:iam::111122223333:root');
  expect(await sentenceOf(drill.enter('mallory'))).toBe('The scenario has no way in as mallory.');
});

test('the adversary strips the deny two seconds later, and the event says so, however late anybody looks', async () => {
  const drill = await opened({}, { reactions: [STRIPS] });
  const iam = new IAMClient(config(drill));
  await iam.send(new PutUserPolicyCommand(DENY));
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'svc' }))).PolicyNames).toEqual(['stop']);
  await pass(drill, 30);
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'svc' }))).PolicyNames).toEqual([]);
  const stripped = drill.world.history.records().find(({ name }) => name === 'DeleteUserPolicy');
  expect(stripped && eventJson(stripped)).toMatchObject({ eventTime: '2026-11-20T09:00:02Z', sourceIPAddress: '203.0.113.140' });
  await iam.send(new PutUserPolicyCommand(DENY));
  await pass(drill, 30);
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'svc' }))).PolicyNames).toEqual(['stop']);
});

test('a reaction comes too late when its credential is dead by then', async () => {
  const drill = await opened({}, { reactions: [{ ...STRIPS, after: '10s' }] });
  const iam = new IAMClient(config(drill));
  await iam.send(new PutUserPolicyCommand(DENY));
  await pass(drill, 30);
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'svc' }))).PolicyNames).toEqual(['stop']);
});

test('what the adversary makes during the drill is a foothold too, and starts the wait again', async () => {
  const drill = await opened({}, { reactions: [REKEYS] });
  const iam = new IAMClient(config(drill));
  const svc = await keyOf(iam, 'svc');
  const own = await keyOf(iam, 'ci');
  await pass(drill, 60);
  await iam.send(new UpdateAccessKeyCommand({ UserName: 'svc', AccessKeyId: svc, Status: 'Inactive' }));
  const uncontained = (): string[] => drill.score().footholds.filter(({ contained }) => !contained).map(({ kind }) => kind).sort();
  expect(uncontained()).toEqual(['iam/access-key']);
  await pass(drill, 10);
  await iam.send(new ListUsersCommand({}));
  expect(uncontained()).toEqual(['iam/access-key', 'iam/access-key', 'iam/user', 'iam/user-policy-attachment']);
  await iam.send(new PutUserPolicyCommand(DENY));
  await pass(drill, 10);
  await iam.send(new CreateUserCommand({ UserName: 'way-out' }));
  expect(drill.score().msToContain).toBeNull();
  await iam.send(new UpdateAccessKeyCommand({ UserName: 'ci', AccessKeyId: own, Status: 'Inactive' }));
  expect(drill.score()).toMatchObject({ msToContain: 80_000 });
});

async function work(drill: Drill): Promise<void> {
  const iam = new IAMClient(config(drill));
  const ec2 = new EC2Client(config(drill, 'eu-west-1'));
  await iam.send(new PutUserPolicyCommand(DENY));
  await pass(drill, 3);
  await Promise.all([iam.send(new ListUsersCommand({})), iam.send(new CreateUserCommand({ UserName: 'helper' })), ec2.send(new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }))]);
  await pass(drill, 60);
  await iam.send(new CreateAccessKeyCommand({ UserName: 'helper' }));
  await ec2.send(new DescribeInstancesCommand({}));
}
const accountOf = (drill: Drill): unknown => ({ stock: [...wholeStock(drill.world)], events: drill.world.history.records().map(eventJson), now: drill.clock.now(), score: drill.score() });

test('a killed drill comes back from its log: the same things, ids, events, reactions and time', async () => {
  const logFile = join(folder, 'drill.jsonl');
  const drill = await opened({ logFile }, { reactions: [STRIPS] });
  await work(drill);
  const before = accountOf(drill);
  const again = await openDrill({ logFile, clock: (start) => new SteppedClock(start) });
  expect(accountOf(again)).toEqual(before);
  await new IAMClient(config(again)).send(new CreateUserCommand({ UserName: 'later' }));
  expect(accountOf(await openDrill({ logFile, clock: (start) => new SteppedClock(start) }))).toEqual(accountOf(again));
});

test('a line that a kill cut off is dropped, and the drill goes on from the one before', async () => {
  const logFile = join(folder, 'drill.jsonl');
  const drill = await opened({ logFile });
  const iam = new IAMClient(config(drill));
  await iam.send(new CreateUserCommand({ UserName: 'helper' }));
  await drill.close();
  const whole = readFileSync(logFile, 'utf8');
  writeFileSync(logFile, `${whole}{"at":"2026-11-20T09:0`);
  const again = await openDrill({ logFile, clock: (start) => new SteppedClock(start) });
  const { Users = [] } = await new IAMClient(config(again)).send(new ListUsersCommand({}));
  expect(Users.map(({ UserName }) => UserName)).toEqual(['ci', 'helper', 'svc']);
  expect(readFileSync(logFile, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as object)).toHaveLength(3);
});

test('a request is in the log before it is answered', async () => {
  const logFile = join(folder, 'drill.jsonl');
  const drill = await opened({ logFile });
  drill.world.faults.add({ fault: { kind: 'reset', after: true }, operation: 'CreateUser' });
  await expect(new IAMClient(config(drill)).send(new CreateUserCommand({ UserName: 'helper' }))).rejects.toThrow('ECONNRESET');
  expect(readFileSync(logFile, 'utf8')).toContain('Action=CreateUser');
});

test('a log of another version is refused', async () => {
  const logFile = join(folder, 'drill.jsonl');
  writeFileSync(logFile, '{"schemaVersion":7}\n');
  expect(await sentenceOf(openDrill({ logFile }))).toContain('was written by another version of this tool');
});

test('latency is waited out without holding up others', async () => {
  const drill = await opened({ behaviour: { latencyMs: 100 } });
  const sts = new STSClient(config(drill));
  await Promise.all(Array.from({ length: 20 }, () => sts.send(new GetCallerIdentityCommand({}))));
  expect(drill.clock.now().getTime() - drill.scenario.now.getTime()).toBe(100);
});

test('serving prints one line that any client can start from, and ends when it is told to', async () => {
  const drill = await opened();
  const stop = new AbortController();
  const lines: string[] = [];
  let ready = (): void => undefined;
  const printed = new Promise<void>((resolve) => { ready = resolve; });
  const serving = serveDrill(drill, 0, (line) => { lines.push(line); ready(); }, stop.signal);
  await printed;
  const served = JSON.parse(lines[0] ?? '') as Served;
  expect(served).toMatchObject({ region: 'us-east-1', accountId: '111122223333', notice: null });
  const sts = new STSClient({ region: served.region, endpoint: served.endpoint, credentials: served.credentials ?? { accessKeyId: '', secretAccessKey: '' } });
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:iam::111122223333:user/ci');
  stop.abort();
  await serving;
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow('ECONNREFUSED');
  expect(lines).toHaveLength(1);
});
