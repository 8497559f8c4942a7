// The owner's KMS keys of one Region, read once for all that hangs on them.
import { DescribeKeyCommand, paginateListKeys, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import type { Operation } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';

export const READS_KEYS: readonly Operation[] = ['kms:ListKeys', 'kms:DescribeKey'];
export type KeyDetail = KeyMetadata & { readonly Arn: string; readonly KeyId: string };

const isDetail = (found: KeyMetadata | undefined): found is KeyDetail => found?.Arn !== undefined && found.KeyId !== undefined;
export async function describeKey(client: KMSClient, id: string): Promise<KeyDetail | undefined> {
  const found = (await ifThere(client.send(new DescribeKeyCommand({ KeyId: id }))))?.KeyMetadata;
  return isDetail(found) ? found : undefined;
}

/** Keys that AWS manages for its services belong to nobody who could change them. */
export const keysInScan = (scan: Scan): Promise<readonly KeyDetail[]> => scan.once(`kms/keys/${scan.region}`, async () => {
  const client = await scan.aws.client('kms');
  const ids: string[] = [];
  for await (const page of paginateListKeys({ client }, {})) for (const { KeyId } of page.Keys ?? []) if (KeyId !== undefined) ids.push(KeyId);
  const found = await inParallel(ids, 8, async (id) => {
    try { return await describeKey(client, id); } catch (error) { scan.gap('kms:DescribeKey', error, id); return undefined; }
  });
  return found.flatMap((one) => (one && one.KeyManager !== 'AWS' ? [one] : []));
});
