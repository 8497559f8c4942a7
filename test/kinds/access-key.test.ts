// Access keys: two a user, a secret that is given once, and a user's own key that must not be hit by mistake.
import { describe, expect, test } from 'vitest';
import accessKey, { type AccessKey } from '../../src/kinds/iam/access-key.ts';
import { IncidentError } from '../../src/core/errors.ts';
import { stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { changed, did, runOf, thingOf } from './on-stage.ts';

const keysOf = async (at: Stage, user: string): Promise<readonly AccessKey[]> => ((await listOf(at, accessKey)).found as AccessKey[]).filter((k) => k.userName === user);

describe('listing', () => {
  test('needs no ListUsers, which AWS\'s quarantine denies', async () => {
    const at = await stage();
    await listOf(at, accessKey);
    expect(at.world.requests.entries.map((e) => e.operation)).not.toContain('ListUsers');
  });

  test('a user whose keys may not be read is a gap, and the others are listed', async () => {
    const at = await stage();
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation: 'ListAccessKeys', nth: 2 });
    const { found, gaps } = await listOf(at, accessKey);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatch(/^iam:ListAccessKeys (alice|bob|mallory)$/);
    expect(found).toHaveLength(2);
  });

  test('looking says when and where the key was last used; that does not count as a change', async () => {
    const at = await stage();
    const key = await thingOf(at, accessKey, 'alice');
    expect(key.seen).toBeUndefined();
    await at.world.play({ service: 'sts', operation: 'GetCallerIdentity', region: 'eu-west-1', input: {}, as: { accessKeyId: key.name }, sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31' });
    const used = await thingOf(at, accessKey, 'alice');
    expect(used.seen).toMatchObject({ service: 'sts', region: 'eu-west-1' });
    expect(accessKey.actions.contain?.breaks?.(used as AccessKey)?.with).toMatchObject({ service: 'sts', region: 'eu-west-1' });
  });
});

test('every call names the user: without it IAM takes the signing key\'s own', async () => {
  const key = await thingOf(await stage(), accessKey, 'alice') as AccessKey;
  for (const action of Object.values(accessKey.actions)) for (const { input } of action.calls(key)) expect(input['UserName']).toBe('alice');
});

describe('replacing', () => {
  test('makes one key, hands its secret over once, and tells it to nobody else', async () => {
    const at = await stage();
    const run = await runOf(at, accessKey, 'replace', 'alice');
    await run.apply();
    expect(changed(at)).toEqual(['CreateAccessKey']);
    expect(run.secrets).toHaveLength(1);
    const { accessKeyId = '', secretAccessKey = '' } = run.secrets[0]?.reveal() ?? {};
    expect(secretAccessKey).not.toBe('');
    expect(run.made['key']).toBe(accessKeyId);
    expect(JSON.stringify([run.made, run.told, run.secrets, await keysOf(at, 'alice')])).not.toContain(secretAccessKey);
  });

  test('with two keys already it says so, names them, and asks for nothing', async () => {
    const at = await stage();
    await at.play('iam', 'CreateAccessKey', { UserName: 'alice' });
    const run = await runOf(at, accessKey, 'replace', 'alice');
    expect(run.step.action.impossible?.(run.before)?.with).toMatchObject({ user: 'alice', key: run.before.name });
    await expect(run.apply()).rejects.toThrow(/two access keys already/);
    expect(changed(at)).toEqual([]);
  });

  test('a new key whose secret reached nobody is deleted and another one is made, under the same approval', async () => {
    const at = await stage();
    const run = await runOf(at, accessKey, 'replace', 'alice');
    at.world.faults.add({ fault: { kind: 'reset', after: true }, operation: 'CreateAccessKey', nth: 1 });
    await expect(run.apply()).rejects.toThrow();
    expect(await keysOf(at, 'alice')).toHaveLength(2);
    expect(run.made).toEqual({});
    await run.apply();
    expect(did(at)).toEqual(['CreateAccessKey', 'DeleteAccessKey', 'CreateAccessKey']);
    expect((await keysOf(at, 'alice')).map((k) => k.name).sort()).toEqual([run.before.name, run.made['key']].sort());
    expect(run.secrets).toHaveLength(1);
  });

  test('a second key that appeared meanwhile and is in use is somebody\'s: it is not deleted', async () => {
    const at = await stage();
    const run = await runOf(at, accessKey, 'replace', 'alice');
    const { AccessKey: theirs } = await at.play('iam', 'CreateAccessKey', { UserName: 'alice' }) as { AccessKey: { AccessKeyId: string } };
    await at.world.play({ service: 'sts', operation: 'GetCallerIdentity', input: {}, as: { accessKeyId: theirs.AccessKeyId }, sourceIp: '203.0.113.66', userAgent: 'Boto3/1.40' });
    await expect(run.apply()).rejects.toBeInstanceOf(IncidentError);
    expect(changed(at)).toEqual([]);
  });

  test('is not done before the secret is handed over', async () => {
    const run = await runOf(await stage(), accessKey, 'replace', 'alice');
    await run.apply();
    const { action } = run.step;
    const now = await run.look();
    expect(action.done(now, { made: run.made, way: undefined, before: run.before })).toBe(true);
    expect(action.done(now, { made: { key: run.made['key'] ?? '' }, way: undefined, before: run.before })).toBe(false);
  });
});

describe('containing', () => {
  test('a key that is gone is not a key that was deactivated', () => {
    expect(accessKey.actions.contain?.done(undefined, { made: {}, way: undefined, before: undefined })).toBe(false);
  });
  test('undo gives back the status that the key had', async () => {
    const at = await stage();
    const run = await runOf(at, accessKey, 'contain', 'alice');
    await run.apply();
    expect((await keysOf(at, 'alice'))[0]?.status).toBe('Inactive');
    await run.undo();
    expect((await keysOf(at, 'alice'))[0]?.status).toBe('Active');
  });
});

describe('judging', () => {
  const context = { touches: [], accountId: '111122223333', attributed: undefined } as const;
  test('a key that is known to be the stranger\'s is, whatever the history shows; no other', async () => {
    const key = await thingOf(await stage(), accessKey, 'alice') as AccessKey;
    const indicators = { accessKeyIds: [key.name], principals: [], sourceIps: [], since: '2026-11-18T00:00:00Z' };
    expect(accessKey.judge?.(key, { ...context, indicators })).toMatchObject({ verdict: 'malicious', origin: 'used' });
    expect(accessKey.judge?.(key, { ...context, indicators: { ...indicators, accessKeyIds: [] } })).toBeUndefined();
  });
});
