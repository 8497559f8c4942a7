// Who may use a key: its policy and its grants.
import {
  CreateGrantCommand, GetKeyPolicyCommand, ListGrantsCommand, PutKeyPolicyCommand, RevokeGrantCommand,
  type CreateGrantCommandInput, type GetKeyPolicyCommandInput, type GrantListEntry, type ListGrantsCommandInput, type PutKeyPolicyCommandInput, type RevokeGrantCommandInput,
} from '@aws-sdk/client-kms';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { badMarker, malformed } from './keys.ts';
import { keyArns, keyOf, wrongState, type KmsService } from './state.ts';

const get = (input: GetKeyPolicyCommandInput, call: SimCall): { Policy: string; PolicyName: string } => ({ Policy: keyOf(call, input.KeyId).policy, PolicyName: 'default' });

function put(input: PutKeyPolicyCommandInput, call: SimCall): Record<string, never> {
  const key = keyOf(call, input.KeyId);
  if (parsePolicy(input.Policy ?? '') === undefined) throw malformed();
  key.policy = input.Policy ?? '';
  return {};
}

function grant(input: CreateGrantCommandInput, call: SimCall): { GrantId: string; GrantToken: string } {
  const key = keyOf(call, input.KeyId);
  if (key.state === 'PendingDeletion') throw wrongState(key);
  const GrantId = call.account.ids.hex(64);
  const { Name, GranteePrincipal, RetiringPrincipal, Operations, Constraints } = input;
  key.grants.set(GrantId, {
    KeyId: key.arn, GrantId, CreationDate: call.now, Name, GranteePrincipal, RetiringPrincipal, IssuingAccount: `arn:${call.account.partition}:iam::${call.account.id}:root`, Operations: [...(Operations ?? [])], Constraints,
  });
  return { GrantId, GrantToken: call.account.ids.secret(40) };
}

function list(input: ListGrantsCommandInput, call: SimCall): { Grants: GrantListEntry[]; Truncated: boolean; NextMarker?: string } {
  const all = [...keyOf(call, input.KeyId).grants.values()].filter((g) => (input.GrantId === undefined || g.GrantId === input.GrantId) && (input.GranteePrincipal === undefined || g.GranteePrincipal === input.GranteePrincipal));
  const { page, next } = listing(all, { max: input.Limit, token: input.Marker }, call, badMarker);
  return { Grants: page, Truncated: next !== undefined, ...(next === undefined ? {} : { NextMarker: next }) };
}

function revoke(input: RevokeGrantCommandInput, call: SimCall): Record<string, never> {
  const key = keyOf(call, input.KeyId);
  if (!key.grants.delete(input.GrantId ?? '')) throw new AwsError('NotFoundException', `Grant ${input.GrantId ?? ''} is not found.`);
  return {};
}

export const registerKeyAccess = (kms: KmsService): KmsService => kms
  .on(GetKeyPolicyCommand, get, { resources: keyArns })
  .on(PutKeyPolicyCommand, put, { resources: keyArns, trail: { request: (i) => ({ keyId: i.KeyId, policyName: i.PolicyName ?? 'default', policy: i.Policy, bypassPolicyLockoutSafetyCheck: i.BypassPolicyLockoutSafetyCheck ?? false }) } })
  .on(CreateGrantCommand, grant, { resources: keyArns, trail: { response: (o) => ({ grantId: (o as { GrantId: string }).GrantId }) } })
  .on(ListGrantsCommand, list, { resources: keyArns })
  .on(RevokeGrantCommand, revoke, { resources: keyArns });
