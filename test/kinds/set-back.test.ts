// What AWS's history hides is set back from where AWS still shows it; where nothing does, the operator is told where to look.
import { describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Attribution, JsonObject, Resource } from '../../src/core/types.ts';
import queue from '../../src/kinds/batch/job-queue.ts';
import stack from '../../src/kinds/cloudformation/stack.ts';
import instance from '../../src/kinds/ec2/instance.ts';
import type { Instance } from '../../src/kinds/ec2/parts/instance-view.ts';
import type { HistoryEvent, Kind } from '../../src/kinds/kind.ts';
import domain from '../../src/kinds/route53domains/domain.ts';
import bucket from '../../src/kinds/s3/bucket.ts';
import stateMachine from '../../src/kinds/states/state-machine.ts';
import { plan } from '../../src/engine/plan.ts';
import { say } from '../../src/core/text.ts';
import { REGION, stage, type Stage } from '../contract/account.ts';
import { Run } from '../contract/deed.ts';
import { did, thingOf } from './on-stage.ts';

let clock = 0;
const event = (name: string, by: Attribution | undefined, request: JsonObject = {}, response: JsonObject | null = null): HistoryEvent => ({ event: name, time: `2026-11-20T09:00:${String(clock++ % 60).padStart(2, '0')}.000Z`, by, request, response });
const never = '2026-11-20T00:00:00.000Z';

/** The action as the engine runs it: on the thing as it is looked at with its aim. */
async function recovering(at: Stage, kind: Kind, name: string | undefined, aim: JsonObject, way?: string): Promise<Run> {
  const action = kind.actions.recover;
  if (!action) throw new Error(`${kind.id} has no recover`);
  const target = { ...await thingOf(at, kind, name), aim };
  const [seen] = await kind.look(at.session.reads(kind.reads, target.region), [target]);
  const before = { ...seen, aim } as Resource;
  const run = new Run(at, { kind, action, target, way, origin: 'changed' }, before);
  run.look = async () => { const [now] = await kind.look(at.session.reads(kind.reads, target.region), [target]); return now && { ...now, aim }; };
  return run;
}
const hindrance = (run: Run): string | undefined => { const text = run.step.action.impossible?.(run.before, run.step.way); return text && render(text); };

describe('a bucket of the stranger that is not empty', () => {
  const Bucket = 'amzn-s3-demo-bucket';
  const full = (): Promise<Stage> => stage(async (play) => {
    await play('s3', 'CreateBucket', { Bucket });
    await play('s3', 'PutObject', { Bucket, Key: 'before', Body: 'four' });
    await play('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    for (const Key of ['loot/1', 'loot/2', 'odd\u0007key']) await play('s3', 'PutObject', { Bucket, Key, Body: 'secret loot' });
    await play('s3', 'DeleteObject', { Bucket, Key: 'loot/1' });
  });
  const runOn = async (at: Stage, verb: 'preserve' | 'eradicate'): Promise<Run> => {
    const target = await thingOf(at, bucket, Bucket);
    const action = bucket.actions[verb];
    if (!action) throw new Error(verb);
    return new Run(at, { kind: bucket, action, target, way: undefined, origin: 'created' }, target);
  };
  test('is counted at its gate, emptied of every version and marker, and deleted', async () => {
    const at = await full();
    const run = await runOn(at, 'eradicate');
    expect(render(run.step.action.destroys?.(run.before) ?? say(''))).toContain('In it are 4 versions of objects (37 bytes) and 1 delete markers');
    await run.apply();
    expect(await run.done()).toBe(true);
    expect(did(at).at(-1)).toBe('DeleteBucket');
  });
  test('its list is evidence; what the objects hold is not', async () => {
    const run = await runOn(await full(), 'preserve');
    await run.apply();
    const list = String(run.kept.get(`bucket-${Bucket}-objects-1.jsonl`)).trim().split('\n').map((line) => JSON.parse(line) as { key: string; bytes: number; marker: boolean });
    expect(list.map(({ key, bytes, marker }) => [key, bytes, marker])).toEqual(expect.arrayContaining([['before', 4, false], ['loot/1', 0, true], ['loot/1', 11, false], ['odd\u0007key', 11, false]]));
    expect([...run.kept.values()].join('')).not.toContain('secret loot');
  });
});

describe('user data that the stranger changed', () => {
  const DATA = Buffer.from('#!/bin/sh\necho good').toString('base64');
  const machines = (): Promise<Stage> => stage(async (play, _, account) => {
    const { LaunchTemplate: { LaunchTemplateId } } = await play('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'app', LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.small', UserData: DATA } }) as { LaunchTemplate: { LaunchTemplateId: string } };
    const { Instances: [made] } = await play('ec2', 'RunInstances', { LaunchTemplate: { LaunchTemplateId, Version: '1' }, MinCount: 1, MaxCount: 1, DisableApiStop: true }) as { Instances: [{ InstanceId: string }] };
    const InstanceId = made.InstanceId;
    const later = (ms: number, operation: string, input: object): void => { account.schedule(new Date(account.now().getTime() + ms), async () => { await play('ec2', operation, input); }); };
    later(60_000, 'ModifyInstanceAttribute', { InstanceId, DisableApiStop: { Value: false } });
    later(61_000, 'StopInstances', { InstanceIds: [InstanceId] });
    later(300_000, 'ModifyInstanceAttribute', { InstanceId, UserData: { Value: Buffer.from('#!/bin/sh\necho evil') } });
    later(301_000, 'StartInstances', { InstanceIds: [InstanceId] });
    later(302_000, 'ModifyInstanceAttribute', { InstanceId, DisableApiStop: { Value: true } });
  });
  const userData = async (at: Stage, InstanceId: string): Promise<string> => ((await at.play('ec2', 'DescribeInstanceAttribute', { InstanceId, Attribute: 'userData' })) as { UserData: { Value?: string } }).UserData.Value ?? '';
  const recall = (history: readonly HistoryEvent[], r: Partial<Instance> = {}): unknown => instance.recall?.({ arn: 'a', uid: 'u', name: 'i-1', region: REGION, ...r } as Instance, history, never);

  test('of a machine that runs is what its launch template says; the machine is stopped for it, started again and as protected as it was', async () => {
    const at = await machines();
    const run = await recovering(at, instance, undefined, { emptyUserData: true, before: '2026-11-20T09:30:00.000Z' }, 'back');
    expect(run.step.action.hurts?.(run.before)).toBe(true);
    expect(run.step.action.ways?.(run.before, 'changed').map((w) => w.id)).toEqual(['back', 'empty']);
    await run.apply();
    expect(await run.done()).toBe(true);
    expect(await userData(at, run.before.name)).toBe(DATA);
    expect(did(at)).toEqual(['ModifyInstanceAttribute', 'StopInstances', 'ModifyInstanceAttribute', 'StartInstances', 'ModifyInstanceAttribute']);
    expect(JSON.stringify(run.before)).not.toContain(DATA);
  });
  test('is emptied where a version of the stranger is all there is', async () => {
    const at = await machines();
    const run = await recovering(at, instance, undefined, { emptyUserData: true, before: '2026-11-20T08:00:00.000Z' }, 'empty');
    expect(run.step.action.ways?.(run.before, 'changed').map((w) => w.id)).toEqual(['empty']);
    await run.apply();
    expect(await userData(at, run.before.name)).toBe('');
  });
  test('that its owner had set otherwise than the template is not taken from there', () => {
    const theirs = event('ec2:ModifyInstanceAttribute', 'attacker', { userData: '<sensitiveDataRemoved>' });
    expect(recall([event('ec2:RunInstances', undefined), theirs])).toEqual({ emptyUserData: true, before: theirs.time });
    expect(recall([event('ec2:RunInstances', undefined, { userData: '<sensitiveDataRemoved>' }), theirs])).toEqual({ emptyUserData: true });
    expect(recall([event('ec2:RunInstances', undefined), event('ec2:ModifyInstanceAttribute', 'owner', { userData: '<sensitiveDataRemoved>' }), theirs])).toEqual({ emptyUserData: true });
    expect(recall([theirs])).toEqual({ emptyUserData: true });
  });
  test('of a machine that a group would replace is guided', () => {
    const startedBy = { service: 'EC2 Auto Scaling', name: 'web', kind: 'autoscaling/auto-scaling-group' as const };
    const { recover } = instance.actions;
    const r = { name: 'i-1', region: REGION, state: 'running', spot: false, rootDevice: 'ebs', startedBy, aim: { emptyUserData: true } } as unknown as Instance;
    expect(render(recover?.impossible?.(r) ?? say(''))).toContain('may start another one; stop that first');
    expect(recover?.impossible?.({ ...r, state: 'stopped' })).toBeUndefined();
  });
});

describe("a domain's name servers", () => {
  const DELEGATE = 'route53domains:UpdateDomainNameservers';
  const there = (zones: number): Promise<Stage> => stage(async (play) => {
    await play('route53domains', 'RegisterDomain', { DomainName: 'example.com', DurationInYears: 1, AdminContact: {}, RegistrantContact: {}, TechContact: {} });
    for (let n = 0; n < zones; n++) await play('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: String(n) });
    await play('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: 'private', VPC: { VPCId: 'vpc-0123456789abcdef0', VPCRegion: REGION } });
    await play('route53domains', 'UpdateDomainNameservers', { DomainName: 'example.com', Nameservers: [{ Name: 'ns1.example.net' }, { Name: 'ns2.example.net' }] });
  });
  test('are those of its one public hosted zone, where the history tells none', async () => {
    const at = await there(1);
    const run = await recovering(at, domain, 'example.com', domain.recall?.({} as never, [event(DELEGATE, 'attacker', { nameservers: [{ name: 'ns1.example.net' }] })], never) ?? {});
    expect(render(run.step.action.title(run.before))).toContain('ns-1.awsdns-01.com, ns-513.awsdns-02.net');
    expect(render(run.step.action.breaks?.(run.before) ?? say(''))).toContain('ns1.example.net, ns2.example.net');
    await run.apply();
    expect(await run.done()).toBe(true);
    await run.undo();
    expect(await run.undone()).toBe(true);
  });
  test.each([0, 2])('are not guessed where there are %d', async (zones) => {
    expect(hindrance(await recovering(await there(zones), domain, 'example.com', {}))).toContain('Neither the event history nor a hosted zone');
  });
  test('are the last that the owner set, with their addresses', () => {
    const own = event(DELEGATE, undefined, { nameservers: [{ name: 'ns1.example.com', glueIps: ['192.0.2.1'] }] });
    expect(domain.recall?.({} as never, [own, event(DELEGATE, 'attacker', { nameservers: [{ name: 'ns1.example.net' }] })], never)).toEqual({ nameservers: [{ Name: 'ns1.example.com', GlueIps: ['192.0.2.1'] }] });
    expect(domain.recall?.({} as never, [event('route53domains:DisableDomainTransferLock', 'attacker')], never)).toBeUndefined();
  });
});

describe('a CloudFormation stack', () => {
  const [MADE, UPDATE] = ['cloudformation:CreateStack', 'cloudformation:UpdateStack'];
  const source = (...history: readonly HistoryEvent[]): unknown => stack.recall?.({} as never, history, never)?.['source'];
  const own = (more: JsonObject = {}): HistoryEvent => event(MADE, undefined, { stackName: 'app', templateURL: 'https://example/app.json', capabilities: ['CAPABILITY_IAM'], parameters: [{ parameterKey: 'Size' }], ...more });
  test('is given the template back that its owner last named, with the parameters that it then had', () => {
    expect(source(own(), event(UPDATE, 'attacker', { parameters: [{ parameterKey: 'Size' }, { parameterKey: 'Extra' }] })))
      .toEqual({ TemplateURL: 'https://example/app.json', Capabilities: ['CAPABILITY_IAM'], Parameters: [{ ParameterKey: 'Size' }] });
  });
  test.each([
    ['its owner sent the text', [own({ templateURL: null }), event(UPDATE, 'attacker')]],
    ['its owner last ran a change set', [own(), event('cloudformation:ExecuteChangeSet', undefined), event(UPDATE, 'attacker')]],
    ['only values of parameters were changed', [own(), event(UPDATE, 'attacker', { usePreviousTemplate: true, parameters: [{ parameterKey: 'Size' }] })]],
    ['it was given a role that it did not have', [own(), event(UPDATE, 'attacker', { roleARN: 'arn:aws:iam::111122223333:role/x' })]],
  ])('is guided where %s', (_, history) => {
    expect(source(...history.map((e) => (e.request?.['templateURL'] === null ? { ...e, request: { stackName: 'app' } } : e)))).toEqual({});
    expect(render(stack.actions.recover?.impossible?.({ name: 'app', region: REGION, aim: { source: {} } } as never) ?? say(''))).toContain('cf-templates-…-us-east-1');
  });
  test('where only its protection was changed no template is touched', () => {
    expect(stack.recall?.({} as never, [own(), event('cloudformation:UpdateTerminationProtection', 'attacker', { enableTerminationProtection: false })], never)).toEqual({ protection: true });
  });
});

describe('a state machine', () => {
  const UPDATE = 'states:UpdateStateMachine';
  test('that was given another role and nothing else has the role back that the history tells, and runs again', () => {
    const made = event('states:CreateStateMachine', undefined, { definition: 'HIDDEN_DUE_TO_SECURITY_REASONS', roleArn: 'arn:aws:iam::111122223333:role/own' });
    const aim = stateMachine.recall?.({} as never, [made, event(UPDATE, 'attacker', { roleArn: 'arn:aws:iam::111122223333:role/other' })], never);
    expect(aim).toMatchObject({ role: 'arn:aws:iam::111122223333:role/own' });
    expect(stateMachine.actions.recover?.lifts?.({ aim } as never)).toBe(true);
    const both = stateMachine.recall?.({} as never, [made, event(UPDATE, 'attacker', { definition: 'HIDDEN_DUE_TO_SECURITY_REASONS', roleArn: 'x' })], never);
    expect(both?.['role']).toBeUndefined();
  });
});

describe("the owner's Batch queue that the stranger used", () => {
  const SUBMIT = 'batch:SubmitJob';
  test("loses the stranger's jobs and no others, and takes jobs again", async () => {
    const ids: string[] = [];
    const at = await stage(async (play) => {
      await play('batch', 'CreateComputeEnvironment', { computeEnvironmentName: 'ce', type: 'MANAGED', computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: ['subnet-0123456789abcdef0'] } });
      await play('batch', 'CreateJobQueue', { jobQueueName: 'nightly', priority: 1, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'ce' }] });
      await play('batch', 'RegisterJobDefinition', { jobDefinitionName: 'job', type: 'container', containerProperties: { image: 'example' } });
      for (const jobName of ['own', 'theirs', 'theirs']) ids.push((await play('batch', 'SubmitJob', { jobName, jobQueue: 'nightly', jobDefinition: 'job' }) as { jobId: string }).jobId);
    });
    const history = ids.map((jobId, n) => event(SUBMIT, n === 0 ? undefined : 'attacker', { jobQueue: 'nightly' }, { jobId }));
    const aim = queue.recall?.({} as never, history, never);
    const run = await recovering(at, queue, 'nightly', aim ?? {});
    expect(plan([{ about: 'resource', id: 'f', kind: queue.id, verdict: 'malicious', origin: 'used', resource: run.before, techniques: [], because: say(''), evidence: [] }], new Map([[queue.id, queue as Kind]])).map((s) => s.verb)).toEqual(['contain', 'recover']);
    await run.apply();
    expect(await run.done()).toBe(true);
    const jobs = await at.play('batch', 'DescribeJobs', { jobs: ids }) as { jobs: { status: string }[] };
    expect(jobs.jobs.map((j) => j.status)).toEqual(['RUNNABLE', 'FAILED', 'FAILED']);
    expect(queue.actions.recover?.lifts?.(run.before as never)).toBe(true);
  });
  test('has what the stranger changed in it back, where the history tells it', () => {
    const theirs = event('batch:UpdateJobQueue', 'attacker', { jobQueue: 'nightly', priority: 9 });
    expect(queue.recall?.({} as never, [event(SUBMIT, 'attacker', {}, { jobId: 'x' }), theirs], never)).toBeUndefined();
    expect(queue.recall?.({} as never, [event('batch:CreateJobQueue', undefined, { jobQueueName: 'nightly', priority: 1 }), theirs], never)).toEqual({ jobs: [], set: { priority: 1 } });
  });
});
