// Key pairs. The private half is in one answer and nowhere else.
import { createHash } from 'node:crypto';
import { CreateKeyPairCommand, DeleteKeyPairCommand, DescribeKeyPairsCommand, ImportKeyPairCommand, type CreateKeyPairCommandInput, type CreateKeyPairCommandOutput, type DeleteKeyPairCommandInput, type DescribeKeyPairsCommandInput, type ImportKeyPairCommandInput, type ImportKeyPairCommandOutput, type KeyPairInfo, type TagSpecification } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { missing, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { setTags, tagList, type Ec2Region, type KeyPair } from './state.ts';
import { filterSet, idItems, MASKED, returned, tagSpecificationSet } from './trail.ts';

const pairs = (hex: string, length: number): string => (hex.slice(0, length).match(/../gu) ?? []).join(':');

function add(region: Ec2Region, call: SimCall, name: string | undefined, pair: Pick<KeyPair, 'type' | 'fingerprint'> & { publicKey?: string }, tags: TagSpecification[] | undefined): KeyPair {
  if (name === undefined || name === '') throw missing('KeyName');
  if ([...region.keyPairs.values()].some((k) => k.name === name)) throw other('InvalidKeyPair.Duplicate', `The keypair already exists`);
  const made: KeyPair = { id: `key-0${call.account.ids.hex(16)}`, name, created: call.now, ...pair };
  region.keyPairs.set(made.id, made);
  setTags(region, made.id, tags?.find((t) => t.ResourceType === 'key-pair')?.Tags);
  touches(call, 'KeyPair', name);
  return made;
}

/** Text in the shape of a private key; it opens nothing. */
function create(input: CreateKeyPairCommandInput, region: Ec2Region, call: SimCall): Omit<CreateKeyPairCommandOutput, '$metadata'> {
  const secret = call.account.ids.secret(64);
  const type = input.KeyType ?? 'rsa';
  const made = add(region, call, input.KeyName, { type, fingerprint: pairs(createHash('sha1').update(secret).digest('hex'), 40) }, input.TagSpecifications);
  return { KeyPairId: made.id, KeyName: made.name, KeyFingerprint: made.fingerprint, Tags: tagList(region, made.id), KeyMaterial: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----` };
}

function bring(input: ImportKeyPairCommandInput, region: Ec2Region, call: SimCall): Omit<ImportKeyPairCommandOutput, '$metadata'> {
  const publicKey = Buffer.from(input.PublicKeyMaterial ?? new Uint8Array()).toString('utf8').trim();
  if (!publicKey.startsWith('ssh-') && !publicKey.startsWith('-----BEGIN')) throw other('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
  const made = add(region, call, input.KeyName, { type: publicKey.startsWith('ssh-ed25519') ? 'ed25519' : 'rsa', fingerprint: pairs(createHash('md5').update(publicKey).digest('hex'), 32), publicKey }, input.TagSpecifications);
  return { KeyPairId: made.id, KeyName: made.name, KeyFingerprint: made.fingerprint, Tags: tagList(region, made.id) };
}

const FILTERS: FilterTable<KeyPair> = { 'key-name': (k) => [k.name], 'key-pair-id': (k) => [k.id], 'fingerprint': (k) => [k.fingerprint] };
function describe(input: DescribeKeyPairsCommandInput, region: Ec2Region): { KeyPairs: KeyPairInfo[] } {
  const all = [...region.keyPairs.values()];
  const unknown = [...(input.KeyNames ?? []).filter((name) => !all.some((k) => k.name === name)), ...(input.KeyPairIds ?? []).filter((id) => !region.keyPairs.has(id))];
  if (unknown.length > 0) throw other('InvalidKeyPair.NotFound', `The key pair '${unknown.join(', ')}' does not exist`);
  const asked = all.filter((k) => (!input.KeyNames?.length || input.KeyNames.includes(k.name)) && (!input.KeyPairIds?.length || input.KeyPairIds.includes(k.id)));
  return { KeyPairs: filtered(asked, input.Filters, FILTERS, region, (k) => k.id).map((k) => ({
    KeyPairId: k.id, KeyName: k.name, KeyType: k.type, KeyFingerprint: k.fingerprint, CreateTime: k.created, Tags: tagList(region, k.id), PublicKey: input.IncludePublicKey ? k.publicKey : undefined,
  })) };
}

/** Deleting what is not there succeeds. */
function remove(input: DeleteKeyPairCommandInput, region: Ec2Region, call: SimCall): { Return: boolean; KeyPairId?: string } {
  if (input.KeyName === undefined && input.KeyPairId === undefined) throw missing('KeyName');
  const pair = [...region.keyPairs.values()].find((k) => k.id === input.KeyPairId || k.name === input.KeyName);
  if (!pair) return { Return: true };
  region.keyPairs.delete(pair.id);
  region.tags.delete(pair.id);
  touches(call, 'KeyPair', pair.name);
  return { Return: true, KeyPairId: pair.id };
}

const resources = (input: { readonly KeyName?: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'key-pair', [input.KeyName]);
const answered = (output: unknown): object => {
  const { KeyName, KeyPairId, KeyFingerprint } = output as ImportKeyPairCommandOutput;
  return { keyName: KeyName, keyPairId: KeyPairId, keyFingerprint: KeyFingerprint };
};

export const registerKeyPairs = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateKeyPairCommand, inRegion(create), { resources, trail: { request: (i) => ({ keyName: i.KeyName, keyType: i.KeyType, keyFormat: i.KeyFormat ?? 'pem', tagSpecificationSet: tagSpecificationSet(i.TagSpecifications) }), response: (o) => ({ ...answered(o), keyMaterial: MASKED }) } })
  .on(ImportKeyPairCommand, inRegion(bring), { resources, trail: { request: (i) => ({ keyName: i.KeyName, publicKeyMaterial: Buffer.from(i.PublicKeyMaterial ?? new Uint8Array()).toString('base64') }), response: answered } })
  .on(DescribeKeyPairsCommand, inRegion(describe), { trail: { request: (i) => ({ keySet: idItems(i.KeyNames, 'keyName'), keyPairIdSet: idItems(i.KeyPairIds, 'keyPairId'), filterSet: filterSet(i.Filters), includePublicKey: i.IncludePublicKey ?? false }) } })
  .on(DeleteKeyPairCommand, inRegion(remove), { resources, trail: { request: (i) => ({ keyName: i.KeyName, keyPairId: i.KeyPairId }), response: returned } });
