// The permission sets of an instance, and who holds them where.
import {
  DescribePermissionSetCommand, paginateListAccountAssignments, paginateListAccountsForProvisionedPermissionSet, paginateListPermissionSets, type AccountAssignment, type PermissionSet, type ProvisioningStatus, type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { failureOf } from '../../../aws/errors.ts';
import type { Scan } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';
import { instancesInScan } from './instances.ts';

export interface SetName { readonly instanceArn: string; readonly arn: string; readonly name: string; readonly createdAt: string | undefined; readonly sessionDuration: string }
export const READS_SETS = ['sso:ListInstances', 'sso:ListPermissionSets', 'sso:DescribePermissionSet'] as const;

export async function describeSet(client: SSOAdminClient, instanceArn: string, arn: string): Promise<SetName | undefined> {
  const set: PermissionSet | undefined = (await ifThere(client.send(new DescribePermissionSetCommand({ InstanceArn: instanceArn, PermissionSetArn: arn }))))?.PermissionSet;
  return set && { instanceArn, arn, name: set.Name ?? arn, createdAt: set.CreatedDate?.toISOString(), sessionDuration: set.SessionDuration ?? '' };
}

/** An instance of one account alone has none and says so; a member account may not ask of the organization's: that is a gap. */
export const setsInScan = (scan: Scan): Promise<readonly SetName[]> => scan.once(`sso/permission-sets ${scan.region}`, async () => {
  const client = await scan.aws.client('sso');
  const found: SetName[] = [];
  for (const { arn: instanceArn } of await instancesInScan(scan)) {
    try {
      for await (const page of paginateListPermissionSets({ client }, { InstanceArn: instanceArn })) {
        for (const arn of page.PermissionSets ?? []) {
          const set = await describeSet(client, instanceArn, arn);
          if (set) found.push(set);
        }
      }
    } catch (error) {
      if (failureOf(error).code !== 'ValidationException') scan.gap('sso:ListPermissionSets', error, instanceArn);
    }
  }
  return found;
});

/** Where a set stands; with a status, only where it stands so. */
export async function accountsOf(client: SSOAdminClient, { instanceArn, arn }: Pick<SetName, 'instanceArn' | 'arn'>, status?: ProvisioningStatus): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateListAccountsForProvisionedPermissionSet({ client }, { InstanceArn: instanceArn, PermissionSetArn: arn, ...(status && { ProvisioningStatus: status }) })) found.push(...page.AccountIds ?? []);
  return found.sort();
}
export async function assignmentsOf(client: SSOAdminClient, { instanceArn, arn }: Pick<SetName, 'instanceArn' | 'arn'>, accountId: string): Promise<AccountAssignment[]> {
  const found: AccountAssignment[] = [];
  for await (const page of paginateListAccountAssignments({ client }, { InstanceArn: instanceArn, PermissionSetArn: arn, AccountId: accountId })) found.push(...page.AccountAssignments ?? []);
  return found;
}
