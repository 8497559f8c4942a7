// The network and the settings of EC2: what is the stranger's and what only weak, what is given back, and what must wait.
import { describe, expect, test } from 'vitest';
import type { Indicators, JsonObject, Judgement, KindId, Resource, Touch } from '../../src/core/types.ts';
import { attribute } from '../../src/engine/attribute.ts';
import addressTransfer from '../../src/kinds/ec2/address-transfer.ts';
import aclEntry from '../../src/kinds/ec2/network-acl-entry.ts';
import ebsEncryption from '../../src/kinds/ec2/ebs-encryption-by-default.ts';
import metadataOptions, { type InstanceMetadataOptions } from '../../src/kinds/ec2/instance-metadata-options.ts';
import prefixList, { type ManagedPrefixList } from '../../src/kinds/ec2/managed-prefix-list.ts';
import route from '../../src/kinds/ec2/route.ts';
import rule from '../../src/kinds/ec2/security-group-rule.ts';
import securityGroup from '../../src/kinds/ec2/security-group.ts';
import serialConsole from '../../src/kinds/ec2/serial-console-access.ts';
import vpc from '../../src/kinds/ec2/vpc.ts';
import elasticIp, { type ElasticIp } from '../../src/kinds/ec2/elastic-ip.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import type { Action, HistoryEvent, Kind } from '../../src/kinds/kind.ts';
import { setCallsWithoutToken } from '../../src/sim/services/cloudwatch/metrics.ts';
import { networkRoom } from '../../src/sim/services/ec2/network-room.ts';
import { stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { furnishAddresses, furnishEc2Network, furnishEc2Settings, furnishEmptyVpcs, furnishGroups, furnishMirrors } from '../contract/furnish/ec2-network.ts';
import { Run } from '../contract/deed.ts';
import { did, runOf, thingOf } from './on-stage.ts';
import { eventsOf, touches } from './traced.ts';

const SINCE = '2026-11-20T00:00:00Z';
const NOBODY: Indicators = { accessKeyIds: [], principals: [], sourceIps: [], since: SINCE };
const judged = (kind: Kind, r: Resource, attributed?: Judgement, touches: readonly Touch[] = []): string | undefined => kind.judge?.(r, { indicators: NOBODY, touches, attributed, accountId: '111122223333' })?.verdict;
const THEIRS: Judgement = { verdict: 'malicious', because: { say: 'Theirs.' }, techniques: [], origin: 'changed' };
const MADE = {
  'ec2/address-transfer': ['ec2:EnableAddressTransfer', furnishEc2Network], 'ec2/elastic-ip': ['ec2:AllocateAddress', furnishAddresses], 'ec2/flow-log': ['ec2:CreateFlowLogs', furnishEc2Network], 'ec2/instance-connect-endpoint': ['ec2:CreateInstanceConnectEndpoint', furnishEc2Network],
  'ec2/managed-prefix-list': ['ec2:CreateManagedPrefixList', furnishEc2Network], 'ec2/network-acl-entry': ['ec2:CreateNetworkAclEntry', furnishEc2Network], 'ec2/route': ['ec2:CreateRoute', furnishEc2Network],
  'ec2/vpc-peering-connection': ['ec2:CreateVpcPeeringConnection', furnishEc2Network], 'ec2/security-group': ['ec2:CreateSecurityGroup', furnishGroups], 'ec2/traffic-mirror-session': ['ec2:CreateTrafficMirrorSession', furnishMirrors],
  'ec2/traffic-mirror-target': ['ec2:CreateTrafficMirrorTarget', furnishMirrors], 'ec2/traffic-mirror-filter': ['ec2:CreateTrafficMirrorFilter', furnishMirrors],
} as const;
/** Came with an account's default VPC, by no call. */
const ours = (r: Resource): boolean => !/\/(?:0\.0\.0\.0\/0|(?:in|e)gress\/100)$/.test(r.name) && !('groupName' in r && r.groupName === 'default');

test.each(Object.entries(MADE))('%s: each is made by its own event', async (id, [event, furnish]) => {
  const at = await stage(furnish);
  const events = eventsOf(at);
  const kind = await kindById(id as KindId) as Kind;
  const found = (await listOf(at, kind)).found.filter(ours);
  expect(found.length).toBeGreaterThan(2);
  const makings = found.map((r) => touches(events, kind, r).filter((t) => t.event === event).map((t) => t.eventId));
  expect(makings.map((m) => m.length)).toEqual(found.map(() => 1));
  expect(new Set(makings.flat()).size).toBe(found.length);
  for (const r of found) expect(attribute(kind, r, touches(events, kind, r))).toMatchObject({ verdict: 'malicious', origin: 'created' });
});

describe('an Elastic IP address', () => {
  const moved = (event: string, by: HistoryEvent['by'], request: HistoryEvent['request'] = {}): HistoryEvent => ({ event, by, time: SINCE, request, response: null });
  const onTo = (by: HistoryEvent['by'], instanceId: string): HistoryEvent => moved('ec2:AssociateAddress', by, { instanceId });

  test('goes back onto the machine that it was on, and with undo onto the stranger\'s again', async () => {
    const at = await stage(furnishAddresses);
    const [one, two] = (await listOf(at, elasticIp)).found as [ElasticIp, ElasticIp];
    const history = [moved('ec2:AllocateAddress', undefined), onTo(undefined, two.machine), onTo('attacker', one.machine)];
    const target = { ...one, aim: elasticIp.recall?.(one, history, SINCE) ?? {} };
    expect(target.aim).toEqual({ on: two.machine });
    const run = new Run(at, { kind: elasticIp, action: elasticIp.actions.recover as never, target, way: undefined, origin: 'changed' }, target);
    await run.applyTo(target);
    expect(await run.look()).toMatchObject({ machine: two.machine });
    await run.undo();
    expect(await run.look()).toMatchObject({ machine: one.machine, on: one.on });
  });
  test('stood idle where the owner had only allocated it; nothing is guessed where the history does not reach, and what the owner did since stays', () => {
    const r = { on: 'eni-0123456789abcdef0', machine: 'i-theirs' } as ElasticIp;
    expect(elasticIp.recall?.(r, [moved('ec2:AllocateAddress', undefined), onTo('attacker', 'i-theirs')], SINCE)).toEqual({ on: '' });
    expect(elasticIp.recall?.(r, [onTo('attacker', 'i-theirs')], SINCE)).toBeUndefined();
    expect(elasticIp.recall?.(r, [onTo(undefined, 'i-own'), onTo('attacker', 'i-theirs'), onTo(undefined, 'i-theirs')], SINCE)).toBeUndefined();
  });
});

describe('settings', () => {
  test('are found by the events of their own Region, which name nothing', async () => {
    const at = await stage(furnishEc2Settings);
    const events = eventsOf(at);
    const here = await thingOf(at, serialConsole);
    expect(touches(events, serialConsole, here).map((t) => t.event)).toEqual(['ec2:EnableSerialConsoleAccess']);
    expect(touches(events, serialConsole, { ...here, region: 'eu-west-1' })).toEqual([]);
  });
  test('are weak by themselves, the stranger\'s where they changed them, and in order once they are as AWS advises', async () => {
    const at = await stage(furnishEc2Settings);
    const open = await thingOf(at, serialConsole);
    const closed = { ...open, enabled: false } as Resource;
    expect([judged(serialConsole, open), judged(serialConsole, open, THEIRS), judged(serialConsole, closed, THEIRS), judged(serialConsole, closed)]).toEqual(['weak', 'malicious', 'benign', undefined]);
  });
  test('a default key of another account is taken away with the hardening, and undo puts both back', async () => {
    const at = await stage(furnishEc2Settings);
    const run = await runOf(at, ebsEncryption, 'harden');
    await run.apply();
    expect(did(at)).toEqual(['ResetEbsDefaultKmsKeyId', 'EnableEbsEncryptionByDefault']);
    await run.undo();
    expect(did(at).slice(2)).toEqual(['ModifyEbsDefaultKmsKeyId', 'DisableEbsEncryptionByDefault']);
  });
  test('that a declarative policy holds cannot be changed here, and it is said so', async () => {
    const at = await stage(furnishEc2Settings);
    networkRoom(at.world, 'us-east-1').settings.declared = true;
    const kind = await kindById('ec2/snapshot-block-public-access') as Kind;
    expect(kind.actions.harden?.impossible?.(await thingOf(at, kind))?.say).toMatch(/declarative policy/);
  });
  test('the warning before IMDSv2 names what used IMDSv1, where CloudWatch has counted it; where it may not be asked, that is said once', async () => {
    const at = await stage(furnishEc2Settings);
    const [first, second] = (await listOf(at, metadataOptions)).found;
    setCallsWithoutToken(at.world, first?.name ?? '', 42);
    const breaks = async (name = ''): Promise<string> => metadataOptions.actions.harden?.breaks?.(await thingOf(at, metadataOptions, name) as InstanceMetadataOptions)?.say ?? '';
    expect(await breaks(first?.name)).toMatch(/used IMDSv1 in the last/);
    expect(await breaks(second?.name)).toMatch(/nobody on/);
    at.world.faults.add({ fault: { kind: 'access-denied' }, service: 'cloudwatch', operation: 'GetMetricStatistics' });
    const { found, gaps } = await listOf(at, metadataOptions);
    expect([found.length, gaps.length]).toEqual([3, 1]);
  });
  test('the warning before IMDSv2 tells a machine without a role from one that would lose its credentials', async () => {
    const one = await thingOf(await stage(furnishEc2Settings), metadataOptions) as InstanceMetadataOptions;
    const breaks = (more: Partial<InstanceMetadataOptions>): string => metadataOptions.actions.harden?.breaks?.({ ...one, ...more })?.say ?? '';
    const profile = 'arn:aws:iam::111122223333:instance-profile/web';
    expect(breaks({ seen: {} })).toMatch(/no role/);
    expect(breaks({ profile, hops: 1, seen: {} })).toMatch(/containers/);
    expect(breaks({ profile, hops: 2, seen: {} })).toMatch(/MetadataNoToken/);
  });
});

describe('security groups', () => {
  test('only a door for administrators that is open to everybody is weak', async () => {
    const at = await stage(furnishGroups);
    const { found } = await listOf(at, rule);
    expect(found.filter((r) => judged(rule, r) === 'weak').map((r) => r.name.replace(/^sg-\w+/, 'sg'))).toEqual(['sg/ingress/tcp/22-22/0.0.0.0/0', 'sg/ingress/tcp/22-22/::/0']);
  });
  test('a rule given back has its description and tags, and the same name under another id', async () => {
    const at = await stage(furnishGroups);
    const { found } = await listOf(at, rule);
    const tagged = found.find((r) => 'description' in r && r.name.endsWith('0.0.0.0/0')) as Resource;
    const run = await runOf(at, rule, 'contain', tagged.name);
    await run.apply();
    await run.undo();
    const again = await run.look();
    expect(again).toMatchObject({ description: 'example', tags: { team: 'example' }, uid: tagged.uid });
    expect(again?.seen).not.toEqual(tagged.seen);
  });
  test('are deleted once the machine in them is gone, and it is said who holds them', async () => {
    const at = await stage(furnishGroups);
    const group = (await listOf(at, securityGroup)).found.find((r) => 'groupName' in r && r.groupName === 'jump') as Resource;
    const { Instances: [machine] } = await at.play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, SecurityGroupIds: [group.name] }) as { Instances: [{ InstanceId: string }] };
    const run = await runOf(at, securityGroup, 'eradicate', group.name);
    await expect(run.apply()).rejects.toMatchObject({ text: { say: expect.stringMatching(/still used by/) as string, with: { users: [machine.InstanceId] } } });
    await at.play('ec2', 'TerminateInstances', { InstanceIds: [machine.InstanceId] });
    await run.apply();
    expect(await run.done()).toBe(true);
  });
});

test('a security group is taken off the interfaces that have another before it is deleted', async () => {
  const at = await stage(furnishGroups);
  const { found } = await listOf(at, securityGroup);
  const [group = '', own = ''] = ['jump', 'default'].map((name) => found.find((r) => 'groupName' in r && r.groupName === name)?.name ?? '');
  const { Instances: [machine] } = await at.play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, SecurityGroupIds: [group, own] }) as { Instances: [{ InstanceId: string }] };
  const run = await runOf(at, securityGroup, 'eradicate', group);
  await run.apply();
  expect(await run.done()).toBe(true);
  expect(await at.play('ec2', 'DescribeInstances', { InstanceIds: [machine.InstanceId] })).toMatchObject({ Reservations: [{ Instances: [{ NetworkInterfaces: [{ Groups: [{ GroupId: own }] }] }] }] });
});

describe('what a stranger changed', () => {
  const event = (name: string, by: HistoryEvent['by'], request: HistoryEvent['request']): HistoryEvent => ({ event: name, time: '2026-11-20T08:00:00Z', by, request, response: null });
  test('a prefix list gets the version before their first change, unless somebody else has changed it since', async () => {
    const list = await thingOf(await stage(furnishEc2Network), prefixList);
    const change = (by: HistoryEvent['by'], CurrentVersion: number): HistoryEvent => event('ec2:ModifyManagedPrefixList', by, { ModifyManagedPrefixListRequest: { PrefixListId: list.name, CurrentVersion } });
    const recall = (...history: HistoryEvent[]) => prefixList.recall?.(list as never, history, SINCE);
    expect(recall(change(undefined, 1), change('attacker', 2), change('attacker', 3))).toEqual({ version: 2 });
    expect(recall(change('attacker', 2), change(undefined, 3))).toBeUndefined();
    expect(recall(change(undefined, 1))).toBeUndefined();
  });
  test('a prefix list that its owner has changed since loses what the stranger put in and gets back what he took out; the rest stays, and undo leads back', async () => {
    const at = await stage(furnishEc2Network);
    const [HIS, HERS, TAKEN] = ['203.0.113.0/24', '198.51.100.0/24', '172.16.0.0/12'];
    const change = (by: HistoryEvent['by'], members: JsonObject): HistoryEvent => event('ec2:ModifyManagedPrefixList', by, { ModifyManagedPrefixListRequest: members });
    const made = event('ec2:CreateManagedPrefixList', undefined, { CreateManagedPrefixListRequest: { Entries: [{ Cidr: '10.0.0.0/8' }] } });
    const recall = (...history: HistoryEvent[]) => prefixList.recall?.({} as never, [made, ...history], SINCE);
    const history = [change('attacker', { CurrentVersion: 1, AddEntries: [{ Cidr: HIS }, { Cidr: '10.0.0.0/8' }], RemoveEntries: [{ Cidr: TAKEN }] }), change(undefined, { CurrentVersion: 2, AddEntry: { tag: 1, Cidr: HERS } })];
    const aim = recall(...history) ?? {};
    expect(aim).toEqual({ put: [HIS], taken: [TAKEN] });
    // The console's call names no version, and CloudTrail writes one entry as no list.
    expect(recall(change('attacker', { AddEntry: { tag: '1', cidr: HIS } }))).toEqual({ put: [HIS], taken: [] });
    expect(recall(...history, change(undefined, { RemoveEntry: { Cidr: HIS }, AddEntry: { Cidr: TAKEN } }))).toBeUndefined();
    expect(recall(...history, change('attacker', { RemoveEntry: { Cidr: HIS } }))).toEqual({ put: [], taken: [TAKEN] });
    expect(recall(...history, event('ec2:RestoreManagedPrefixListVersion', 'attacker', {}))).toBeUndefined();
    const target = { ...await thingOf(at, prefixList), aim };
    const run = new Run(at, { kind: prefixList, action: prefixList.actions.recover as Action, target, way: undefined, origin: 'changed' }, target);
    const networks = async () => (await thingOf(at, prefixList) as ManagedPrefixList).entries.map((e) => e.cidr);
    const before = await networks();
    await run.apply();
    expect(await run.done()).toBe(true);
    expect(await networks()).toEqual([...before.filter((cidr) => cidr !== HIS), TAKEN].sort());
    await run.undo();
    expect(await networks()).toEqual(before);
  });
  test('a route leads where it led before, and undo leads it back', async () => {
    const at = await stage(furnishEc2Network);
    const target = (await listOf(at, route)).found.find((r) => r.name.endsWith('0.0.0.0/0')) as Resource & { tableId: string; target: { GatewayId: string } };
    const request = { routeTableId: target.tableId, destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-0123456789abcdef0' };
    expect(route.recall?.(target as never, [event('ec2:CreateRoute', undefined, request), event('ec2:ReplaceRoute', 'attacker', { ...request, gatewayId: target.target.GatewayId })], SINCE)).toEqual({ target: { GatewayId: 'igw-0123456789abcdef0' } });
    expect(route.recall?.(target as never, [event('ec2:ReplaceRoute', 'attacker', request)], SINCE)).toBeUndefined();
    const { InternetGateway } = await at.play('ec2', 'CreateInternetGateway', {}) as { InternetGateway: { InternetGatewayId: string } };
    const run = await runOf(at, route, 'contain', target.name);
    const aimed = { ...run.before, aim: { target: { GatewayId: InternetGateway.InternetGatewayId } } };
    expect(route.actions.contain?.calls(aimed as never).map((c) => c.operation)).toEqual(['ec2:ReplaceRoute']);
    expect(route.actions.contain?.calls(run.before as never).map((c) => c.operation)).toEqual(['ec2:DeleteRoute']);
  });
  test('an entry of a network ACL gets back what an earlier event put there', async () => {
    const at = await stage(furnishEc2Network);
    const entry = (await listOf(at, aclEntry)).found.find((r) => r.name.endsWith('ingress/50')) as Resource & { aclId: string };
    const request = { networkAclId: entry.aclId, ruleNumber: 50, egress: false, aclProtocol: '6', ruleAction: 'deny', cidrBlock: '198.51.100.0/24', portRange: { from: 22, to: 22 } };
    expect(aclEntry.recall?.(entry as never, [event('ec2:CreateNetworkAclEntry', undefined, request), event('ec2:ReplaceNetworkAclEntry', 'attacker', { ...request, ruleAction: 'allow' })], SINCE))
      .toEqual({ content: { Protocol: '6', RuleAction: 'deny', CidrBlock: '198.51.100.0/24', PortRange: { From: 22, To: 22 } } });
  });
});

test('an offer of an address whose event nobody knows is suspicious', async () => {
  const offer = await thingOf(await stage(furnishEc2Network), addressTransfer);
  expect(judged(addressTransfer, offer)).toBe('suspicious');
});

test('a VPC in use is not offered for deletion, and says what uses it', async () => {
  const at = await stage(furnishEmptyVpcs);
  const standard = (await listOf(at, vpc)).found.find((r) => 'isDefault' in r && r.isDefault === true) as Resource;
  await at.play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 });
  const [used, empty] = [await thingOf(at, vpc, standard.name), await thingOf(at, vpc, (await listOf(at, vpc)).found.find((r) => r.name !== standard.name)?.name)];
  expect(vpc.actions.eradicate?.impossible?.(used as never)?.with?.['interfaces']).toHaveLength(1);
  expect(vpc.actions.eradicate?.impossible?.(empty as never)).toBeUndefined();
});
