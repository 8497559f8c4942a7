// Ending sessions: by AWS's clock, the door first, and with a way out where the policies are full.
import { describe, expect, test } from 'vitest';
import type { Resource } from '../../src/core/types.ts';
import { CLOSED_TRUST, deniesOlderThan, denyOlder, denyOlderAndLogin, revokeTime } from '../../src/kinds/iam/parts/deny-policies.ts';
import { governing } from '../../src/kinds/iam/parts/governing.ts';
import roleSession, { type RoleSession } from '../../src/kinds/iam/role-session.ts';
import role, { type Role } from '../../src/kinds/iam/role.ts';
import userSession, { type UserSession } from '../../src/kinds/iam/user-session.ts';
import { allow, stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { changed, did, runOf, thingOf } from './on-stage.ts';

const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** All 2,048 characters of the user's inline policies are taken. */
async function fillInline(at: Stage, UserName: string): Promise<void> {
  const bare = allow('s3:').length + allow('s3:List*').length;
  await at.play('iam', 'PutUserPolicy', { UserName, PolicyName: 'filler', PolicyDocument: allow(`s3:${'x'.repeat(2_048 - bare)}`) });
}
/** All ten places for managed policies are taken. */
async function fillAttached(at: Stage, UserName: string): Promise<void> {
  for (const policy of ['AWSDenyAllExample', 'IAMFullAccess', 'IAMReadOnlyAccess', 'AmazonEC2FullAccess', 'AmazonS3FullAccess', 'AmazonS3ReadOnlyAccess', 'SecurityAudit', 'PowerUserAccess', 'AmazonEC2ReadOnlyAccess'].slice(1)) {
    await at.play('iam', 'AttachUserPolicy', { UserName, PolicyArn: `arn:aws:iam::aws:policy/${policy}` });
  }
}

describe('the time in a revocation', () => {
  test('is UTC and half a minute ahead of AWS\'s clock', () => {
    expect(revokeTime(new Date('2026-11-20T09:00:00Z'))).toBe('2026-11-20T09:00:30.000Z');
  });
  test('is AWS\'s, not this machine\'s', async () => {
    const at = await stage();
    const run = await runOf(at, userSession, 'contain', 'alice', { way: 'older' });
    at.world.faults.add({ fault: { kind: 'clock-skew', ms: 3_600_000 }, operation: 'GetCallerIdentity' });
    await at.session.identify();
    const before = at.session.awsNow().getTime();
    expect(before - at.clock.now().getTime()).toBeGreaterThan(3_590_000);
    const aws = at.session.awsNow();
    let time = '';
    const deed = { ...run.deedOf([]), way: 'older', awsNow: () => aws, making: (part: string, value: string) => { if (part === 'older-than') time = value; return Promise.reject(new Error('far enough')); } };
    await expect(run.step.action.apply({ ...at.session.reads([]), changes: true }, run.before, deed)).rejects.toThrow('far enough');
    expect(time).toBe(new Date(before + 30_000).toISOString());
  });
  test('another text, or an older time, is not taken for ours', () => {
    const text = denyOlder('2026-11-20T09:00:30.000Z');
    expect(deniesOlderThan(text, '2026-11-20T09:00:30.000Z')).toBe(true);
    expect(deniesOlderThan(text, '2026-11-20T09:00:31.000Z')).toBe(false);
    expect(deniesOlderThan(text, undefined)).toBe(false);
    expect(deniesOlderThan(text.replace('"*"', '"s3:*"'), '2026-11-20T09:00:30.000Z')).toBe(false);
    expect(deniesOlderThan(undefined, '2026-11-20T09:00:30.000Z')).toBe(false);
  });
});

describe('who may change IAM', () => {
  const policy = (name: string, document: string) => ({ arn: `arn:aws:iam::111122223333:policy/${name}`, policyName: name, policyId: name, createdAt: '', defaultVersion: 'v2', versions: [{ id: 'v2', createdAt: '', document }, { id: 'v1', createdAt: '', document: allow('iam:*') }] });
  const group = { arn: '', groupName: 'administrators', groupId: '', createdAt: '', inline: [], attached: [{ name: '', arn: ADMIN }], members: [] };
  const may = governing({ groups: [group], policies: [policy('doors', allow('iam:Create*')), policy('reads', allow('iam:Get*'))] });
  test.each([
    ['an administrator', { attached: [{ name: '', arn: ADMIN }] }, true], ['by its group', { groups: ['administrators'] }, true], ['by an inline policy', { inline: [{ name: '', document: allow('iam:PutUserPolicy') }] }, true],
    ['by a policy of the account', { attached: [{ name: '', arn: 'arn:aws:iam::111122223333:policy/doors' }] }, true], ['by the default version alone', { attached: [{ name: '', arn: 'arn:aws:iam::111122223333:policy/reads' }] }, false],
    ['who only runs machines', { attached: [{ name: '', arn: 'arn:aws:iam::aws:policy/PowerUserAccess' }], inline: [{ name: '', document: allow('ec2:*') }], groups: ['developers'] }, false],
  ])('%s', (_, held, expected) => { expect(may({ inline: [], attached: [], ...held })).toBe(expected); });
});

describe('a user\'s sessions', () => {
  test('with the older ones goes what `aws login` left: its refresh tokens make younger credentials for twelve hours', async () => {
    const at = await stage();
    const run = await runOf(at, userSession, 'contain', 'alice', { way: 'older' });
    await run.apply();
    expect(await run.done()).toBe(true);
    const text = (await thingOf(at, userSession, 'alice') as UserSession).denies[0]?.document ?? '';
    expect((JSON.parse(text) as { Statement: object[] }).Statement[1]).toEqual({ Effect: 'Deny', Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'], Resource: '*' });
    const time = '2026-11-20T09:00:30.000Z';
    expect([deniesOlderThan(denyOlder(time), time, denyOlderAndLogin), deniesOlderThan(denyOlderAndLogin(time), time, denyOlderAndLogin)]).toEqual([false, true]);
    await run.undo();
    expect(await run.undone()).toBe(true);
  });
  test('a stranger\'s user is denied everything, a user who stays only what is open', () => {
    const ways = (origin: 'created' | 'used'): string | undefined => userSession.actions.contain?.ways?.({} as UserSession, origin)[0]?.id;
    expect([ways('created'), ways('used')]).toEqual(['all', 'older']);
  });

  test('with no room for an inline policy AWSDenyAll is attached; undo takes only that away', async () => {
    const at = await stage();
    await fillInline(at, 'alice');
    const run = await runOf(at, userSession, 'contain', 'alice', { way: 'all' });
    await run.apply();
    expect(did(at)).toEqual(['AttachUserPolicy']);
    expect(await run.done()).toBe(true);
    await run.undo();
    expect(did(at).slice(1)).toEqual(['DetachUserPolicy']);
    expect(await run.undone()).toBe(true);
  });

  test('with no room there either it becomes the permissions boundary; undo puts the old boundary back', async () => {
    const at = await stage();
    await fillInline(at, 'alice');
    await fillAttached(at, 'alice');
    const run = await runOf(at, userSession, 'contain', 'alice', { way: 'all' });
    await run.apply();
    expect(did(at)).toEqual(['PutUserPermissionsBoundary']);
    expect((await thingOf(at, userSession, 'alice') as UserSession).boundary).toBe(DENY_ALL);
    await run.undo();
    expect((await thingOf(at, userSession, 'alice') as UserSession).boundary).toBe(ADMIN);
    expect(await run.undone()).toBe(true);
  });

  test('with no room the open sessions alone cannot be denied, and a user who stays is not cut off for it', async () => {
    const at = await stage();
    await fillInline(at, 'alice');
    const run = await runOf(at, userSession, 'contain', 'alice', { way: 'older' });
    await expect(run.apply()).rejects.toThrow(/fill their 2,048 characters/);
    expect(did(at)).toEqual([]);
  });

  test('a deny that somebody else put stays when ours is taken back', async () => {
    const at = await stage();
    await at.play('iam', 'AttachUserPolicy', { UserName: 'mallory', PolicyArn: DENY_ALL });
    const run = await runOf(at, userSession, 'contain', 'mallory', { way: 'older' });
    await run.apply();
    await run.undo();
    expect((await thingOf(at, userSession, 'mallory') as UserSession).denyAllAttached).toBe(true);
  });

  test('a user that the stranger acted as is found by the caller, and not by a federation token of the same name', async () => {
    const alice = await thingOf(await stage(), userSession, 'alice') as UserSession;
    const context = { touches: [], accountId: '111122223333', attributed: undefined };
    const indicators = { accessKeyIds: [], principals: ['arn:aws:iam::111122223333:user/alice'], sourceIps: [], since: '2026-11-18T00:00:00Z' };
    expect(userSession.judge?.(alice, { ...context, indicators })).toMatchObject({ verdict: 'malicious', origin: 'used' });
    expect(userSession.judge?.(alice, { ...context, indicators: { ...indicators, principals: ['arn:aws:iam::111122223333:user/mallory'] } })).toBeUndefined();
    expect(userSession.traces.concerns?.(alice, { name: 'GetFederationToken', request: { name: 'alice' }, response: null })).toBe(false);
  });

  test('a deny whose text was changed, or that was taken away, no longer counts', async () => {
    const at = await stage();
    const run = await runOf(at, userSession, 'contain', 'mallory', { way: 'all' });
    await run.apply();
    await at.play('iam', 'PutUserPolicy', { UserName: 'mallory', PolicyName: 'AWSIncidentContainAll', PolicyDocument: allow('*') });
    expect(await run.done()).toBe(false);
    await run.apply();
    expect(await run.done()).toBe(true);
    await at.play('iam', 'DeleteUserPolicy', { UserName: 'mallory', PolicyName: 'AWSIncidentContainAll' });
    expect(await run.done()).toBe(false);
  });
});

describe('a role\'s sessions', () => {
  test('the door is closed before the sessions are ended', async () => {
    const at = await stage();
    const run = await runOf(at, roleSession, 'contain', 'Deployer', { way: 'close-trust' });
    await run.apply();
    expect(changed(at)).toEqual(['UpdateAssumeRolePolicy', 'PutRolePolicy']);
    expect((await thingOf(at, role, 'Deployer') as Role).trust).toBe(CLOSED_TRUST);
  });
  test('for a role that others use rightly only the sessions end', async () => {
    const at = await stage();
    const run = await runOf(at, roleSession, 'contain', 'Deployer', { way: 'revoke-only', origin: 'used' });
    await run.apply();
    expect(changed(at)).toEqual(['PutRolePolicy']);
    expect(roleSession.actions.contain?.ways?.(run.before as RoleSession, 'used')[0]?.id).toBe('revoke-only');
    expect(roleSession.actions.contain?.ways?.(run.before as RoleSession, 'changed')[0]?.id).toBe('close-trust');
  });
  test('done again later it holds for the sessions of meanwhile too', async () => {
    const at = await stage();
    const run = await runOf(at, roleSession, 'contain', 'Deployer', { way: 'revoke-only' });
    await run.apply();
    const first = run.made['older-than'] ?? '';
    at.clock.set(new Date(at.clock.now().getTime() + 600_000));
    await run.apply();
    expect((run.made['older-than'] ?? '') > first).toBe(true);
    expect(await run.done()).toBe(true);
  });
  test('a revocation that was there before is there again after undo', async () => {
    const at = await stage();
    const old = denyOlder('2026-01-01T00:00:00.000Z');
    await at.play('iam', 'PutRolePolicy', { RoleName: 'Deployer', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: old });
    const run = await runOf(at, roleSession, 'contain', 'Deployer', { way: 'revoke-only' });
    expect(await run.done()).toBe(false);
    await run.apply();
    await run.undo();
    expect((await thingOf(at, role, 'Deployer') as Role).inline.find((p) => p.name === 'AWSRevokeOlderSessions')?.document).toBe(old);
  });
  test('roles of AWS services and of Identity Center are said to be out of reach, and nothing is asked for', async () => {
    const at = await stage();
    const linked = (await listOf(at, roleSession)).found.find((r) => r.name.startsWith('AWSServiceRoleFor')) as RoleSession;
    expect(roleSession.actions.contain?.impossible?.(linked)?.with).toEqual({ role: linked.name });
    expect(role.actions.eradicate?.impossible?.({ ...linked as Resource, path: '/aws-reserved/sso.amazonaws.com/' } as Role)?.say).toMatch(/Identity Center/);
    const run = await runOf(at, roleSession, 'contain', linked.name, { way: 'close-trust' });
    await expect(run.apply()).rejects.toThrow(/belongs to an AWS service/);
    expect(changed(at)).toEqual([]);
  });
});

test('an instance profile of another name outlives its role', async () => {
  const at = await stage();
  await at.play('iam', 'CreateInstanceProfile', { InstanceProfileName: 'shared' });
  await at.play('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'shared', RoleName: 'Worker' });
  const run = await runOf(at, role, 'eradicate', 'Worker');
  await run.apply();
  const { InstanceProfiles: left } = await at.play('iam', 'ListInstanceProfiles', {}) as { InstanceProfiles: { InstanceProfileName: string }[] };
  expect(left.map((p) => p.InstanceProfileName)).not.toContain('Worker');
  await expect(at.play('iam', 'GetInstanceProfile', { InstanceProfileName: 'shared' })).resolves.toBeDefined();
});
