// Backup vaults, their locks and policies, and the recovery points in them.
import {
  CreateBackupVaultCommand, DeleteBackupVaultAccessPolicyCommand, DeleteBackupVaultCommand, DeleteBackupVaultLockConfigurationCommand, DeleteRecoveryPointCommand, DescribeBackupVaultCommand, GetBackupVaultAccessPolicyCommand, ListBackupVaultsCommand,
  ListRecoveryPointsByBackupVaultCommand, PutBackupVaultAccessPolicyCommand, PutBackupVaultLockConfigurationCommand, StartBackupJobCommand,
  type BackupVaultListMember, type CreateBackupVaultCommandInput, type DeleteRecoveryPointCommandInput, type ListBackupVaultsCommandInput, type ListRecoveryPointsByBackupVaultCommandInput, type PutBackupVaultAccessPolicyCommandInput, type PutBackupVaultLockConfigurationCommandInput,
  type RecoveryPointByBackupVault, type StartBackupJobCommandInput,
} from '@aws-sdk/client-backup';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { backupRegion, type BackupRegion, type Vault } from './state.ts';

const roomOf = (call: SimCall): BackupRegion => backupRegion(call.account, call.region);
const DAY = 24 * 3_600_000;

type Named = { readonly BackupVaultName?: string | undefined };
const vaultArn = (call: SimCall, name: string): string => `arn:${call.account.partition}:backup:${call.region}:${call.account.id}:backup-vault:${name}`;
const refused = (message: string): AwsError => new AwsError('InvalidRequestException', message, 400);
function vaultOf(call: SimCall, { BackupVaultName: name = '' }: Named): Vault {
  const vault = roomOf(call).get(name);
  if (!vault) throw new AwsError('ResourceNotFoundException', `Backup vault ${name} does not exist.`, 400);
  call.touch({ type: 'AWS::Backup::BackupVault', name: vault.arn });
  return vault;
}

function create(input: CreateBackupVaultCommandInput, call: SimCall) {
  const name = input.BackupVaultName ?? '';
  if (roomOf(call).has(name)) throw new AwsError('AlreadyExistsException', `Backup vault with the same name already exists: ${name}`, 400);
  const vault: Vault = { name, arn: vaultArn(call, name), created: call.now, points: new Map() };
  roomOf(call).set(name, vault);
  call.touch({ type: 'AWS::Backup::BackupVault', name: vault.arn });
  return { BackupVaultName: name, BackupVaultArn: vault.arn, CreationDate: call.now };
}
const shown = (v: Vault): BackupVaultListMember => ({
  BackupVaultName: v.name, BackupVaultArn: v.arn, CreationDate: v.created, NumberOfRecoveryPoints: v.points.size, Locked: v.lock !== undefined,
  ...(v.lock?.min === undefined ? {} : { MinRetentionDays: v.lock.min }), ...(v.lock?.max === undefined ? {} : { MaxRetentionDays: v.lock.max }), ...(v.lock?.fixedAt ? { LockDate: v.lock.fixedAt } : {}),
});
const badToken = (): AwsError => new AwsError('InvalidParameterValueException', 'Invalid NextToken.', 400);
function list(input: ListBackupVaultsCommandInput, call: SimCall): { BackupVaultList: BackupVaultListMember[]; NextToken?: string } {
  const { page, next } = listing([...roomOf(call).values()], { max: input.MaxResults, token: input.NextToken, most: 1_000 }, call, badToken);
  return { BackupVaultList: page.map(shown), ...(next === undefined ? {} : { NextToken: next }) };
}
function remove(input: Named, call: SimCall): Record<string, never> {
  const vault = vaultOf(call, input);
  if (vault.points.size > 0) throw refused('Backup vault cannot be deleted because it contains recovery points.');
  roomOf(call).delete(vault.name);
  return {};
}

const isFixed = (v: Vault, call: SimCall): boolean => v.lock?.fixedAt !== undefined && call.now >= v.lock.fixedAt;
function lock(input: PutBackupVaultLockConfigurationCommandInput, call: SimCall): Record<string, never> {
  const vault = vaultOf(call, input);
  if (isFixed(vault, call)) throw refused('Vault Lock configuration cannot be changed.');
  const { MinRetentionDays: min, MaxRetentionDays: max, ChangeableForDays: days } = input;
  if (days !== undefined && days < 3) throw new AwsError('InvalidParameterValueException', 'ChangeableForDays must be at least 3.', 400);
  vault.lock = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(days === undefined ? {} : { fixedAt: new Date(call.now.getTime() + days * DAY) }) };
  return {};
}
function unlock(input: Named, call: SimCall): Record<string, never> {
  const vault = vaultOf(call, input);
  if (isFixed(vault, call)) throw refused('Vault Lock configuration cannot be changed.');
  delete vault.lock;
  return {};
}

function getPolicy(input: Named, call: SimCall) {
  const { name, arn, policy } = vaultOf(call, input);
  if (policy === undefined) throw new AwsError('ResourceNotFoundException', `Backup vault access policy for ${name} does not exist.`, 400);
  return { BackupVaultName: name, BackupVaultArn: arn, Policy: policy };
}
function putPolicy(input: PutBackupVaultAccessPolicyCommandInput, call: SimCall): Record<string, never> {
  const vault = vaultOf(call, input);
  if (parsePolicy(input.Policy ?? '') === undefined) throw new AwsError('InvalidParameterValueException', 'The specified policy is not valid.', 400);
  vault.policy = input.Policy ?? '';
  return {};
}
function deletePolicy(input: Named, call: SimCall): Record<string, never> {
  delete vaultOf(call, input).policy;
  return {};
}

function start(input: StartBackupJobCommandInput, call: SimCall) {
  const vault = vaultOf(call, input);
  const arn = `arn:${call.account.partition}:backup:${call.region}:${call.account.id}:recovery-point:${call.account.ids.uuid()}`;
  vault.points.set(arn, { arn, resourceArn: input.ResourceArn ?? '', roleArn: input.IamRoleArn, created: call.now });
  return { BackupJobId: call.account.ids.uuid(), RecoveryPointArn: arn, CreationDate: call.now };
}
function points(input: ListRecoveryPointsByBackupVaultCommandInput, call: SimCall): { RecoveryPoints: RecoveryPointByBackupVault[]; NextToken?: string } {
  const vault = vaultOf(call, input);
  const { page, next } = listing([...vault.points.values()], { max: input.MaxResults, token: input.NextToken, most: 1_000 }, call, badToken);
  return { RecoveryPoints: page.map((p) => ({ RecoveryPointArn: p.arn, BackupVaultName: vault.name, BackupVaultArn: vault.arn, ResourceArn: p.resourceArn, IamRoleArn: p.roleArn, CreationDate: p.created, Status: 'COMPLETED' as const })), ...(next === undefined ? {} : { NextToken: next }) };
}
function forget(input: DeleteRecoveryPointCommandInput, call: SimCall): Record<string, never> {
  const vault = vaultOf(call, input);
  const point = vault.points.get(input.RecoveryPointArn ?? '');
  if (!point) throw new AwsError('ResourceNotFoundException', 'Recovery point does not exist.', 400);
  if (vault.lock?.min !== undefined && call.now.getTime() - point.created.getTime() < vault.lock.min * DAY) throw refused('Recovery point cannot be deleted because it is protected by the vault lock.');
  vault.points.delete(point.arn);
  return {};
}

const resources = (input: Named, call: SimCall): string[] => [vaultArn(call, input.BackupVaultName ?? '*')];
export const registerVaults = (backup: Service<SimCall>): Service<SimCall> => backup
  .on(CreateBackupVaultCommand, create, { resources })
  .on(ListBackupVaultsCommand, list)
  .on(DescribeBackupVaultCommand, (input, call) => shown(vaultOf(call, input)), { resources })
  .on(DeleteBackupVaultCommand, remove, { resources })
  .on(PutBackupVaultLockConfigurationCommand, lock, { resources })
  .on(DeleteBackupVaultLockConfigurationCommand, unlock, { resources })
  .on(GetBackupVaultAccessPolicyCommand, getPolicy, { resources })
  .on(PutBackupVaultAccessPolicyCommand, putPolicy, { resources })
  .on(DeleteBackupVaultAccessPolicyCommand, deletePolicy, { resources })
  .on(StartBackupJobCommand, start, { resources })
  .on(ListRecoveryPointsByBackupVaultCommand, points, { resources })
  .on(DeleteRecoveryPointCommand, forget, { resources: (i) => [i.RecoveryPointArn ?? '*'] });
