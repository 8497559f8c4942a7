// Keys: made, listed, and what they are.
import {
  CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, ListAliasesCommand, ListKeysCommand,
  type AliasListEntry, type CreateAliasCommandInput, type CreateKeyCommandInput, type KeyListEntry, type KeyMetadata, type ListAliasesCommandInput, type ListKeysCommandInput,
} from '@aws-sdk/client-kms';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { keyArn, keyArns, keyOf, roomOf, type Key, type KmsService } from './state.ts';

export const malformed = (): AwsError => new AwsError('MalformedPolicyDocumentException', 'Policy contains a statement with one or more invalid principals.');
export const badMarker = (): AwsError => new AwsError('InvalidMarkerException', 'Could not deserialize marker');

const everything = (call: SimCall): string => JSON.stringify({
  Version: '2012-10-17', Id: 'key-default-1',
  Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: `arn:${call.account.partition}:iam::${call.account.id}:root` }, Action: 'kms:*', Resource: '*' }],
});

export const metadata = (key: Key, call: SimCall): KeyMetadata => ({
  AWSAccountId: call.account.id, KeyId: key.id, Arn: key.arn, CreationDate: key.created, Description: key.description, Enabled: key.state === 'Enabled', KeyState: key.state, KeyManager: 'CUSTOMER', KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT', EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'], Origin: key.origin, MultiRegion: false, ...(key.deletion ? { DeletionDate: key.deletion } : {}),
});

function create(input: CreateKeyCommandInput, call: SimCall): { KeyMetadata: KeyMetadata } {
  if (input.Policy !== undefined && parsePolicy(input.Policy) === undefined) throw malformed();
  const origin = input.Origin === 'EXTERNAL' ? 'EXTERNAL' : 'AWS_KMS';
  const id = call.account.ids.uuid();
  const key: Key = {
    id, arn: keyArn(call, id), created: call.now, description: input.Description ?? '', origin, state: origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled', turn: 0, policy: input.Policy ?? everything(call), grants: new Map(),
  };
  roomOf(call).keys.set(id, key);
  call.touch({ type: 'AWS::KMS::Key', name: key.arn });
  return { KeyMetadata: metadata(key, call) };
}

function list(input: ListKeysCommandInput, call: SimCall): { Keys: KeyListEntry[]; Truncated: boolean; NextMarker?: string } {
  const { page, next } = listing([...roomOf(call).keys.values()], { max: input.Limit, token: input.Marker, most: 1_000 }, call, badMarker);
  return { Keys: page.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), Truncated: next !== undefined, ...(next === undefined ? {} : { NextMarker: next }) };
}

function alias({ AliasName = '', TargetKeyId }: CreateAliasCommandInput, call: SimCall): Record<string, never> {
  const { aliases } = roomOf(call);
  if (!AliasName.startsWith('alias/')) throw new AwsError('InvalidAliasNameException', 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html');
  if (aliases.has(AliasName)) throw new AwsError('AlreadyExistsException', `An alias with the name ${AliasName} already exists`);
  aliases.set(AliasName, keyOf(call, TargetKeyId).id);
  return {};
}
function listAliases(input: ListAliasesCommandInput, call: SimCall): { Aliases: AliasListEntry[]; Truncated: boolean; NextMarker?: string } {
  const wanted = input.KeyId === undefined ? undefined : keyOf(call, input.KeyId).id;
  const all = [...roomOf(call).aliases].filter(([, id]) => wanted === undefined || id === wanted);
  const { page, next } = listing(all, { max: input.Limit, token: input.Marker }, call, badMarker);
  const arn = (name: string): string => keyArn(call, '').replace(/key\/$/u, name);
  return { Aliases: page.map(([AliasName, TargetKeyId]) => ({ AliasName, AliasArn: arn(AliasName), TargetKeyId })), Truncated: next !== undefined, ...(next === undefined ? {} : { NextMarker: next }) };
}

export const registerKeys = (kms: KmsService): KmsService => kms
  .on(CreateKeyCommand, create)
  .on(ListKeysCommand, list)
  .on(DescribeKeyCommand, (input, call) => ({ KeyMetadata: metadata(keyOf(call, input.KeyId), call) }), { resources: keyArns })
  .on(CreateAliasCommand, alias, { resources: (i, call) => keyArns({ KeyId: i.TargetKeyId }, call) })
  .on(ListAliasesCommand, listAliases);
