// A certificate of a server, kept in IAM for load balancers and CloudFront: its public part saved, then deleted.
import { DeleteServerCertificateCommand, GetServerCertificateCommand, paginateListServerCertificates } from '@aws-sdk/client-iam';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible } from '../kind.ts';
import { ifThere } from '../refusal.ts';

export interface ServerCertificate extends Resource { readonly expires: string }

async function* certificates(aws: ReadAws): AsyncGenerator<ServerCertificate> {
  for await (const { ServerCertificateMetadataList = [] } of paginateListServerCertificates({ client: await aws.client('iam') }, {})) {
    for (const { Arn: arn = '', ServerCertificateId: uid = '', ServerCertificateName: name = '', UploadDate, Expiration } of ServerCertificateMetadataList) {
      yield { arn, uid, name, region: 'aws-global', ...(UploadDate ? { createdAt: UploadDate.toISOString() } : {}), expires: Expiration?.toISOString() ?? '' };
    }
  }
}
const target = (r: ServerCertificate) => ({ ServerCertificateName: r.name });

export default defineKind<ServerCertificate>({
  id: 'iam/server-certificate', version: 1, title: say('Server certificate'), scope: 'global', role: 'credential',
  reads: ['iam:ListServerCertificates'],

  list: ({ aws }) => certificates(aws),
  // By its id: it may have been renamed.
  look: async (aws, rs) => {
    const now = new Map<string, ServerCertificate>();
    for await (const one of certificates(aws)) now.set(one.uid, one);
    return rs.map(({ uid }) => now.get(uid));
  },

  traces: {
    ids: (r) => [r.name], created: ['iam:UploadServerCertificate'], changed: ['iam:UpdateServerCertificate'],
    concerns: (r, { request }) => request?.['serverCertificateName'] === r.name || request?.['newServerCertificateName'] === r.name,
  },

  actions: {
    eradicate: {
      operations: ['iam:DeleteServerCertificate'], reads: ['iam:GetServerCertificate'],
      title: (r) => say('Delete the server certificate {{certificate}}', { certificate: r.name }),
      breaks: () => say('A load balancer that still uses it may stop taking connections.'),
      calls: (r) => [globalCall('iam:DeleteServerCertificate', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('iam');
        const found = await ifThere(client.send(new GetServerCertificateCommand(target(r))));
        await deed.keep(`server-certificate-${r.name}.pem`, [found?.ServerCertificate?.CertificateBody, found?.ServerCertificate?.CertificateChain].filter(Boolean).join('\n'), { operation: 'iam:GetServerCertificate' });
        await ifThere(client.send(new DeleteServerCertificateCommand(target(r))));
      },
      undo: irreversible(say('AWS gives its private key to nobody. Its public part is kept with the evidence, so whoever has the key can upload it.')),
    },
  },
});
