// A DynamoDB table: protected from deletion, its backups switched on again; a stranger's is copied, then deleted.
import {
  CreateBackupCommand, DeleteTableCommand, DescribeBackupCommand, DescribeContinuousBackupsCommand, DescribeTableCommand, UpdateContinuousBackupsCommand, UpdateTableCommand, type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { AwsFailure } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, objectIn, switchBefore } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { until, whileBusy } from '../waiting.ts';
import { tableNames } from './parts/tables.ts';

export interface Table extends Resource {
  readonly deletionProtection: boolean;
  /** Its every second of the last days can be restored. */
  readonly pointInTimeRecovery: boolean;
  readonly seen: { readonly status: string; readonly items: number };
}

async function read(client: DynamoDBClient, TableName: string, region: string): Promise<Table | undefined> {
  const [found, backups] = await Promise.all([ifThere(client.send(new DescribeTableCommand({ TableName }))), ifThere(client.send(new DescribeContinuousBackupsCommand({ TableName })))]);
  const { TableArn: arn = '', TableId: uid = '', TableStatus: status = '', CreationDateTime, DeletionProtectionEnabled = false, ItemCount: items = 0 } = found?.Table ?? {};
  if (arn === '' || status === 'DELETING') return undefined;
  return {
    arn, uid, name: TableName, region, ...(CreationDateTime ? { createdAt: CreationDateTime.toISOString() } : {}), deletionProtection: DeletionProtectionEnabled,
    pointInTimeRecovery: backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED', seen: { status, items },
  };
}
const call = (r: Table, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { TableName: r.name, ...more } });
const isBusy = ({ code }: AwsFailure): boolean => code === 'ResourceInUseException';
const protection = (DeletionProtectionEnabled: boolean) => ({ DeletionProtectionEnabled });
const recovery = (PointInTimeRecoveryEnabled: boolean) => ({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } });
async function protect(aws: ChangeAws, r: Table, on: boolean, deed: Deed): Promise<void> {
  const client = await aws.client('dynamodb');
  await whileBusy(deed, () => client.send(new UpdateTableCommand({ TableName: r.name, ...protection(on) })), isBusy);
}
async function record(aws: ChangeAws, r: Table, on: boolean): Promise<void> { await (await aws.client('dynamodb')).send(new UpdateContinuousBackupsCommand({ TableName: r.name, ...recovery(on) })); }
const values = (r: Table) => ({ table: r.name, region: r.region });

async function copy(client: DynamoDBClient, r: Table, deed: Deed): Promise<void> {
  const BackupArn = deed.made['backup'] ?? (await client.send(new CreateBackupCommand({ TableName: r.name, BackupName: deed.token }))).BackupDetails?.BackupArn ?? '';
  await deed.making('backup', BackupArn);
  await until(deed, r.name, async () => (await client.send(new DescribeBackupCommand({ BackupArn }))).BackupDescription?.BackupDetails?.BackupStatus === 'AVAILABLE');
}
const turned = (request: JsonObject | null): unknown => objectIn(request?.['pointInTimeRecoverySpecification'])?.['pointInTimeRecoveryEnabled'];

export default defineKind<Table>({
  id: 'dynamodb/table', version: 1, title: say('DynamoDB table'), scope: 'regional', role: 'data',
  reads: ['dynamodb:ListTables', 'dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups'],

  async *list(scan) {
    const names = await tableNames(scan);
    const client = await scan.aws.client('dynamodb');
    const found = await inParallel(names, 8, async (name) => {
      try { return await read(client, name, scan.region); } catch (error) { scan.gap('dynamodb:DescribeTable', error, name); return undefined; }
    });
    yield* found.filter((one) => one !== undefined);
  },
  async look(aws, rs) {
    const client = await aws.client('dynamodb');
    return inParallel(rs, 8, async (r) => {
      const found = await read(client, r.name, aws.region);
      return found?.uid === r.uid ? found : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['dynamodb:CreateTable', 'dynamodb:RestoreTableFromBackup', 'dynamodb:RestoreTableToPointInTime', 'dynamodb:ImportTable'],
    changed: ['dynamodb:UpdateTable', 'dynamodb:UpdateContinuousBackups', 'dynamodb:UpdateTimeToLive'],
    used: ['dynamodb:ExportTableToPointInTime'],
    concerns: (r, { request, response }) => [request?.['tableName'], request?.['targetTableName'], request?.['tableArn'], objectIn(response?.['tableDescription'])?.['tableArn']].some((id) => id === r.name || id === r.arn),
  },
  recall: (_, history) => {
    const on = switchBefore(history, (e) => isEvent(e, 'dynamodb:UpdateContinuousBackups') && turned(e.request) === true, (e) => isEvent(e, 'dynamodb:UpdateContinuousBackups') && turned(e.request) === false);
    return on === undefined ? undefined : { pointInTimeRecovery: on };
  },
  judge: (_, context) => judged(context, ['T1485', 'T1537']),

  actions: {
    contain: {
      operations: ['dynamodb:UpdateTable'],
      title: (r) => say('Protect the DynamoDB table {{table}} in {{region}} from deletion', values(r)),
      calls: (r) => [call(r, 'dynamodb:UpdateTable', protection(true))],
      undoCalls: (before) => [call(before, 'dynamodb:UpdateTable', protection(before.deletionProtection))],
      done: (now) => now !== undefined && now.deletionProtection,
      undone: (now, before) => now?.deletionProtection === before.deletionProtection,
      apply: (aws, r, deed) => protect(aws, r, true, deed),
      undo: (aws, before, _, deed) => protect(aws, before, before.deletionProtection, deed),
    },
    preserve: {
      operations: ['dynamodb:CreateBackup'], reads: ['dynamodb:DescribeBackup'],
      title: (r) => say('Back up the DynamoDB table {{table}} in {{region}}', values(r)),
      breaks: () => say('Nothing. The backup costs storage until you delete it.'),
      calls: (r) => [call(r, 'dynamodb:CreateBackup', { BackupName: '‹one per step›' })],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        if (deed.made['kept'] !== undefined) return;
        await copy(await aws.client('dynamodb'), r, deed);
        await deed.making('kept', r.name);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['dynamodb:UpdateTable', 'dynamodb:DeleteTable'],
      title: (r) => say('Delete the DynamoDB table {{table}} in {{region}}', values(r)),
      destroys: (r) => say('The table {{table}} with what it holds. Its backups stay.', values(r)),
      calls: (r) => [call(r, 'dynamodb:UpdateTable', protection(false)), call(r, 'dynamodb:DeleteTable')],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('dynamodb');
        if (r.deletionProtection) await protect(aws, r, false, deed);
        await whileBusy(deed, () => ifThere(client.send(new DeleteTableCommand({ TableName: r.name }))), isBusy);
      },
      undo: irreversible(say('AWS does not give a deleted table back. From its backup another one can be made.')),
    },
    recover: {
      operations: ['dynamodb:UpdateContinuousBackups'],
      title: (r) => (r.aim?.['pointInTimeRecovery'] === false ? say('Switch off point-in-time recovery of the DynamoDB table {{table}} in {{region}}, as it was', values(r)) : say('Switch on point-in-time recovery of the DynamoDB table {{table}} in {{region}} again', values(r))),
      breaks: () => say('Nothing. What could be restored before it was switched off cannot be restored any more.'),
      calls: (r) => [call(r, 'dynamodb:UpdateContinuousBackups', recovery(r.aim?.['pointInTimeRecovery'] !== false))],
      undoCalls: (before) => [call(before, 'dynamodb:UpdateContinuousBackups', recovery(before.pointInTimeRecovery))],
      done: (now) => now !== undefined && now.pointInTimeRecovery === (now.aim?.['pointInTimeRecovery'] !== false),
      undone: (now, before) => now?.pointInTimeRecovery === before.pointInTimeRecovery,
      apply: (aws, r) => record(aws, r, r.aim?.['pointInTimeRecovery'] !== false),
      undo: (aws, before) => record(aws, before, before.pointInTimeRecovery),
    },
  },
});
