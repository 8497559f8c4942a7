// What KMS keeps in one Region: keys with their state, policy and grants.
import type { GrantListEntry } from '@aws-sdk/client-kms';
import type { SimAccount, SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface Key {
  readonly id: string; readonly arn: string; readonly created: Date; readonly description: string; readonly origin: 'AWS_KMS' | 'EXTERNAL';
  state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport';
  deletion?: Date;
  /** Grows with every deletion that is scheduled or cancelled: one that is no longer true does nothing. */
  turn: number;
  policy: string;
  readonly grants: Map<string, GrantListEntry>;
}
export interface KmsRegion { readonly keys: Map<string, Key>; /** `alias/name` → key id. */ readonly aliases: Map<string, string> }
export type KmsService = Service<SimCall>;

export const kmsRegion = (account: SimAccount, region: string): KmsRegion => inRegion(account, 'kms', region, () => ({ keys: new Map(), aliases: new Map() }));
export const roomOf = (call: SimCall): KmsRegion => kmsRegion(call.account, call.region);

const arnPrefix = (call: SimCall): string => `arn:${call.account.partition}:kms:${call.region}:${call.account.id}:`;
export const keyArn = (call: SimCall, id: string): string => `${arnPrefix(call)}key/${id}`;
function find(call: SimCall, named: string): Key | undefined {
  const { keys, aliases } = roomOf(call);
  const name = named.startsWith(arnPrefix(call)) ? named.slice(arnPrefix(call).length) : named;
  return keys.get(aliases.get(name) ?? name.replace(/^key\//u, ''));
}

/** By id, ARN or alias; the event names it. */
export function keyOf(call: SimCall, named = ''): Key {
  const key = find(call, named);
  if (!key) throw new AwsError('NotFoundException', named.includes('alias/') ? `Alias ${named} is not found.` : `Key '${named.startsWith('arn:') ? named : keyArn(call, named)}' does not exist`);
  call.touch({ type: 'AWS::KMS::Key', name: key.arn });
  return key;
}
export const keyArns = (input: { readonly KeyId?: string | undefined }, call: SimCall): string[] => [find(call, input.KeyId ?? '')?.arn ?? keyArn(call, input.KeyId ?? '*')];
export const wrongState = (key: Key): AwsError => new AwsError('KMSInvalidStateException', `${key.arn} is ${key.state === 'PendingDeletion' ? 'pending deletion' : key.state === 'PendingImport' ? 'pending import' : key.state.toLowerCase()}.`);
