// DB instances changed, stopped and started.
import { ModifyDBInstanceCommand, StartDBInstanceCommand, StopDBInstanceCommand, type DBInstance, type ModifyDBInstanceCommandInput } from '@aws-sdk/client-rds';
import type { SimCall } from '../../account.ts';
import { instanceView } from './instances.ts';
import { combination, databaseOf, passing, rdsArn, wrongState, type Database, type RdsService } from './state.ts';
import { answered, lowered } from './trail.ts';

const MODIFYING_MS = 20_000, STOPPING_MS = 60_000;

function modify(input: ModifyDBInstanceCommandInput, call: SimCall): { DBInstance: DBInstance } {
  const database = databaseOf(call, input.DBInstanceIdentifier);
  const { status } = database;
  if (status !== 'available' && status !== 'stopped') throw wrongState(database);
  if (input.MasterUserPassword !== undefined && database.managedPassword) throw combination('You can\'t specify MasterUserPassword when ManageMasterUserPassword is enabled.');
  take(database, input, call.now);
  passing(call, database, 'modifying', MODIFYING_MS, () => { database.status = status; });
  return { DBInstance: instanceView(database, call) };
}
function take(database: Database, input: ModifyDBInstanceCommandInput, now: Date): void {
  database.public = input.PubliclyAccessible ?? database.public;
  database.protected = input.DeletionProtection ?? database.protected;
  database.retention = input.BackupRetentionPeriod ?? database.retention;
  database.backedUpSince = database.retention === 0 ? undefined : database.backedUpSince ?? now;
  database.instanceClass = input.DBInstanceClass ?? database.instanceClass;
  database.iam = input.EnableIAMDatabaseAuthentication ?? database.iam;
  if (input.VpcSecurityGroupIds?.length) database.groups = [...input.VpcSecurityGroupIds];
  if (input.MasterUserPassword !== undefined) database.password += 1;
}

type Named = { readonly DBInstanceIdentifier?: string | undefined };
const turn = (from: string, through: string, to: string) => (input: Named, call: SimCall): { DBInstance: DBInstance } => {
  const database = databaseOf(call, input.DBInstanceIdentifier);
  if (database.status !== from) throw wrongState(database);
  passing(call, database, through, STOPPING_MS, () => { database.status = to; });
  return { DBInstance: instanceView(database, call) };
};

const resources = (input: Named, call: SimCall): string[] => [rdsArn(call, 'db', input.DBInstanceIdentifier ?? '*')];
const trail = { request: lowered, response: answered('DBInstance') };
export const registerInstanceChanges = (rds: RdsService): RdsService => rds
  .on(ModifyDBInstanceCommand, modify, { resources, trail })
  .on(StopDBInstanceCommand, turn('available', 'stopping', 'stopped'), { resources, trail })
  .on(StartDBInstanceCommand, turn('stopped', 'starting', 'available'), { resources, trail });
