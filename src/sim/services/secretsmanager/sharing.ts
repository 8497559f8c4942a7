// Who else may read a secret: its policy, and its copies in other Regions.
import {
  DeleteResourcePolicyCommand, GetResourcePolicyCommand, PutResourcePolicyCommand, RemoveRegionsFromReplicationCommand, ReplicateSecretToRegionsCommand, StopReplicationToReplicaCommand,
  type PutResourcePolicyCommandInput, type RemoveRegionsFromReplicationCommandInput, type ReplicateSecretToRegionsCommandInput, type ReplicationStatusType,
} from '@aws-sdk/client-secrets-manager';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';
import { livingSecret, secretArns, secretsRegion, type Secret, type SecretsService } from './state.ts';

type Named = { readonly SecretId?: string | undefined };
const named = ({ arn, name }: Secret): { ARN: string; Name: string } => ({ ARN: arn, Name: name });

function get(input: Named, call: SimCall): { ARN: string; Name: string; ResourcePolicy?: string } {
  const secret = livingSecret(call, input.SecretId);
  return { ...named(secret), ...(secret.policy === undefined ? {} : { ResourcePolicy: secret.policy }) };
}
function put(input: PutResourcePolicyCommandInput, call: SimCall): { ARN: string; Name: string } {
  const secret = livingSecret(call, input.SecretId);
  if (parsePolicy(input.ResourcePolicy ?? '') === undefined) throw new AwsError('MalformedPolicyDocumentException', 'This resource policy contains invalid Json.');
  secret.policy = input.ResourcePolicy ?? '';
  return named(secret);
}
function remove(input: Named, call: SimCall): { ARN: string; Name: string } {
  const secret = livingSecret(call, input.SecretId);
  delete secret.policy;
  return named(secret);
}

const copyArn = (secret: Secret, region: string): string => secret.arn.replace(/^(arn:[^:]*:secretsmanager:)[^:]*/u, `$1${region}`);
const status = (secret: Secret): ReplicationStatusType[] => [...secret.replicas].map((Region) => ({ Region, Status: 'InSync' }));
function replicate(input: ReplicateSecretToRegionsCommandInput, call: SimCall): { ARN: string; ReplicationStatus: ReplicationStatusType[] } {
  const secret = livingSecret(call, input.SecretId);
  const failed: ReplicationStatusType[] = [];
  for (const { Region = '' } of input.AddReplicaRegions ?? []) {
    const there = secretsRegion(call.account, Region);
    if (there.has(secret.name) && !secret.replicas.has(Region) && input.ForceOverwriteReplicaSecret !== true) { failed.push({ Region, Status: 'Failed', StatusMessage: `Replication failed: Secret name ${secret.name} already exists in region ${Region}.` }); continue; }
    secret.replicas.add(Region);
    there.set(secret.name, { ...secret, arn: copyArn(secret, Region), primaryRegion: call.region, created: call.now, replicas: new Set() });
  }
  return { ARN: secret.arn, ReplicationStatus: [...status(secret), ...failed] };
}
function withdraw(input: RemoveRegionsFromReplicationCommandInput, call: SimCall): { ARN: string; ReplicationStatus: ReplicationStatusType[] } {
  const secret = livingSecret(call, input.SecretId);
  for (const region of input.RemoveReplicaRegions ?? []) if (secret.replicas.delete(region)) secretsRegion(call.account, region).delete(secret.name);
  return { ARN: secret.arn, ReplicationStatus: status(secret) };
}
function stop(input: Named, call: SimCall): { ARN: string } {
  const secret = livingSecret(call, input.SecretId);
  if (secret.primaryRegion === undefined) throw new AwsError('InvalidRequestException', 'Operation not permitted on a secret that is not a replica.');
  secretsRegion(call.account, secret.primaryRegion).get(secret.name)?.replicas.delete(call.region);
  delete secret.primaryRegion;
  return { ARN: secret.arn };
}

const resources = secretArns;
export const registerSharing = (secrets: SecretsService): SecretsService => secrets
  .on(GetResourcePolicyCommand, get, { resources })
  .on(PutResourcePolicyCommand, put, { resources })
  .on(DeleteResourcePolicyCommand, remove, { resources })
  .on(ReplicateSecretToRegionsCommand, replicate, { resources })
  .on(RemoveRegionsFromReplicationCommand, withdraw, { resources })
  .on(StopReplicationToReplicaCommand, stop, { resources });
