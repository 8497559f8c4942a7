// What roles and groups may do, and who is in a group: taken away and given back, but not from roles that nobody can change.
import { describe, expect, test } from 'vitest';
import group, { type Group } from '../../src/kinds/iam/group.ts';
import groupMembership, { type GroupMembership } from '../../src/kinds/iam/group-membership.ts';
import groupPolicy, { type GroupPolicy } from '../../src/kinds/iam/group-policy.ts';
import groupPolicyAttachment, { type GroupPolicyAttachment } from '../../src/kinds/iam/group-policy-attachment.ts';
import rolePolicy, { type RolePolicy } from '../../src/kinds/iam/role-policy.ts';
import rolePolicyAttachment, { type RolePolicyAttachment } from '../../src/kinds/iam/role-policy-attachment.ts';
import { allow, stage } from '../contract/account.ts';
import { listOf, lookAt } from '../contract/contract.ts';
import { changed, did, runOf, thingOf } from './on-stage.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('roles', () => {
  test('the policy that revokes a role\'s sessions is not offered to be taken away', async () => {
    const at = await stage();
    await at.play('iam', 'PutRolePolicy', { RoleName: 'Worker', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: allow('s3:*').replace('Allow', 'Deny') });
    expect((await listOf(at, rolePolicy)).found.map((r) => r.name)).toEqual(['own', 'own', 'own']);
  });

  test('AWS\'s quarantine is not touched, whoever has it', async () => {
    const at = await stage();
    for (const [operation, who] of [['AttachRolePolicy', { RoleName: 'Worker' }], ['AttachGroupPolicy', { GroupName: 'developers' }]] as const) {
      await at.play('iam', operation, { ...who, PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' });
    }
    for (const kind of [rolePolicyAttachment, groupPolicyAttachment]) expect((await listOf(at, kind)).found.map((r) => r.name).join(' ')).not.toContain('Quarantine');
  });

  test('of a service\'s own role it says that nobody can change it', async () => {
    const attached = { ...await thingOf(await stage(), rolePolicyAttachment) as RolePolicyAttachment, roleName: 'AWSServiceRoleForAutoScaling', path: '/aws-service-role/autoscaling.amazonaws.com/' };
    expect(rolePolicyAttachment.actions.contain?.impossible?.(attached)?.say).toMatch(/nobody can change it/);
    const sso: RolePolicy = { ...await thingOf(await stage(), rolePolicy) as RolePolicy, roleName: 'AWSReservedSSO_Admin_EXAMPLE', path: '/aws-reserved/sso.amazonaws.com/' };
    expect(rolePolicy.actions.contain?.impossible?.(sso)?.say).toMatch(/IAM Identity Center/);
  });

  test('a role made anew under the old name is not the one whose policy it was', async () => {
    const at = await stage();
    const run = await runOf(at, rolePolicy, 'contain', 'Worker');
    const { RoleName, ...rest } = { RoleName: 'Worker', PolicyName: 'own' };
    await at.play('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: RoleName, RoleName });
    await at.play('iam', 'DetachRolePolicy', { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' });
    await at.play('iam', 'DeleteRolePolicy', { RoleName, ...rest });
    await at.play('iam', 'DeleteRole', { RoleName });
    await at.play('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' });
    await at.play('iam', 'PutRolePolicy', { RoleName, ...rest, PolicyDocument: allow('s3:*') });
    expect(await run.look()).toBeUndefined();
  });
});

test('events of one policy name concern only the holder that they name', async () => {
  const at = await stage();
  const [ofRole, ofGroup, attached, member] = [await thingOf(at, rolePolicy, 'Worker') as RolePolicy, await thingOf(at, groupPolicy, 'developers') as GroupPolicy,
    await thingOf(at, groupPolicyAttachment, 'developers') as GroupPolicyAttachment, await thingOf(at, groupMembership, 'alice') as GroupMembership];
  const event = (request: Record<string, string>) => ({ name: '', request, response: null });
  expect(rolePolicy.traces.concerns?.(ofRole, event({ roleName: 'Worker', policyName: 'own' }))).toBe(true);
  expect(rolePolicy.traces.concerns?.(ofRole, event({ roleName: 'Deployer', policyName: 'own' }))).toBe(false);
  expect(groupPolicy.traces.concerns?.(ofGroup, event({ groupName: 'auditors', policyName: 'own' }))).toBe(false);
  expect(groupPolicyAttachment.traces.concerns?.(attached, event({ groupName: 'auditors', policyArn: attached.policyArn }))).toBe(false);
  expect(groupMembership.traces.concerns?.(member, event({ groupName: 'developers', userName: 'bob' }))).toBe(false);
});

describe('groups', () => {
  test('a policy of a group says how many it holds for, and whose way in ends by it', async () => {
    const policy = await thingOf(await stage(), groupPolicy, 'developers') as GroupPolicy;
    expect(groupPolicy.actions.contain?.breaks?.(policy)?.with).toEqual({ group: 'developers', n: 3 });
    expect(groupPolicy.actions.contain?.cuts?.(policy)).toContain('arn:aws:iam::111122223333:user/alice');
  });

  test('two hundred memberships of one group are looked at with that one group\'s pages', async () => {
    const at = await stage();
    for (let n = 0; n < 20; n++) {
      await at.play('iam', 'CreateUser', { UserName: `user${String(n)}` });
      await at.play('iam', 'AddUserToGroup', { UserName: `user${String(n)}`, GroupName: 'operators' });
    }
    const { found } = await listOf(at, groupMembership);
    const from = at.world.requests.entries.length;
    expect((await lookAt(at, groupMembership, found)).every((r) => r !== undefined)).toBe(true);
    const asked = at.world.requests.entries.slice(from);
    expect(new Set(asked.map((e) => e.operation))).toEqual(new Set(['GetGroup']));
    // Pages of two here: 3 and 20 members.
    expect(asked).toHaveLength(2 + 10);
  });

  test('a membership belongs to the user and the group that there were: another of the same name is another', async () => {
    const at = await stage();
    await at.play('iam', 'CreateUser', { UserName: 'zoe' });
    await at.play('iam', 'AddUserToGroup', { UserName: 'zoe', GroupName: 'operators' });
    const run = await runOf(at, groupMembership, 'contain', 'zoe');
    await at.play('iam', 'RemoveUserFromGroup', { UserName: 'zoe', GroupName: 'operators' });
    await at.play('iam', 'DeleteUser', { UserName: 'zoe' });
    await at.play('iam', 'CreateUser', { UserName: 'zoe' });
    await at.play('iam', 'AddUserToGroup', { UserName: 'zoe', GroupName: 'operators' });
    expect(await run.look()).toBeUndefined();
  });

  test('deleting a group leaves its users, and what they have themselves', async () => {
    const at = await stage();
    const run = await runOf(at, group, 'eradicate', 'developers');
    expect(group.actions.eradicate?.destroys?.(run.before as Group)?.with).toEqual({ policies: 2, users: 3 });
    await run.apply();
    expect(changed(at)).toEqual(['RemoveUserFromGroup', 'RemoveUserFromGroup', 'RemoveUserFromGroup', 'DetachGroupPolicy', 'DeleteGroupPolicy', 'DeleteGroup']);
    expect((await listOf(at, groupMembership)).found).toEqual([]);
  });

  test('a user who is put in meanwhile is not taken out unseen: the group stays, and it is said', async () => {
    const at = await stage();
    const run = await runOf(at, group, 'eradicate', 'auditors');
    await at.play('iam', 'AddUserToGroup', { UserName: 'bob', GroupName: 'auditors' });
    await expect(run.applyTo(run.before)).rejects.toThrow(/Something was added/);
    expect(did(at)).not.toContain('DeleteGroup');
  });

  test('its evidence names users and the text of its policies', async () => {
    const at = await stage();
    await at.play('iam', 'AttachGroupPolicy', { GroupName: 'developers', PolicyArn: ADMIN });
    const run = await runOf(at, group, 'preserve', 'developers');
    await run.apply();
    expect(JSON.parse(String(run.kept.get('group-developers.json')))).toMatchObject({ members: [{}, {}, {}].map(() => expect.stringContaining(':user/') as unknown), inline: [{ name: 'own', document: allow('s3:List*') }] });
  });
});
