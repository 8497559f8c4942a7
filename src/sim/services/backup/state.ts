// What AWS Backup keeps in one Region: vaults by name, with their recovery points.
import type { SimAccount } from '../../account.ts';
import { inRegion } from '../in-region.ts';

export interface Point { readonly arn: string; readonly resourceArn: string; readonly roleArn: string | undefined; readonly created: Date }
export interface Vault { readonly name: string; readonly arn: string; readonly created: Date; readonly points: Map<string, Point>; policy?: string; lock?: { readonly min?: number; readonly max?: number; readonly fixedAt?: Date } }
export type BackupRegion = Map<string, Vault>;
export const backupRegion = (account: SimAccount, region: string): BackupRegion => inRegion(account, 'backup', region, () => new Map<string, Vault>());
