// The whole account with the simulated IAM: changes of IAM are visible at once and enforced some seconds later.
import { describe, expect, test } from 'vitest';
import { CreateAccessKeyCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteUserCommand, IAMClient, ListAccessKeysCommand, PutUserPolicyCommand, UpdateAccessKeyCommand, type AccessKeyMetadata } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { SteppedClock } from '../../../src/core/clock.ts';
import type { SimCaller } from '../../../src/sim/account.ts';
import { World } from '../../../src/sim/world.ts';
import { allow, deny, eventJson } from './account.ts';

const ACCOUNT = '111122223333';
const root: SimCaller = { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, principalId: ACCOUNT, accessKeyId: '' };

async function open(): Promise<{ world: World; clock: SteppedClock; key: string; iam: IAMClient; sts: STSClient; asRoot: (operation: string, input: object) => Promise<unknown> }> {
  const clock = new SteppedClock('2026-11-20T09:00:00Z');
  const world = await World.open({ clock });
  const asRoot = (operation: string, input: object): Promise<unknown> => world.play({ service: 'iam', operation, input, as: { caller: root }, sourceIp: '198.51.100.7', userAgent: 'console.amazonaws.com' });
  await asRoot('CreateUser', { UserName: 'ci' });
  await asRoot('PutUserPolicy', { UserName: 'ci', PolicyName: 'all', PolicyDocument: JSON.stringify(allow('*')) });
  const made = await asRoot('CreateAccessKey', { UserName: 'ci' }) as { AccessKey: { AccessKeyId: string; SecretAccessKey: string } };
  clock.jump(new Date('2026-11-20T10:00:00Z'));
  const config = { region: 'us-east-1', maxAttempts: 1, requestHandler: world.endpoint.requestHandler(), credentials: { accessKeyId: made.AccessKey.AccessKeyId, secretAccessKey: made.AccessKey.SecretAccessKey } };
  return { world, clock, key: made.AccessKey.AccessKeyId, iam: new IAMClient(config), sts: new STSClient(config), asRoot };
}
const status = (keys: readonly AccessKeyMetadata[] | undefined): string | undefined => keys?.[0]?.Status;

describe('four seconds', () => {
  test('a deactivated key works on for as long, while reads already show it inactive', async () => {
    const { iam, sts, key, clock } = await open();
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ci', AccessKeyId: key, Status: 'Inactive' }));
    expect(status((await iam.send(new ListAccessKeysCommand({ UserName: 'ci' }))).AccessKeyMetadata)).toBe('Inactive');
    clock.jump(new Date('2026-11-20T10:00:03.900Z'));
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    clock.jump(new Date('2026-11-20T10:00:04Z'));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
  test('a deny policy: time enough to make another user', async () => {
    const { iam, clock, asRoot } = await open();
    await asRoot('PutUserPolicy', { UserName: 'ci', PolicyName: 'deny', PolicyDocument: JSON.stringify(deny('*')) });
    await expect(iam.send(new CreateUserCommand({ UserName: 'mallory' }))).resolves.toBeDefined();
    clock.jump(new Date('2026-11-20T10:00:05Z'));
    await expect(iam.send(new CreateUserCommand({ UserName: 'mallory2' }))).rejects.toThrow('is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/mallory2 with an explicit deny in an identity-based policy');
  });
  test('a deny that is taken back at once is hardly felt', async () => {
    const { iam, clock, asRoot } = await open();
    await asRoot('PutUserPolicy', { UserName: 'ci', PolicyName: 'deny', PolicyDocument: JSON.stringify(deny('*')) });
    await asRoot('DeleteUserPolicy', { UserName: 'ci', PolicyName: 'deny' });
    clock.jump(new Date('2026-11-20T10:01:00Z'));
    await expect(iam.send(new PutUserPolicyCommand({ UserName: 'ci', PolicyName: 'more', PolicyDocument: JSON.stringify(allow('*')) }))).resolves.toBeDefined();
  });
});

test('a user that was made anew under the old name does not inherit the old one\'s sessions', async () => {
  const { world, sts, iam, key, clock, asRoot } = await open();
  const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
  const session = new STSClient({ region: 'us-east-1', maxAttempts: 1, requestHandler: world.endpoint.requestHandler(), credentials: { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'EXAMPLE', sessionToken: Credentials?.SessionToken ?? '' } });
  await iam.send(new DeleteAccessKeyCommand({ UserName: 'ci', AccessKeyId: key }));
  await expect(session.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  await asRoot('DeleteUserPolicy', { UserName: 'ci', PolicyName: 'all' });
  await asRoot('DeleteUser', { UserName: 'ci' });
  clock.jump(new Date('2026-11-20T10:00:10Z'));
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  await asRoot('CreateUser', { UserName: 'ci' });
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
});

test('AWS quarantines a user: denied what the policy names, and still able to assume roles', async () => {
  const { world, iam, sts, clock, asRoot } = await open();
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } } };
  await asRoot('CreateRole', { RoleName: 'deploy', AssumeRolePolicyDocument: JSON.stringify(trust) });
  const aws: SimCaller = { type: 'AWSService', arn: '', principalId: 'AWS Internal', accessKeyId: '' };
  await world.play({ service: 'iam', operation: 'AttachUserPolicy', input: { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' }, as: { caller: aws }, sourceIp: 'AWS Internal', userAgent: 'AWS Internal' });
  clock.jump(new Date('2026-11-20T10:00:10Z'));
  await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }))).rejects.toThrow('with an explicit deny in an identity-based policy');
  await expect(sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, RoleSessionName: 'build' }))).resolves.toBeDefined();
});

describe('events of IAM', () => {
  test('are in the global region, without the secret, with modelled error names', async () => {
    const { iam, world } = await open();
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    await expect(iam.send(new DeleteUserCommand({ UserName: 'ci' }))).rejects.toThrow();
    const [created, refused] = world.history.records().slice(-2).map(eventJson);
    expect(created).toMatchObject({ eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', awsRegion: 'us-east-1', requestParameters: { userName: 'ci' }, responseElements: { accessKey: { accessKeyId: AccessKey?.AccessKeyId, userName: 'ci', status: 'Active' } } });
    expect(JSON.stringify(created)).not.toContain(AccessKey?.SecretAccessKey);
    expect(refused).toMatchObject({ eventName: 'DeleteUser', errorCode: 'DeleteConflictException', requestParameters: { userName: 'ci' }, responseElements: null });
  });
});

test('the same seed and calls give the same account', async () => {
  const [one, two] = await Promise.all([open(), open()]);
  expect(one.key).toBe(two.key);
  expect(one.world.history.records().map(eventJson)).toEqual(two.world.history.records().map(eventJson));
});
