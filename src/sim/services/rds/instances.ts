// DB instances: made, shown, deleted.
import {
  CreateDBClusterCommand, CreateDBInstanceCommand, DeleteDBInstanceCommand, DescribeDBInstanceAutomatedBackupsCommand, DescribeDBInstancesCommand, RestoreDBInstanceFromDBSnapshotCommand,
  type CreateDBClusterCommandInput, type CreateDBInstanceCommandInput, type DBCluster, type DBInstance, type DBInstanceAutomatedBackup, type DeleteDBInstanceCommandInput, type DescribeDBInstancesCommandInput, type RestoreDBInstanceFromDBSnapshotCommandInput,
} from '@aws-sdk/client-rds';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { snapshotDatabase } from './snapshots.ts';
import { badMarker, combination, databaseOf, passing, rdsArn, roomOf, wrongState, type Database, type RdsService } from './state.ts';
import { answered, lowered } from './trail.ts';

const CREATING_MS = 300_000, DELETING_MS = 120_000, LAG_MS = 300_000, DAY_MS = 86_400_000;

export const instanceView = (d: Database, call: SimCall): DBInstance => ({
  DBInstanceIdentifier: d.id, DBInstanceArn: d.arn, DbiResourceId: d.resourceId, DBInstanceClass: d.instanceClass, Engine: d.engine, DBInstanceStatus: d.status, MasterUsername: d.user, AllocatedStorage: d.storage,
  InstanceCreateTime: d.created, PubliclyAccessible: d.public, DeletionProtection: d.protected, BackupRetentionPeriod: d.retention, StorageEncrypted: d.encrypted, ...(d.kmsKeyId === undefined ? {} : { KmsKeyId: d.kmsKeyId }),
  IAMDatabaseAuthenticationEnabled: d.iam, VpcSecurityGroups: d.groups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })), PendingModifiedValues: {},
  ...(d.managedPassword ? { MasterUserSecret: { SecretStatus: 'active', SecretArn: `arn:${call.account.partition}:secretsmanager:${call.region}:${call.account.id}:secret:rds!db-${d.resourceId}` } } : {}),
  ...(d.status === 'creating' ? {} : { Endpoint: { Address: `${d.id}.example.${call.region}.rds.amazonaws.com`, Port: 3306, HostedZoneId: 'ZEXAMPLE' } }),
});

interface Made { readonly id: string; readonly engine: string; readonly user: string; readonly storage: number; readonly encrypted: boolean; readonly kmsKeyId?: string | undefined }
function make(call: SimCall, made: Made, input: CreateDBInstanceCommandInput | RestoreDBInstanceFromDBSnapshotCommandInput): { DBInstance: DBInstance } {
  const id = made.id.toLowerCase();
  const { databases } = roomOf(call);
  if (databases.has(id)) throw new AwsError('DBInstanceAlreadyExistsFault', 'DB instance already exists', 400);
  const { kmsKeyId, ...rest } = made;
  const database: Database = {
    ...rest, id, arn: rdsArn(call, 'db', id), resourceId: `db-${call.account.ids.id('', 26)}`, created: call.now, status: 'creating', instanceClass: input.DBInstanceClass ?? 'db.t3.micro', ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    public: input.PubliclyAccessible ?? false, protected: input.DeletionProtection ?? false, retention: input.BackupRetentionPeriod ?? 1, groups: [...(input.VpcSecurityGroupIds ?? ['sg-0default'])], iam: input.EnableIAMDatabaseAuthentication ?? false,
    managedPassword: input.ManageMasterUserPassword ?? false, backedUpSince: input.BackupRetentionPeriod === 0 ? undefined : call.now, password: 1, turn: 0,
  };
  databases.set(id, database);
  call.touch({ type: 'AWS::RDS::DBInstance', name: database.arn });
  passing(call, database, 'creating', CREATING_MS, () => { database.status = 'available'; });
  return { DBInstance: instanceView(database, call) };
}

function create(input: CreateDBInstanceCommandInput, call: SimCall): { DBInstance: DBInstance } {
  const { DBInstanceIdentifier: id = '', Engine: engine = 'mysql', MasterUsername: user = 'admin', AllocatedStorage: storage = 20, StorageEncrypted: encrypted = false, KmsKeyId: kmsKeyId } = input;
  return make(call, { id, engine, user, storage, encrypted, kmsKeyId }, input);
}
function restore(input: RestoreDBInstanceFromDBSnapshotCommandInput, call: SimCall): { DBInstance: DBInstance } {
  const from = roomOf(call).snapshots.get(input.DBSnapshotIdentifier ?? '');
  if (!from) throw new AwsError('DBSnapshotNotFoundFault', `DBSnapshot not found: ${input.DBSnapshotIdentifier ?? ''}`, 404);
  return make(call, { id: input.DBInstanceIdentifier ?? '', engine: from.engine, user: from.shape.MasterUsername ?? 'admin', storage: from.shape.AllocatedStorage ?? 20, encrypted: from.encrypted, kmsKeyId: from.kmsKeyId }, input);
}

function describe(input: DescribeDBInstancesCommandInput, call: SimCall): { DBInstances: DBInstance[]; Marker?: string } {
  if (input.DBInstanceIdentifier !== undefined) return { DBInstances: [instanceView(databaseOf(call, input.DBInstanceIdentifier), call)] };
  const { page, next } = listing([...roomOf(call).databases.values()], { max: input.MaxRecords, token: input.Marker }, call, badMarker);
  return { DBInstances: page.map((d) => instanceView(d, call)), ...(next === undefined ? {} : { Marker: next }) };
}

/** What a point in time can be restored from: not further back than the retention, nor than it was switched on; the last five minutes are not there yet. */
function backups({ DBInstanceIdentifier: id }: { readonly DBInstanceIdentifier?: string | undefined }, call: SimCall): { DBInstanceAutomatedBackups: DBInstanceAutomatedBackup[] } {
  return { DBInstanceAutomatedBackups: [...roomOf(call).databases.values()].filter((d) => (id === undefined || d.id === id.toLowerCase()) && d.backedUpSince).map((d) => ({
    DBInstanceIdentifier: d.id, DbiResourceId: d.resourceId, Region: call.region, Status: 'active', BackupRetentionPeriod: d.retention,
    RestoreWindow: { EarliestTime: new Date(Math.max(d.backedUpSince?.getTime() ?? 0, call.now.getTime() - d.retention * DAY_MS)), LatestTime: new Date(call.now.getTime() - LAG_MS) },
  })) };
}

function remove(input: DeleteDBInstanceCommandInput, call: SimCall): { DBInstance: DBInstance } {
  const database = databaseOf(call, input.DBInstanceIdentifier);
  if (database.status === 'deleting') throw new AwsError('InvalidDBInstanceStateFault', `Instance ${database.id} is already being deleted.`, 400);
  if (database.protected) throw combination('Cannot delete protected DB Instance, please disable deletion protection and try again.');
  if (input.SkipFinalSnapshot !== true) {
    if (input.FinalDBSnapshotIdentifier === undefined) throw combination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
    if (database.status !== 'available') throw wrongState(database);
    snapshotDatabase(call, database, input.FinalDBSnapshotIdentifier);
  }
  passing(call, database, 'deleting', DELETING_MS, () => { roomOf(call).databases.delete(database.id); });
  return { DBInstance: instanceView(database, call) };
}

function cluster(input: CreateDBClusterCommandInput, call: SimCall): { DBCluster: DBCluster } {
  const id = (input.DBClusterIdentifier ?? '').toLowerCase();
  const made = { id, arn: rdsArn(call, 'cluster', id), engine: input.Engine ?? 'aurora-mysql', created: call.now };
  roomOf(call).clusters.set(id, made);
  return { DBCluster: { DBClusterIdentifier: id, DBClusterArn: made.arn, Engine: made.engine, Status: 'available', ClusterCreateTime: made.created } };
}

const resources = (input: { readonly DBInstanceIdentifier?: string | undefined }, call: SimCall): string[] => [rdsArn(call, 'db', input.DBInstanceIdentifier ?? '*')];
const trail = { request: lowered, response: answered('DBInstance') };
export const registerInstances = (rds: RdsService): RdsService => rds
  .on(CreateDBInstanceCommand, create, { resources, trail })
  .on(RestoreDBInstanceFromDBSnapshotCommand, restore, { resources, trail })
  .on(DescribeDBInstancesCommand, describe, { resources })
  .on(DescribeDBInstanceAutomatedBackupsCommand, backups, { resources: () => ['*'] })
  .on(DeleteDBInstanceCommand, remove, { resources, trail })
  .on(CreateDBClusterCommand, cluster, { resources: (i, call) => [rdsArn(call, 'cluster', i.DBClusterIdentifier ?? '*')], trail: { request: lowered, response: answered('DBCluster') } });
