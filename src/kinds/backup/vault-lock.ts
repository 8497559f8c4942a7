// The lock of a backup vault, which keeps recovery points from being deleted early: set again as it was.
import { DeleteBackupVaultLockConfigurationCommand, DescribeBackupVaultCommand, PutBackupVaultLockConfigurationCommand, type BackupVaultListMember, type DescribeBackupVaultCommandOutput } from '@aws-sdk/client-backup';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, lastOwn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { vaultsInScan } from './parts/vaults.ts';

export interface VaultLock extends Resource {
  readonly vaultArn: string;
  readonly locked: boolean;
  /** Days; absent where the lock sets none. */
  readonly minRetentionDays?: number;
  readonly maxRetentionDays?: number;
  /** From then on nobody can change it. */
  readonly fixedFrom?: string;
}

function lockOf(v: BackupVaultListMember | Omit<DescribeBackupVaultCommandOutput, '$metadata'>, region: string): VaultLock {
  const { BackupVaultArn: vaultArn = '', BackupVaultName: name = '', Locked: locked = false, MinRetentionDays: min, MaxRetentionDays: max, LockDate, CreationDate } = v;
  return {
    arn: ownArn('backup/vault-lock', region, vaultArn, 'lock'), uid: `${vaultArn}@${CreationDate?.toISOString() ?? ''}/lock`, name, region, owner: vaultArn, vaultArn, locked,
    ...(min === undefined ? {} : { minRetentionDays: min }), ...(max === undefined ? {} : { maxRetentionDays: max }), ...(LockDate ? { fixedFrom: LockDate.toISOString() } : {}),
  };
}
interface Limits { readonly locked: boolean; readonly minRetentionDays?: number; readonly maxRetentionDays?: number }
/** Without the days after which nobody could change it: that is for the owner to decide. */
const configuration = (r: VaultLock, { minRetentionDays: min, maxRetentionDays: max }: Limits) => ({ BackupVaultName: r.name, ...(min === undefined ? {} : { MinRetentionDays: min }), ...(max === undefined ? {} : { MaxRetentionDays: max }) });
const call = (r: VaultLock, to: Limits): Call => (to.locked
  ? { operation: 'backup:PutBackupVaultLockConfiguration', region: r.region, input: configuration(r, to) }
  : { operation: 'backup:DeleteBackupVaultLockConfiguration', region: r.region, input: { BackupVaultName: r.name } });
async function set(aws: ChangeAws, r: VaultLock, to: Limits): Promise<void> {
  const client = await aws.client('backup');
  await (to.locked ? client.send(new PutBackupVaultLockConfigurationCommand(configuration(r, to))) : client.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName: r.name })));
}
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
function limits(of: JsonObject | null | undefined, locked: boolean): Limits & JsonObject {
  const [min, max] = [number(of?.['minRetentionDays']), number(of?.['maxRetentionDays'])];
  return { locked, ...(min === undefined ? {} : { minRetentionDays: min }), ...(max === undefined ? {} : { maxRetentionDays: max }) };
}
const aimOf = (r: VaultLock): Limits => (r.aim ? limits(r.aim, r.aim['locked'] === true) : r);

/** The owner's last lock; where the owner set none and the stranger did, none. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const last = lastOwn(history, (e) => isEvent(e, 'backup:PutBackupVaultLockConfiguration', 'backup:DeleteBackupVaultLockConfiguration'));
  if (last) return isEvent(last, 'backup:PutBackupVaultLockConfiguration') ? limits(last.request, true) : { locked: false };
  const first = history.find((e) => isForeign(e) && isEvent(e, 'backup:PutBackupVaultLockConfiguration', 'backup:DeleteBackupVaultLockConfiguration'));
  return first && isEvent(first, 'backup:PutBackupVaultLockConfiguration') ? { locked: false } : undefined;
}

export default defineKind<VaultLock>({
  id: 'backup/vault-lock', version: 1, title: say('Lock of a backup vault'), scope: 'regional', role: 'guard',
  reads: ['backup:ListBackupVaults', 'backup:DescribeBackupVault'],

  async *list(scan) {
    for (const vault of await vaultsInScan(scan)) yield lockOf(vault, scan.region);
  },
  async look(aws, rs) {
    const client = await aws.client('backup');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new DescribeBackupVaultCommand({ BackupVaultName: r.name })));
      const lock = found && lockOf(found, aws.region);
      return lock?.uid === r.uid ? lock : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.vaultArn],
    created: [],
    changed: ['backup:DeleteBackupVaultLockConfiguration', 'backup:PutBackupVaultLockConfiguration'],
    concerns: (r, { request }) => request?.['backupVaultName'] === r.name,
  },
  recall: (_, history) => recall(history),
  judge: (_, context) => judged(context, ['T1490']),

  actions: {
    recover: {
      operations: ['backup:PutBackupVaultLockConfiguration', 'backup:DeleteBackupVaultLockConfiguration'],
      title: (r) => (aimOf(r).locked ? say('Lock the backup vault {{vault}} in {{region}} again, as it was', { vault: r.name, region: r.region }) : say('Take the lock that the stranger set off the backup vault {{vault}} in {{region}}', { vault: r.name, region: r.region })),
      breaks: (r) => (aimOf(r).locked ? say('Recovery points in {{vault}} cannot be deleted before their time. Whoever may change the lock can take it off again: it is not made final here.', { vault: r.name }) : undefined),
      impossible: (r) => (r.fixedFrom !== undefined && !aimOf(r).locked ? say('The lock of {{vault}} is final from {{at}} on; until then take it off in the AWS Backup console, after that nobody can.', { vault: r.name, at: r.fixedFrom }) : undefined),
      calls: (r) => [call(r, aimOf(r))],
      undoCalls: (before) => [call(before, before)],
      done: (now) => now !== undefined && now.locked === aimOf(now).locked && now.minRetentionDays === aimOf(now).minRetentionDays && now.maxRetentionDays === aimOf(now).maxRetentionDays,
      apply: (aws, r) => set(aws, r, aimOf(r)),
      undo: (aws, before) => set(aws, before, before),
    },
  },
});
