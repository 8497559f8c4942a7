// Manual snapshots of DB instances and of clusters, read once for all that hangs on them.
import { DescribeDBClusterSnapshotsCommand, DescribeDBSnapshotsCommand, paginateDescribeDBClusterSnapshots, paginateDescribeDBSnapshots, type DBClusterSnapshot, type DBSnapshot, type RDSClient } from '@aws-sdk/client-rds';
import type { Operation, Resource } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';

export const READS_SNAPSHOTS: readonly Operation[] = ['rds:DescribeDBSnapshots', 'rds:DescribeDBClusterSnapshots'];

export interface ManualSnapshot extends Resource {
  readonly ofCluster: boolean;
  /** The DB instance or cluster that it is a copy of. */
  readonly source: string;
  readonly engine: string;
  readonly encrypted: boolean;
}

const ofInstance = (s: DBSnapshot, region: string): ManualSnapshot => ({
  arn: s.DBSnapshotArn ?? '', uid: `${s.DBSnapshotArn ?? ''}@${s.SnapshotCreateTime?.toISOString() ?? ''}`, name: s.DBSnapshotIdentifier ?? '', region, ...(s.SnapshotCreateTime ? { createdAt: s.SnapshotCreateTime.toISOString() } : {}),
  ofCluster: false, source: s.DBInstanceIdentifier ?? '', engine: s.Engine ?? '', encrypted: s.Encrypted ?? false,
});
const ofCluster = (s: DBClusterSnapshot, region: string): ManualSnapshot => ({
  arn: s.DBClusterSnapshotArn ?? '', uid: `${s.DBClusterSnapshotArn ?? ''}@${s.SnapshotCreateTime?.toISOString() ?? ''}`, name: s.DBClusterSnapshotIdentifier ?? '', region, ...(s.SnapshotCreateTime ? { createdAt: s.SnapshotCreateTime.toISOString() } : {}),
  ofCluster: true, source: s.DBClusterIdentifier ?? '', engine: s.Engine ?? '', encrypted: s.StorageEncrypted ?? false,
});

/** Automated ones cannot be shared, and go with their source. */
export const snapshotsInScan = (scan: Scan): Promise<readonly ManualSnapshot[]> => scan.once(`rds/snapshots/${scan.region}`, async () => {
  const client = await scan.aws.client('rds');
  const found: ManualSnapshot[] = [];
  for await (const page of paginateDescribeDBSnapshots({ client }, { SnapshotType: 'manual' })) found.push(...(page.DBSnapshots ?? []).map((s) => ofInstance(s, scan.region)));
  for await (const page of paginateDescribeDBClusterSnapshots({ client }, { SnapshotType: 'manual' })) found.push(...(page.DBClusterSnapshots ?? []).map((s) => ofCluster(s, scan.region)));
  return found;
});

export async function readSnapshot(client: RDSClient, { name, ofCluster: cluster }: { readonly name: string; readonly ofCluster: boolean }, region: string): Promise<ManualSnapshot | undefined> {
  if (cluster) {
    const [found] = (await ifThere(client.send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: name }))))?.DBClusterSnapshots ?? [];
    return found && ofCluster(found, region);
  }
  const [found] = (await ifThere(client.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: name }))))?.DBSnapshots ?? [];
  return found && ofInstance(found, region);
}
