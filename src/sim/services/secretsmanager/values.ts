// The values of secrets, and their rotation. No event holds a value.
import {
  BatchGetSecretValueCommand, CancelRotateSecretCommand, GetSecretValueCommand, PutSecretValueCommand, RotateSecretCommand,
  type BatchGetSecretValueCommandInput, type PutSecretValueCommandInput, type RotateSecretCommandInput, type SecretValueEntry,
} from '@aws-sdk/client-secrets-manager';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { invalid, livingSecret, roomOf, secretArns, type Secret, type SecretsService } from './state.ts';

const entry = (s: Secret): SecretValueEntry => ({ ARN: s.arn, Name: s.name, VersionId: s.versionId, SecretString: s.value, VersionStages: ['AWSCURRENT'], CreatedDate: s.changed });
function get(input: { readonly SecretId?: string | undefined }, call: SimCall): SecretValueEntry {
  const secret = livingSecret(call, input.SecretId);
  secret.accessed = call.now;
  return entry(secret);
}

const words = (s: Secret): readonly string[] => [s.name, s.description ?? '', ...s.tags.flatMap((t) => [t.Key ?? '', t.Value ?? ''])];
/** One event more for each secret that it gives. */
function batch(input: BatchGetSecretValueCommandInput, call: SimCall): { SecretValues: SecretValueEntry[]; Errors: [] } {
  if ((input.SecretIdList === undefined) === (input.Filters === undefined)) throw invalid('You must include either SecretIdList or Filters, but not both.');
  const named = input.SecretIdList?.map((id) => livingSecret(call, id));
  const matching = [...roomOf(call).values()].filter((s) => !s.deletion && (input.Filters ?? []).every((f) => (f.Values ?? []).some((value) => words(s).some((word) => word.startsWith(value)))));
  const found = (named ?? matching).slice(0, 20);
  for (const secret of found) {
    secret.accessed = call.now;
    call.account.recordEvent({
      name: 'GetSecretValue', source: 'secretsmanager.amazonaws.com', region: call.region, caller: call.caller, sourceIp: call.sourceIp, userAgent: call.userAgent, request: { secretId: secret.arn }, response: null, type: 'AwsApiCall', readOnly: true,
      resources: [{ type: 'AWS::SecretsManager::Secret', name: secret.arn }],
    });
  }
  return { SecretValues: found.map(entry), Errors: [] };
}

function put(input: PutSecretValueCommandInput, call: SimCall) {
  const secret = livingSecret(call, input.SecretId);
  secret.value = input.SecretString ?? '';
  secret.versionId = input.ClientRequestToken ?? call.account.ids.uuid();
  secret.changed = call.now;
  return { ARN: secret.arn, Name: secret.name, VersionId: secret.versionId, VersionStages: ['AWSCURRENT'] };
}

const ROTATION_MS = 10_000;
function rotate(input: RotateSecretCommandInput, call: SimCall): { ARN: string; Name: string; VersionId?: string } {
  const secret = livingSecret(call, input.SecretId);
  const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
  if (lambdaArn === undefined) throw new AwsError('InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.');
  const last = secret.rotation?.last;
  const rotation = { lambdaArn, rules: input.RotationRules ?? secret.rotation?.rules ?? { AutomaticallyAfterDays: 30 }, enabled: true, ...(last ? { last } : {}) };
  secret.rotation = rotation;
  const VersionId = input.ClientRequestToken ?? call.account.ids.uuid();
  if (input.RotateImmediately === false) return { ARN: secret.arn, Name: secret.name };
  if (secret.versionId !== VersionId) {
    const at = new Date(call.now.getTime() + ROTATION_MS);
    call.account.schedule(at, () => {
      if (secret.versionId === VersionId || !secret.rotation) return;
      secret.rotation.last = at;
      secret.changed = at;
      secret.versionId = VersionId;
    });
  }
  return { ARN: secret.arn, Name: secret.name, VersionId };
}
function cancel(input: { readonly SecretId?: string | undefined }, call: SimCall): { ARN: string; Name: string } {
  const secret = livingSecret(call, input.SecretId);
  if (secret.rotation) secret.rotation.enabled = false;
  return { ARN: secret.arn, Name: secret.name };
}

const resources = secretArns;
export const registerValues = (secrets: SecretsService): SecretsService => secrets
  .on(GetSecretValueCommand, get, { resources })
  .on(BatchGetSecretValueCommand, batch)
  .on(PutSecretValueCommand, put, { resources })
  .on(RotateSecretCommand, rotate, { resources })
  .on(CancelRotateSecretCommand, cancel, { resources });
