// IAM roles: trust, session length, last use, roles that only AWS may change, deletion.
import { describe, expect, test } from 'vitest';
import {
  AddRoleToInstanceProfileCommand, AttachRolePolicyCommand, CreateInstanceProfileCommand, CreateRoleCommand, CreateServiceLinkedRoleCommand, DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand, GetRoleCommand, GetServiceLinkedRoleDeletionStatusCommand, ListRolesCommand, ListRoleTagsCommand, PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand, TagRoleCommand, UntagRoleCommand, UpdateAssumeRolePolicyCommand, UpdateRoleCommand, UpdateRoleDescriptionCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, ADMIN, allow, ARN, Opened, refusal, START, TRUST } from './opened.ts';

const trusting = (principal: unknown, more: object = {}): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }] });
const deploy = { RoleName: 'deploy' };

test('GetRole tells trust, session length, tags and boundary', async () => {
  const { iam } = await Opened.account();
  await iam.send(new CreateRoleCommand({ ...deploy, AssumeRolePolicyDocument: TRUST, Description: 'ships', Tags: [{ Key: 'a', Value: 'b' }], PermissionsBoundary: ADMIN }));
  const { Role } = await iam.send(new GetRoleCommand(deploy));
  expect(Role).toMatchObject({
    Arn: `${ARN}:role/deploy`, Path: '/', CreateDate: START, Description: 'ships', MaxSessionDuration: 3_600, Tags: [{ Key: 'a', Value: 'b' }],
    PermissionsBoundary: { PermissionsBoundaryArn: ADMIN }, RoleLastUsed: {},
  });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
});

describe('a trust policy', () => {
  test.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['no statement', JSON.stringify({ Version: '2012-10-17', Statement: [] }), 'Trust policy must contain at least one statement.'],
    ['a resource', trusting({ AWS: '*' }, { Resource: '*' }), 'Has prohibited field Resource'],
    ['no principal', trusting(undefined), 'Missing required field Principal'],
    ['another service\'s action', trusting({ AWS: '*' }, { Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ['a user who is not there', trusting({ AWS: `${ARN}:user/nobody` }), `Invalid principal in policy: "AWS":"${ARN}:user/nobody"`],
    ['an operator that does not exist', trusting({ AWS: '*' }, { Condition: { StringIs: { 'aws:x': 'y' } } }), 'Invalid Condition type : StringIs.'],
  ])('with %s is malformed', async (_, document, message) => {
    const account = await Opened.account();
    expect(await refusal(account.role('deploy', document))).toEqual(['MalformedPolicyDocumentException', message]);
    await account.role('deploy');
    expect(await refusal(account.iam.send(new UpdateAssumeRolePolicyCommand({ ...deploy, PolicyDocument: document })))).toEqual(['MalformedPolicyDocumentException', message]);
  });
  test('may name another account, a service, a federation', async () => {
    const account = await Opened.account();
    await account.role('a', trusting({ AWS: ['444455556666', 'arn:aws:iam::444455556666:user/carol'] }));
    await account.role('b', trusting({ Federated: `${ARN}:oidc-provider/example.com` }, { Action: 'sts:AssumeRoleWithWebIdentity' }));
    await account.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'a', PolicyDocument: trusting({ Service: 'ec2.amazonaws.com' }, { Effect: 'Deny' }) }));
    expect(decodeURIComponent((await account.iam.send(new GetRoleCommand({ RoleName: 'a' }))).Role?.AssumeRolePolicyDocument ?? '')).toContain('"Deny"');
  });
  test('takes 2,048 characters', async () => {
    const account = await Opened.account();
    const long = trusting({ AWS: Array.from({ length: 80 }, (_, i) => `arn:aws:iam::444455556666:role/r${i}`) });
    expect(await refusal(account.role('deploy', long))).toEqual(['LimitExceededException', 'Cannot exceed quota for ACLSizePerRole: 2048']);
  });
});

test('sessions last one to twelve hours', async () => {
  const account = await Opened.account();
  await account.role('deploy');
  await account.iam.send(new UpdateRoleCommand({ ...deploy, MaxSessionDuration: 43_200 }));
  await account.iam.send(new UpdateRoleDescriptionCommand({ ...deploy, Description: 'ships' }));
  expect((await account.iam.send(new GetRoleCommand(deploy))).Role).toMatchObject({ MaxSessionDuration: 43_200, Description: 'ships' });
  for (const MaxSessionDuration of [3_599, 43_201]) await expect(account.iam.send(new UpdateRoleCommand({ ...deploy, MaxSessionDuration }))).rejects.toMatchObject({ name: 'ValidationError' });
});

test('tags are added and removed', async () => {
  const account = await Opened.account();
  await account.role('deploy');
  await account.iam.send(new TagRoleCommand({ ...deploy, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }));
  await account.iam.send(new UntagRoleCommand({ ...deploy, TagKeys: ['a'] }));
  expect((await account.iam.send(new ListRoleTagsCommand(deploy))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

test('the last use is in GetRole, not in ListRoles', async () => {
  const account = await Opened.account();
  const { key } = await account.admin('alice');
  await account.role('deploy', trusting({ AWS: ACCOUNT }));
  account.pass(60_000);
  const { Credentials } = await account.stsOf({ accessKeyId: key }).send(new AssumeRoleCommand({ RoleArn: `${ARN}:role/deploy`, RoleSessionName: 'ship' }));
  await account.stsOf({ accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken }).send(new GetCallerIdentityCommand({}));
  await account.iam.send(new TagRoleCommand({ ...deploy, Tags: [{ Key: 'a', Value: '1' }] }));
  await account.iam.send(new PutRolePermissionsBoundaryCommand({ ...deploy, PermissionsBoundary: ADMIN }));
  expect((await account.iam.send(new GetRoleCommand(deploy))).Role?.RoleLastUsed).toEqual({ LastUsedDate: new Date(START.getTime() + 60_000), Region: 'us-east-1' });
  const [listed] = (await account.iam.send(new ListRolesCommand({}))).Roles ?? [];
  for (const member of ['RoleLastUsed', 'Tags', 'PermissionsBoundary']) expect(listed).not.toHaveProperty(member);
});

describe('a role that only AWS may change', () => {
  const changes: readonly (readonly [string, (iam: IAMClient, RoleName: string) => Promise<unknown>])[] = [
    ['PutRolePolicy', (iam, RoleName) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: allow('s3:*') }))],
    ['AttachRolePolicy', (iam, RoleName) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMIN }))],
    ['UpdateAssumeRolePolicy', (iam, RoleName) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }))],
    ['PutRolePermissionsBoundary', (iam, RoleName) => iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: ADMIN }))],
    ['DeleteRole', (iam, RoleName) => iam.send(new DeleteRoleCommand({ RoleName }))],
  ];
  test.each(changes)('refuses %s', async (_, change) => {
    const account = await Opened.account();
    const sso = 'AWSReservedSSO_Admin_0123456789abcdef';
    await account.byAws('CreateRole', { RoleName: sso, Path: '/aws-reserved/sso.amazonaws.com/', AssumeRolePolicyDocument: TRUST });
    await account.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' }));
    for (const name of [sso, 'AWSServiceRoleForAutoScaling']) {
      expect(await refusal(change(account.iam, name))).toEqual(['UnmodifiableEntityException', `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`]);
    }
  });
  test('cannot be made by anybody else', async () => {
    const { iam } = await Opened.account();
    await expect(iam.send(new CreateRoleCommand({ RoleName: 'x', Path: '/aws-reserved/sso.amazonaws.com/', AssumeRolePolicyDocument: TRUST }))).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
  test('is service-linked: made by the service\'s name, deleted by a task', async () => {
    const account = await Opened.account();
    const made = await account.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' }));
    expect(made.Role).toMatchObject({ Path: '/aws-service-role/autoscaling.amazonaws.com/', RoleName: 'AWSServiceRoleForAutoScaling' });
    await expect(account.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' }))).rejects.toMatchObject({ name: 'InvalidInputException' });
    const { DeletionTaskId = '' } = await account.iam.send(new DeleteServiceLinkedRoleCommand({ RoleName: 'AWSServiceRoleForAutoScaling' }));
    expect(await account.iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }))).toMatchObject({ Status: 'SUCCEEDED' });
    await expect(account.iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: 'task/none' }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    expect((await account.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    await account.role('deploy');
    await expect(account.iam.send(new DeleteServiceLinkedRoleCommand(deploy))).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

describe('DeleteRole', () => {
  test.each([
    ['is in an instance profile', async ({ iam }: Opened) => {
      await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'web' }));
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'web', ...deploy }));
    }, 'Cannot delete entity, must remove roles from instance profile first.'],
    ['has an attached policy', ({ iam }: Opened) => iam.send(new AttachRolePolicyCommand({ ...deploy, PolicyArn: ADMIN })), 'Cannot delete entity, must detach all policies first.'],
    ['has an inline policy', ({ iam }: Opened) => iam.send(new PutRolePolicyCommand({ ...deploy, PolicyName: 'p', PolicyDocument: allow('s3:*') })), 'Cannot delete entity, must delete policies first.'],
  ])('fails while it %s', async (_, give, message) => {
    const account = await Opened.account();
    await account.role('deploy');
    await give(account);
    expect(await refusal(account.iam.send(new DeleteRoleCommand(deploy)))).toEqual(['DeleteConflictException', message]);
  });
  test('works on a bare one', async () => {
    const account = await Opened.account();
    await account.role('deploy');
    await account.iam.send(new DeleteRoleCommand(deploy));
    await expect(account.iam.send(new GetRoleCommand(deploy))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
