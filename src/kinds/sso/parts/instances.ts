// The instances of IAM Identity Center that one Region shows: the organization's, and the account's own.
import { paginateListInstances, type InstanceMetadata, type SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { ReadAws } from '../../../aws/session.ts';
import type { Scan } from '../../kind.ts';

export interface InstanceDetail { readonly arn: string; readonly storeId: string; readonly ownerAccountId: string; readonly name: string; readonly createdAt: string | undefined }
const detailOf = (one: InstanceMetadata): InstanceDetail => ({ arn: one.InstanceArn ?? '', storeId: one.IdentityStoreId ?? '', ownerAccountId: one.OwnerAccountId ?? '', name: one.Name ?? '', createdAt: one.CreatedDate?.toISOString() });

async function read(client: SSOAdminClient): Promise<readonly InstanceDetail[]> {
  const found: InstanceMetadata[] = [];
  for await (const page of paginateListInstances({ client }, {})) found.push(...(page.Instances ?? []).filter((one) => one.Status !== 'DELETE_IN_PROGRESS'));
  return found.map(detailOf);
}
export const instancesInScan = (scan: Scan): Promise<readonly InstanceDetail[]> => scan.once(`sso/instances ${scan.region}`, async () => read(await scan.aws.client('sso')));
export const instancesNow = async (aws: ReadAws): Promise<readonly InstanceDetail[]> => read(await aws.client('sso'));
