// Events as CloudTrail writes them: who, what, from where, what came of it. Field shapes as in AWS's own sample events.
import { beforeEach, describe, expect, test } from 'vitest';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { CreateSecurityGroupCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ACCOUNT, ALICE, allow, ARN, eventJson, keysOf, MFA, openAccount, ROLE, ROOT_KEY, type Account } from '../world/account.ts';
import type { Json, JsonObject } from '../../../src/sim/trail/identity.ts';

let account: Account;
beforeEach(async () => { account = await openAccount({ alias: 'acme' }); });
const last = (): JsonObject => {
  const record = account.world.history.records().at(-1);
  if (record === undefined) throw new Error('No event was recorded.');
  return eventJson(record);
};
const identity = (): Json | undefined => last()['userIdentity'];
const ATTRIBUTES = { creationDate: '2026-11-20T09:00:00Z', mfaAuthenticated: 'false' };

describe('userIdentity', () => {
  test('of a user', async () => {
    await account.sts().send(new GetCallerIdentityCommand({}));
    expect(identity()).toEqual({ type: 'IAMUser', principalId: ALICE.id, arn: ALICE.arn, accountId: ACCOUNT, accessKeyId: ALICE.key, userName: 'alice' });
  });
  test('of root: without a name', async () => {
    await account.sts({ accessKeyId: ROOT_KEY }).send(new GetCallerIdentityCommand({}));
    expect(identity()).toEqual({ type: 'Root', principalId: ACCOUNT, arn: `${ARN}:root`, accountId: ACCOUNT, accessKeyId: ROOT_KEY });
  });
  test('of a user\'s own session: no issuer', async () => {
    const { Credentials } = await account.sts().send(new GetSessionTokenCommand({ SerialNumber: MFA, TokenCode: '123456' }));
    await account.sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}));
    expect(identity()).toEqual({ type: 'IAMUser', principalId: ALICE.id, arn: ALICE.arn, accountId: ACCOUNT, accessKeyId: Credentials?.AccessKeyId, userName: 'alice', sessionContext: { attributes: { ...ATTRIBUTES, mfaAuthenticated: 'true' } } });
  });
  test('of a role\'s session', async () => {
    const { Credentials } = await account.sts().send(new AssumeRoleCommand({ RoleArn: ROLE.arn, RoleSessionName: 'build' }));
    await account.ec2(keysOf(Credentials)).send(new DescribeRegionsCommand({}));
    expect(identity()).toEqual({
      type: 'AssumedRole', principalId: `${ROLE.id}:build`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/build`, accountId: ACCOUNT, accessKeyId: Credentials?.AccessKeyId,
      sessionContext: { sessionIssuer: { type: 'Role', principalId: ROLE.id, arn: ROLE.arn, accountId: ACCOUNT, userName: 'deploy' }, attributes: ATTRIBUTES },
    });
  });
  test('of a federated user', async () => {
    const { Credentials } = await account.sts().send(new GetFederationTokenCommand({ Name: 'guest', Policy: JSON.stringify(allow('*')) }));
    await account.ec2(keysOf(Credentials)).send(new DescribeRegionsCommand({}));
    expect(identity()).toEqual({
      type: 'FederatedUser', principalId: `${ACCOUNT}:guest`, arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`, accountId: ACCOUNT, accessKeyId: Credentials?.AccessKeyId,
      sessionContext: { sessionIssuer: { type: 'IAMUser', principalId: ALICE.id, arn: ALICE.arn, accountId: ACCOUNT, userName: 'alice' }, attributes: ATTRIBUTES },
    });
  });
  test('of a service', async () => {
    await account.world.play({ service: 'ec2', operation: 'DescribeRegions', input: {}, as: { caller: { type: 'AWSService', arn: '', principalId: 'autoscaling.amazonaws.com', accessKeyId: '' } }, sourceIp: 'autoscaling.amazonaws.com', userAgent: 'autoscaling.amazonaws.com' });
    expect(identity()).toEqual({ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' });
  });
});

describe('a call', () => {
  test('that reads: no response elements', async () => {
    const { $metadata } = await account.ec2(undefined, 'eu-north-1').send(new DescribeRegionsCommand({ AllRegions: true }));
    expect(last()).toEqual({
      eventVersion: '1.11', userIdentity: expect.anything(), eventTime: '2026-11-20T09:00:00Z', eventSource: 'ec2.amazonaws.com', eventName: 'DescribeRegions', awsRegion: 'eu-north-1',
      sourceIPAddress: '127.0.0.1', userAgent: expect.stringContaining('aws-sdk-js'), requestParameters: expect.objectContaining({ allRegions: true }), responseElements: null,
      requestID: $metadata.requestId, eventID: expect.stringMatching(/^[\da-f-]{36}$/), readOnly: true, eventType: 'AwsApiCall', managementEvent: true, recipientAccountId: ACCOUNT, eventCategory: 'Management',
    });
  });
  test('that changes: what AWS answered, with the request\'s id', async () => {
    const { GroupId, $metadata } = await account.ec2().send(new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'Web' }));
    expect(last()).toMatchObject({ readOnly: false, requestParameters: { groupName: 'web' }, responseElements: { requestId: $metadata.requestId, groupId: GroupId } });
  });
  test('of STS: the child\'s key id and no secret; AssumeRole is called a read all the same', async () => {
    const { Credentials } = await account.sts(undefined, 'eu-west-1').send(new AssumeRoleCommand({ RoleArn: ROLE.arn, RoleSessionName: 'build', DurationSeconds: 900 }));
    const event = last();
    expect(event).toMatchObject({
      awsRegion: 'eu-west-1', readOnly: true, requestParameters: { roleArn: ROLE.arn, roleSessionName: 'build', durationSeconds: 900 },
      responseElements: { credentials: { accessKeyId: Credentials?.AccessKeyId, expiration: 'Nov 20, 2026 9:15:00 AM' }, assumedRoleUser: { assumedRoleId: `${ROLE.id}:build`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/build` } },
      resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: ROLE.arn }],
    });
    for (const secret of [Credentials?.SecretAccessKey ?? '?', Credentials?.SessionToken ?? '?']) expect(JSON.stringify(event)).not.toContain(secret);
  });
  test('GetSessionToken and GetFederationToken are no reads', async () => {
    const session = await account.sts().send(new GetSessionTokenCommand({}));
    expect(last()).toMatchObject({ readOnly: false, requestParameters: null, responseElements: { credentials: { accessKeyId: session.Credentials?.AccessKeyId } } });
    const federated = await account.sts().send(new GetFederationTokenCommand({ Name: 'guest' }));
    expect(last()).toMatchObject({ readOnly: false, requestParameters: { name: 'guest' }, responseElements: { credentials: { accessKeyId: federated.Credentials?.AccessKeyId }, federatedUser: { federatedUserId: `${ACCOUNT}:guest` } } });
  });
  test('denied by a query service: no parameters', async () => {
    account.iam.policies.set(ALICE.arn, []);
    await expect(account.sts().send(new AssumeRoleCommand({ RoleArn: ROLE.arn, RoleSessionName: 'build' }))).rejects.toThrow();
    expect(last()).toMatchObject({ errorCode: 'AccessDenied', errorMessage: expect.stringContaining('is not authorized to perform: sts:AssumeRole'), requestParameters: null, responseElements: null });
  });
  test('denied by EC2: its own code, with parameters', async () => {
    account.iam.policies.set(ALICE.arn, []);
    await expect(account.ec2().send(new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'Web' }))).rejects.toThrow();
    expect(last()).toMatchObject({ errorCode: 'Client.UnauthorizedOperation', requestParameters: { groupName: 'web' }, responseElements: null, readOnly: false });
  });
  test('in a console session says so', async () => {
    const { consoleSignIn } = await import('../../../src/sim/trail/sign-in.ts');
    const console = consoleSignIn(account.world, { user: 'alice' }, { mfa: true, ip: '198.51.100.7', agent: 'Mozilla/5.0' });
    await account.world.play({ service: 'ec2', operation: 'DescribeRegions', input: {}, as: { accessKeyId: console?.accessKeyId ?? '' }, sourceIp: '198.51.100.7', userAgent: 'console.amazonaws.com' });
    expect(last()).toMatchObject({ sessionCredentialFromConsole: 'true', userIdentity: { type: 'IAMUser', userName: 'alice', sessionContext: { attributes: { mfaAuthenticated: 'true' } } } });
  });
});
