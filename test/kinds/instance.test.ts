// EC2 instances: evidence first, every interface, both protections, and one id a call.
import { describe, expect, test } from 'vitest';
import instance from '../../src/kinds/ec2/instance.ts';
import { instanceOf, restarts, type Instance } from '../../src/kinds/ec2/parts/instance-view.ts';
import { render } from '../../src/core/text.ts';
import { REGION, stage, type Stage } from '../contract/account.ts';
import { launch } from '../contract/furnish/ec2-instance.ts';
import { listOf, lookAt } from '../contract/contract.ts';
import { changed, did, runOf, thingOf } from './on-stage.ts';

interface Groups { readonly SecurityGroups: readonly { readonly GroupId: string; readonly GroupName: string; readonly IpPermissions?: readonly object[]; readonly IpPermissionsEgress?: readonly object[] }[] }
const groupsOf = async (at: Stage): Promise<Groups['SecurityGroups']> => (await at.play('ec2', 'DescribeSecurityGroups', {}) as Groups).SecurityGroups;
const inputs = (at: Stage, operation: string): readonly Record<string, unknown>[] => at.world.requests.entries.filter((e) => e.operation === operation).map((e) => e.input as Record<string, unknown>);

describe('listing and looking', () => {
  test('finds the instances of every reservation', async () => {
    const at = await stage();
    await at.play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 'm5.large', MinCount: 5, MaxCount: 5 });
    expect((await listOf(at, instance)).found).toHaveLength(8);
  });
  test('looks at many in few requests, and one that is gone does not fail the others', async () => {
    const at = await stage(async (play) => { await launch(play); });
    const { found: [one] } = await listOf(at, instance);
    const many = Array.from({ length: 450 }, (_, n) => ({ ...one, name: n === 7 ? one?.name ?? '' : `i-0${String(n).padStart(16, '0')}` }) as Instance);
    const from = at.world.requests.entries.length;
    const seen = await lookAt(at, instance, many);
    expect(at.world.requests.entries.length - from).toBe(3);
    expect(seen.flatMap((r, n) => (r ? [n] : []))).toEqual([7]);
  });
  test('a terminated instance is gone', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'eradicate');
    await run.apply();
    expect(await run.look()).toBeUndefined();
    expect((await listOf(at, instance)).found).toHaveLength(2);
  });
  test('is as old as its first interface, however often it was started', () => {
    const seen = instanceOf({ InstanceId: 'i-0123456789abcdef0', LaunchTime: new Date('2026-11-20T09:00:00Z'), NetworkInterfaces: [{ Attachment: { DeviceIndex: 0, AttachTime: new Date('2025-01-01T00:00:00Z') } }] }, REGION, '111122223333', 'aws');
    expect(seen?.createdAt).toBe('2025-01-01T00:00:00.000Z');
    expect(seen?.seen?.['launchedAt']).toBe('2026-11-20T09:00:00.000Z');
  });
  test('says what would start another one, by a tag that only AWS can set', () => {
    const tagged = (Key: string): Instance => instanceOf({ InstanceId: 'i-0123456789abcdef0', Tags: [{ Key, Value: 'workers' }] }, REGION, '111122223333', 'aws') as Instance;
    expect(restarts(tagged('aws:autoscaling:groupName'))?.with).toEqual({ service: 'EC2 Auto Scaling', name: 'workers' });
    expect(restarts(tagged('autoscaling:groupName'))).toBeUndefined();
  });
});

describe('volatile evidence', () => {
  test('is saved before anything changes: description, attributes, user data, console, screen', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'stop' });
    await run.apply();
    const id = run.before.name;
    expect([...run.kept.keys()]).toEqual([`${id}-user-data.bin`, `${id}-console.txt`, `${id}-screen.jpg`, `${id}.json`]);
    expect(String(run.kept.get(`${id}-user-data.bin`))).toContain('echo example');
    expect(JSON.parse(String(run.kept.get(`${id}.json`)))).toMatchObject({ attributes: { disableApiTermination: true, disableApiStop: true, instanceInitiatedShutdownBehavior: 'stop' }, missing: [] });
    expect(String(run.kept.get(`${id}.json`))).not.toContain(Buffer.from('#!/bin/sh').toString('base64').slice(0, 10));
    const order = at.world.requests.entries.map((e) => e.operation);
    expect(order.indexOf('GetConsoleScreenshot')).toBeLessThan(order.indexOf('ModifyInstanceAttribute'));
  });
  test('what AWS does not give is written down, and containment goes on', async () => {
    const at = await stage();
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation: 'GetConsoleScreenshot' });
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation: 'GetConsoleOutput' });
    const run = await runOf(at, instance, 'contain', undefined, { way: 'stop' });
    await run.apply();
    expect(await run.done()).toBe(true);
    const { missing } = JSON.parse(String(run.kept.get(`${run.before.name}.json`))) as { missing: { operation: string }[] };
    expect(missing.map((m) => m.operation)).toEqual(['ec2:GetConsoleOutput', 'ec2:GetConsoleScreenshot']);
  });
});

describe('stopping', () => {
  test('lifts stop protection first, and undo puts it back', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'stop' });
    await run.apply();
    expect(did(at)).toEqual(['ModifyInstanceAttribute', 'StopInstances']);
    await run.undo();
    const { DisableApiStop: protection } = await at.play('ec2', 'DescribeInstanceAttribute', { InstanceId: run.before.name, Attribute: 'disableApiStop' }) as { DisableApiStop: { Value: boolean } };
    expect(protection.Value).toBe(true);
  });
  test('says what is lost; a machine on instance store cannot be stopped and is not offered to be', async () => {
    const one = await thingOf(await stage(), instance) as Instance;
    expect(instance.actions.contain?.destroys?.(one, 'stop')?.say).toMatch(/memory.*instance store/);
    const stored: Instance = { ...one, rootDevice: 'instance-store' };
    expect(instance.actions.contain?.ways?.(stored, 'created').map((w) => w.id)).toEqual(['isolate', 'isolate-cut']);
    expect(instance.actions.contain?.impossible?.(stored, 'stop')).toBeDefined();
  });
  test('is recommended for the stranger\'s machines, cutting off for the owner\'s', async () => {
    const one = await thingOf(await stage(), instance) as Instance;
    expect(instance.actions.contain?.ways?.(one, 'created')[0]?.id).toBe('stop');
    expect(instance.actions.contain?.ways?.(one, 'changed')[0]?.id).toBe('isolate');
    expect(instance.actions.contain?.ways?.({ ...one, spot: true }, 'created')[0]?.id).toBe('isolate');
  });
});

const endingOf = async (at: Stage, InstanceId: string): Promise<unknown> =>
  (await at.play('ec2', 'DescribeInstanceAttribute', { InstanceId, Attribute: 'instanceInitiatedShutdownBehavior' }) as { InstanceInitiatedShutdownBehavior: { Value: string } }).InstanceInitiatedShutdownBehavior.Value;
describe('cutting off', () => {
  test('puts each interface into a group that lets nothing in or out', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'isolate' });
    await run.apply();
    const closed = (await groupsOf(at)).filter((g) => g.GroupName !== 'default');
    expect(closed).toHaveLength(1);
    expect([closed[0]?.IpPermissions ?? [], closed[0]?.IpPermissionsEgress ?? []]).toEqual([[], []]);
    const now = await run.look() as Instance;
    expect(now.interfaces.map((i) => i.groups)).toEqual([[closed[0]?.GroupId], [closed[0]?.GroupId]]);
  });
  test('with the open connections: through an open group and out of it, interface by interface; the open group is gone after', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'isolate-cut' });
    await run.apply();
    const [closed, open] = [run.made[`closed-${(run.before as Instance).interfaces[0]?.vpcId ?? ''}`], run.made[`open-${(run.before as Instance).interfaces[0]?.vpcId ?? ''}`]];
    expect(inputs(at, 'ModifyNetworkInterfaceAttribute').map((i) => i['Groups'])).toEqual([[open], [closed], [open], [closed]]);
    expect((await groupsOf(at)).map((g) => g.GroupId)).not.toContain(open);
  });
  test('an interface that a killed run left open is closed before anything else is opened', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'isolate-cut' });
    at.world.faults.add({ fault: { kind: 'reset' }, operation: 'ModifyNetworkInterfaceAttribute', nth: 4 });
    await expect(run.apply()).rejects.toThrow();
    const from = inputs(at, 'ModifyNetworkInterfaceAttribute').length;
    const left = (run.before as Instance).interfaces[1];
    await run.apply();
    const closed = run.made[`closed-${left?.vpcId ?? ''}`];
    expect(inputs(at, 'ModifyNetworkInterfaceAttribute').slice(from)).toEqual([{ NetworkInterfaceId: left?.id, Groups: [closed] }]);
    expect(await run.done()).toBe(true);
  });
  test('one that would end when it shuts down stops instead, and undo gives that back', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'isolate' });
    await at.play('ec2', 'ModifyInstanceAttribute', { InstanceId: run.before.name, InstanceInitiatedShutdownBehavior: { Value: 'terminate' } });
    await run.apply();
    expect(await endingOf(at, run.before.name)).toBe('stop');
    await run.undo();
    expect([await endingOf(at, run.before.name), ((await run.look()) as Instance).interfaces]).toEqual(['terminate', (run.before as Instance).interfaces]);
  });
  test.each(['DescribeInstanceAttribute', 'ModifyInstanceAttribute'])('with %s denied it is cut off all the same, and that is written down', async (operation) => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'isolate' });
    await at.play('ec2', 'ModifyInstanceAttribute', { InstanceId: run.before.name, InstanceInitiatedShutdownBehavior: { Value: 'terminate' } });
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation });
    await run.apply();
    expect([await run.done(), run.made['not-kept']]).toEqual([true, 'UnauthorizedOperation']);
  });
  test('of a group that would end it, the command is told that puts it on standby', async () => {
    const one = await thingOf(await stage(), instance) as Instance;
    const grouped: Instance = { ...one, startedBy: { service: 'EC2 Auto Scaling', name: 'web tier', kind: 'autoscaling/auto-scaling-group' } };
    const told = (r: Instance): string => { const breaks = instance.actions.contain?.breaks?.(r, 'isolate'); return breaks ? render(breaks) : ''; };
    expect(told(grouped)).toContain(`aws autoscaling enter-standby --auto-scaling-group-name 'web tier' --instance-ids ${one.name} --no-should-decrement-desired-capacity --region ${REGION}`);
    expect(told(one)).not.toContain('standby');
  });
  test('undo gives each interface its own groups and leaves no group behind', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'contain', undefined, { way: 'isolate-cut' });
    await run.apply();
    await run.undo();
    expect((await groupsOf(at)).map((g) => g.GroupName)).toEqual(['default']);
    expect(((await run.look()) as Instance).interfaces).toEqual((run.before as Instance).interfaces);
  });
});

describe('preserving', () => {
  test('copies every disk at one moment and waits until all copies are complete', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'preserve');
    await run.apply();
    expect(changed(at)).toEqual(['CreateSnapshots']);
    const { Snapshots } = await at.play('ec2', 'DescribeSnapshots', { OwnerIds: ['self'] }) as { Snapshots: { State: string; VolumeId: string }[] };
    expect(Snapshots.map((s) => s.State)).toEqual(['completed', 'completed']);
    expect(Snapshots.map((s) => s.VolumeId).sort()).toEqual((run.before as Instance).volumes.map((v) => v.id).sort());
    expect(run.told.at(-1)).toBe('made:kept');
  });
});

describe('terminating', () => {
  test('lifts both protections, one a call, then terminates this one id', async () => {
    const at = await stage();
    const run = await runOf(at, instance, 'eradicate');
    await run.apply();
    expect(did(at)).toEqual(['ModifyInstanceAttribute', 'ModifyInstanceAttribute', 'TerminateInstances']);
    expect(inputs(at, 'ModifyInstanceAttribute').map((i) => Object.keys(i).length)).toEqual([2, 2]);
    expect(inputs(at, 'TerminateInstances').at(-1)).toEqual({ InstanceIds: [run.before.name] });
  });
  test('says which disks go and which stay, and wants the instance\'s id typed', async () => {
    const one = await thingOf(await stage(), instance) as Instance;
    const said = instance.actions.eradicate?.destroys?.(one)?.with;
    expect(said?.['gone']).toEqual([one.volumes.find((v) => v.device === '/dev/xvda')?.id]);
    expect(said?.['stay']).toEqual([one.volumes.find((v) => v.device === '/dev/sdb')?.id]);
    expect(one.name).toMatch(/^i-/);
  });
  test('a Spot instance has no protections to lift', async () => {
    const one = await thingOf(await stage(), instance) as Instance;
    expect(instance.actions.eradicate?.calls({ ...one, spot: true }).map((c) => c.operation)).toEqual(['ec2:TerminateInstances']);
  });
});
