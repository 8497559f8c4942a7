// A user's X.509 signing certificate, for the old SOAP interfaces: deactivated, then deleted.
import { DeleteSigningCertificateCommand, UpdateSigningCertificateCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { recallStatus, statusActions } from './parts/status.ts';
import { certificatesOf, ofEachUser } from './parts/user-credentials.ts';

export interface SigningCertificate extends Resource {
  readonly userName: string;
  readonly status: string;
  /** PEM. The private half is not at AWS. */
  readonly body: string;
}
type Found = Awaited<ReturnType<typeof certificatesOf>>[number];

const certificateOf = (owner: Arn, userName: string, { id, status, uploadedAt, body }: Found): SigningCertificate =>
  ({ arn: ownArn('iam/signing-certificate', 'aws-global', userName, id), uid: id, name: id, region: 'aws-global', owner, createdAt: uploadedAt, userName, status, body });
const target = (r: SigningCertificate) => ({ UserName: r.userName, CertificateId: r.name });
const UPDATE = 'iam:UpdateSigningCertificate';
const named = (r: SigningCertificate) => ({ certificate: r.name, user: r.userName });
const breaks = () => say('Whatever signs its requests with this certificate stops working.');

export default defineKind<SigningCertificate>({
  id: 'iam/signing-certificate', version: 1, title: say('Signing certificate of an IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:ListSigningCertificates'],

  async *list(scan) {
    for (const { user, has } of await ofEachUser(scan, 'iam:ListSigningCertificates', certificatesOf)) {
      for (const one of has) yield certificateOf(user.arn, user.userName, one);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const users = [...new Set(rs.map((r) => r.userName))];
    const found = new Map(await inParallel(users, 8, async (name) => [name, await ifThere(certificatesOf(client, name)) ?? []] as const));
    return rs.map((r) => {
      const one = found.get(r.userName)?.find(({ id }) => id === r.uid);
      return one && certificateOf(r.owner ?? '', r.userName, one);
    });
  },

  traces: { ids: (r) => [r.name], created: ['iam:UploadSigningCertificate'], changed: [UPDATE], whole: [UPDATE] },
  recall: (_, history) => recallStatus(history),

  actions: {
    ...statusActions<SigningCertificate, ReturnType<typeof target>>({
      operation: UPDATE, target, send: (client, input) => client.send(new UpdateSigningCertificateCommand(input)),
      title: (r) => say('Deactivate signing certificate {{certificate}} of user {{user}}', named(r)), breaks,
    }),
    eradicate: {
      operations: ['iam:DeleteSigningCertificate'],
      title: (r) => say('Delete signing certificate {{certificate}} of user {{user}}', named(r)),
      breaks,
      calls: (r) => [globalCall('iam:DeleteSigningCertificate', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        await deed.keep(`certificate-${r.name}.pem`, r.body, { operation: 'iam:ListSigningCertificates' });
        await ifThere((await aws.client('iam')).send(new DeleteSigningCertificateCommand(target(r))));
      },
      undo: irreversible(say('AWS gives the same certificate another date when it is uploaded again. Its text is kept with the evidence, so whoever has its private key can upload it.')),
    },
  },
});
