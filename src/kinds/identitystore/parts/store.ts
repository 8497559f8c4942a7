// Users, groups and memberships of the identity stores that belong to this account, in one Region.
import { paginateListGroupMemberships, paginateListGroups, paginateListUsers, type Group, type GroupMembership, type IdentitystoreClient, type User } from '@aws-sdk/client-identitystore';
import type { Scan } from '../../kind.ts';
import { instancesInScan } from '../../sso/parts/instances.ts';

/** A member account may not read its organization's store: that is a gap. */
async function ofEachStore<T>(scan: Scan, operation: 'identitystore:ListUsers' | 'identitystore:ListGroups', read: (client: IdentitystoreClient, storeId: string) => Promise<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  const instances = await instancesInScan(scan);
  if (instances.length === 0) return found;
  const client = await scan.aws.client('identitystore');
  for (const { storeId } of instances) {
    try { found.push(...await read(client, storeId)); } catch (error) { scan.gap(operation, error, storeId); }
  }
  return found;
}
export const usersInScan = (scan: Scan): Promise<readonly User[]> => scan.once(`identitystore/users ${scan.region}`, () => ofEachStore(scan, 'identitystore:ListUsers', async (client, IdentityStoreId) => {
  const found: User[] = [];
  for await (const page of paginateListUsers({ client }, { IdentityStoreId })) found.push(...page.Users ?? []);
  return found;
}));
export const groupsInScan = (scan: Scan): Promise<readonly Group[]> => scan.once(`identitystore/groups ${scan.region}`, () => ofEachStore(scan, 'identitystore:ListGroups', async (client, IdentityStoreId) => {
  const found: Group[] = [];
  for await (const page of paginateListGroups({ client }, { IdentityStoreId })) found.push(...page.Groups ?? []);
  return found;
}));
export async function membersOf(client: IdentitystoreClient, IdentityStoreId: string, GroupId: string): Promise<GroupMembership[]> {
  const found: GroupMembership[] = [];
  for await (const page of paginateListGroupMemberships({ client }, { IdentityStoreId, GroupId })) found.push(...page.GroupMemberships ?? []);
  return found;
}
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentitystore.html */
export const storeArn = (partition: string, kind: 'user' | 'group', id: string): string => `arn:${partition}:identitystore:::${kind}/${id}`;
