// AWS Backup, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

const BackupVaultName = 'example', DAY = 86_400;

it('makes a lock final when its days are over', async () => {
  const { ask, refusal, pass } = await quiet('backup');
  await ask('CreateBackupVault', { BackupVaultName });
  await ask('PutBackupVaultLockConfiguration', { BackupVaultName, MinRetentionDays: 7 });
  expect(await refusal('DeleteBackupVaultLockConfiguration', { BackupVaultName })).toBe('done');
  await ask('PutBackupVaultLockConfiguration', { BackupVaultName, MinRetentionDays: 7, ChangeableForDays: 3 });
  await pass(4 * DAY);
  expect(await refusal('DeleteBackupVaultLockConfiguration', { BackupVaultName })).toBe('InvalidRequestException');
});

it('keeps recovery points as long as the lock says, and the vault as long as it holds any', async () => {
  const { ask, refusal, pass } = await quiet('backup');
  await ask('CreateBackupVault', { BackupVaultName });
  await ask('PutBackupVaultLockConfiguration', { BackupVaultName, MinRetentionDays: 7 });
  const { RecoveryPointArn } = await ask('StartBackupJob', { BackupVaultName, ResourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/example', IamRoleArn: 'arn:aws:iam::111122223333:role/backup' });
  expect(await refusal('DeleteBackupVault', { BackupVaultName })).toBe('InvalidRequestException');
  expect(await refusal('DeleteRecoveryPoint', { BackupVaultName, RecoveryPointArn })).toBe('InvalidRequestException');
  await pass(8 * DAY);
  expect(await refusal('DeleteRecoveryPoint', { BackupVaultName, RecoveryPointArn })).toBe('done');
});
