// Virtual MFA devices: made, assigned to a user or root with two codes, freed, deleted.
import {
  CreateVirtualMFADeviceCommand, DeactivateMFADeviceCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand, ListMFADevicesCommand, ListVirtualMFADevicesCommand,
  ResyncMFADeviceCommand, type CreateVirtualMFADeviceCommandInput, type EnableMFADeviceCommandInput, type ListMFADevicesCommandInput, type ListVirtualMFADevicesCommandInput,
  type MFADevice, type VirtualMFADevice,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { alreadyExists, deleteConflict, noSuchEntity, overQuota } from './errors.ts';
import { addTags, arnOf, checkName, checkPath, tagsOut } from './names.ts';
import { ownerById, ownerOf, touchUser, type Owner } from './owner.ts';
import { pageOf } from './page.ts';
import type { MfaDeviceRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onUser } from './resources.ts';
import { iamState, type IamState } from './state.ts';
import { areConsecutive } from '../../../core/totp.ts';
import { boundedOut, userOut } from './users.ts';

const MOST_DEVICES = 8;
const SEED_LENGTH = 64;
/** One white point: the account draws no QR code, but what it gives is a picture. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==', 'base64');

export const devicesOf = (ownerId: string, state: IamState): MfaDeviceRecord[] => [...state.mfaDevices.values()].filter((device) => device.ownerId === ownerId);
const touch = (call: SimCall, serial: string): void => { call.touch({ type: 'AWS::IAM::MfaDevice', name: serial }); };

function create(input: Given<CreateVirtualMFADeviceCommandInput>, call: SimCall): { VirtualMFADevice: VirtualMFADevice } {
  const state = iamState(call.account);
  const name = checkName(input.VirtualMFADeviceName, 'virtualMFADeviceName', 226);
  const path = checkPath(input.Path);
  const serial = arnOf(call.account, 'mfa', path, name);
  if (state.mfaDevices.has(serial)) throw alreadyExists('MFADevice entity at the same path and name already exists.');
  const seed = call.account.ids.id('', SEED_LENGTH);
  state.mfaDevices.set(serial, { serial, name, path, seed, tags: addTags([], input.Tags), ownerId: undefined, enabledAt: undefined });
  touch(call, serial);
  // The bytes are the base32 text itself.
  return { VirtualMFADevice: { SerialNumber: serial, Base32StringSeed: new TextEncoder().encode(seed), QRCodePNG: new Uint8Array(PICTURE) } };
}

function deviceNamed(serial: string, call: SimCall): MfaDeviceRecord {
  const device = iamState(call.account).mfaDevices.get(serial);
  if (device === undefined) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`);
  return device;
}
interface Codes { readonly AuthenticationCode1: string; readonly AuthenticationCode2: string }
function checkCodes(device: MfaDeviceRecord, { AuthenticationCode1: first, AuthenticationCode2: second }: Codes, call: SimCall): void {
  if (!areConsecutive(device.seed, first, second, call.now)) throw new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.');
}
function deviceOfOwner(serial: string, owner: Owner, call: SimCall): MfaDeviceRecord {
  const device = deviceNamed(serial, call);
  if (device.ownerId !== owner.id) throw noSuchEntity(`MFA Device invalid for user.`);
  return device;
}

function enable(input: Given<EnableMFADeviceCommandInput>, call: SimCall): Nothing {
  const state = iamState(call.account);
  const owner = ownerOf(input.UserName, call);
  const device = deviceNamed(input.SerialNumber, call);
  if (device.ownerId !== undefined) throw alreadyExists('MFA Device is already in use.');
  if (devicesOf(owner.id, state).length >= MOST_DEVICES) throw overQuota('MFADevicesPerUser', MOST_DEVICES);
  checkCodes(device, input, call);
  state.mfaDevices.set(device.serial, { ...device, ownerId: owner.id, enabledAt: call.now });
  touch(call, device.serial);
  touchUser(call, owner);
  return {};
}

function deactivate(userName: string | undefined, serial: string, call: SimCall): Nothing {
  const owner = ownerOf(userName, call);
  const device = deviceOfOwner(serial, owner, call);
  iamState(call.account).mfaDevices.set(serial, { ...device, ownerId: undefined, enabledAt: undefined });
  touch(call, serial);
  touchUser(call, owner);
  return {};
}

function remove(serial: string, call: SimCall): Nothing {
  const device = deviceNamed(serial, call);
  if (device.ownerId !== undefined) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.');
  iamState(call.account).mfaDevices.delete(serial);
  touch(call, serial);
  return {};
}

function list(input: ListMFADevicesCommandInput, call: SimCall): { MFADevices: MFADevice[]; IsTruncated: boolean; Marker?: string } {
  const owner = ownerOf(input.UserName, call);
  const { items, rest } = pageOf(devicesOf(owner.id, iamState(call.account)), ({ serial }) => serial, input, call);
  return { MFADevices: items.map(({ serial, enabledAt }) => ({ UserName: owner.name, SerialNumber: serial, EnableDate: enabledAt })), ...rest };
}

function listVirtual(input: ListVirtualMFADevicesCommandInput, call: SimCall): { VirtualMFADevices: VirtualMFADevice[]; IsTruncated: boolean; Marker?: string } {
  const wanted = input.AssignmentStatus ?? 'Any';
  const devices = [...iamState(call.account).mfaDevices.values()].filter(({ ownerId }) => wanted === 'Any' || (wanted === 'Assigned') === (ownerId !== undefined));
  const { items, rest } = pageOf(devices, ({ serial }) => serial, input, call);
  return { VirtualMFADevices: items.map((device) => virtualOut(device, call.account)), ...rest };
}
function virtualOut(device: MfaDeviceRecord, account: SimAccount): VirtualMFADevice {
  const owner = device.ownerId === undefined ? undefined : ownerById(device.ownerId, account);
  const user = owner && (owner.user === undefined
    ? { Path: undefined, UserName: undefined, UserId: owner.id, Arn: owner.arn, CreateDate: iamState(account).since }
    : { ...userOut(owner.user, iamState(account)), ...boundedOut(owner.user) });
  return { SerialNumber: device.serial, ...(user && { User: user }), ...(device.enabledAt && { EnableDate: device.enabledAt }), ...tagsOut(device.tags) };
}

const withoutCodes = ({ UserName, SerialNumber }: { readonly UserName?: string | undefined; readonly SerialNumber: string }): unknown =>
  ({ ...(UserName === undefined ? {} : { userName: UserName }), serialNumber: SerialNumber });
const onDevice = ({ SerialNumber }: { readonly SerialNumber: string }): string[] => [SerialNumber];

export function addMfaDevices(iam: IamService): void {
  register(iam, CreateVirtualMFADeviceCommand, create, { resources: ({ Path, VirtualMFADeviceName }, { account }) => [arnOf(account, 'mfa', Path ?? '/', VirtualMFADeviceName)] });
  register(iam, EnableMFADeviceCommand, enable, { resources: onUser, trail: { request: withoutCodes } });
  register(iam, ResyncMFADeviceCommand, (input, call) => {
    checkCodes(deviceOfOwner(input.SerialNumber, ownerOf(input.UserName, call), call), input, call);
    return {};
  }, { resources: onUser, trail: { request: withoutCodes } });
  register(iam, DeactivateMFADeviceCommand, ({ UserName, SerialNumber }, call) => deactivate(UserName, SerialNumber, call), { resources: onUser });
  register(iam, DeleteVirtualMFADeviceCommand, ({ SerialNumber }, call) => remove(SerialNumber, call), { resources: onDevice });
  register(iam, ListMFADevicesCommand, list, { resources: onUser });
  register(iam, ListVirtualMFADevicesCommand, listVirtual);
}
