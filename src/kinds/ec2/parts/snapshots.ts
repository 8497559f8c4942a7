// The account's own snapshots, read once for the kinds that speak of them.
import { paginateDescribeSnapshots, type EC2Client, type Snapshot as SdkSnapshot } from '@aws-sdk/client-ec2';
import type { Operation } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { chunksOf } from './calls.ts';

export const READS_OWN_SNAPSHOTS: readonly Operation[] = ['ec2:DescribeSnapshots'];

async function read(client: EC2Client, Values?: string[]): Promise<SdkSnapshot[]> {
  const found: SdkSnapshot[] = [];
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { OwnerIds: ['self'], MaxResults: 1_000, ...(Values ? { Filters: [{ Name: 'snapshot-id', Values }] } : {}) })) found.push(...Snapshots);
  return found;
}
export const ownSnapshots = (scan: Scan): Promise<SdkSnapshot[]> => scan.once(`ec2-snapshots/${scan.region}`, async () => read(await scan.aws.client('ec2')));
/** By filter and not by id: one id that is gone would fail the whole call. */
export async function snapshotsById(client: EC2Client, ids: readonly string[]): Promise<Map<string, SdkSnapshot>> {
  const found = new Map<string, SdkSnapshot>();
  for (const chunk of chunksOf([...new Set(ids)], 200)) for (const one of await read(client, chunk)) found.set(one.SnapshotId ?? '', one);
  return found;
}
