// X.509 signing certificates of users.
import { X509Certificate } from 'node:crypto';
import {
  DeleteSigningCertificateCommand, ListSigningCertificatesCommand, UpdateSigningCertificateCommand, UploadSigningCertificateCommand,
  type SigningCertificate, type UploadSigningCertificateCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { noSuchEntity, overQuota } from './errors.ts';
import { checkStatus } from './names.ts';
import { ownerOf, touchUser, type Owner } from './owner.ts';
import { pageOf } from './page.ts';
import type { CertificateRecord } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { onUser } from './resources.ts';
import { iamState, type IamState } from './state.ts';

const MOST_CERTIFICATES = 2;

/** Oldest first. */
export const certificatesOf = (ownerId: string, state: IamState): CertificateRecord[] => [...state.certificates.values()].filter((one) => one.ownerId === ownerId);
const certificateOut = (one: CertificateRecord, owner: Owner): SigningCertificate =>
  ({ UserName: owner.name, CertificateId: one.id, CertificateBody: one.body, Status: one.status, UploadDate: one.createdAt });

/** The text itself, where it is one. */
export function certificateIn(body: string): string {
  try { new X509Certificate(body); } catch { throw new AwsError('MalformedCertificate', 'Invalid X.509 certificate.'); }
  return body;
}
function upload(input: Given<UploadSigningCertificateCommandInput>, call: SimCall): { Certificate: SigningCertificate } {
  const state = iamState(call.account);
  const owner = ownerOf(input.UserName, call);
  certificateIn(input.CertificateBody);
  if ([...state.certificates.values()].some(({ body }) => body === input.CertificateBody)) throw new AwsError('DuplicateCertificate', 'The same certificate is already associated with a user.');
  if (certificatesOf(owner.id, state).length >= MOST_CERTIFICATES) throw overQuota('SigningCertificatesPerUser', MOST_CERTIFICATES);
  const certificate: CertificateRecord = { id: call.account.ids.id('', 32), ownerId: owner.id, body: input.CertificateBody, status: 'Active', createdAt: call.now, changedAt: call.now };
  state.certificates.set(certificate.id, certificate);
  touchUser(call, owner);
  return { Certificate: certificateOut(certificate, owner) };
}

function certificateOfOwner(id: string, owner: Owner, call: SimCall): CertificateRecord {
  const certificate = iamState(call.account).certificates.get(id);
  if (certificate === undefined || certificate.ownerId !== owner.id) throw noSuchEntity(`The Certificate with id ${id} cannot be found.`);
  return certificate;
}

export function addSigningCertificates(iam: IamService): void {
  register(iam, UploadSigningCertificateCommand, upload, { resources: onUser });
  register(iam, ListSigningCertificatesCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const { items, rest } = pageOf(certificatesOf(owner.id, iamState(call.account)), ({ id }) => id, input, call);
    return { Certificates: items.map((one) => certificateOut(one, owner)), ...rest };
  }, { resources: onUser });
  register(iam, UpdateSigningCertificateCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const certificate = certificateOfOwner(input.CertificateId, owner, call);
    iamState(call.account).certificates.set(certificate.id, { ...certificate, status: checkStatus(input.Status), changedAt: call.now });
    touchUser(call, owner);
    return {};
  }, { resources: onUser });
  register(iam, DeleteSigningCertificateCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    iamState(call.account).certificates.delete(certificateOfOwner(input.CertificateId, owner, call).id);
    touchUser(call, owner);
    return {};
  }, { resources: onUser });
}
