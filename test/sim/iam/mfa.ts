// A virtual MFA device as a person would set it up: scan the seed, type two codes.
import { CreateVirtualMFADeviceCommand, EnableMFADeviceCommand } from '@aws-sdk/client-iam';
import { codeAt } from '../../../src/core/totp.ts';
import type { Opened } from './opened.ts';

export interface Device { readonly SerialNumber: string; readonly seed: string }

export async function makeDevice({ iam }: Opened, VirtualMFADeviceName: string): Promise<Device> {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName }));
  return { SerialNumber: VirtualMFADevice?.SerialNumber ?? '', seed: new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed) };
}
/** The code now and the next one. */
export function codes({ seed }: Device, now: Date): { AuthenticationCode1: string; AuthenticationCode2: string } {
  return { AuthenticationCode1: codeAt(seed, now), AuthenticationCode2: codeAt(seed, new Date(now.getTime() + 30_000)) };
}
export async function enableMfa(account: Opened, UserName: string, name: string): Promise<Device> {
  const device = await makeDevice(account, name);
  await account.iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: device.SerialNumber, ...codes(device, account.clock.now()) }));
  return device;
}
export async function enableRootMfa(account: Opened): Promise<Device> {
  const device = await makeDevice(account, 'root-account-mfa-device');
  await account.byRoot('EnableMFADevice', { SerialNumber: device.SerialNumber, ...codes(device, account.clock.now()) });
  return device;
}
