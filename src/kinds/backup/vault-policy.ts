// The access policy of a backup vault: it lets others copy backups out, or keeps everybody from deleting them. The last good text is given back.
import { DeleteBackupVaultAccessPolicyCommand, GetBackupVaultAccessPolicyCommand, PutBackupVaultAccessPolicyCommand, type BackupClient } from '@aws-sdk/client-backup';
import { say } from '../../core/text.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judgePolicy, policyActions, policyText, recallPolicy, type ResourcePolicy, type ToldPolicy } from '../resource-policy.ts';
import { vaultsInScan } from './parts/vaults.ts';

export interface VaultPolicy extends ResourcePolicy { readonly vaultArn: string }

const policyOfVault = (vaultArn: string, name: string, region: string, policy: string): VaultPolicy => ({
  arn: ownArn('backup/vault-policy', region, vaultArn, 'policy'), uid: `${vaultArn}/policy`, name, region, owner: vaultArn, vaultArn, accountId: vaultArn.split(':')[4] ?? '', policy,
});
/** AWS answers alike where there is no policy and where there is no vault: `''`. */
const read = async (client: BackupClient, BackupVaultName: string): Promise<string> => (await ifThere(client.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName }))))?.Policy ?? '';
function told(event: HistoryEvent): ToldPolicy {
  if (isEvent(event, 'backup:PutBackupVaultAccessPolicy')) return policyText(event.request?.['policy']);
  return isEvent(event, 'backup:DeleteBackupVaultAccessPolicy', 'backup:CreateBackupVault') ? '' : undefined;
}

export default defineKind<VaultPolicy>({
  id: 'backup/vault-policy', version: 1, title: say('Access policy of a backup vault'), scope: 'regional', role: 'data',
  reads: ['backup:ListBackupVaults', 'backup:GetBackupVaultAccessPolicy'],

  async *list(scan) {
    const vaults = await vaultsInScan(scan);
    const client = await scan.aws.client('backup');
    const policies = await inParallel(vaults, 4, async ({ BackupVaultName }) => {
      try { return await read(client, BackupVaultName); } catch (error) { scan.gap('backup:GetBackupVaultAccessPolicy', error, BackupVaultName); return undefined; }
    });
    for (const [i, v] of vaults.entries()) {
      const policy = policies[i];
      if (policy !== undefined) yield policyOfVault(v.BackupVaultArn, v.BackupVaultName, scan.region, policy);
    }
  },
  async look(aws, rs) {
    const client = await aws.client('backup');
    return inParallel(rs, 4, async (r) => (r.uid === `${r.vaultArn}/policy` ? policyOfVault(r.vaultArn, r.name, aws.region, await read(client, r.name)) : undefined));
  },

  traces: {
    ids: (r) => [r.name, r.vaultArn],
    created: [],
    changed: ['backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy', 'backup:CreateBackupVault'], whole: ['backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy'],
    concerns: (r, { request }) => request?.['backupVaultName'] === r.name,
  },
  recall: (_, history) => recallPolicy(history, told),
  judge: (r, context) => judgePolicy(r, context, ['T1490']),

  actions: policyActions<VaultPolicy>({
    thing: (r) => say('the backup vault {{vault}}', { vault: r.name }),
    put: {
      operation: 'backup:PutBackupVaultAccessPolicy', input: (r, Policy) => ({ BackupVaultName: r.name, Policy }),
      send: async (aws, r, Policy) => (await aws.client('backup')).send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName: r.name, Policy })),
    },
    remove: {
      operation: 'backup:DeleteBackupVaultAccessPolicy', input: (r) => ({ BackupVaultName: r.name }),
      send: async (aws, r) => (await aws.client('backup')).send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName: r.name })),
    },
  }),
});
