// A table's policy: who else may read and write it.
import { DeleteResourcePolicyCommand, GetResourcePolicyCommand, PutResourcePolicyCommand, type DeleteResourcePolicyCommandInput, type GetResourcePolicyCommandInput, type PutResourcePolicyCommandInput } from '@aws-sdk/client-dynamodb';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';
import { tableOf, type DynamoService } from './state.ts';

function get(input: GetResourcePolicyCommandInput, call: SimCall): { Policy: string; RevisionId: string } {
  const { arn, policy } = tableOf(call, input.ResourceArn);
  if (!policy) throw new AwsError('PolicyNotFoundException', `Resource-based policy not found for the provided ResourceArn: ${arn}`);
  return { Policy: policy.text, RevisionId: policy.revision };
}
function put(input: PutResourcePolicyCommandInput, call: SimCall): { RevisionId: string } {
  const table = tableOf(call, input.ResourceArn);
  if (parsePolicy(input.Policy ?? '') === undefined) throw new AwsError('ValidationException', 'Invalid policy document.');
  table.policy = { text: input.Policy ?? '', revision: call.account.ids.hex(13) };
  return { RevisionId: table.policy.revision };
}
function remove(input: DeleteResourcePolicyCommandInput, call: SimCall): { RevisionId?: string } {
  const table = tableOf(call, input.ResourceArn);
  const { policy } = table;
  delete table.policy;
  return policy ? { RevisionId: policy.revision } : {};
}

const resources = (input: { readonly ResourceArn?: string | undefined }): string[] => [input.ResourceArn ?? '*'];
export const registerPolicies = (dynamodb: DynamoService): DynamoService => dynamodb
  .on(GetResourcePolicyCommand, get, { resources })
  .on(PutResourcePolicyCommand, put, { resources })
  .on(DeleteResourcePolicyCommand, remove, { resources });
