// Customer managed policies: a switched version is switched back, a stranger's policy goes with all that uses it.
import { describe, expect, test } from 'vitest';
import type { Resource } from '../../src/core/types.ts';
import policy, { type Policy } from '../../src/kinds/iam/policy.ts';
import policyVersion, { type PolicyVersion } from '../../src/kinds/iam/policy-version.ts';
import { allow, stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { changed, did, runOf, thingOf } from './on-stage.ts';

const ARN = 'arn:aws:iam::111122223333:policy/team-developers';
const versionOf = (at: Stage, id: string): Promise<Resource> => thingOf(at, policyVersion, `team-developers:${id}`);
const ways = (r: Resource, origin: 'created' | 'changed'): readonly string[] => policyVersion.actions.contain?.ways?.(r as PolicyVersion, origin).map((w) => w.id) ?? [];

describe('a version', () => {
  test('that the stranger made took the place of the newest older one', async () => {
    const at = await stage();
    await at.play('iam', 'CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument: allow('*'), SetAsDefault: true });
    expect(ways(await versionOf(at, 'v4'), 'created')).toEqual(['v3', 'v2', 'v1']);
  });

  test('that the stranger switched to took the place of the newest, and the others are on offer with their dates', async () => {
    const at = await stage();
    await at.play('iam', 'SetDefaultPolicyVersion', { PolicyArn: ARN, VersionId: 'v2' });
    const v2 = await versionOf(at, 'v2');
    expect(ways(v2, 'changed')).toEqual(['v3', 'v1']);
    expect(policyVersion.actions.contain?.ways?.(v2 as PolicyVersion, 'changed')[0]?.consequence?.with).toMatchObject({ at: expect.stringMatching(/^2026-/) as unknown });
    const run = await runOf(at, policyVersion, 'contain', v2.name, { way: 'v1', origin: 'changed' });
    await run.apply();
    expect(await versionOf(at, 'v1')).toMatchObject({ defaultVersion: 'v1' });
    await run.undo();
    expect(await versionOf(at, 'v1')).toMatchObject({ defaultVersion: 'v2' });
  });

  test('version 10 is newer than version 9', async () => {
    const at = await stage();
    for (let n = 4; n <= 10; n++) {
      await at.play('iam', 'DeletePolicyVersion', { PolicyArn: ARN, VersionId: `v${String(n - 3)}` });
      await at.play('iam', 'CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument: allow(`s3:Get${String(n)}`), SetAsDefault: true });
    }
    expect(ways(await versionOf(at, 'v10'), 'created')).toEqual(['v9', 'v8']);
  });

  test('that stands alone has nothing to go back to, and that is said', async () => {
    const at = await stage();
    await at.play('iam', 'CreatePolicy', { PolicyName: 'lone', PolicyDocument: allow('*') });
    expect(policyVersion.actions.contain?.impossible?.(await thingOf(at, policyVersion, 'lone:v1') as PolicyVersion)?.say).toMatch(/no other version/);
  });

  test('that is in force cannot be deleted, another one can; its text is kept', async () => {
    const at = await stage();
    expect(policyVersion.actions.eradicate?.impossible?.(await versionOf(at, 'v3') as PolicyVersion)?.say).toMatch(/default/);
    expect(policyVersion.actions.eradicate?.impossible?.(await versionOf(at, 'v2') as PolicyVersion)).toBeUndefined();
    const run = await runOf(at, policyVersion, 'preserve', 'team-developers:v2');
    await run.apply();
    expect(JSON.parse(String(run.kept.get('policy-team-developers-v2.json')))).toMatchObject({ document: allow('s3:Put*') });
  });

  test('is made by the event whose answer names it, and changed by the switch to it', async () => {
    const v3 = await versionOf(await stage(), 'v3') as PolicyVersion;
    const concerns = (request: Record<string, string>, response: Record<string, Record<string, string>> | null): boolean | undefined => policyVersion.traces.concerns?.(v3, { name: '', request, response });
    expect(concerns({ policyArn: ARN }, { policyVersion: { versionId: 'v3' } })).toBe(true);
    expect(concerns({ policyArn: ARN }, { policyVersion: { versionId: 'v4' } })).toBe(false);
    expect(concerns({ policyArn: ARN, versionId: 'v3' }, null)).toBe(true);
    expect(concerns({ policyArn: ARN, versionId: 'v2' }, null)).toBe(false);
  });
});

describe('a policy', () => {
  test('of AWS is never listed', async () => {
    expect((await listOf(await stage(), policy)).found.map((r) => r.name)).toEqual(['team-auditors', 'team-developers', 'team-operators']);
  });

  test('goes with everybody who has it, whom it bounds, and its other versions', async () => {
    const at = await stage();
    await at.play('iam', 'AttachRolePolicy', { RoleName: 'Worker', PolicyArn: ARN });
    await at.play('iam', 'AttachUserPolicy', { UserName: 'bob', PolicyArn: ARN });
    await at.play('iam', 'PutUserPermissionsBoundary', { UserName: 'alice', PermissionsBoundary: ARN });
    await at.play('iam', 'PutRolePermissionsBoundary', { RoleName: 'Reporter', PermissionsBoundary: ARN });
    const run = await runOf(at, policy, 'eradicate', 'team-developers');
    expect(policy.actions.eradicate?.breaks?.(run.before as Policy)?.with).toEqual({ have: ['bob', 'developers', 'Worker'], bounded: ['alice', 'Reporter'] });
    await run.apply();
    expect(did(at)).toEqual([
      'DetachUserPolicy', 'DetachGroupPolicy', 'DetachRolePolicy', 'DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary', 'DeletePolicyVersion', 'DeletePolicyVersion', 'DeletePolicy',
    ]);
    expect(await run.look()).toBeUndefined();
  });

  test('that somebody is given meanwhile is not taken from them unseen: it stays, and it is said', async () => {
    const at = await stage();
    const run = await runOf(at, policy, 'eradicate', 'team-developers');
    await at.play('iam', 'AttachUserPolicy', { UserName: 'bob', PolicyArn: ARN });
    await expect(run.applyTo(run.before)).rejects.toThrow(/while it was being deleted/);
    expect(changed(at)).not.toContain('DeletePolicy');
  });

  test('that a role of Identity Center has cannot be deleted before that is taken away there', async () => {
    const at = await stage();
    const found = await thingOf(at, policy, 'team-developers') as Policy;
    expect(policy.actions.eradicate?.impossible?.(found)).toBeUndefined();
    const fixed = [{ roleName: 'AWSReservedSSO_Admin_EXAMPLE', path: '/aws-reserved/sso.amazonaws.com/' }];
    expect(policy.actions.eradicate?.impossible?.({ ...found, fixed })?.say).toMatch(/assignment away in IAM Identity Center/);
  });

  test('made anew under the old name is another policy', async () => {
    const at = await stage();
    const run = await runOf(at, policy, 'eradicate', 'team-developers');
    await run.apply();
    await at.play('iam', 'CreatePolicy', { PolicyName: 'team-developers', PolicyDocument: allow('s3:Get*') });
    expect(await run.look()).toBeUndefined();
  });
});
