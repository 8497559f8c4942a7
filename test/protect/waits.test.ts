// What only a person can do: asked for, waited for, and believed only when AWS shows it.
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { codeAt } from '../../src/core/totp.ts';
import type { KindId } from '../../src/core/types.ts';
import { snsRegion } from '../../src/sim/services/sns/state.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Run } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const OPTIONS = { regions: ['us-east-1'] };
const waits = (run: Run): readonly string[] => [...run.reading().state.waits.keys()].sort();
const asked = (run: Run, id: string): number => run.ui.asked.filter((a) => a.question.id === id).length;
const said = (run: Run): string => [...run.ui.shown('say').map((s) => s.text), ...run.ui.shown('list').flatMap((l) => [...(l.items ?? []), ...(l.rows ?? []).flat()])].map((text) => render(text)).join('\n');

/** In the console, as root. */
async function registerRootMfa({ world, clock }: Account): Promise<void> {
  const as = { caller: { type: 'Root' as const, arn: `arn:aws:iam::${world.id}:root`, principalId: world.id, accessKeyId: '' } };
  const root = (operation: string, input: object): Promise<unknown> => world.play({ service: 'iam', operation, region: 'us-east-1', input, as, sourceIp: '198.51.100.7', userAgent: 'console' });
  const { VirtualMFADevice: device } = await root('CreateVirtualMFADevice', { VirtualMFADeviceName: 'root-account-mfa-device' }) as { VirtualMFADevice: { SerialNumber: string; Base32StringSeed: Uint8Array } };
  const seed = Buffer.from(device.Base32StringSeed).toString('utf8');
  await root('EnableMFADevice', { SerialNumber: device.SerialNumber, AuthenticationCode1: codeAt(seed, new Date(clock.now().getTime() - 30_000)), AuthenticationCode2: codeAt(seed, clock.now()) });
}

describe('the root user', () => {
  const kinds: readonly KindId[] = ['iam/root-access-key'];
  test('is shown with its last sign-in, and a checklist with links: mailbox, contact, two devices of up to eight', async () => {
    const run = await play(await openAccount(await shortened('leaked-key')), { kinds, options: OPTIONS });
    const text = said(run);
    for (const part of ['Last sign-in as root', 'password of the mailbox', '/billing/home#/account', 'a passkey or a security key, and a second one', 'up to eight', 'https://console.aws.amazon.com/iam/home#/security_credentials']) expect(text).toContain(part);
    expect(text).not.toContain('management account');
  });
  test('in a drill nobody is asked whether it is done; the case waits, and a later run sees it', async () => {
    const at = await openAccount(await shortened('quiet-account'));
    const run = await play(at, { kinds, options: OPTIONS });
    expect([asked(run, 'root-done'), waits(run)]).toEqual([0, ['root-mfa']]);
    expect(waits(await resume(at, run, { kinds, options: OPTIONS }))).toEqual(['root-mfa']);
    await registerRootMfa(at);
    expect(waits(await resume(at, run, { kinds, options: OPTIONS }))).toEqual([]);
  });
  test('"done" is looked at: where AWS does not show it, it is asked again', async () => {
    const at = await openAccount(await shortened('quiet-account'));
    let looks = 0;
    const run = await play(at, { kinds, options: { ...OPTIONS, drill: false }, answers: { get 'root-done'(): string { return ++looks <= 2 ? 'look' : 'later'; } } });
    expect(asked(run, 'root-done')).toBe(3);
    expect(said(run)).toContain('AWS shows no MFA device of the root user yet.');
    expect(waits(run)).toEqual(['root-mfa']);
  });
  test('and where AWS shows it, nothing is waited for', async () => {
    const at = await openAccount(await shortened('quiet-account'));
    await registerRootMfa(at);
    const run = await play(at, { kinds, options: { ...OPTIONS, drill: false } });
    expect([asked(run, 'root-done'), waits(run)]).toEqual([0, []]);
    expect(said(run)).toContain('The root user has MFA and no access keys.');
  });
});

describe('the address of the alarm', () => {
  const kinds: readonly KindId[] = ['events/account-alarm'];
  test('is pending until its owner opens the link, and the case waits for that', async () => {
    const at = await openAccount(await shortened('quiet-account'));
    await registerRootMfa(at);
    const run = await play(at, { kinds, hardens: true, options: OPTIONS });
    expect(said(run)).toContain('Nobody is told of anything until the link in it is opened.');
    expect(waits(run)).toEqual(['alarm-address']);
    expect(waits(await resume(at, run, { kinds, hardens: true, options: OPTIONS }))).toEqual(['alarm-address']);
    for (const one of snsRegion(at.world, 'us-east-1').subscriptions.values()) one.confirmed = true;
    expect(waits(await resume(at, run, { kinds, hardens: true, options: OPTIONS }))).toEqual([]);
  });
});
