// What a user can sign in or sign requests with: keys, password, MFA devices, certificates, SSH keys, service-specific credentials.
import {
  GetLoginProfileCommand, ListServiceSpecificCredentialsCommand, paginateListAccessKeys, paginateListMFADevices, paginateListSSHPublicKeys, paginateListSigningCertificates,
  type IAMClient, type ListServiceSpecificCredentialsResponse,
} from '@aws-sdk/client-iam';
import { isNotFound } from '../../../aws/errors.ts';
import type { Instant, Operation } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';
import { inParallel } from '../../in-parallel.ts';
import { authorizationDetails, byText, instant, type UserDetail } from './authorization-details.ts';
import { all } from './principal-reads.ts';

export interface KeyDetail { readonly id: string; readonly status: string; readonly createdAt: Instant }
export interface PasswordDetail { readonly createdAt: Instant; readonly resetRequired: boolean }
export interface DeviceDetail { readonly serial: string; readonly enabledAt: Instant }
export interface CertificateDetail { readonly id: string; readonly status: string; readonly uploadedAt: Instant }
export interface SshKeyDetail { readonly id: string; readonly status: string; readonly uploadedAt: Instant }
export interface ServiceCredentialDetail { readonly id: string; readonly service: string; readonly status: string; readonly createdAt: Instant }
export interface UserCredentials {
  readonly keys: readonly KeyDetail[];
  readonly password?: PasswordDetail;
  readonly devices: readonly DeviceDetail[];
  readonly certificates: readonly CertificateDetail[];
  readonly sshKeys: readonly SshKeyDetail[];
  readonly serviceCredentials: readonly ServiceCredentialDetail[];
}
export const READS_CREDENTIALS = ['iam:ListAccessKeys', 'iam:GetLoginProfile', 'iam:ListMFADevices', 'iam:ListSigningCertificates', 'iam:ListSSHPublicKeys', 'iam:ListServiceSpecificCredentials'] as const;

export async function credentialsOf(client: IAMClient, userName: string): Promise<UserCredentials> {
  const [keys, password, devices, certificates, sshKeys, serviceCredentials] = await Promise.all([
    keysOf(client, userName), passwordOf(client, userName), devicesOf(client, userName),
    certificatesOf(client, userName), sshKeysOf(client, userName),
    serviceCredentialsOf(client, userName),
  ]);
  return {
    keys, devices, sshKeys, serviceCredentials, ...(password ? { password } : {}),
    certificates: certificates.map(({ id, status, uploadedAt }) => ({ id, status, uploadedAt })),
  };
}

/** With the text of each certificate: it is public. */
export async function certificatesOf(client: IAMClient, userName: string): Promise<(CertificateDetail & { readonly body: string })[]> {
  const certificates = await all(paginateListSigningCertificates({ client }, { UserName: userName }), (page) => page.Certificates);
  return certificates.map((c) => ({ id: c.CertificateId ?? '', status: c.Status ?? '', uploadedAt: instant(c.UploadDate), body: c.CertificateBody ?? '' })).sort(byId);
}

export async function sshKeysOf(client: IAMClient, userName: string): Promise<SshKeyDetail[]> {
  const keys = await all(paginateListSSHPublicKeys({ client }, { UserName: userName }), (page) => page.SSHPublicKeys);
  return keys.map((k) => ({ id: k.SSHPublicKeyId ?? '', status: k.Status ?? '', uploadedAt: instant(k.UploadDate) })).sort(byId);
}

export async function keysOf(client: IAMClient, userName: string): Promise<KeyDetail[]> {
  const keys = await all(paginateListAccessKeys({ client }, { UserName: userName }), (page) => page.AccessKeyMetadata);
  return keys.map((k) => ({ id: k.AccessKeyId ?? '', status: k.Status ?? '', createdAt: instant(k.CreateDate) })).sort(byId);
}

export async function passwordOf(client: IAMClient, userName: string): Promise<PasswordDetail | undefined> {
  const found = await ifThere(client.send(new GetLoginProfileCommand({ UserName: userName })));
  return found?.LoginProfile && { createdAt: instant(found.LoginProfile.CreateDate), resetRequired: found.LoginProfile.PasswordResetRequired ?? false };
}

export async function devicesOf(client: IAMClient, userName: string): Promise<DeviceDetail[]> {
  const devices = await all(paginateListMFADevices({ client }, { UserName: userName }), (page) => page.MFADevices);
  return devices.map((d) => ({ serial: d.SerialNumber ?? '', enabledAt: instant(d.EnableDate) })).sort((a, b) => byText(a.serial, b.serial));
}

/** Of every service: asking for one service would hide the others. The SDK has no paginator for this list. */
export async function serviceCredentialsOf(client: IAMClient, userName: string): Promise<ServiceCredentialDetail[]> {
  const found: ServiceCredentialDetail[] = [];
  for (let marker: string | undefined, more = true; more;) {
    const page: ListServiceSpecificCredentialsResponse = await client.send(new ListServiceSpecificCredentialsCommand({ UserName: userName, ...(marker === undefined ? {} : { Marker: marker }) }));
    for (const c of page.ServiceSpecificCredentials ?? []) found.push({ id: c.ServiceSpecificCredentialId ?? '', service: c.ServiceName ?? '', status: c.Status ?? '', createdAt: instant(c.CreateDate) });
    marker = page.Marker;
    more = page.IsTruncated === true && marker !== undefined;
  }
  return found.sort(byId);
}
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => byText(a.id, b.id);

const WIDTH = 10;
/**
 * One read per user, ten at a time, shared within the scan. A user who is gone by then is left out; a read that fails is noted
 * as a gap and the other users are still read.
 */
export function ofEachUser<T>(scan: Scan, operation: Operation, read: (client: IAMClient, userName: string) => Promise<T>): Promise<readonly { readonly user: UserDetail; readonly has: T }[]> {
  return scan.once(operation, async () => {
    const client = await scan.aws.client('iam');
    const { users } = await authorizationDetails(scan);
    const found = await inParallel(users, WIDTH, async (user) => {
      try {
        return [{ user, has: await read(client, user.userName) }];
      } catch (error) {
        if (!isNotFound(error)) scan.gap(operation, error, user.userName);
        return [];
      }
    });
    return found.flat();
  });
}
