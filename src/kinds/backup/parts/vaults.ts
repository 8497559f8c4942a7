// The backup vaults of one Region with their locks, read once.
import { paginateListBackupVaults, type BackupVaultListMember } from '@aws-sdk/client-backup';
import type { Scan } from '../../kind.ts';

export type VaultDetail = BackupVaultListMember & { readonly BackupVaultName: string; readonly BackupVaultArn: string };
const isDetail = (v: BackupVaultListMember): v is VaultDetail => v.BackupVaultName !== undefined && v.BackupVaultArn !== undefined;

export const vaultsInScan = (scan: Scan): Promise<readonly VaultDetail[]> => scan.once(`backup/vaults/${scan.region}`, async () => {
  const client = await scan.aws.client('backup');
  const found: VaultDetail[] = [];
  for await (const page of paginateListBackupVaults({ client }, {})) found.push(...(page.BackupVaultList ?? []).filter(isDetail));
  return found;
});
