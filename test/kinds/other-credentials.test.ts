// Service-specific credentials, SSH keys and signing certificates: what outlives a user's access keys.
import { describe, expect, test } from 'vitest';
import accessKey from '../../src/kinds/iam/access-key.ts';
import serviceCredential, { type ServiceSpecificCredential } from '../../src/kinds/iam/service-specific-credential.ts';
import signingCertificate from '../../src/kinds/iam/signing-certificate.ts';
import sshKey, { type SshPublicKey } from '../../src/kinds/iam/ssh-public-key.ts';
import { stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { sshKey as sshLine } from '../sim/iam/fixtures.ts';
import { changed, runOf, thingOf } from './on-stage.ts';

describe('service-specific credentials', () => {
  test('those of every service are listed, also of services that nobody thought of: no request names one', async () => {
    const at = await stage();
    await at.play('iam', 'CreateServiceSpecificCredential', { UserName: 'bob', ServiceName: 'bedrock.amazonaws.com' });
    const from = at.world.requests.entries.length;
    const { found } = await listOf(at, serviceCredential);
    expect((found as ServiceSpecificCredential[]).filter((c) => c.userName === 'bob').map((c) => c.service).sort()).toEqual(['bedrock.amazonaws.com', 'codecommit.amazonaws.com']);
    for (const { input } of at.world.requests.entries.slice(from)) expect(input).not.toHaveProperty('ServiceName');
  });

  test('a user whose credentials may not be read is a gap, and the others are listed', async () => {
    const at = await stage();
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation: 'ListServiceSpecificCredentials', nth: 2 });
    const { found, gaps } = await listOf(at, serviceCredential);
    expect(gaps).toHaveLength(1);
    expect(found).toHaveLength(2);
  });

  test('deactivating the user\'s access key leaves it active', async () => {
    const at = await stage();
    await (await runOf(at, accessKey, 'contain', 'alice')).apply();
    expect(await thingOf(at, serviceCredential, 'alice')).toMatchObject({ status: 'Active' });
  });

  test('one that was inactive before is not made active by undo', async () => {
    const before = { ...await thingOf(await stage(), serviceCredential, 'alice') as ServiceSpecificCredential, status: 'Expired' };
    expect(serviceCredential.actions.contain?.undoCalls?.(before, {}).map((c) => c.input['Status'])).toEqual(['Inactive']);
  });

  test('resetting it, which tells its new secret, is a change of it', () => {
    expect(serviceCredential.traces.changed).toContain('iam:ResetServiceSpecificCredential');
  });
});

test.each([['service-specific credential', serviceCredential], ['SSH key', sshKey], ['signing certificate', signingCertificate]] as const)('every call on a %s names the user: without it IAM takes the caller\'s own', async (_, kind) => {
  const thing = await thingOf(await stage(), kind, 'alice');
  const actions = Object.values(kind.actions) as { calls(r: typeof thing): readonly { readonly input: Readonly<Record<string, unknown>> }[] }[];
  expect(actions).toHaveLength(3);
  for (const action of actions) for (const { input } of action.calls(thing)) expect(input['UserName']).toBe('alice');
});

describe('an SSH key that is deleted', () => {
  test('leaves its text with the evidence', async () => {
    const run = await runOf(await stage(), sshKey, 'eradicate', 'alice');
    await run.apply();
    expect(String(run.kept.get(`ssh-key-${run.before.name}.pub`))).toBe(`${sshLine(0)}\n`);
  });
  test('is another key when it is uploaded again', async () => {
    const at = await stage();
    const run = await runOf(at, sshKey, 'eradicate', 'alice');
    await run.apply();
    await at.play('iam', 'UploadSSHPublicKey', { UserName: 'alice', SSHPublicKeyBody: (run.before as SshPublicKey).body });
    expect(await run.look()).toBeUndefined();
    expect((await thingOf(at, sshKey, 'alice')).uid).not.toBe(run.before.uid);
  });
});

test('a signing certificate\'s text is kept before it is deleted, and not deleted where it cannot be kept', async () => {
  const at = await stage();
  const run = await runOf(at, signingCertificate, 'eradicate', 'alice');
  run.killAt = { n: 1, written: false };
  await expect(run.apply()).rejects.toThrow();
  expect(changed(at)).toEqual([]);
  run.killAt = undefined;
  await run.apply();
  expect(String(run.kept.get(`certificate-${run.before.name}.pem`))).toContain('BEGIN CERTIFICATE');
});
