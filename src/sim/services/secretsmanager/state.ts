// What Secrets Manager keeps in one Region.
import type { RotationRulesType, Tag } from '@aws-sdk/client-secrets-manager';
import type { SimAccount, SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface Secret {
  readonly arn: string; readonly name: string; readonly created: Date; readonly kmsKeyId?: string; readonly tags: readonly Tag[];
  primaryRegion?: string;
  description?: string; value: string; versionId: string; changed: Date; accessed?: Date; policy?: string;
  deletion?: { readonly deletedAt: Date; readonly at: Date };
  rotation?: { lambdaArn: string; rules: RotationRulesType; enabled: boolean; last?: Date };
  readonly replicas: Set<string>;
}
export type SecretsService = Service<SimCall>;

export const secretsRegion = (account: SimAccount, region: string): Map<string, Secret> => inRegion(account, 'secretsmanager', region, () => new Map<string, Secret>());
export const roomOf = (call: SimCall): Map<string, Secret> => secretsRegion(call.account, call.region);

export function secretOf(call: SimCall, named: string | undefined): Secret {
  const secret = roomOf(call).get(named ?? '') ?? [...roomOf(call).values()].find((s) => s.arn === named);
  if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  call.touch({ type: 'AWS::SecretsManager::Secret', name: secret.arn });
  return secret;
}
/** A secret that is not on its way out. */
export function livingSecret(call: SimCall, named: string | undefined): Secret {
  const secret = secretOf(call, named);
  if (secret.deletion) throw new AwsError('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.");
  return secret;
}
export const secretArns = (input: { readonly SecretId?: string | undefined }, call: SimCall): string[] => {
  const named = input.SecretId ?? '*';
  const known = roomOf(call).get(named);
  return [known?.arn ?? (named.startsWith('arn:') ? named : `arn:${call.account.partition}:secretsmanager:${call.region}:${call.account.id}:secret:${named}`)];
};
export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
