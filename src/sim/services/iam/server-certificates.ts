// Certificates of servers, for load balancers and CloudFront.
import { X509Certificate } from 'node:crypto';
import {
  DeleteServerCertificateCommand, GetServerCertificateCommand, ListServerCertificatesCommand, UploadServerCertificateCommand,
  type ServerCertificateMetadata, type UploadServerCertificateCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { alreadyExists, notFound, overQuota } from './errors.ts';
import { arnOf, checkName, checkPath } from './names.ts';
import { pageOf } from './page.ts';
import type { ServerCertificateRecord } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { onAll, onNew } from './resources.ts';
import { certificateIn } from './signing-certificates.ts';
import { iamState } from './state.ts';

const MOST_SERVER_CERTIFICATES = 20;

const metadataOf = (one: ServerCertificateRecord): ServerCertificateMetadata =>
  ({ Path: one.path, ServerCertificateName: one.name, ServerCertificateId: one.id, Arn: one.arn, UploadDate: one.createdAt, Expiration: new Date(new X509Certificate(one.body).validTo) });

function certificateAt(name: string, call: SimCall): ServerCertificateRecord {
  const found = iamState(call.account).serverCertificates.get(name);
  if (found === undefined) throw notFound('Server Certificate', name);
  return found;
}
function upload(input: Given<UploadServerCertificateCommandInput>, call: SimCall): { ServerCertificateMetadata: ServerCertificateMetadata } {
  const { serverCertificates } = iamState(call.account);
  const name = checkName(input.ServerCertificateName, 'serverCertificateName', 128);
  if (serverCertificates.has(name)) throw alreadyExists(`The Server Certificate with name ${name} already exists.`);
  const path = checkPath(input.Path);
  if (serverCertificates.size >= MOST_SERVER_CERTIFICATES) throw overQuota('ServerCertificatesPerAccount', MOST_SERVER_CERTIFICATES);
  const one: ServerCertificateRecord = {
    id: call.account.ids.id('ASCA', 17), name, path, arn: arnOf(call.account, 'server-certificate', path, name), body: certificateIn(input.CertificateBody), chain: input.CertificateChain, createdAt: call.now,
  };
  serverCertificates.set(name, one);
  return { ServerCertificateMetadata: metadataOf(one) };
}

export function addServerCertificates(iam: IamService): void {
  const on = { resources: ({ ServerCertificateName: name }: { readonly ServerCertificateName: string }, { account }: SimCall): string[] =>
    [iamState(account).serverCertificates.get(name)?.arn ?? arnOf(account, 'server-certificate', '/', name)] };
  register(iam, UploadServerCertificateCommand, upload, { resources: onNew('server-certificate', 'ServerCertificateName') });
  register(iam, ListServerCertificatesCommand, (input, call) => {
    const all = [...iamState(call.account).serverCertificates.values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const { items, rest } = pageOf(all, ({ name }) => name, input, call);
    return { ServerCertificateMetadataList: items.map(metadataOf), ...rest };
  }, { resources: onAll('server-certificate') });
  register(iam, GetServerCertificateCommand, ({ ServerCertificateName }, call) => {
    const one = certificateAt(ServerCertificateName, call);
    return { ServerCertificate: { ServerCertificateMetadata: metadataOf(one), CertificateBody: one.body, ...(one.chain === undefined ? {} : { CertificateChain: one.chain }) } };
  }, on);
  register(iam, DeleteServerCertificateCommand, ({ ServerCertificateName }, call) => {
    iamState(call.account).serverCertificates.delete(certificateAt(ServerCertificateName, call).name);
    return {};
  }, on);
}
