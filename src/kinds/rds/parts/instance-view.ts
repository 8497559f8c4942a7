// A DB instance as AWS shows it, made into plain data.
import { DescribeDBInstancesCommand, paginateDescribeDBInstances, type DBInstance, type RDSClient } from '@aws-sdk/client-rds';
import type { Resource } from '../../../core/types.ts';
import { ifThere } from '../../refusal.ts';

export interface Database extends Resource {
  readonly engine: string;
  readonly instanceClass: string;
  readonly publiclyAccessible: boolean;
  readonly deletionProtection: boolean;
  /** Days; 0: there are no automated backups. */
  readonly backupRetention: number;
  readonly masterUser: string;
  /** Secrets Manager keeps its master password. */
  readonly managedPassword: boolean;
  readonly securityGroups: readonly string[];
  readonly iamAuthentication: boolean;
  /** Stopped, or on its way there. */
  readonly stopped: boolean;
  /** The Aurora cluster that it is a member of; '' where there is none. */
  readonly cluster: string;
  readonly seen: { readonly status: string; readonly address: string; readonly latestRestorable: string };
}

const isStopped = (status: string): boolean => status === 'stopped' || status === 'stopping';
/** `undefined` for what is being deleted. */
export function databaseOf(d: DBInstance, region: string): Database | undefined {
  const { DBInstanceStatus: status = '', DBInstanceArn: arn = '', DBInstanceIdentifier: name = '', DbiResourceId: uid = arn, InstanceCreateTime: created } = d;
  if (status === 'deleting' || arn === '') return undefined;
  return { arn, uid, name, region, ...(created ? { createdAt: created.toISOString() } : {}), ...settingsOf(d), stopped: isStopped(status), seen: { status, address: d.Endpoint?.Address ?? '', latestRestorable: d.LatestRestorableTime?.toISOString() ?? '' } };
}
function settingsOf(d: DBInstance) {
  const {
    Engine: engine = '', DBInstanceClass: instanceClass = '', PubliclyAccessible: publiclyAccessible = false, DeletionProtection: deletionProtection = false, BackupRetentionPeriod: backupRetention = 0,
    MasterUsername: masterUser = '', MasterUserSecret: kept, VpcSecurityGroups: groups = [], IAMDatabaseAuthenticationEnabled: iamAuthentication = false, DBClusterIdentifier: cluster = '',
  } = d;
  return { engine, instanceClass, publiclyAccessible, deletionProtection, backupRetention, masterUser, managedPassword: kept !== undefined, securityGroups: groups.flatMap((g) => g.VpcSecurityGroupId ?? []).sort(), iamAuthentication, cluster };
}

export async function* listDatabases(client: RDSClient, region: string): AsyncGenerator<Database> {
  for await (const page of paginateDescribeDBInstances({ client }, {})) {
    for (const one of page.DBInstances ?? []) {
      const database = databaseOf(one, region);
      if (database) yield database;
    }
  }
}
export async function readDatabase(client: RDSClient, id: string, region: string): Promise<Database | undefined> {
  const [found] = (await ifThere(client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))))?.DBInstances ?? [];
  return found && databaseOf(found, region);
}
