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
  const { DBInstanceStatus: status = '', DBInstanceArn: arn = '', DBInstanceIdentifier: name = '' } = d;
  if (status === 'deleting' || arn === '') return undefined;
  return {
    arn, uid: d.DbiResourceId ?? arn, name, region, ...(d.InstanceCreateTime ? { createdAt: d.InstanceCreateTime.toISOString() } : {}),
    engine: d.Engine ?? '', instanceClass: d.DBInstanceClass ?? '', publiclyAccessible: d.PubliclyAccessible ?? false, deletionProtection: d.DeletionProtection ?? false, backupRetention: d.BackupRetentionPeriod ?? 0,
    masterUser: d.MasterUsername ?? '', managedPassword: d.MasterUserSecret !== undefined, securityGroups: (d.VpcSecurityGroups ?? []).flatMap((g) => g.VpcSecurityGroupId ?? []).sort(), iamAuthentication: d.IAMDatabaseAuthenticationEnabled ?? false,
    stopped: isStopped(status), cluster: d.DBClusterIdentifier ?? '', seen: { status, address: d.Endpoint?.Address ?? '', latestRestorable: d.LatestRestorableTime?.toISOString() ?? '' },
  };
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
