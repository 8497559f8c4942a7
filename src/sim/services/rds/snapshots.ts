// Snapshots of instances and clusters: made, shown, deleted.
import {
  CreateDBClusterSnapshotCommand, CreateDBSnapshotCommand, DeleteDBClusterSnapshotCommand, DeleteDBSnapshotCommand, DescribeDBClusterSnapshotsCommand, DescribeDBSnapshotsCommand,
  type CreateDBClusterSnapshotCommandInput, type CreateDBSnapshotCommandInput, type DBClusterSnapshot, type DBSnapshot, type DescribeDBClusterSnapshotsCommandInput, type DescribeDBSnapshotsCommandInput,
} from '@aws-sdk/client-rds';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { badMarker, databaseOf, rdsArn, roomOf, wrongState, type Database, type RdsService, type Snapshot } from './state.ts';
import { answered, lowered } from './trail.ts';

const SNAPSHOT_MS = 60_000;
const isDone = (s: Snapshot, call: SimCall): boolean => call.now >= s.completes;
const status = (s: Snapshot, call: SimCall): { Status: string; PercentProgress: number } => (isDone(s, call) ? { Status: 'available', PercentProgress: 100 } : { Status: 'creating', PercentProgress: 0 });

export const snapshotView = (s: Snapshot, call: SimCall): DBSnapshot => ({ ...s.shape, DBSnapshotIdentifier: s.id, DBSnapshotArn: s.arn, DBInstanceIdentifier: s.source, Engine: s.engine, SnapshotType: 'manual', SnapshotCreateTime: s.created, Encrypted: s.encrypted, ...(s.kmsKeyId === undefined ? {} : { KmsKeyId: s.kmsKeyId }), ...status(s, call) });
const clusterView = (s: Snapshot, call: SimCall): DBClusterSnapshot => ({ DBClusterSnapshotIdentifier: s.id, DBClusterSnapshotArn: s.arn, DBClusterIdentifier: s.source, Engine: s.engine, SnapshotType: 'manual', SnapshotCreateTime: s.created, StorageEncrypted: s.encrypted, ...status(s, call) });

export function snapshotDatabase(call: SimCall, d: Database, id: string): Snapshot {
  const { snapshots } = roomOf(call);
  if (snapshots.has(id)) throw new AwsError('DBSnapshotAlreadyExistsFault', `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`, 400);
  const snapshot: Snapshot = {
    id, arn: rdsArn(call, 'snapshot', id), source: d.id, engine: d.engine, created: call.now, completes: new Date(call.now.getTime() + SNAPSHOT_MS), encrypted: d.encrypted, ...(d.kmsKeyId === undefined ? {} : { kmsKeyId: d.kmsKeyId }),
    shape: { MasterUsername: d.user, AllocatedStorage: d.storage, DbiResourceId: d.resourceId, InstanceCreateTime: d.created }, sharedWith: new Set(),
  };
  snapshots.set(id, snapshot);
  call.touch({ type: 'AWS::RDS::DBSnapshot', name: snapshot.arn });
  return snapshot;
}
function create(input: CreateDBSnapshotCommandInput, call: SimCall): { DBSnapshot: DBSnapshot } {
  const database = databaseOf(call, input.DBInstanceIdentifier);
  if (database.status !== 'available') throw wrongState(database);
  return { DBSnapshot: snapshotView(snapshotDatabase(call, database, input.DBSnapshotIdentifier ?? ''), call) };
}
function createOfCluster(input: CreateDBClusterSnapshotCommandInput, call: SimCall): { DBClusterSnapshot: DBClusterSnapshot } {
  const cluster = roomOf(call).clusters.get(input.DBClusterIdentifier ?? '');
  if (!cluster) throw new AwsError('DBClusterNotFoundFault', `DBCluster ${input.DBClusterIdentifier ?? ''} not found.`, 404);
  const id = input.DBClusterSnapshotIdentifier ?? '';
  const snapshot: Snapshot = { id, arn: rdsArn(call, 'cluster-snapshot', id), source: cluster.id, engine: cluster.engine, created: call.now, completes: new Date(call.now.getTime() + SNAPSHOT_MS), encrypted: false, shape: {}, sharedWith: new Set() };
  roomOf(call).clusterSnapshots.set(id, snapshot);
  call.touch({ type: 'AWS::RDS::DBClusterSnapshot', name: snapshot.arn });
  return { DBClusterSnapshot: clusterView(snapshot, call) };
}

export function need(call: SimCall, sort: 'snapshots' | 'clusterSnapshots', id: string | undefined): Snapshot {
  const found = roomOf(call)[sort].get(id ?? '');
  if (!found) throw sort === 'snapshots' ? new AwsError('DBSnapshotNotFoundFault', `DBSnapshot not found: ${id ?? ''}`, 404) : new AwsError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${id ?? ''} not found.`, 404);
  call.touch({ type: sort === 'snapshots' ? 'AWS::RDS::DBSnapshot' : 'AWS::RDS::DBClusterSnapshot', name: found.arn });
  return found;
}
// Only manual snapshots are simulated.
const asked = (call: SimCall, sort: 'snapshots' | 'clusterSnapshots', type: string | undefined, id: string | undefined): Snapshot[] =>
  (type !== undefined && type !== 'manual' ? [] : id === undefined ? [...roomOf(call)[sort].values()] : [need(call, sort, id)]);
function describe(input: DescribeDBSnapshotsCommandInput, call: SimCall): { DBSnapshots: DBSnapshot[]; Marker?: string } {
  const { page, next } = listing(asked(call, 'snapshots', input.SnapshotType, input.DBSnapshotIdentifier), { max: input.MaxRecords, token: input.Marker }, call, badMarker);
  return { DBSnapshots: page.map((s) => snapshotView(s, call)), ...(next === undefined ? {} : { Marker: next }) };
}
function describeOfClusters(input: DescribeDBClusterSnapshotsCommandInput, call: SimCall): { DBClusterSnapshots: DBClusterSnapshot[]; Marker?: string } {
  const { page, next } = listing(asked(call, 'clusterSnapshots', input.SnapshotType, input.DBClusterSnapshotIdentifier), { max: input.MaxRecords, token: input.Marker }, call, badMarker);
  return { DBClusterSnapshots: page.map((s) => clusterView(s, call)), ...(next === undefined ? {} : { Marker: next }) };
}
function remove(input: { readonly DBSnapshotIdentifier?: string | undefined }, call: SimCall): { DBSnapshot: DBSnapshot } {
  const snapshot = need(call, 'snapshots', input.DBSnapshotIdentifier);
  roomOf(call).snapshots.delete(snapshot.id);
  return { DBSnapshot: { ...snapshotView(snapshot, call), Status: 'deleted' } };
}
function removeOfCluster(input: { readonly DBClusterSnapshotIdentifier?: string | undefined }, call: SimCall): { DBClusterSnapshot: DBClusterSnapshot } {
  const snapshot = need(call, 'clusterSnapshots', input.DBClusterSnapshotIdentifier);
  roomOf(call).clusterSnapshots.delete(snapshot.id);
  return { DBClusterSnapshot: { ...clusterView(snapshot, call), Status: 'deleted' } };
}

export const snapshotArns = (input: { readonly DBSnapshotIdentifier?: string | undefined }, call: SimCall): string[] => [rdsArn(call, 'snapshot', input.DBSnapshotIdentifier ?? '*')];
export const clusterSnapshotArns = (input: { readonly DBClusterSnapshotIdentifier?: string | undefined }, call: SimCall): string[] => [rdsArn(call, 'cluster-snapshot', input.DBClusterSnapshotIdentifier ?? '*')];
const one = { request: lowered, response: answered('DBSnapshot') };
const ofCluster = { request: lowered, response: answered('DBClusterSnapshot') };
export const registerSnapshots = (rds: RdsService): RdsService => rds
  .on(CreateDBSnapshotCommand, create, { resources: snapshotArns, trail: one })
  .on(DescribeDBSnapshotsCommand, describe, { resources: snapshotArns })
  .on(DeleteDBSnapshotCommand, remove, { resources: snapshotArns, trail: one })
  .on(CreateDBClusterSnapshotCommand, createOfCluster, { resources: clusterSnapshotArns, trail: ofCluster })
  .on(DescribeDBClusterSnapshotsCommand, describeOfClusters, { resources: clusterSnapshotArns })
  .on(DeleteDBClusterSnapshotCommand, removeOfCluster, { resources: clusterSnapshotArns, trail: ofCluster });
