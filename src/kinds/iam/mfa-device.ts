// An MFA device of a user, or a virtual one that is assigned to nobody. A stranger's device is removed; the owner's stays.
import { DeactivateMFADeviceCommand, DeleteVirtualMFADeviceCommand, paginateListVirtualMFADevices, type IAMClient } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { isVirtual } from './parts/mfa-serial.ts';
import { all } from './parts/principal-reads.ts';
import { devicesOf, ofEachUser, type DeviceDetail } from './parts/user-credentials.ts';

export interface MfaDevice extends Resource {
  readonly serial: string;
  /** Absent for a virtual device that is assigned to nobody. */
  readonly userName?: string;
}

const deviceOf = ({ serial, enabledAt }: DeviceDetail, user?: { readonly arn: Arn; readonly userName: string }): MfaDevice => ({
  arn: serial.startsWith('arn:') ? serial : ownArn('iam/mfa-device', 'aws-global', user?.userName ?? '', serial), uid: serial, name: serial.split('/').at(-1) ?? serial, region: 'aws-global', serial,
  ...(user ? { owner: user.arn, userName: user.userName, createdAt: enabledAt } : {}),
});

/** Virtual devices whose seed exists and whose user does not. */
const unassigned = async (client: IAMClient): Promise<string[]> =>
  (await all(paginateListVirtualMFADevices({ client }, { AssignmentStatus: 'Unassigned' }), (page) => page.VirtualMFADevices)).map((d) => d.SerialNumber ?? '');

export default defineKind<MfaDevice>({
  id: 'iam/mfa-device', version: 1, title: say('MFA device'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:ListMFADevices', 'iam:ListVirtualMFADevices'],

  async *list(scan) {
    for (const { user, has } of await ofEachUser(scan, 'iam:ListMFADevices', devicesOf)) {
      for (const device of has) yield deviceOf(device, user);
    }
    let free: string[] = [];
    try {
      free = await unassigned(await scan.aws.client('iam'));
    } catch (error) {
      scan.gap('iam:ListVirtualMFADevices', error);
    }
    for (const serial of free) yield deviceOf({ serial, enabledAt: '' });
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const users = [...new Set(rs.flatMap((r) => r.userName ?? []))];
    const devices = new Map(await inParallel(users, 8, async (name) => [name, await ifThere(devicesOf(client, name)) ?? []] as const));
    const seen = rs.map((r) => {
      const found = devices.get(r.userName ?? '')?.find(({ serial }) => serial === r.serial);
      return found && deviceOf(found, { arn: r.owner ?? '', userName: r.userName ?? '' });
    });
    if (rs.every((r, i) => seen[i] || !isVirtual(r.serial))) return seen;
    const free = new Set(await unassigned(client));
    return rs.map((r, i) => seen[i] ?? (free.has(r.serial) ? deviceOf({ serial: r.serial, enabledAt: '' }) : undefined));
  },

  traces: {
    ids: (device) => [device.serial],
    created: ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice'],
    changed: ['iam:ResyncMFADevice', 'iam:DeactivateMFADevice'],
  },
  judge: ({ userName }, { attributed }) => (attributed?.origin === 'changed' && userName === undefined ? { ...attributed, because: say('The stranger took it away. If it was yours, make it again: from here it cannot be given back.') } : attributed),

  actions: {
    eradicate: {
      operations: ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'],
      title: (device) => (device.userName === undefined ? say('Delete the MFA device {{device}}, which is assigned to nobody', { device: device.name })
        : say('Remove the MFA device {{device}} of user {{user}}', { device: device.name, user: device.userName })),
      breaks: (device) => (device.userName === undefined ? undefined : say('User {{user}} signs in without this device, and what asks for MFA is refused until another one is enrolled.', { user: device.userName })),
      cuts: (device) => (device.owner === undefined ? [] : [device.owner]),
      calls: (device) => [
        ...(device.userName === undefined ? [] : [globalCall('iam:DeactivateMFADevice', deactivation(device, device.userName))]),
        ...(isVirtual(device.serial) ? [globalCall('iam:DeleteVirtualMFADevice', { SerialNumber: device.serial })] : []),
      ],
      done: (now) => now === undefined,
      apply: async (aws, device, deed) => {
        const client = await aws.client('iam');
        const { userName } = device;
        if (userName !== undefined) await patiently(deed, () => ifThere(client.send(new DeactivateMFADeviceCommand(deactivation(device, userName)))));
        if (isVirtual(device.serial)) await patiently(deed, () => ifThere(client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: device.serial }))));
      },
      undo: irreversible(say('The device\'s seed is gone with it; its user must enrol a device anew.')),
    },
  },
});
const deactivation = (device: MfaDevice, UserName: string) => ({ UserName, SerialNumber: device.serial });
