// The second factor of a user who signs in to the console: enrolled in the terminal, with a code that the operator's device reads.
import type { IAMClient } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { READS_DETAILS, type UserDetail } from './parts/authorization-details.ts';
import { DEVICE_READS, disenrol, ENROLMENT_OPERATIONS, enrol } from './parts/mfa-enrolment.ts';
import { devicesOf, ofEachUser, passwordOf } from './parts/user-credentials.ts';

export interface UserMfa extends Resource {
  readonly userName: string;
  /** Serial numbers of the devices that are assigned to the user. */
  readonly devices: readonly string[];
}

const factorOf = (owner: string, userName: string, devices: readonly { readonly serial: string }[]): UserMfa => ({
  arn: ownArn('iam/user-mfa', 'aws-global', userName, 'mfa'), uid: `${owner}/mfa`, name: userName, region: 'aws-global', owner, userName, devices: devices.map((d) => d.serial),
});
const readDevices = (client: IAMClient, userName: string): ReturnType<typeof devicesOf> => devicesOf(client, userName);

export default defineKind<UserMfa>({
  id: 'iam/user-mfa', version: 1, title: say('MFA of a console user'), scope: 'global', role: 'setting',
  reads: [...READS_DETAILS, 'iam:GetLoginProfile', 'iam:ListMFADevices'],

  async *list(scan) {
    const signsIn = new Set((await ofEachUser(scan, 'iam:GetLoginProfile', passwordOf)).flatMap(({ user, has }) => (has ? [user.userName] : [])));
    const devices: readonly { readonly user: UserDetail; readonly has: Awaited<ReturnType<typeof devicesOf>> }[] = await ofEachUser(scan, 'iam:ListMFADevices', readDevices);
    for (const { user, has } of devices) if (signsIn.has(user.userName)) yield factorOf(user.arn, user.userName, has);
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, async (r) => {
      const [password, devices] = await Promise.all([passwordOf(client, r.userName), ifThere(readDevices(client, r.userName))]);
      const now = password && devices && factorOf(r.owner ?? '', r.userName, devices);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  // What happens to the devices themselves is told by iam/mfa-device.
  traces: { ids: () => [], created: [], changed: [] },

  judge: ({ devices, userName }) => (devices.length > 0 ? undefined : {
    verdict: 'weak', techniques: ['T1078.004'], because: say('User {{user}} signs in to the console with a password alone: whoever learns it gets in.', { user: userName }),
  }),

  actions: {
    harden: {
      operations: ENROLMENT_OPERATIONS, reads: DEVICE_READS, asks: true,
      title: (r) => say('Enrol a virtual MFA device for user {{user}} (the device must be at hand)', { user: r.userName }),
      breaks: (r) => say('From then on user {{user}} needs the device for every sign-in. Do it only if whoever holds the device is {{user}}.', { user: r.userName }),
      calls: (r) => [
        globalCall('iam:CreateVirtualMFADevice', { VirtualMFADeviceName: '‹made:device›' }),
        globalCall('iam:EnableMFADevice', { UserName: r.userName, SerialNumber: '‹made:serial›', AuthenticationCode1: '‹first code›', AuthenticationCode2: '‹second code›' }),
        globalCall('iam:DeleteVirtualMFADevice', { SerialNumber: '‹made:serial›' }),
      ],
      undoCalls: (before, made) => {
        const serial = made['serial'];
        return serial === undefined ? [] : [globalCall('iam:DeactivateMFADevice', { UserName: (before).userName, SerialNumber: serial }), globalCall('iam:DeleteVirtualMFADevice', { SerialNumber: serial })];
      },
      done: (now, { made }) => now?.devices.includes(made['serial'] ?? '') ?? false,
      apply: (aws, r, deed) => enrol(aws, r.userName, deed),
      undo: (aws, before, made) => disenrol(aws, before.userName, made['serial']),
    },
  },
});
