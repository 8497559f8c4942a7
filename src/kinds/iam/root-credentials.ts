// What the root user of a member account can sign in with, as the management account sees and ends it. Planned by the phases only: where nobody reaches that account, there is nothing to list.
import {
  DeactivateMFADeviceCommand, DeleteAccessKeyCommand, DeleteLoginProfileCommand, DeleteSigningCertificateCommand, GetLoginProfileCommand, paginateListAccessKeys, paginateListMFADevices, paginateListSigningCertificates, type IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRootCommand } from '@aws-sdk/client-sts';
import { failureOf, isNotFound } from '../../aws/errors.ts';
import { rootTask, type ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { ifThere, patiently } from '../refusal.ts';

export interface RootCredentials extends Resource {
  readonly rootArn: string;
  readonly partition: string;
  readonly keys: readonly string[];
  readonly certificates: readonly string[];
  readonly devices: readonly string[];
  readonly password: boolean;
}

/** STS API reference, AssumeRoot: at most 900 seconds. */
const opening = (TargetPrincipal: string, TaskPolicyArn: { readonly arn: string }) => ({ TargetPrincipal, TaskPolicyArn, DurationSeconds: 900 });
const DELETE = ({ partition }: RootCredentials) => rootTask(partition, 'IAMDeleteRootUserCredentials');

async function every<T>(pages: AsyncIterable<T>, of: (page: T) => readonly (string | undefined)[]): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const page of pages) all.push(...of(page).filter((id) => id !== undefined));
  return all.sort();
}
async function hasPassword(client: IAMClient): Promise<boolean> {
  try { await client.send(new GetLoginProfileCommand({})); return true; } catch (error) { if (isNotFound(error)) return false; throw error; }
}
/** `undefined`: nobody gave credentials of the management account. Without a user name IAM answers for root itself. */
async function see({ asRoot, accountId: uid, partition }: ReadAws): Promise<RootCredentials | undefined> {
  const client = await asRoot?.(new AssumeRootCommand(opening(uid, rootTask(partition, 'IAMAuditRootUserCredentials'))));
  return client && {
    arn: ownArn('iam/root-credentials', 'aws-global', uid, 'root'), uid, name: 'root', region: 'aws-global', rootArn: `arn:${partition}:iam::${uid}:root`, partition,
    keys: await every(paginateListAccessKeys({ client }, {}), (p) => (p.AccessKeyMetadata ?? []).map((k) => k.AccessKeyId)),
    certificates: await every(paginateListSigningCertificates({ client }, {}), (p) => (p.Certificates ?? []).map((c) => c.CertificateId)),
    devices: await every(paginateListMFADevices({ client }, {}), (p) => (p.MFADevices ?? []).map((d) => d.SerialNumber)),
    password: await hasPassword(client),
  };
}
const idsOf = ({ keys, certificates, devices }: RootCredentials): readonly string[] => [...keys, ...certificates, ...devices];
const hasNone = (r: RootCredentials): boolean => !r.password && idsOf(r).length === 0;

const ended = ({ keys, certificates, devices, password }: RootCredentials): readonly Call[] => [
  ...keys.map((AccessKeyId) => globalCall('iam:DeleteAccessKey', { AccessKeyId })), ...certificates.map((CertificateId) => globalCall('iam:DeleteSigningCertificate', { CertificateId })),
  ...(password ? [globalCall('iam:DeleteLoginProfile', {})] : []), ...devices.map((SerialNumber) => globalCall('iam:DeactivateMFADevice', { SerialNumber })),
];

export default defineKind<RootCredentials>({
  id: 'iam/root-credentials', version: 1, title: say('Credentials of the root user, from the management account'), scope: 'global', role: 'credential', fromAbove: true,
  reads: ['iam:ListAccessKeys', 'iam:ListSigningCertificates', 'iam:ListMFADevices', 'iam:GetLoginProfile'],
  async *list({ aws }) {
    try {
      const one = await see(aws);
      if (one && !hasNone(one)) yield one;
    } catch (error) {
      // Not switched on in this organization, or not allowed to these credentials: what AWS shows of root without it stands.
      if (failureOf(error).class !== 'denied') throw error;
    }
  },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now?.uid ? now : undefined));
  },
  // Its events are told by what shows that root was used.
  traces: { ids: () => [], created: [], changed: [] },
  actions: {
    eradicate: {
      operations: ['sts:AssumeRoot', 'iam:DeleteAccessKey', 'iam:DeleteSigningCertificate', 'iam:DeleteLoginProfile', 'iam:DeactivateMFADevice'],
      title: (r) => say('End the credentials of the root user of account {{account}}, from its management account', { account: r.uid }),
      destroys: (r) => say('Its access keys, certificates and MFA devices ({{ids}}) and its password, where it has one, open nothing any more, whoever holds them. A console session that is open can live for up to 12 hours.', { ids: idsOf(r).length > 0 ? idsOf(r) : '–' }),
      breaks: () => say('Whatever uses the keys stops, and nobody signs in as root, until the management account allows a new password. It cannot do this to its own root user.'),
      cuts: (r) => [r.rootArn, ...r.keys],
      calls: (r) => [globalCall('sts:AssumeRoot', opening(r.uid, DELETE(r))), ...ended(r)],
      done: (now) => now !== undefined && hasNone(now),
      apply: async (aws, r, deed) => {
        const { keys, certificates, devices, password } = r;
        const client = await aws.asRoot?.(new AssumeRootCommand(opening(r.uid, DELETE(r))));
        if (!client) return;
        for (const AccessKeyId of keys) await ifThere(client.send(new DeleteAccessKeyCommand({ AccessKeyId })));
        for (const CertificateId of certificates) await ifThere(client.send(new DeleteSigningCertificateCommand({ CertificateId })));
        if (password) await patiently(deed, () => ifThere(client.send(new DeleteLoginProfileCommand({}))));
        for (const SerialNumber of devices) await ifThere(client.send(new DeactivateMFADeviceCommand({ SerialNumber })));
      },
      undo: irreversible(say('AWS never gives a deleted credential back; whoever needs one must be given a new one.')),
    },
  },
});
