// What a permission set allows, as AWS shows it: its policies, its boundary, and the accounts that still have what it was.
import {
  GetInlinePolicyForPermissionSetCommand, GetPermissionsBoundaryForPermissionSetCommand, paginateListCustomerManagedPolicyReferencesInPermissionSet, paginateListManagedPoliciesInPermissionSet, type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { ifThere } from '../../refusal.ts';
import { accountsOf, type SetName } from './permission-sets.ts';

export interface SetContent {
  /** `''` where there is none. */
  readonly inline: string;
  /** ARNs of AWS's policies. */
  readonly managed: readonly string[];
  /** Path and name of the accounts' own policies. */
  readonly own: readonly string[];
  readonly boundary: string | null;
  /** Accounts in which an older state of the set stands. */
  readonly outdated: readonly string[];
}
export const READS_CONTENT = [
  'sso:GetInlinePolicyForPermissionSet', 'sso:GetPermissionsBoundaryForPermissionSet', 'sso:ListManagedPoliciesInPermissionSet', 'sso:ListCustomerManagedPolicyReferencesInPermissionSet', 'sso:ListAccountsForProvisionedPermissionSet',
] as const;

export async function readContent(client: SSOAdminClient, set: Pick<SetName, 'instanceArn' | 'arn'>): Promise<SetContent> {
  const which = { InstanceArn: set.instanceArn, PermissionSetArn: set.arn };
  const managed: string[] = [];
  const own: string[] = [];
  const { InlinePolicy: inline = '' } = await client.send(new GetInlinePolicyForPermissionSetCommand(which));
  for await (const page of paginateListManagedPoliciesInPermissionSet({ client }, which)) managed.push(...(page.AttachedManagedPolicies ?? []).map((one) => one.Arn ?? ''));
  for await (const page of paginateListCustomerManagedPolicyReferencesInPermissionSet({ client }, which)) own.push(...(page.CustomerManagedPolicyReferences ?? []).map((one) => `${one.Path ?? '/'}${one.Name ?? ''}`));
  const boundary = (await ifThere(client.send(new GetPermissionsBoundaryForPermissionSetCommand(which))))?.PermissionsBoundary;
  return {
    inline, managed: managed.sort(), own: own.sort(), boundary: boundary?.ManagedPolicyArn ?? boundary?.CustomerManagedPolicyReference?.Name ?? null,
    outdated: await accountsOf(client, set, 'LATEST_PERMISSION_SET_NOT_PROVISIONED'),
  };
}
