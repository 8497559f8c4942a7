// Backups of tables on demand. They stay when the table goes.
import { CreateBackupCommand, DescribeBackupCommand, type BackupDescription, type BackupDetails, type CreateBackupCommandInput, type DescribeBackupCommandInput } from '@aws-sdk/client-dynamodb';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { tableArns, tableOf, type DynamoService } from './state.ts';

const kept = (call: SimCall): Map<string, BackupDetails> => {
  const all = call.account.state('dynamodb/backups', () => new Map<string, Map<string, BackupDetails>>());
  const room = all.get(call.region) ?? new Map<string, BackupDetails>();
  all.set(call.region, room);
  return room;
};

function create(input: CreateBackupCommandInput, call: SimCall): { BackupDetails: BackupDetails } {
  const table = tableOf(call, input.TableName);
  const details: BackupDetails = { BackupArn: `${table.arn}/backup/${call.account.ids.hex(16)}`, BackupName: input.BackupName ?? '', BackupStatus: 'AVAILABLE', BackupType: 'USER', BackupCreationDateTime: call.now, BackupSizeBytes: 0 };
  kept(call).set(details.BackupArn ?? '', details);
  return { BackupDetails: details };
}
function describe(input: DescribeBackupCommandInput, call: SimCall): { BackupDescription: BackupDescription } {
  const details = kept(call).get(input.BackupArn ?? '');
  if (!details) throw new AwsError('BackupNotFoundException', `Backup not found: ${input.BackupArn ?? ''}`);
  return { BackupDescription: { BackupDetails: details } };
}

export const registerBackups = (dynamodb: DynamoService): DynamoService => dynamodb
  .on(CreateBackupCommand, create, { resources: tableArns })
  .on(DescribeBackupCommand, describe, { resources: (i) => [i.BackupArn ?? '*'] });
