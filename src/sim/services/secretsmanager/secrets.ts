// Secrets: made, listed, deleted and brought back.
import {
  CreateSecretCommand, DeleteSecretCommand, DescribeSecretCommand, ListSecretsCommand, RestoreSecretCommand,
  type CreateSecretCommandInput, type DeleteSecretCommandInput, type DescribeSecretCommandOutput, type ListSecretsCommandInput, type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { invalid, roomOf, secretArns, secretOf, type Secret, type SecretsService } from './state.ts';

const DAY = 24 * 3_600_000;

function create(input: CreateSecretCommandInput, call: SimCall): { ARN: string; Name: string; VersionId: string } {
  const room = roomOf(call);
  const name = input.Name ?? '';
  const known = room.get(name);
  if (known?.deletion) throw new AwsError('InvalidRequestException', "You can't create this secret because a secret with this name is already scheduled for deletion.");
  if (known) throw new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
  const secret: Secret = {
    arn: `arn:${call.account.partition}:secretsmanager:${call.region}:${call.account.id}:secret:${name}-${call.account.ids.id('', 6)}`, name, created: call.now, changed: call.now, tags: input.Tags ?? [],
    ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }), ...(input.Description === undefined ? {} : { description: input.Description }),
    value: input.SecretString ?? '', versionId: input.ClientRequestToken ?? call.account.ids.uuid(), replicas: new Set(),
  };
  room.set(name, secret);
  call.touch({ type: 'AWS::SecretsManager::Secret', name: secret.arn });
  return { ARN: secret.arn, Name: name, VersionId: secret.versionId };
}

const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY) * DAY);
const shown = (s: Secret): SecretListEntry => ({
  ARN: s.arn, Name: s.name, CreatedDate: s.created, LastChangedDate: s.changed, Tags: [...s.tags], SecretVersionsToStages: { [s.versionId]: ['AWSCURRENT'] },
  ...(s.description === undefined ? {} : { Description: s.description }), ...(s.kmsKeyId === undefined ? {} : { KmsKeyId: s.kmsKeyId }), ...(s.primaryRegion === undefined ? {} : { PrimaryRegion: s.primaryRegion }),
  ...(s.accessed ? { LastAccessedDate: dayOf(s.accessed) } : {}), ...(s.deletion ? { DeletedDate: s.deletion.deletedAt } : {}),
  ...(s.rotation ? { RotationEnabled: s.rotation.enabled, RotationLambdaARN: s.rotation.lambdaArn, RotationRules: s.rotation.rules, ...(s.rotation.last ? { LastRotatedDate: s.rotation.last } : {}) } : {}),
});

function list(input: ListSecretsCommandInput, call: SimCall): { SecretList: SecretListEntry[]; NextToken?: string } {
  const all = [...roomOf(call).values()].filter((s) => input.IncludePlannedDeletion === true || !s.deletion);
  const { page, next } = listing(all, { max: input.MaxResults, token: input.NextToken }, call, () => new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.'));
  return { SecretList: page.map(shown), ...(next === undefined ? {} : { NextToken: next }) };
}

function describe(input: { readonly SecretId?: string | undefined }, call: SimCall): Omit<DescribeSecretCommandOutput, '$metadata'> {
  const secret = secretOf(call, input.SecretId);
  const { SecretVersionsToStages, ...rest } = shown(secret);
  return { ...rest, VersionIdsToStages: SecretVersionsToStages, ...(secret.replicas.size > 0 ? { ReplicationStatus: [...secret.replicas].map((Region) => ({ Region, Status: 'InSync' as const })) } : {}) };
}

function remove(input: DeleteSecretCommandInput, call: SimCall): { ARN: string; Name: string; DeletionDate: Date } {
  const secret = secretOf(call, input.SecretId);
  const { RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force = false } = input;
  if (force && input.RecoveryWindowInDays !== undefined) throw invalid('You can\'t use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.');
  if (days < 7 || days > 30) throw invalid('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
  if (secret.replicas.size > 0) throw new AwsError('InvalidRequestException', "You can't delete secret that still has replicas.");
  const at = force ? call.now : new Date(call.now.getTime() + days * DAY);
  const deletion = { deletedAt: call.now, at };
  secret.deletion = deletion;
  const room = roomOf(call);
  const end = (): void => { if (secret.deletion === deletion) room.delete(secret.name); };
  if (force) end(); else call.account.schedule(at, end);
  return { ARN: secret.arn, Name: secret.name, DeletionDate: at };
}
function restore(input: { readonly SecretId?: string | undefined }, call: SimCall): { ARN: string; Name: string } {
  const secret = secretOf(call, input.SecretId);
  delete secret.deletion;
  return { ARN: secret.arn, Name: secret.name };
}

const resources = secretArns;
export const registerSecrets = (secrets: SecretsService): SecretsService => secrets
  .on(CreateSecretCommand, create, { resources: (i, call) => secretArns({ SecretId: i.Name }, call) })
  .on(ListSecretsCommand, list)
  .on(DescribeSecretCommand, describe, { resources })
  .on(DeleteSecretCommand, remove, { resources })
  .on(RestoreSecretCommand, restore, { resources });
