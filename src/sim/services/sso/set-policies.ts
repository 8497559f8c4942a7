// What a permission set allows: AWS's policies, the accounts' own, an inline policy, a boundary.
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand, AttachManagedPolicyToPermissionSetCommand, DeleteInlinePolicyFromPermissionSetCommand, DeletePermissionsBoundaryFromPermissionSetCommand, DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand, GetInlinePolicyForPermissionSetCommand, GetPermissionsBoundaryForPermissionSetCommand, ListCustomerManagedPolicyReferencesInPermissionSetCommand, ListManagedPoliciesInPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand, PutPermissionsBoundaryToPermissionSetCommand, type CustomerManagedPolicyReference,
} from '@aws-sdk/client-sso-admin';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { onSet } from './permission-sets.ts';
import { badToken, setOf } from './state.ts';

type Given = { readonly InstanceArn: string | undefined; readonly PermissionSetArn: string | undefined };
type Listed = Given & { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };
const gone = (what: string): AwsError => new AwsError('ResourceNotFoundException', `${what} does not exist.`, 404);
const taken = (what: string): AwsError => new AwsError('ConflictException', `${what} is already attached.`, 409);
const keyOf = (one: CustomerManagedPolicyReference | undefined): { key: string; Name: string; Path: string } => {
  const { Name = '', Path = '/' } = one ?? {};
  return { key: `${Path}${Name}`, Name, Path };
};
function pageOf<T>(all: readonly T[], input: Listed, call: SimCall): { page: T[]; more: { NextToken?: string } } {
  const { page, next } = listing(all, { max: input.MaxResults, token: input.NextToken }, call, badToken);
  return { page, more: next === undefined ? {} : { NextToken: next } };
}
function putInline(input: Given & { readonly InlinePolicy: string | undefined }, call: SimCall): Record<string, never> {
  const set = setOf(call, input);
  if (parsePolicy(input.InlinePolicy ?? '') === undefined) throw new AwsError('ValidationException', 'The inline policy is not a valid policy document.', 400);
  set.inline = input.InlinePolicy ?? '';
  return {};
}
function attach(input: Given & { readonly ManagedPolicyArn: string | undefined }, call: SimCall): Record<string, never> {
  const { managed } = setOf(call, input);
  const arn = input.ManagedPolicyArn ?? '';
  if (managed.has(arn)) throw taken(`Policy ${arn}`);
  managed.add(arn);
  return {};
}
function detach(input: Given & { readonly ManagedPolicyArn: string | undefined }, call: SimCall): Record<string, never> {
  if (!setOf(call, input).managed.delete(input.ManagedPolicyArn ?? '')) throw gone(`Policy ${input.ManagedPolicyArn ?? ''}`);
  return {};
}

function boundaryOf(input: Given, call: SimCall) {
  const { boundary } = setOf(call, input);
  if (boundary === undefined) throw gone('The permissions boundary');
  return { PermissionsBoundary: boundary.startsWith('arn:') ? { ManagedPolicyArn: boundary } : { CustomerManagedPolicyReference: { Name: boundary, Path: '/' } } };
}

export const registerSetPolicies = (sso: Service<SimCall>): Service<SimCall> => sso
  .on(PutInlinePolicyToPermissionSetCommand, putInline, { resources: onSet })
  .on(GetInlinePolicyForPermissionSetCommand, (input, call) => ({ InlinePolicy: setOf(call, input).inline }), { resources: onSet })
  .on(DeleteInlinePolicyFromPermissionSetCommand, (input, call) => { setOf(call, input).inline = ''; return {}; }, { resources: onSet })
  .on(AttachManagedPolicyToPermissionSetCommand, attach, { resources: onSet })
  .on(DetachManagedPolicyFromPermissionSetCommand, detach, { resources: onSet })
  .on(ListManagedPoliciesInPermissionSetCommand, (input, call) => {
    const { page, more } = pageOf([...setOf(call, input).managed], input, call);
    return { AttachedManagedPolicies: page.map((Arn) => ({ Arn, Name: Arn.split('/').at(-1) ?? '' })), ...more };
  }, { resources: onSet })
  .on(AttachCustomerManagedPolicyReferenceToPermissionSetCommand, (input, call) => {
    const { key, ...reference } = keyOf(input.CustomerManagedPolicyReference);
    const { own } = setOf(call, input);
    if (own.has(key)) throw taken(`Policy ${key}`);
    own.set(key, reference);
    return {};
  }, { resources: onSet })
  .on(DetachCustomerManagedPolicyReferenceFromPermissionSetCommand, (input, call) => {
    const { key } = keyOf(input.CustomerManagedPolicyReference);
    if (!setOf(call, input).own.delete(key)) throw gone(`Policy ${key}`);
    return {};
  }, { resources: onSet })
  .on(ListCustomerManagedPolicyReferencesInPermissionSetCommand, (input, call) => {
    const { page, more } = pageOf([...setOf(call, input).own.values()], input, call);
    return { CustomerManagedPolicyReferences: page, ...more };
  }, { resources: onSet })
  .on(PutPermissionsBoundaryToPermissionSetCommand, (input, call) => {
    setOf(call, input).boundary = input.PermissionsBoundary?.ManagedPolicyArn ?? input.PermissionsBoundary?.CustomerManagedPolicyReference?.Name;
    return {};
  }, { resources: onSet })
  .on(GetPermissionsBoundaryForPermissionSetCommand, boundaryOf, { resources: onSet })
  .on(DeletePermissionsBoundaryFromPermissionSetCommand, (input, call) => { setOf(call, input).boundary = undefined; return {}; }, { resources: onSet });
