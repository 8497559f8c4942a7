// A user's deletion: in the order that IAM wants, with evidence, and not over what somebody adds meanwhile.
import { describe, expect, test } from 'vitest';
import user, { type User } from '../../src/kinds/iam/user.ts';
import { listOf } from '../contract/contract.ts';
import { stage } from '../contract/account.ts';
import { changed, did, runOf, thingOf } from './on-stage.ts';

describe('deleting', () => {
  test('everything that hangs on the user goes first, what holds it down goes last', async () => {
    const at = await stage();
    await at.play('iam', 'PutUserPolicy', { UserName: 'mallory', PolicyName: 'AWSIncidentContainAll', PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}' });
    const run = await runOf(at, user, 'eradicate', 'mallory');
    await run.apply();
    expect(changed(at)).toEqual([
      'DeleteLoginProfile', 'DeleteAccessKey', 'DeleteSigningCertificate', 'DeleteSSHPublicKey', 'DeleteServiceSpecificCredential', 'DeactivateMFADevice', 'DeleteVirtualMFADevice',
      'DeleteUserPolicy', 'DetachUserPolicy', 'RemoveUserFromGroup',
      'DeleteUserPolicy', 'DeleteUserPolicy', 'DetachUserPolicy', 'DeleteUserPermissionsBoundary', 'DeleteUser',
    ]);
    const policies = at.world.requests.entries.filter((e) => e.operation === 'DeleteUserPolicy').map((e) => (e.input as { PolicyName: string }).PolicyName);
    expect(policies).toEqual(['own', 'AWSExposedCredentialPolicy_DO_NOT_REMOVE', 'AWSIncidentContainAll']);
  });

  test('a key that is added meanwhile is not deleted unseen: the user stays, and it is said', async () => {
    const at = await stage();
    const run = await runOf(at, user, 'eradicate', 'mallory');
    const shown = run.calls();
    await at.play('iam', 'CreateAccessKey', { UserName: 'mallory' });
    await expect(run.applyTo(run.before)).rejects.toThrow(/Something was added/);
    expect(did(at)).not.toContain('DeleteUser');
    expect(shown.filter((c) => c.operation === 'iam:DeleteAccessKey')).toHaveLength(1);
    expect((await thingOf(at, user, 'mallory') as User).credentials?.keys).toHaveLength(1);
  });

  test('says how much goes with it', async () => {
    const mallory = await thingOf(await stage(), user, 'mallory') as User;
    expect(user.actions.eradicate?.destroys?.(mallory)?.with).toEqual({ keys: 1, passwords: 1, devices: 1, more: 3, policies: 4, groups: 1 });
  });

  test('a user made anew under the old name is another user', async () => {
    const at = await stage();
    const run = await runOf(at, user, 'eradicate', 'mallory');
    await run.apply();
    await at.play('iam', 'CreateUser', { UserName: 'mallory' });
    expect(await run.look()).toBeUndefined();
    expect((await listOf(at, user)).found.map((r) => r.name)).toContain('mallory');
  });

  test('leaves no virtual device behind when it is cut off between freeing and deleting it', async () => {
    const at = await stage();
    const run = await runOf(at, user, 'eradicate', 'mallory');
    at.world.faults.add({ fault: { kind: 'reset', after: true }, operation: 'DeactivateMFADevice', nth: 1 });
    await expect(run.apply()).rejects.toThrow();
    await run.apply();
    const { VirtualMFADevices: left } = await at.play('iam', 'ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' }) as { VirtualMFADevices: { SerialNumber: string }[] };
    expect(left.map((d) => d.SerialNumber)).toEqual(['arn:aws:iam::111122223333:mfa/forgotten']);
  });
});

test('the evidence holds the user complete, with the text of its policies', async () => {
  const run = await runOf(await stage(), user, 'preserve', 'mallory');
  await run.apply();
  const saved = JSON.parse(String(run.kept.get('user-mallory.json'))) as Record<string, unknown> & { credentials: Record<string, unknown[]> };
  expect(saved).toMatchObject({ userName: 'mallory', groups: ['developers'], boundary: 'arn:aws:iam::aws:policy/AdministratorAccess', tags: [{ key: 'team', value: 'example' }] });
  expect(saved['inline']).toContainEqual({ name: 'own', document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:List*","Resource":"*"}]}' });
  expect(Object.values(saved.credentials).map((c) => (Array.isArray(c) ? c.length : 1))).toEqual([1, 1, 1, 1, 1, 1]);
  expect(saved.credentials['keys']?.[0]).toHaveProperty('lastUsed');
});

test('events that only share the user\'s name do not concern it', async () => {
  const alice = await thingOf(await stage(), user, 'alice') as User;
  const concerns = (request: Record<string, string>): boolean | undefined => user.traces.concerns?.(alice, { name: 'CreateUser', request, response: null });
  expect(concerns({ userName: 'alice' })).toBe(true);
  expect(concerns({ userName: 'bob', policyName: 'alice' })).toBe(false);
});
