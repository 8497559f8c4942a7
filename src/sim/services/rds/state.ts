// What RDS keeps in one Region: instances, snapshots of instances and clusters, exports.
import type { DBSnapshot, ExportTask } from '@aws-sdk/client-rds';
import type { SimAccount, SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface Database {
  readonly id: string; readonly arn: string; readonly resourceId: string; readonly engine: string; readonly created: Date; readonly user: string; readonly storage: number; readonly encrypted: boolean; readonly kmsKeyId?: string;
  status: string; instanceClass: string; public: boolean; protected: boolean; retention: number; groups: string[]; iam: boolean; managedPassword: boolean;
  /** Since when automated backups are kept; undefined while the retention is 0. */
  backedUpSince: Date | undefined;
  /** Grows with each new master password. */
  password: number;
  /** Grows with each change of state: a later one makes an earlier one void. */
  turn: number;
}
export interface Cluster { readonly id: string; readonly arn: string; readonly engine: string; readonly created: Date }
export interface Snapshot { readonly id: string; readonly arn: string; readonly source: string; readonly engine: string; readonly created: Date; readonly completes: Date; readonly encrypted: boolean; readonly kmsKeyId?: string; readonly shape: DBSnapshot; readonly sharedWith: Set<string> }
export interface RdsRegion { readonly databases: Map<string, Database>; readonly clusters: Map<string, Cluster>; readonly snapshots: Map<string, Snapshot>; readonly clusterSnapshots: Map<string, Snapshot>; readonly exports: Map<string, ExportTask> }
export type RdsService = Service<SimCall>;

export const rdsRegion = (account: SimAccount, region: string): RdsRegion => inRegion(account, 'rds', region, () => ({ databases: new Map(), clusters: new Map(), snapshots: new Map(), clusterSnapshots: new Map(), exports: new Map() }));
export const roomOf = (call: SimCall): RdsRegion => rdsRegion(call.account, call.region);
export const rdsArn = (call: SimCall, type: string, id: string): string => `arn:${call.account.partition}:rds:${call.region}:${call.account.id}:${type}:${id}`;

export function databaseOf(call: SimCall, id: string | undefined): Database {
  const found = roomOf(call).databases.get((id ?? '').toLowerCase());
  if (!found) throw new AwsError('DBInstanceNotFoundFault', `DBInstance ${id ?? ''} not found.`, 404);
  call.touch({ type: 'AWS::RDS::DBInstance', name: found.arn });
  return found;
}
export const wrongState = (database: Database): AwsError => new AwsError('InvalidDBInstanceStateFault', `Instance ${database.id} is not in available state.`, 400);
export const combination = (message: string): AwsError => new AwsError('InvalidParameterCombination', message, 400);
export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message, 400);
export const badMarker = (): AwsError => invalidValue('The parameter Marker is not valid.');

/** Into a state now, and out of it after a while unless another change came. */
export function passing(call: SimCall, database: Database, through: string, ms: number, to: () => void): void {
  const turn = ++database.turn;
  database.status = through;
  call.account.schedule(new Date(call.now.getTime() + ms), () => { if (database.turn === turn) to(); });
}
