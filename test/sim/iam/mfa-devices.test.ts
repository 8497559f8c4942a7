// Virtual MFA devices: their seed, two codes in a row, who has them, what is left behind.
import { describe, expect, test } from 'vitest';
import {
  CreateVirtualMFADeviceCommand, DeactivateMFADeviceCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand, ListMFADevicesCommand, ListVirtualMFADevicesCommand, ResyncMFADeviceCommand,
} from '@aws-sdk/client-iam';
import { codeAt } from '../../../src/core/totp.ts';
import { ARN, Opened, refusal, START } from './opened.ts';
import { codes, enableMfa, enableRootMfa, makeDevice } from './mfa.ts';

const bob = { UserName: 'bob' };
async function withBob(): Promise<Opened> {
  const account = await Opened.account();
  await account.user('bob');
  return account;
}

test('codes are those of RFC 6238', () => {
  // Appendix B, SHA-1, the last six of eight digits; the seed is the ASCII text 12345678901234567890.
  const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect([59, 1_111_111_109, 20_000_000_000].map((seconds) => codeAt(seed, new Date(seconds * 1_000)))).toEqual(['287082', '081804', '353130']);
});

test('a new device comes with its seed and a picture, both as bytes', async () => {
  const { iam } = await Opened.account();
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
  expect(VirtualMFADevice?.SerialNumber).toBe(`${ARN}:mfa/phone`);
  expect(new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed)).toMatch(/^[A-Z2-7]{64}$/);
  expect([...(VirtualMFADevice?.QRCodePNG ?? [])].slice(0, 4)).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(await refusal(iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' })))).toEqual(['EntityAlreadyExistsException', 'MFADevice entity at the same path and name already exists.']);
});

describe('EnableMFADevice', () => {
  test('wants two codes in a row of now', async () => {
    const account = await withBob();
    const device = await makeDevice(account, 'phone');
    const enable = (given: { AuthenticationCode1: string; AuthenticationCode2: string }): Promise<unknown> => account.iam.send(new EnableMFADeviceCommand({ ...bob, SerialNumber: device.SerialNumber, ...given }));
    const { AuthenticationCode1: one, AuthenticationCode2: two } = codes(device, START);
    const hour = codes(device, new Date(START.getTime() - 3_600_000));
    for (const wrong of [{ AuthenticationCode1: one, AuthenticationCode2: one }, { AuthenticationCode1: two, AuthenticationCode2: one }, hour]) {
      expect(await refusal(enable(wrong))).toEqual(['InvalidAuthenticationCodeException', 'Authentication code for device is not valid.']);
    }
    await enable({ AuthenticationCode1: one, AuthenticationCode2: two });
    expect((await account.iam.send(new ListMFADevicesCommand(bob))).MFADevices).toEqual([{ UserName: 'bob', SerialNumber: device.SerialNumber, EnableDate: START }]);
  });
  test('takes no device that is in use or not there, and eight at most', async () => {
    const account = await withBob();
    await account.user('alice');
    const device = await enableMfa(account, 'alice', 'phone');
    const give = (SerialNumber: string): Promise<unknown> => account.iam.send(new EnableMFADeviceCommand({ ...bob, SerialNumber, ...codes(device, START) }));
    await expect(give(device.SerialNumber)).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    await expect(give(`${ARN}:mfa/none`)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    for (let i = 0; i < 8; i += 1) await enableMfa(account, 'bob', `d${i}`);
    expect(await refusal(enableMfa(account, 'bob', 'd8'))).toEqual(['LimitExceededException', 'Cannot exceed quota for MFADevicesPerUser: 8']);
  });
});

test('a device is freed, then deleted', async () => {
  const account = await withBob();
  const { SerialNumber } = await enableMfa(account, 'bob', 'phone');
  const remove = (): Promise<unknown> => account.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
  expect(await refusal(remove())).toEqual(['DeleteConflictException', 'MFA VirtualDevice in use. Must deactivate first.']);
  await account.iam.send(new DeactivateMFADeviceCommand({ ...bob, SerialNumber }));
  await expect(account.iam.send(new DeactivateMFADeviceCommand({ ...bob, SerialNumber }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await remove();
  await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
});

test('a device is set right with two new codes', async () => {
  const account = await withBob();
  const device = await enableMfa(account, 'bob', 'phone');
  account.pass(300_000);
  const resync = (at: Date): Promise<unknown> => account.iam.send(new ResyncMFADeviceCommand({ ...bob, SerialNumber: device.SerialNumber, ...codes(device, at) }));
  await expect(resync(START)).rejects.toMatchObject({ name: 'InvalidAuthenticationCodeException' });
  await expect(resync(account.clock.now())).resolves.toBeDefined();
});

test('virtual devices are listed with their owner, root\'s too, and without seed', async () => {
  const account = await withBob();
  await account.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'unused', Tags: [{ Key: 'a', Value: 'b' }] }));
  await enableMfa(account, 'bob', 'phone');
  await enableRootMfa(account);
  const list = async (AssignmentStatus?: 'Assigned' | 'Unassigned'): Promise<unknown> => (await account.iam.send(new ListVirtualMFADevicesCommand({ ...(AssignmentStatus && { AssignmentStatus }) }))).VirtualMFADevices;
  expect(await list('Unassigned')).toEqual([{ SerialNumber: `${ARN}:mfa/unused`, Tags: [{ Key: 'a', Value: 'b' }] }]);
  expect(await list('Assigned')).toMatchObject([
    { SerialNumber: `${ARN}:mfa/phone`, EnableDate: START, User: { UserName: 'bob' } },
    { SerialNumber: `${ARN}:mfa/root-account-mfa-device`, User: { Arn: `${ARN}:root` } },
  ]);
  expect(await list()).toHaveLength(3);
});
