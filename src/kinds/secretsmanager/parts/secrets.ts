// The secrets of one Region as lists show them, never their values; read once for all that hangs on them.
import { DescribeSecretCommand, paginateListSecrets, type DescribeSecretCommandOutput, type SecretListEntry, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';
import { ifThere } from '../../refusal.ts';

export const READS_SECRETS: readonly Operation[] = ['secretsmanager:ListSecrets', 'secretsmanager:DescribeSecret'];
type Detail = Omit<DescribeSecretCommandOutput, '$metadata'> | SecretListEntry;
export type SecretDetail = Detail & { readonly ARN: string; readonly Name: string };

const isDetail = (found: Detail | undefined): found is SecretDetail => found?.ARN !== undefined && found.Name !== undefined;
export async function describeSecret(client: SecretsManagerClient, SecretId: string): Promise<SecretDetail | undefined> {
  const found = await ifThere(client.send(new DescribeSecretCommand({ SecretId })));
  return isDetail(found) ? found : undefined;
}

/** Those that are to be deleted too. */
export const secretsInScan = (scan: Scan): Promise<readonly SecretDetail[]> => scan.once(`secretsmanager/secrets/${scan.region}`, async () => {
  const client = await scan.aws.client('secretsmanager');
  const found: SecretDetail[] = [];
  for await (const page of paginateListSecrets({ client }, { IncludePlannedDeletion: true })) found.push(...(page.SecretList ?? []).filter(isDetail));
  return found;
});
/** The ARN ends in chance, but a replica made again has its first's. */
export const uidOf = (s: SecretDetail): string => `${s.ARN}@${s.CreatedDate?.toISOString() ?? ''}`;
