// Deletes a user: IAM refuses while anything hangs on it. Order: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
import {
  DeactivateMFADeviceCommand, DeleteAccessKeyCommand, DeleteLoginProfileCommand, DeleteServiceSpecificCredentialCommand, DeleteSigningCertificateCommand, DeleteSSHPublicKeyCommand, DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand, DeleteUserPolicyCommand, DeleteVirtualMFADeviceCommand, DetachUserPolicyCommand, RemoveUserFromGroupCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../../aws/session.ts';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Call, Operation } from '../../../core/types.ts';
import { globalCall, type Deed } from '../../kind.ts';
import { ifThere, patiently } from '../../refusal.ts';
import { awsDenyAll, DENY_ALL_NAME, DENY_OLDER_NAME, partitionOf } from './deny-policies.ts';
import { isVirtual } from './mfa-serial.ts';
import { readUser } from './principal-reads.ts';
import { isQuarantineArn, LEGACY_QUARANTINE } from './quarantine-name.ts';
import { credentialsOf } from './user-credentials.ts';
import type { User } from '../user.ts';

interface Part { readonly call: Call; readonly send: (client: IAMClient) => Promise<unknown> }
const part = <I extends Call['input']>(operation: Operation, input: I, send: (client: IAMClient, input: I) => Promise<unknown>): Part => ({ call: globalCall(operation, input), send: (client) => send(client, input) });

export const DELETION_OPERATIONS: readonly Operation[] = [
  'iam:DeleteLoginProfile', 'iam:DeleteAccessKey', 'iam:DeleteSigningCertificate', 'iam:DeleteSSHPublicKey', 'iam:DeleteServiceSpecificCredential', 'iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice',
  'iam:DeleteUserPolicy', 'iam:DetachUserPolicy', 'iam:RemoveUserFromGroup', 'iam:DeleteUserPermissionsBoundary', 'iam:DeleteUser',
];

export const deletionCalls = (user: User): readonly Call[] => [...credentialParts(user), ...grantParts(user), ...guardParts(user), userPart(user)].map((p) => p.call);

/** From wherever it stands. What appeared since the approval is not deleted: the stranger may still be at work, and that wants another look. */
export async function deleteUser(aws: ChangeAws, user: User, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const steps = [...forgottenDevices(user, deed), ...credentialParts(user), ...grantParts(user)];
  for (const [n, step] of steps.entries()) {
    await patiently(deed, () => ifThere(step.send(client)));
    deed.progress(n + 1, steps.length + 1);
  }
  await nothingNew(client, user);
  // What holds the user down goes last: it is without any credential by now.
  for (const step of guardParts(user)) await patiently(deed, () => ifThere(step.send(client)));
  await patiently(deed, () => ifThere(userPart(user).send(client)));
  deed.progress(steps.length + 1, steps.length + 1);
}

/** A run cut off between freeing a virtual device and deleting it left the device behind, assigned to nobody. */
function forgottenDevices(user: User, deed: Deed): Part[] {
  const first = (deed.before as User | undefined)?.credentials?.devices ?? [];
  const still = new Set(user.credentials?.devices.map((d) => d.serial));
  return first.filter(({ serial }) => isVirtual(serial) && !still.has(serial)).map(({ serial }) => devicePart(serial));
}

async function nothingNew(client: IAMClient, user: User): Promise<void> {
  const detail = await readUser(client, user.name);
  if (detail?.userId !== user.uid) return;
  const now: User = { ...user, ...detail, name: user.name, credentials: await credentialsOf(client, user.name) };
  const left = [...credentialParts(now), ...grantParts(now)].map((p) => p.call.operation.replace('iam:', ''));
  if (left.length > 0) throw failed(say('Something was added to user {{user}} while it was being deleted (still to do: {{left}}). It was not touched; look at the user again and approve its deletion anew.', { user: user.name, left }));
}

function credentialParts({ name: UserName, credentials: has }: User): Part[] {
  if (!has) return [];
  return [
    ...(has.password ? [part('iam:DeleteLoginProfile', { UserName }, (c, i) => c.send(new DeleteLoginProfileCommand(i)))] : []),
    ...has.keys.map(({ id }) => part('iam:DeleteAccessKey', { UserName, AccessKeyId: id }, (c, i) => c.send(new DeleteAccessKeyCommand(i)))),
    ...has.certificates.map(({ id }) => part('iam:DeleteSigningCertificate', { UserName, CertificateId: id }, (c, i) => c.send(new DeleteSigningCertificateCommand(i)))),
    ...has.sshKeys.map(({ id }) => part('iam:DeleteSSHPublicKey', { UserName, SSHPublicKeyId: id }, (c, i) => c.send(new DeleteSSHPublicKeyCommand(i)))),
    ...has.serviceCredentials.map(({ id }) => part('iam:DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId: id }, (c, i) => c.send(new DeleteServiceSpecificCredentialCommand(i)))),
    ...has.devices.flatMap(({ serial }) => [
      part('iam:DeactivateMFADevice', { UserName, SerialNumber: serial }, (c, i) => c.send(new DeactivateMFADeviceCommand(i))),
      ...(isVirtual(serial) ? [devicePart(serial)] : []),
    ]),
  ];
}

const devicePart = (serial: string): Part => part('iam:DeleteVirtualMFADevice', { SerialNumber: serial }, (c, i) => c.send(new DeleteVirtualMFADeviceCommand(i)));

const GUARD_NAMES: readonly string[] = [DENY_ALL_NAME, DENY_OLDER_NAME, LEGACY_QUARANTINE];
const isGuard = (arn: string): boolean => isQuarantineArn(arn) || arn === awsDenyAll(partitionOf(arn));

const grantParts = (user: User): Part[] => [
  ...policyParts(user, (name) => !GUARD_NAMES.includes(name), (arn) => !isGuard(arn)),
  ...user.groups.map((GroupName) => part('iam:RemoveUserFromGroup', { GroupName, UserName: user.name }, (c, i) => c.send(new RemoveUserFromGroupCommand(i)))),
];
const guardParts = (user: User): Part[] => [
  ...policyParts(user, (name) => GUARD_NAMES.includes(name), isGuard),
  ...(user.boundary === undefined ? [] : [part('iam:DeleteUserPermissionsBoundary', { UserName: user.name }, (c, i) => c.send(new DeleteUserPermissionsBoundaryCommand(i)))]),
];
const policyParts = ({ name: UserName, inline, attached }: User, isName: (name: string) => boolean, isArn: (arn: string) => boolean): Part[] => [
  ...inline.filter((p) => isName(p.name)).map((p) => part('iam:DeleteUserPolicy', { UserName, PolicyName: p.name }, (c, i) => c.send(new DeleteUserPolicyCommand(i)))),
  ...attached.filter((p) => isArn(p.arn)).map((p) => part('iam:DetachUserPolicy', { UserName, PolicyArn: p.arn }, (c, i) => c.send(new DetachUserPolicyCommand(i)))),
];
const userPart = ({ name: UserName }: User): Part => part('iam:DeleteUser', { UserName }, (c, i) => c.send(new DeleteUserCommand(i)));
