// Inline and managed policies: what they may say, how large, how many, who uses them.
import { describe, expect, test } from 'vitest';
import {
  AttachGroupPolicyCommand, AttachRolePolicyCommand, AttachUserPolicyCommand, CreateGroupCommand, CreatePolicyCommand, CreatePolicyVersionCommand, DeletePolicyCommand,
  DeletePolicyVersionCommand, DeleteRolePermissionsBoundaryCommand, DeleteUserPermissionsBoundaryCommand, DeleteUserPolicyCommand, DetachUserPolicyCommand, GetGroupPolicyCommand,
  GetPolicyCommand, GetPolicyVersionCommand, GetRolePolicyCommand, GetUserCommand, GetUserPolicyCommand, ListAttachedGroupPoliciesCommand, ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand, ListEntitiesForPolicyCommand, ListGroupPoliciesCommand, ListPoliciesCommand, ListPolicyTagsCommand, ListPolicyVersionsCommand, ListRolePoliciesCommand,
  ListUserPoliciesCommand, PutGroupPolicyCommand, PutRolePermissionsBoundaryCommand, PutRolePolicyCommand, PutUserPermissionsBoundaryCommand, SetDefaultPolicyVersionCommand,
  TagPolicyCommand, UntagPolicyCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { ADMIN, allow, ARN, deny, ofSize, Opened, refusal } from './opened.ts';

const bob = { UserName: 'bob' };
async function withBob(): Promise<Opened> {
  const account = await Opened.account();
  await account.user('bob');
  return account;
}
async function managed(iam: IAMClient, PolicyName: string): Promise<{ PolicyArn: string }> {
  await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('s3:GetObject') }));
  return { PolicyArn: `${ARN}:policy/${PolicyName}` };
}

describe('inline policies', () => {
  test('come back URL-encoded, every character', async () => {
    const account = await withBob();
    const document = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::it\'s (all)!/*' } });
    await account.put('bob', 'p', document);
    const { PolicyDocument = '' } = await account.iam.send(new GetUserPolicyCommand({ ...bob, PolicyName: 'p' }));
    expect(PolicyDocument).toMatch(/^[A-Za-z0-9%._~-]+$/);
    expect(decodeURIComponent(PolicyDocument)).toBe(document);
  });
  test('are listed by name, replaced by a second put, gone once', async () => {
    const account = await withBob();
    await account.put('bob', 'b', allow('s3:GetObject'));
    await account.put('bob', 'a', allow('s3:GetObject'));
    await account.put('bob', 'b', deny('*'));
    expect((await account.iam.send(new ListUserPoliciesCommand(bob))).PolicyNames).toEqual(['a', 'b']);
    expect(decodeURIComponent((await account.iam.send(new GetUserPolicyCommand({ ...bob, PolicyName: 'b' }))).PolicyDocument ?? '')).toBe(deny('*'));
    await account.iam.send(new DeleteUserPolicyCommand({ ...bob, PolicyName: 'b' }));
    expect(await refusal(account.iam.send(new DeleteUserPolicyCommand({ ...bob, PolicyName: 'b' })))).toEqual(['NoSuchEntityException', 'The user policy with name b cannot be found.']);
  });
  test.each([
    ['user', 2_048, async (account: Opened, name: string, document: string) => { await account.put('bob', name, document); }],
    ['group', 5_120, ({ iam }: Opened, PolicyName: string, PolicyDocument: string) => iam.send(new PutGroupPolicyCommand({ GroupName: 'devs', PolicyName, PolicyDocument }))],
    ['role', 10_240, ({ iam }: Opened, PolicyName: string, PolicyDocument: string) => iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName, PolicyDocument }))],
  ] as const)('of a %s take %i characters together, white space not counted', async (word, most, put) => {
    const account = await withBob();
    await account.iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
    await account.role('deploy');
    await put(account, 'a', ofSize(most - 1_000));
    await put(account, 'b', `${ofSize(1_000)}${' '.repeat(500)}\n`);
    const name = { user: 'bob', group: 'devs', role: 'deploy' }[word];
    expect(await refusal(put(account, 'b', ofSize(1_001)))).toEqual(['LimitExceededException', `Maximum policy size of ${most} bytes exceeded for ${word} ${name}`]);
  });
  test('of groups and roles work alike', async () => {
    const account = await Opened.account();
    const { iam } = account;
    await iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
    await account.role('deploy');
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'devs', PolicyName: 'p', PolicyDocument: deny('*') }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'p', PolicyDocument: deny('*') }));
    expect((await iam.send(new ListGroupPoliciesCommand({ GroupName: 'devs' }))).PolicyNames).toEqual(['p']);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'deploy' }))).PolicyNames).toEqual(['p']);
    expect(await iam.send(new GetGroupPolicyCommand({ GroupName: 'devs', PolicyName: 'p' }))).toMatchObject({ GroupName: 'devs', PolicyName: 'p' });
    expect(await iam.send(new GetRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'p' }))).toMatchObject({ RoleName: 'deploy', PolicyName: 'p' });
  });
});

test.each([
  ['no JSON', 'Effect: Deny', 'This policy contains invalid Json'],
  ['no policy', '{"Effect":"Deny"}', 'Syntax errors in policy.'],
  ['a principal', JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' } }), 'Policy document should not specify a principal.'],
  ['no resource', JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*' } }), 'Policy statement must contain resources.'],
])('a document with %s is malformed, inline and managed', async (_, document, message) => {
  const account = await withBob();
  expect(await refusal(account.put('bob', 'p', document))).toEqual(['MalformedPolicyDocumentException', message]);
  expect(await refusal(account.iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: document })))).toEqual(['MalformedPolicyDocumentException', message]);
});

describe('attachments', () => {
  test('to a user, a group and a role', async () => {
    const account = await withBob();
    const { iam } = account;
    await iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
    await account.role('deploy');
    const { PolicyArn } = await managed(iam, 'mine');
    for (let time = 1; time <= 2; time += 1) await iam.send(new AttachUserPolicyCommand({ ...bob, PolicyArn }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'devs', PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn }));
    const attached = [{ PolicyName: 'mine', PolicyArn }];
    expect((await iam.send(new ListAttachedUserPoliciesCommand(bob))).AttachedPolicies).toEqual(attached);
    expect((await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: 'devs' }))).AttachedPolicies).toEqual(attached);
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'deploy' }))).AttachedPolicies).toEqual(attached);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({ AttachmentCount: 3, PermissionsBoundaryUsageCount: 0, DefaultVersionId: 'v1' });
  });
  test('of AWS\'s own policies, the quarantine among them', async () => {
    const { iam } = await withBob();
    const PolicyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
    await iam.send(new AttachUserPolicyCommand({ ...bob, PolicyArn }));
    expect((await iam.send(new ListAttachedUserPoliciesCommand(bob))).AttachedPolicies).toEqual([{ PolicyName: 'AWSCompromisedKeyQuarantineV3', PolicyArn }]);
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ Arn: PolicyArn, AttachmentCount: 1 });
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }));
    expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toMatchObject({ Version: '2012-10-17' });
  });
  test('are ten at most', async () => {
    const { iam } = await withBob();
    for (let i = 0; i < 10; i += 1) await iam.send(new AttachUserPolicyCommand({ ...bob, ...await managed(iam, `p${i}`) }));
    expect(await refusal(iam.send(new AttachUserPolicyCommand({ ...bob, PolicyArn: ADMIN })))).toEqual(['LimitExceededException', 'Cannot exceed quota for PoliciesPerUser: 10']);
  });
  test('of what is not there, and detachments of what is not attached, are refused', async () => {
    const { iam } = await withBob();
    expect(await refusal(iam.send(new AttachUserPolicyCommand({ ...bob, PolicyArn: `${ARN}:policy/none` })))).toEqual(['NoSuchEntityException', `Policy ${ARN}:policy/none does not exist or is not attachable.`]);
    expect(await refusal(iam.send(new DetachUserPolicyCommand({ ...bob, PolicyArn: ADMIN })))).toEqual(['NoSuchEntityException', `Policy ${ADMIN} was not found.`]);
  });
});

describe('versions of a managed policy', () => {
  test('are five at most, and their ids are never used again', async () => {
    const { iam } = await Opened.account();
    const policy = await managed(iam, 'mine');
    const add = (): Promise<{ PolicyVersion?: { VersionId?: string | undefined } | undefined }> => iam.send(new CreatePolicyVersionCommand({ ...policy, PolicyDocument: deny('*'), SetAsDefault: true }));
    for (let i = 0; i < 4; i += 1) await add();
    await expect(add()).rejects.toMatchObject({ name: 'LimitExceededException' });
    await iam.send(new SetDefaultPolicyVersionCommand({ ...policy, VersionId: 'v1' }));
    await iam.send(new DeletePolicyVersionCommand({ ...policy, VersionId: 'v5' }));
    expect((await add()).PolicyVersion?.VersionId).toBe('v6');
    const { Versions } = await iam.send(new ListPolicyVersionsCommand(policy));
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([['v6', true], ['v4', false], ['v3', false], ['v2', false], ['v1', false]]);
  });
  test('the default one cannot be deleted alone', async () => {
    const { iam } = await Opened.account();
    const policy = await managed(iam, 'mine');
    expect(await refusal(iam.send(new DeletePolicyVersionCommand({ ...policy, VersionId: 'v1' })))).toEqual(['DeleteConflictException', 'Cannot delete the default version of a policy.']);
    await expect(iam.send(new GetPolicyVersionCommand({ ...policy, VersionId: 'v9' }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
  test('take 6,144 characters', async () => {
    const { iam } = await Opened.account();
    await iam.send(new CreatePolicyCommand({ PolicyName: 'large', PolicyDocument: ofSize(6_144) }));
    expect(await refusal(iam.send(new CreatePolicyCommand({ PolicyName: 'larger', PolicyDocument: ofSize(6_145) })))).toEqual(['LimitExceededException', 'Cannot exceed quota for PolicySize: 6144']);
  });
  test('of AWS\'s policies cannot be made', async () => {
    const { iam } = await Opened.account();
    await expect(iam.send(new CreatePolicyVersionCommand({ PolicyArn: ADMIN, PolicyDocument: deny('*') }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('DeletePolicy', () => {
  test('fails while it is attached, is a boundary, or has versions', async () => {
    const { iam } = await withBob();
    const policy = await managed(iam, 'mine');
    const remove = (): Promise<unknown> => iam.send(new DeletePolicyCommand(policy));
    await iam.send(new AttachUserPolicyCommand({ ...bob, ...policy }));
    expect(await refusal(remove())).toEqual(['DeleteConflictException', 'Cannot delete a policy attached to entities.']);
    await iam.send(new DetachUserPolicyCommand({ ...bob, ...policy }));
    await iam.send(new PutUserPermissionsBoundaryCommand({ ...bob, PermissionsBoundary: policy.PolicyArn }));
    expect(await refusal(remove())).toEqual(['DeleteConflictException', 'Cannot delete a policy attached to entities.']);
    await iam.send(new DeleteUserPermissionsBoundaryCommand(bob));
    await iam.send(new CreatePolicyVersionCommand({ ...policy, PolicyDocument: deny('*') }));
    expect((await refusal(remove()))[1]).toMatch(/^This policy has more than one version\./);
    await iam.send(new DeletePolicyVersionCommand({ ...policy, VersionId: 'v2' }));
    await remove();
    await expect(iam.send(new GetPolicyCommand(policy))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('who uses a policy', () => {
  async function used(): Promise<{ iam: IAMClient; PolicyArn: string }> {
    const account = await withBob();
    const { iam } = account;
    const { PolicyArn } = await managed(iam, 'mine');
    await account.role('deploy');
    await iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'devs', PolicyArn }));
    await iam.send(new AttachUserPolicyCommand({ ...bob, PolicyArn }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'deploy', PermissionsBoundary: PolicyArn }));
    return { iam, PolicyArn };
  }
  test('is told for both uses, or one', async () => {
    const { iam, PolicyArn } = await used();
    const asked = async (more: object): Promise<unknown> => {
      const { PolicyGroups, PolicyUsers, PolicyRoles } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, ...more }));
      return [PolicyGroups?.map((one) => one.GroupName), PolicyUsers?.map((one) => one.UserName), PolicyRoles?.map((one) => one.RoleName)];
    };
    expect(await asked({})).toEqual([['devs'], ['bob'], ['deploy']]);
    expect(await asked({ PolicyUsageFilter: 'PermissionsPolicy' })).toEqual([['devs'], ['bob'], []]);
    expect(await asked({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([[], [], ['deploy']]);
    expect(await asked({ EntityFilter: 'User' })).toEqual([[], ['bob'], []]);
    expect(await asked({ MaxItems: 2 })).toEqual([['devs'], ['bob'], []]);
  });
  test('decides what ListPolicies shows when asked for attached ones', async () => {
    const { iam, PolicyArn } = await used();
    await managed(iam, 'idle');
    const arns = async (more: object): Promise<unknown> => (await iam.send(new ListPoliciesCommand(more))).Policies?.map(({ Arn }) => Arn);
    expect(await arns({ Scope: 'Local' })).toEqual([`${ARN}:policy/idle`, PolicyArn]);
    expect(await arns({ OnlyAttached: true })).toEqual([PolicyArn]);
    expect(await arns({ Scope: 'AWS', MaxItems: 1_000 })).toContain(ADMIN);
    expect(await arns({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([PolicyArn]);
  });
});

describe('permissions boundaries', () => {
  test('are one per user; a second replaces it, and it goes once', async () => {
    const { iam } = await withBob();
    const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
    for (const PermissionsBoundary of [ADMIN, denyAll]) await iam.send(new PutUserPermissionsBoundaryCommand({ ...bob, PermissionsBoundary }));
    expect((await iam.send(new GetUserCommand(bob))).User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(denyAll);
    await iam.send(new DeleteUserPermissionsBoundaryCommand(bob));
    await expect(iam.send(new DeleteUserPermissionsBoundaryCommand(bob))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
  test('of roles must exist, too', async () => {
    const account = await Opened.account();
    await account.role('deploy');
    expect(await refusal(account.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'deploy', PermissionsBoundary: `${ARN}:policy/none` }))))
      .toEqual(['NoSuchEntityException', `Scope ARN: ${ARN}:policy/none does not exist or is not attachable.`]);
    await account.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'deploy', PermissionsBoundary: ADMIN }));
    await expect(account.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'deploy' }))).resolves.toBeDefined();
  });
});

test('tags of a policy are added and removed', async () => {
  const { iam } = await Opened.account();
  const policy = await managed(iam, 'mine');
  await iam.send(new TagPolicyCommand({ ...policy, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }));
  await iam.send(new UntagPolicyCommand({ ...policy, TagKeys: ['a'] }));
  expect((await iam.send(new ListPolicyTagsCommand(policy))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
});
