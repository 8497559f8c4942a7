// STS: who the caller is, and sessions with their limits.
import { describe, expect, test } from 'vitest';
import { AssumeRoleCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { historyOf } from '../../../src/sim/trail/history.ts';
import { ACCOUNT, ALICE, allow, ARN, deny, keysOf, MFA, openAccount, ROLE, ROOT_KEY, trusts } from '../world/account.ts';

const assume = (more: Partial<ConstructorParameters<typeof AssumeRoleCommand>[0]> = {}): AssumeRoleCommand => new AssumeRoleCommand({ RoleArn: ROLE.arn, RoleSessionName: 'build', ...more });

describe('GetCallerIdentity', () => {
  test('tells user and root who they are', async () => {
    const { sts } = await openAccount();
    expect(await sts().send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT, Arn: ALICE.arn, UserId: ALICE.id });
    expect(await sts({ accessKeyId: ROOT_KEY }).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: `${ARN}:root`, UserId: ACCOUNT });
  });
  test('is never denied', async () => {
    const { sts, iam } = await openAccount();
    iam.policies.set(ALICE.arn, [deny('*')]);
    await expect(sts().send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ UserId: ALICE.id });
  });
});

describe('AssumeRole', () => {
  test('gives the role a session of its own', async () => {
    const { sts, ec2, iam, world } = await openAccount();
    const { Credentials, AssumedRoleUser } = await sts().send(assume());
    expect(AssumedRoleUser).toEqual({ Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/build`, AssumedRoleId: `${ROLE.id}:build` });
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials?.Expiration).toEqual(new Date('2026-11-20T10:00:00Z'));
    expect(await sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}))).toMatchObject({ UserId: `${ROLE.id}:build` });
    expect(historyOf(world).records().find((r) => r.name === 'AssumeRole')?.resources.map((r) => r.name)).toEqual([Credentials?.AccessKeyId, ROLE.arn]);
    iam.policies.set(ALICE.arn, [deny('*')]);
    await expect(ec2(keysOf(Credentials)).send(new DescribeRegionsCommand({}))).resolves.toBeDefined();
  });
  test('needs the caller\'s own permission when the trust policy names the account', async () => {
    const { sts, iam } = await openAccount();
    iam.policies.set(ALICE.arn, [allow('ec2:*')]);
    await expect(sts().send(assume())).rejects.toMatchObject({ name: 'AccessDenied', message: `User: ${ALICE.arn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE.arn}` });
  });
  test('needs none when the trust policy names the caller, but minds a deny', async () => {
    const { sts, iam } = await openAccount();
    iam.trust = trusts({ AWS: ALICE.arn });
    iam.policies.set(ALICE.arn, []);
    await expect(sts().send(assume())).resolves.toBeDefined();
    iam.policies.set(ALICE.arn, [deny('sts:*')]);
    await expect(sts().send(assume())).rejects.toMatchObject({ name: 'AccessDenied' });
  });
  test.each([
    ['a trust policy for another user', trusts({ AWS: `${ARN}:user/bob` }), {}],
    ['a missing external id', trusts({ AWS: ALICE.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'one' } } }), {}],
    ['a wrong external id', trusts({ AWS: ALICE.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'one' } } }), { ExternalId: 'two' }],
    ['MFA that was not shown', trusts({ AWS: ALICE.arn }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), {}],
    ['a wrong code', trusts({ AWS: ALICE.arn }), { SerialNumber: MFA, TokenCode: 'abcdef' }],
    ['a device of nobody', trusts({ AWS: ALICE.arn }), { SerialNumber: `${MFA}2`, TokenCode: '123456' }],
    ['a role that is not there', trusts({ AWS: ALICE.arn }), { RoleArn: `${ARN}:role/none` }],
  ])('refuses %s', async (_, trust, input) => {
    const { sts, iam } = await openAccount();
    iam.trust = trust;
    await expect(sts().send(assume(input))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
  test.each([
    ['the external id', trusts({ AWS: ALICE.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'one' } } }), { ExternalId: 'one' }],
    ['MFA', trusts({ AWS: ALICE.arn }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), { SerialNumber: MFA, TokenCode: '123456' }],
  ])('takes %s', async (_, trust, input) => {
    const { sts, iam } = await openAccount();
    iam.trust = trust;
    await expect(sts().send(assume(input))).resolves.toBeDefined();
  });
  test('is not for root', async () => {
    const { sts } = await openAccount();
    await expect(sts({ accessKeyId: ROOT_KEY }).send(assume())).rejects.toMatchObject({ name: 'AccessDenied', message: 'Roles may not be assumed by root accounts.' });
  });
  test('minds the role\'s longest session, and one hour for a role that is assumed by a role', async () => {
    const { sts, iam } = await openAccount();
    iam.roleSeconds = 43_200;
    const { Credentials } = await sts().send(assume({ DurationSeconds: 43_200 }));
    iam.policies.set(ROLE.arn, [allow('sts:AssumeRole')]);
    await expect(sts(keysOf(Credentials)).send(assume({ DurationSeconds: 3_601 }))).rejects.toThrow('1 hour session limit');
    await expect(sts(keysOf(Credentials)).send(assume({ DurationSeconds: 3_600 }))).resolves.toBeDefined();
    iam.roleSeconds = 3_600;
    await expect(sts().send(assume({ DurationSeconds: 7_200 }))).rejects.toThrow('MaxSessionDuration');
    await expect(sts().send(assume({ DurationSeconds: 899 }))).rejects.toMatchObject({ name: 'ValidationError' });
  });
  test('a session policy narrows', async () => {
    const { sts, ec2 } = await openAccount();
    const { Credentials } = await sts().send(assume({ Policy: JSON.stringify(allow('s3:*')) }));
    await expect(ec2(keysOf(Credentials)).send(new DescribeRegionsCommand({}))).rejects.toThrow('because no session policy allows the ec2:DescribeRegions action');
  });
});

describe('GetSessionToken and GetFederationToken', () => {
  test('a session of the user is the user', async () => {
    const { sts, iam } = await openAccount();
    const { Credentials } = await sts().send(new GetSessionTokenCommand({}));
    expect(Credentials?.Expiration).toEqual(new Date('2026-11-20T21:00:00Z'));
    iam.inactive.add(ALICE.key);
    expect(await sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: ALICE.arn });
  });
  test('root\'s sessions live an hour', async () => {
    const { sts } = await openAccount();
    const { Credentials } = await sts({ accessKeyId: ROOT_KEY }).send(new GetSessionTokenCommand({ DurationSeconds: 36_000 }));
    expect(Credentials?.Expiration).toEqual(new Date('2026-11-20T10:00:00Z'));
  });
  test('a user needs no permission for its session, and a deny refuses it', async () => {
    const { sts, iam } = await openAccount();
    iam.policies.set(ALICE.arn, []);
    await expect(sts().send(new GetSessionTokenCommand({}))).resolves.toBeDefined();
    await expect(sts().send(new GetFederationTokenCommand({ Name: 'guest' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    iam.policies.set(ALICE.arn, [deny('sts:*')]);
    await expect(sts().send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
  test('a session opens no further one', async () => {
    const { sts } = await openAccount();
    const { Credentials } = await sts().send(new GetSessionTokenCommand({}));
    await expect(sts(keysOf(Credentials)).send(new GetSessionTokenCommand({}))).rejects.toThrow('Cannot call GetSessionToken with session credentials');
  });
  test('a federated user may what the policy and the user allow; without a policy, nothing', async () => {
    const { sts, ec2 } = await openAccount();
    const open = async (Policy?: string): Promise<ReturnType<typeof keysOf>> => keysOf((await sts().send(new GetFederationTokenCommand({ Name: 'guest', ...(Policy === undefined ? {} : { Policy }) }))).Credentials);
    await expect(ec2(await open(JSON.stringify(allow('ec2:*')))).send(new DescribeRegionsCommand({}))).resolves.toBeDefined();
    await expect(ec2(await open()).send(new DescribeRegionsCommand({}))).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    expect(await sts(await open()).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`, UserId: `${ACCOUNT}:guest` });
    await expect(sts(await open(JSON.stringify(allow('*')))).send(assume())).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
  test('sessions die with their time and with their user', async () => {
    const { sts, iam, clock } = await openAccount();
    const { Credentials } = await sts().send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    iam.policies.delete(ALICE.arn);
    await expect(sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    iam.policies.set(ALICE.arn, []);
    clock.jump(new Date('2026-11-20T09:15:00Z'));
    await expect(sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });
  test('without its token a session is nobody\'s', async () => {
    const { sts } = await openAccount();
    const { Credentials } = await sts().send(new GetSessionTokenCommand({}));
    await expect(sts({ accessKeyId: Credentials?.AccessKeyId ?? '' }).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

test('GetAccessKeyInfo tells the account of a key', async () => {
  const { sts } = await openAccount();
  expect(await sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))).toMatchObject({ Account: ACCOUNT });
});
