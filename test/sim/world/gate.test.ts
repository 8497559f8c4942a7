// The way of a request: authentication, regions, permission, quotas, latency, what is remembered.
import { describe, expect, test } from 'vitest';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { DescribeTrailsCommand, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateSecurityGroupCommand, DescribeRegionsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { openRegion } from '../../../src/sim/services/account/regions.ts';
import { ALICE, allow, deny, openAccount, ROOT_KEY } from './account.ts';

describe('authentication', () => {
  test('an unknown or inactive key is refused in each service\'s words and leaves no event', async () => {
    const { sts, ec2, cloudtrail, iam, world } = await openAccount();
    iam.inactive.add(ALICE.key);
    await expect(sts().send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
    await expect(ec2().send(new DescribeRegionsCommand({}))).rejects.toMatchObject({ name: 'AuthFailure', $metadata: { httpStatusCode: 401 } });
    await expect(cloudtrail({ accessKeyId: 'AKIAUNKNOWNEXAMPLE' }).send(new DescribeTrailsCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    expect(world.history.size).toBe(0);
    expect(world.requests.entries.map(({ outcome, caller }) => [outcome, caller])).toEqual([['InvalidClientTokenId', undefined], ['AuthFailure', undefined], ['UnrecognizedClientException', undefined]]);
  });
  test('a region that is not enabled answers as if the key were unknown', async () => {
    const { sts, ec2, world } = await openAccount();
    await expect(ec2(undefined, 'af-south-1').send(new DescribeRegionsCommand({}))).rejects.toMatchObject({ name: 'AuthFailure' });
    await expect(sts(undefined, 'cn-north-1').send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    openRegion(world, 'af-south-1');
    await expect(ec2(undefined, 'af-south-1').send(new DescribeRegionsCommand({}))).resolves.toBeDefined();
  });
  test('a use is noted, denied or not', async () => {
    const { ec2, iam } = await openAccount();
    iam.policies.set(ALICE.arn, []);
    await expect(ec2(undefined, 'eu-west-1').send(new DescribeRegionsCommand({}))).rejects.toThrow();
    expect(iam.uses).toEqual([{ of: ALICE.key, service: 'ec2', region: 'eu-west-1', at: new Date('2026-11-20T09:00:00Z') }]);
  });
});

describe('permission', () => {
  test('root may everything', async () => {
    const { ec2 } = await openAccount();
    await expect(ec2({ accessKeyId: ROOT_KEY }).send(new DescribeRegionsCommand({}))).resolves.toBeDefined();
  });
  test('a JSON service names the missing allow', async () => {
    const { cloudtrail, iam } = await openAccount();
    iam.policies.set(ALICE.arn, [allow('ec2:*')]);
    await expect(cloudtrail().send(new LookupEventsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${ALICE.arn} is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
    });
  });
  test('an explicit deny is told as such', async () => {
    const { cloudtrail, iam } = await openAccount();
    iam.policies.set(ALICE.arn, [allow('*'), deny('cloudtrail:LookupEvents')]);
    await expect(cloudtrail().send(new LookupEventsCommand({}))).rejects.toThrow('with an explicit deny in an identity-based policy');
  });
  test('EC2 wraps the sentence, and encodes more of it for changes', async () => {
    const { ec2, iam } = await openAccount();
    iam.policies.set(ALICE.arn, []);
    const sentence = `You are not authorized to perform this operation. User: ${ALICE.arn} is not authorized to perform: ec2:`;
    await expect(ec2().send(new DescribeRegionsCommand({}))).rejects.toMatchObject({ name: 'UnauthorizedOperation', message: `${sentence}DescribeRegions because no identity-based policy allows the ec2:DescribeRegions action`, $metadata: { httpStatusCode: 403 } });
    await expect(ec2().send(new CreateSecurityGroupCommand({ GroupName: 'g', Description: 'g', VpcId: 'vpc-1' }))).rejects.toThrow(/Encoded authorization failure message: [\w-]{40,}$/);
  });
  test('a boundary and the address are part of it', async () => {
    const { ec2, iam } = await openAccount();
    iam.boundaries.set(ALICE.arn, allow('iam:*'));
    await expect(ec2().send(new DescribeRegionsCommand({}))).rejects.toThrow('because no permissions boundary allows the ec2:DescribeRegions action');
    iam.boundaries.clear();
    iam.policies.set(ALICE.arn, [allow('*'), deny('*', { Condition: { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } })]);
    await expect(ec2().send(new DescribeRegionsCommand({}))).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });
  test('EC2\'s rehearsal tells that it would have worked, and does nothing', async () => {
    const { ec2, iam } = await openAccount();
    await expect(ec2().send(new DescribeVpcsCommand({ DryRun: true }))).rejects.toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
    iam.policies.set(ALICE.arn, []);
    await expect(ec2().send(new DescribeVpcsCommand({ DryRun: true }))).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });
});

describe('what the server counts', () => {
  test('changes by AWS\'s own access levels, allowed or denied, and no reads', async () => {
    const { ec2, sts, world, iam } = await openAccount();
    await sts().send(new GetCallerIdentityCommand({}));
    await ec2().send(new DescribeRegionsCommand({}));
    expect(world.changes).toBe(0);
    iam.policies.set(ALICE.arn, []);
    await expect(ec2().send(new CreateSecurityGroupCommand({ GroupName: 'g', Description: 'g', VpcId: 'vpc-1' }))).rejects.toThrow();
    expect(world.changes).toBe(1);
    expect(world.requests.entries.at(-1)).toMatchObject({ operation: 'CreateSecurityGroup', change: true, caller: ALICE.arn, outcome: 'UnauthorizedOperation' });
  });
  test('the scenario\'s own calls are not among them', async () => {
    const { world } = await openAccount();
    await world.play({ service: 'ec2', operation: 'CreateSecurityGroup', input: { GroupName: 'g', Description: 'g' }, as: { accessKeyId: ROOT_KEY }, sourceIp: '198.51.100.7', userAgent: 'x' });
    expect([world.changes, world.history.size]).toEqual([0, 1]);
  });
});

describe('quotas and latency', () => {
  test('LookupEvents: two a second and region', async () => {
    const { cloudtrail, clock } = await openAccount({ behaviour: { quotas: true } });
    const look = (region: string): Promise<unknown> => cloudtrail(undefined, region).send(new LookupEventsCommand({}));
    await look('us-east-1');
    await look('us-east-1');
    await expect(look('us-east-1')).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    await look('eu-west-1');
    clock.jump(new Date('2026-11-20T09:00:00.500Z'));
    await look('us-east-1');
    await expect(look('us-east-1')).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
  test('EC2: 503 RequestLimitExceeded', async () => {
    const { ec2 } = await openAccount({ behaviour: { quotas: true } });
    const outcomes = await Promise.allSettled(Array.from({ length: 101 }, () => ec2().send(new DescribeRegionsCommand({}))));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } } }]);
  });
  test('an answer takes its time on the account\'s clock', async () => {
    const { sts, clock } = await openAccount({ behaviour: { latencyMs: 100 } });
    await sts().send(new GetCallerIdentityCommand({}));
    expect(clock.now()).toEqual(new Date('2026-11-20T09:00:00.100Z'));
  });
});

describe('deeds at their time', () => {
  test('run before the first request after it, in order, at their own time', async () => {
    const { sts, world, clock } = await openAccount();
    const ran: string[] = [];
    const deed = (name: string) => (): void => { ran.push(`${name} ${world.now().toISOString()}`); };
    world.schedule(new Date('2026-11-20T09:00:05Z'), deed('second'));
    world.schedule(new Date('2026-11-20T09:00:02Z'), async () => { await Promise.resolve(); deed('first')(); world.schedule(new Date('2026-11-20T09:00:03Z'), deed('then')); });
    await sts().send(new GetCallerIdentityCommand({}));
    expect(ran).toEqual([]);
    clock.jump(new Date('2026-11-20T10:00:00Z'));
    await Promise.all([sts().send(new GetCallerIdentityCommand({})), sts().send(new GetCallerIdentityCommand({}))]);
    expect(ran).toEqual(['first 2026-11-20T09:00:02.000Z', 'then 2026-11-20T09:00:03.000Z', 'second 2026-11-20T09:00:05.000Z']);
    expect(world.now()).toEqual(new Date('2026-11-20T10:00:00Z'));
  });
  test('AWS itself acts without a policy', async () => {
    const { world } = await openAccount();
    const caller = { type: 'AWSService', arn: '', principalId: 'support.amazonaws.com', accessKeyId: '' } as const;
    await expect(world.play({ service: 'ec2', operation: 'DescribeRegions', input: {}, as: { caller }, sourceIp: 'support.amazonaws.com', userAgent: 'support.amazonaws.com' })).resolves.toBeDefined();
    expect(world.history.records()[0]).toMatchObject({ name: 'DescribeRegions', caller });
  });
});

test('what is not simulated is an error with the operation\'s name', async () => {
  const { world } = await openAccount();
  await expect(world.play({ service: 'sts', operation: 'DecodeAuthorizationMessage', input: {}, as: { accessKeyId: ALICE.key }, sourceIp: '', userAgent: '' })).rejects.toThrow('sts:DecodeAuthorizationMessage');
});
