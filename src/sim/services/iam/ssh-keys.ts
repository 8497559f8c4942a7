// SSH public keys of users, for CodeCommit.
import { createHash, createPublicKey } from 'node:crypto';
import {
  DeleteSSHPublicKeyCommand, GetSSHPublicKeyCommand, ListSSHPublicKeysCommand, UpdateSSHPublicKeyCommand, UploadSSHPublicKeyCommand,
  type SSHPublicKey, type UploadSSHPublicKeyCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { noSuchEntity, overQuota } from './errors.ts';
import { checkStatus } from './names.ts';
import { touchUser, ownerOf, type Owner } from './owner.ts';
import { pageOf } from './page.ts';
import type { SshKeyRecord } from './records.ts';
import { register, type Given, type IamService } from './register.ts';
import { onUser } from './resources.ts';
import { iamState } from './state.ts';

const MOST_KEYS = 5;
const MOST_BITS = 16_384;
const LEAST_BITS = 2_048;

/** The fields of an `ssh-rsa` line's blob: name, exponent, modulus; each a length and so many bytes. */
function fieldsOf(body: string): Buffer[] {
  const blob = Buffer.from(/^ssh-rsa ([A-Za-z0-9+/=]+)/.exec(body)?.[1] ?? '', 'base64');
  const fields: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length;) {
    const length = blob.readUInt32BE(at);
    fields.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}
interface Parsed { readonly exponent: Buffer; readonly modulus: Buffer; readonly blob: Buffer }
function parse(body: string): Parsed {
  const [name, exponent, modulus] = fieldsOf(body);
  const bits = (modulus?.length ?? 0) * 8;
  if (name?.toString() !== 'ssh-rsa' || exponent === undefined || modulus === undefined || bits < LEAST_BITS || bits > MOST_BITS + 8) {
    throw new AwsError('InvalidPublicKey', 'The public key must be an RSA key of at least 2,048 bits in ssh-rsa format.');
  }
  return { exponent, modulus, blob: Buffer.from(body.split(' ')[1] ?? '', 'base64') };
}
const fingerprint = ({ blob }: Parsed): string => createHash('md5').update(blob).digest('hex').replace(/(..)(?=.)/g, '$1:');
const pem = ({ exponent, modulus }: Parsed): string =>
  createPublicKey({ key: { kty: 'RSA', e: exponent.toString('base64url'), n: modulus.toString('base64url') }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();

const keyOut = (key: SshKeyRecord, owner: Owner): SSHPublicKey =>
  ({ UserName: owner.name, SSHPublicKeyId: key.id, Fingerprint: key.fingerprint, SSHPublicKeyBody: key.body, Status: key.status, UploadDate: key.createdAt });

function upload(input: Given<UploadSSHPublicKeyCommandInput>, call: SimCall): { SSHPublicKey: SSHPublicKey } {
  const state = iamState(call.account);
  const owner = ownerOf(input.UserName, call);
  const key: SshKeyRecord = {
    id: call.account.ids.id('APKA', 17), ownerId: owner.id, body: input.SSHPublicKeyBody, fingerprint: fingerprint(parse(input.SSHPublicKeyBody)), status: 'Active', createdAt: call.now,
  };
  const own = [...state.sshKeys.values()].filter(({ ownerId }) => ownerId === owner.id);
  if (own.some((one) => one.fingerprint === key.fingerprint)) throw new AwsError('DuplicateSSHPublicKey', 'The SSH public key is already associated with the specified IAM user.');
  if (own.length >= MOST_KEYS) throw overQuota('SSHPublicKeysPerUser', MOST_KEYS);
  state.sshKeys.set(key.id, key);
  touchUser(call, owner);
  return { SSHPublicKey: keyOut(key, owner) };
}

function keyOfOwner(id: string, owner: Owner, call: SimCall): SshKeyRecord {
  const key = iamState(call.account).sshKeys.get(id);
  if (key === undefined || key.ownerId !== owner.id) throw noSuchEntity(`The Public Key with id ${id} cannot be found.`);
  return key;
}

export function addSshKeys(iam: IamService): void {
  register(iam, UploadSSHPublicKeyCommand, upload, { resources: onUser });
  register(iam, GetSSHPublicKeyCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const key = keyOfOwner(input.SSHPublicKeyId, owner, call);
    if (!['SSH', 'PEM'].includes(input.Encoding)) throw new AwsError('UnrecognizedPublicKeyEncoding', `The encoding ${input.Encoding} is not known.`);
    return { SSHPublicKey: { ...keyOut(key, owner), SSHPublicKeyBody: input.Encoding === 'PEM' ? pem(parse(key.body)) : key.body } };
  }, { resources: onUser });
  register(iam, ListSSHPublicKeysCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const own = [...iamState(call.account).sshKeys.values()].filter(({ ownerId }) => ownerId === owner.id);
    const { items, rest } = pageOf(own, ({ id }) => id, input, call);
    return { SSHPublicKeys: items.map((key) => ({ UserName: owner.name, SSHPublicKeyId: key.id, Status: key.status, UploadDate: key.createdAt })), ...rest };
  }, { resources: onUser });
  register(iam, UpdateSSHPublicKeyCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    const key = keyOfOwner(input.SSHPublicKeyId, owner, call);
    iamState(call.account).sshKeys.set(key.id, { ...key, status: checkStatus(input.Status) });
    touchUser(call, owner);
    return {};
  }, { resources: onUser });
  register(iam, DeleteSSHPublicKeyCommand, (input, call) => {
    const owner = ownerOf(input.UserName, call);
    iamState(call.account).sshKeys.delete(keyOfOwner(input.SSHPublicKeyId, owner, call).id);
    touchUser(call, owner);
    return {};
  }, { resources: onUser });
}
