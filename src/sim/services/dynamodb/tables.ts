// Tables: made, shown, protected, deleted, exported.
import {
  CreateTableCommand, DeleteTableCommand, DescribeContinuousBackupsCommand, DescribeTableCommand, ExportTableToPointInTimeCommand, ListTablesCommand, UpdateContinuousBackupsCommand, UpdateTableCommand,
  type ContinuousBackupsDescription, type CreateTableCommandInput, type ExportDescription, type ExportTableToPointInTimeCommandInput, type ListTablesCommandInput, type TableDescription, type UpdateContinuousBackupsCommandInput, type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { roomOf, tableArn, tableArns, tableOf, type DynamoService, type Table } from './state.ts';

const CHANGING_MS = 10_000;
const view = (t: Table): TableDescription => ({
  TableName: t.name, TableArn: t.arn, TableId: t.id, TableStatus: t.status, CreationDateTime: t.created, ItemCount: 0, TableSizeBytes: 0, DeletionProtectionEnabled: t.protected, KeySchema: [...t.schema], AttributeDefinitions: [...t.attributes],
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
});

function create(input: CreateTableCommandInput, call: SimCall): { TableDescription: TableDescription } {
  const name = input.TableName ?? '';
  const tables = roomOf(call);
  if (tables.has(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
  const table: Table = {
    name, arn: tableArn(call, name), id: call.account.ids.uuid(), created: call.now, schema: input.KeySchema ?? [], attributes: input.AttributeDefinitions ?? [], status: 'CREATING', protected: input.DeletionProtectionEnabled ?? false, recovery: false,
    ...(input.ResourcePolicy === undefined ? {} : { policy: { text: input.ResourcePolicy, revision: call.account.ids.hex(13) } }),
  };
  tables.set(name, table);
  call.touch({ type: 'AWS::DynamoDB::Table', name: table.arn });
  call.account.schedule(new Date(call.now.getTime() + CHANGING_MS), () => { if (table.status === 'CREATING') table.status = 'ACTIVE'; });
  return { TableDescription: view(table) };
}

function list(input: ListTablesCommandInput, call: SimCall): { TableNames: string[]; LastEvaluatedTableName?: string } {
  const names = [...roomOf(call).keys()].sort().filter((name) => name > (input.ExclusiveStartTableName ?? ''));
  const page = names.slice(0, Math.min(input.Limit ?? 100, 100, call.account.behaviour.pageSize));
  const last = page.at(-1);
  return { TableNames: page, ...(page.length < names.length && last !== undefined ? { LastEvaluatedTableName: last } : {}) };
}

const active = (table: Table): Table => {
  if (table.status !== 'ACTIVE') throw new AwsError('ResourceInUseException', `Attempt to change a resource which is still in use: Table is being ${table.status === 'DELETING' ? 'deleted' : 'created'}: ${table.name}`);
  return table;
};
function update(input: UpdateTableCommandInput, call: SimCall): { TableDescription: TableDescription } {
  const table = active(tableOf(call, input.TableName));
  table.protected = input.DeletionProtectionEnabled ?? table.protected;
  return { TableDescription: view(table) };
}
function remove(input: { readonly TableName?: string | undefined }, call: SimCall): { TableDescription: TableDescription } {
  const table = active(tableOf(call, input.TableName));
  if (table.protected) throw new AwsError('ValidationException', `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`);
  table.status = 'DELETING';
  call.account.schedule(new Date(call.now.getTime() + CHANGING_MS), () => { roomOf(call).delete(table.name); });
  return { TableDescription: view(table) };
}

const backups = (t: Table): { ContinuousBackupsDescription: ContinuousBackupsDescription } => ({
  ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: t.recovery ? 'ENABLED' : 'DISABLED' } },
});
function updateBackups(input: UpdateContinuousBackupsCommandInput, call: SimCall): { ContinuousBackupsDescription: ContinuousBackupsDescription } {
  const table = tableOf(call, input.TableName);
  table.recovery = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
  return backups(table);
}
function exported(input: ExportTableToPointInTimeCommandInput, call: SimCall): { ExportDescription: ExportDescription } {
  const table = tableOf(call, input.TableArn?.split('/')[1]);
  if (!table.recovery) throw new AwsError('PointInTimeRecoveryUnavailableException', `Point in time recovery is not enabled for table '${table.name}'`);
  return { ExportDescription: { ExportArn: `${table.arn}/export/${call.account.ids.hex(16)}`, ExportStatus: 'IN_PROGRESS', TableArn: table.arn, TableId: table.id, S3Bucket: input.S3Bucket, S3BucketOwner: input.S3BucketOwner, StartTime: call.now } };
}

const resources = tableArns;
export const registerTables = (dynamodb: DynamoService): DynamoService => dynamodb
  .on(CreateTableCommand, create, { resources })
  .on(ListTablesCommand, list)
  .on(DescribeTableCommand, (input, call) => ({ Table: view(tableOf(call, input.TableName)) }), { resources })
  .on(UpdateTableCommand, update, { resources })
  .on(DeleteTableCommand, remove, { resources })
  .on(DescribeContinuousBackupsCommand, (input, call) => backups(tableOf(call, input.TableName)), { resources })
  .on(UpdateContinuousBackupsCommand, updateBackups, { resources })
  .on(ExportTableToPointInTimeCommand, exported, { resources: (i) => [i.TableArn ?? '*'] });
