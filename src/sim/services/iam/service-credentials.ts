// Service-specific credentials: passwords for CodeCommit and Keyspaces, API keys for Bedrock, CloudWatch and others.
import {
  CreateServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand, ListServiceSpecificCredentialsCommand, ResetServiceSpecificCredentialCommand,
  UpdateServiceSpecificCredentialCommand, type CreateServiceSpecificCredentialCommandInput, type ListServiceSpecificCredentialsCommandInput,
  type ServiceSpecificCredential, type ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { invalidInput, limitExceeded, noSuchEntity } from './errors.ts';
import { checkStatus } from './names.ts';
import { ownerById, ownerOf, touchUser, type Owner } from './owner.ts';
import { pageOf } from './page.ts';
import type { ServiceCredentialRecord } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { onUser } from './resources.ts';
import { iamState } from './state.ts';

const MOST_PER_SERVICE = 2;
const DAY_MS = 24 * 60 * 60_000;
/** Service → whether its credential is an API key. botocore: iam, CreateServiceSpecificCredential. */
const SERVICES: Readonly<Record<string, boolean>> = {
  'codecommit.amazonaws.com': false, 'cassandra.amazonaws.com': false,
  'bedrock.amazonaws.com': true, 'aws-external-anthropic.amazonaws.com': true, 'cloudwatch.amazonaws.com': true, 'logs.amazonaws.com': true,
};

const labelOut = ({ apiKey, label }: ServiceCredentialRecord): { ServiceUserName?: string; ServiceCredentialAlias?: string } => (apiKey ? { ServiceCredentialAlias: label } : { ServiceUserName: label });
const metadataOut = (one: ServiceCredentialRecord, owner: Owner | undefined): ServiceSpecificCredentialMetadata => ({
  UserName: owner?.name, Status: one.status, ...labelOut(one), CreateDate: one.createdAt, ServiceSpecificCredentialId: one.id, ServiceName: one.service,
  ...(one.expiresAt && { ExpirationDate: one.expiresAt }),
});
// The secret is told here and never again.
function inFull(one: ServiceCredentialRecord, owner: Owner, call: SimCall): ServiceSpecificCredential {
  const secret = call.account.ids.secret(44);
  return { ...metadataOut(one, owner), CreateDate: one.createdAt, UserName: owner.name, ...(one.apiKey ? { ServiceCredentialSecret: secret } : { ServicePassword: secret }) };
}

function expiry(days: number | undefined, apiKey: boolean, now: Date): Date | undefined {
  if (days === undefined) return undefined;
  if (!apiKey || days < 1 || days > 36_600) throw invalidInput('CredentialAgeDays must be between 1 and 36600, for services with API keys.');
  return new Date(now.getTime() + days * DAY_MS);
}

function create(input: Given<CreateServiceSpecificCredentialCommandInput>, call: SimCall): { ServiceSpecificCredential: ServiceSpecificCredential } {
  const state = iamState(call.account);
  const owner = ownerOf(input.UserName, call);
  const apiKey = Object.hasOwn(SERVICES, input.ServiceName) ? SERVICES[input.ServiceName] : undefined;
  if (apiKey === undefined) throw new AwsError('NotSupportedService', `Service ${input.ServiceName} does not support service-specific credentials.`);
  const number = [...state.serviceCredentials.values()].filter(({ ownerId, service }) => ownerId === owner.id && service === input.ServiceName).length;
  if (number >= MOST_PER_SERVICE) throw limitExceeded(`Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${MOST_PER_SERVICE}`);
  const credential: ServiceCredentialRecord = {
    id: call.account.ids.id('ACCA', 17), ownerId: owner.id, service: input.ServiceName, apiKey, status: 'Active', createdAt: call.now, resets: 0,
    label: `${input.UserName}${number === 0 ? '' : `+${number}`}-at-${call.account.id}`, expiresAt: expiry(input.CredentialAgeDays, apiKey, call.now),
  };
  state.serviceCredentials.set(credential.id, credential);
  touchUser(call, owner);
  return { ServiceSpecificCredential: inFull(credential, owner, call) };
}

function list(input: ListServiceSpecificCredentialsCommandInput, call: SimCall): { ServiceSpecificCredentials: ServiceSpecificCredentialMetadata[]; IsTruncated: boolean; Marker?: string } {
  const all = input.AllUsers === true;
  if (all && (input.ServiceName === undefined || input.UserName !== undefined)) throw invalidInput('AllUsers requires a ServiceName and cannot be combined with a UserName.');
  const ownerId = all ? undefined : ownerOf(input.UserName, call).id;
  const wanted = [...iamState(call.account).serviceCredentials.values()]
    .filter((one) => (ownerId === undefined || one.ownerId === ownerId) && (input.ServiceName === undefined || one.service === input.ServiceName));
  const { items, rest } = pageOf(wanted, ({ id }) => id, input, call);
  return { ServiceSpecificCredentials: items.map((one) => metadataOut(one, ownerById(one.ownerId, call.account))), ...rest };
}

function credentialOfOwner(id: string, owner: Owner, call: SimCall): ServiceCredentialRecord {
  const credential = iamState(call.account).serviceCredentials.get(id);
  if (credential === undefined || credential.ownerId !== owner.id) throw noSuchEntity(`No such credential ${id} exists`);
  return credential;
}

export function addServiceCredentials(iam: IamService): void {
  register(iam, CreateServiceSpecificCredentialCommand, create, { resources: onUser });
  register(iam, ListServiceSpecificCredentialsCommand, list, { resources: (input, call) => (input.AllUsers === true ? ['*'] : onUser(input, call)) });
  register(iam, UpdateServiceSpecificCredentialCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const credential = credentialOfOwner(input.ServiceSpecificCredentialId, owner, call);
    iamState(call.account).serviceCredentials.set(credential.id, { ...credential, status: checkStatus(input.Status) });
    touchUser(call, owner);
    return {};
  }, { resources: onUser });
  register(iam, ResetServiceSpecificCredentialCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const credential = credentialOfOwner(input.ServiceSpecificCredentialId, owner, call);
    iamState(call.account).serviceCredentials.set(credential.id, { ...credential, resets: credential.resets + 1 });
    touchUser(call, owner);
    return { ServiceSpecificCredential: inFull(credential, owner, call) };
  }, { resources: onUser });
  register(iam, DeleteServiceSpecificCredentialCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    iamState(call.account).serviceCredentials.delete(credentialOfOwner(input.ServiceSpecificCredentialId, owner, call).id);
    touchUser(call, owner);
    return {};
  }, { resources: onUser });
}
