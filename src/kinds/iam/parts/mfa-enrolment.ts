// Enrols a virtual MFA device: made, handed over once as a picture, enabled with two codes in a row. Its seed stands nowhere else.
import { CreateVirtualMFADeviceCommand, DeactivateMFADeviceCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand, ListVirtualMFADevicesCommand, type IAMClient } from '@aws-sdk/client-iam';
import { failureOf } from '../../../aws/errors.ts';
import type { ChangeAws } from '../../../aws/session.ts';
import { failed } from '../../../core/errors.ts';
import { Secret } from '../../../core/secret.ts';
import { say, type Text } from '../../../core/text.ts';
import { stepsAhead } from '../../../core/totp.ts';
import type { Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { ifThere, patiently } from '../../refusal.ts';
import { devicesOf } from './user-credentials.ts';

export const ENROLMENT_OPERATIONS: readonly Operation[] = ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'];
export const DEVICE_READS: readonly Operation[] = ['iam:ListVirtualMFADevices'];
const TRIES = 5;

/**
 * A device that an aborted try left behind, whose seed nobody has, is deleted and made anew. Throws `failed` where nobody gives codes, or five pairs were wrong:
 * then the device is gone again.
 */
export async function enrol(aws: ChangeAws, userName: string, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const device = deed.made['device'] ?? `${userName.slice(0, 180)}-${deed.token.slice(-6)}`;
  const serial = `arn:${aws.partition}:iam::${aws.accountId}:mfa/${device}`;
  await deed.making('device', device);
  await deed.making('serial', serial);
  if ((await devicesOf(client, userName)).some((d) => d.serial === serial)) return;
  await removeLeftOver(client, serial, deed);
  const seed = await makeDevice(client, device);
  await deed.handOver(secretOf(userName, aws.accountId, seed));
  if (await enable(client, { userName, serial, seed }, deed)) return;
  await patiently(deed, () => ifThere(client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial }))));
  throw failed(say('No device was enrolled for user {{user}}: no pair of codes was accepted. The new device was deleted again; the next try shows another code to scan.', { user: userName }));
}

/** AWS refuses a second device of the same name, also one that belongs to nobody (EntityAlreadyExists). */
async function removeLeftOver(client: IAMClient, serial: string, deed: Deed): Promise<void> {
  for (let Marker: string | undefined, more = true; more;) {
    const page = await client.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned', ...(Marker === undefined ? {} : { Marker }) }));
    if (page.VirtualMFADevices?.some((d) => d.SerialNumber === serial)) { await patiently(deed, () => ifThere(client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial })))); return; }
    Marker = page.Marker;
    more = page.IsTruncated === true && Marker !== undefined;
  }
}

async function makeDevice(client: IAMClient, VirtualMFADeviceName: string): Promise<string> {
  const { VirtualMFADevice: made } = await client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName }));
  // The bytes are the base32 text itself: https://docs.aws.amazon.com/IAM/latest/APIReference/API_VirtualMFADevice.html
  if (!made?.Base32StringSeed) throw failed(say('AWS made the MFA device {{device}} and did not say its seed.', { device: VirtualMFADeviceName }));
  return Buffer.from(made.Base32StringSeed).toString('utf8');
}

function secretOf(userName: string, accountId: string, seed: string): Secret {
  const uri = `otpauth://totp/${encodeURIComponent(`${userName}@${accountId}`)}?secret=${seed}&issuer=${encodeURIComponent('Amazon Web Services')}`;
  return new Secret(say('MFA device of user {{user}}: scan this with the authenticator app', { user: userName }), `mfa-${userName}`, { seed, uri });
}

interface Enrolment { readonly userName: string; readonly serial: string; readonly seed: string }

/** True once AWS took two codes. */
async function enable(client: IAMClient, { userName, serial, seed }: Enrolment, deed: Deed): Promise<boolean> {
  let trouble: Text | undefined;
  for (let n = 0; n < TRIES; n++) {
    const answer = await deed.ask({
      ask: 'line', id: `mfa-codes:${userName}`, text: say('Two codes in a row:'), check: troubleWith,
      hint: trouble ?? say('Type the code that the app shows, wait until it shows the next one, and type that as well: 123456 654321'),
    });
    if (typeof answer !== 'string') return false;
    const [first = '', second = ''] = codesIn(answer);
    try {
      await client.send(new EnableMFADeviceCommand({ UserName: userName, SerialNumber: serial, AuthenticationCode1: first, AuthenticationCode2: second }));
      return true;
    } catch (error) {
      // The SDK names it by its shape, other clients by its code on the wire.
      if (!failureOf(error).code.startsWith('InvalidAuthenticationCode')) throw error;
      trouble = whyRefused(stepsAhead(seed, first, second, deed.awsNow()));
    }
  }
  return false;
}

const codesIn = (answer: string): readonly string[] => answer.trim().split(/[\s,;]+/);
/** What is wrong with the codes before AWS is asked. */
function troubleWith(answer: string): Text | undefined {
  const codes = codesIn(answer);
  if (codes.length !== 2 || codes.some((c) => !/^\d{6}$/.test(c))) return say('Two codes of six digits, with a space between them.');
  return codes[0] === codes[1] ? say('That is the same code twice. Wait until the app shows the next one, up to 30 seconds.') : undefined;
}

function whyRefused(ahead: number | undefined): Text {
  if (ahead === undefined) return say('AWS did not accept them. Scan the code that was shown last, and type two codes that follow each other, the older one first.');
  if (ahead === 0) return say('AWS did not accept them, although they are right. Wait for the next code and try again.');
  return ahead > 0
    ? say("AWS did not accept them: the device's clock is about {{seconds}} seconds fast. Set its time automatically, then type two new codes.", { seconds: ahead * 30 })
    : say('AWS did not accept them: they are about {{seconds}} seconds old. Type them as soon as the second one appears; if you did, the clock of the device is slow.', { seconds: -ahead * 30 });
}

export async function disenrol(aws: ChangeAws, UserName: string, serial: string | undefined): Promise<void> {
  if (serial === undefined) return;
  const client = await aws.client('iam');
  await ifThere(client.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber: serial })));
  await ifThere(client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial })));
}
