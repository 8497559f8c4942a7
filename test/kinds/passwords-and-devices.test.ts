// Console passwords and MFA devices.
import { describe, expect, test } from 'vitest';
import loginProfile, { type LoginProfile } from '../../src/kinds/iam/login-profile.ts';
import mfaDevice, { type MfaDevice } from '../../src/kinds/iam/mfa-device.ts';
import { isVirtual } from '../../src/kinds/iam/parts/mfa-serial.ts';
import { newPassword } from '../../src/kinds/iam/parts/new-password.ts';
import { stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { changed, runOf, thingOf } from './on-stage.ts';

/** AWS's quarantine forbids to change passwords. */
const free = (at: Stage): Promise<unknown> => at.play('iam', 'DetachUserPolicy', { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2' });

describe('a new password', () => {
  const counting = (): ((below: number) => number) => { let n = 0; return (below) => n++ % below; };
  test('has all four classes and the length that is wanted', () => {
    for (const length of [24, 128]) {
      const password = newPassword(length, counting());
      expect(password).toHaveLength(length);
      for (const one of [/[a-z]/, /[A-Z]/, /[2-9]/, /[!@#%^*_+=-]/]) expect(password).toMatch(one);
    }
  });
  test('has no character that is easily misread, none that a shell or a gate would take for something else', () => {
    for (let n = 0; n < 50; n++) expect(newPassword()).not.toMatch(/[0O1lI"'`\\$&|<>‹› ]/);
  });
  test('is another one each time', () => {
    expect(new Set(Array.from({ length: 20 }, () => newPassword())).size).toBe(20);
  });

  test('satisfies the account\'s policy, is handed over once, and must be changed', async () => {
    const at = await stage();
    await at.play('iam', 'UpdateAccountPasswordPolicy', { MinimumPasswordLength: 40, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true });
    await free(at);
    const run = await runOf(at, loginProfile, 'replace', 'alice');
    await run.apply();
    expect(run.secrets).toHaveLength(1);
    const { password = '' } = run.secrets[0]?.reveal() ?? {};
    expect(password.length).toBeGreaterThanOrEqual(40);
    expect(await run.look()).toMatchObject({ resetRequired: true });
    expect(JSON.stringify([run.made, run.told, run.calls(), await run.look()])).not.toContain(password);
    await run.apply();
    expect(changed(at)).toEqual(['UpdateLoginProfile']);
  });
});

describe('the right to change it', () => {
  test('who may not change a password is not told to', async () => {
    const at = await stage();
    await at.play('iam', 'DetachUserPolicy', { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    const run = await runOf(at, loginProfile, 'replace', 'alice');
    expect(run.calls()).toMatchObject([{ input: { PasswordResetRequired: false } }]);
    expect(loginProfile.actions.replace?.breaks?.(run.before as LoginProfile)?.say).toContain('is not allowed to change it');
    await run.apply();
    expect(await run.look()).toMatchObject({ resetRequired: false });
  });
  test('the account\'s password policy gives it to all but those whom AWS\'s quarantine forbids it', async () => {
    const at = await stage();
    await at.play('iam', 'DetachUserPolicy', { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    await at.play('iam', 'UpdateAccountPasswordPolicy', { MinimumPasswordLength: 14, AllowUsersToChangePassword: true });
    expect(await thingOf(at, loginProfile, 'alice')).toMatchObject({ seen: { mayChange: false } });
    await free(at);
    expect(await thingOf(at, loginProfile, 'alice')).toMatchObject({ seen: { mayChange: true } });
  });
  test('whoever signed in with it, or changed it as the user, touched it; a failed sign-in did not', async () => {
    const alice = await thingOf(await stage(), loginProfile, 'alice') as LoginProfile;
    const concerns = (response: Record<string, string> | null, principal = alice.owner ?? '') => loginProfile.traces.concerns?.(alice, { name: 'ConsoleLogin', request: null, response, principal });
    expect([concerns({ ConsoleLogin: 'Success' }), concerns(null), concerns({ ConsoleLogin: 'Failure' }), concerns({ ConsoleLogin: 'Success' }, 'arn:aws:iam::111122223333:user/bob')]).toEqual([true, true, false, false]);
  });
});

test('a password that was just made cannot be deleted at once: it is tried again', async () => {
  const at = await stage();
  at.world.behaviour.consistencyMs = 4_000;
  await at.play('iam', 'CreateUser', { UserName: 'zoe' });
  await at.play('iam', 'CreateLoginProfile', { UserName: 'zoe', Password: 'Example-password-1' });
  const run = await runOf(at, loginProfile, 'eradicate', 'zoe');
  await run.apply();
  expect(changed(at).length).toBeGreaterThan(1);
  expect(await run.look()).toBeUndefined();
});

describe('MFA devices', () => {
  test('one that is assigned to nobody is listed too', async () => {
    const { found } = await listOf(await stage(), mfaDevice);
    expect((found as MfaDevice[]).map((d) => [d.name, d.userName])).toEqual([['phone-of-alice', 'alice'], ['phone-of-bob', 'bob'], ['phone-of-mallory', 'mallory'], ['forgotten', undefined]]);
  });
  test('a freed device is still there until it is deleted', async () => {
    const at = await stage();
    const run = await runOf(at, mfaDevice, 'eradicate', 'phone-of-mallory');
    await at.play('iam', 'DeactivateMFADevice', { UserName: 'mallory', SerialNumber: (run.before as MfaDevice).serial });
    const now = await run.look();
    expect(now).toMatchObject({ name: 'phone-of-mallory' });
    expect(now).not.toHaveProperty('userName');
    await run.apply();
    expect(changed(at)).toEqual(['DeleteVirtualMFADevice']);
    expect(await run.look()).toBeUndefined();
  });
  test('a hardware device is freed and not deleted', async () => {
    const device = await thingOf(await stage(), mfaDevice, 'phone-of-alice') as MfaDevice;
    expect(mfaDevice.actions.eradicate?.calls({ ...device, serial: 'GAHT12345678' }).map((c) => c.operation)).toEqual(['iam:DeactivateMFADevice']);
  });
  test.each([['arn:aws:iam::111122223333:mfa/phone', true], ['arn:aws-cn:iam::111122223333:mfa/path/phone', true], ['arn:aws:iam::111122223333:u2f/user/alice/key-EXAMPLE', false], ['GAHT12345678', false]])('%s is virtual: %s', (serial, is) => {
    expect(isVirtual(serial)).toBe(is);
  });
});
