// The resource policy of a secret: whom of outside it lets in is taken out, and the last good text given back.
import { DeleteResourcePolicyCommand, GetResourcePolicyCommand, PutResourcePolicyCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judgePolicy, policyActions, policyText, recallPolicy, type ResourcePolicy, type ToldPolicy } from '../resource-policy.ts';
import { READS_SECRETS, secretsInScan } from './parts/secrets.ts';

export interface SecretPolicy extends ResourcePolicy { readonly secretArn: Arn }

const policyOfSecret = (secretArn: Arn, name: string, region: string, policy: string): SecretPolicy => ({
  arn: ownArn('secretsmanager/secret-policy', region, secretArn, 'policy'), uid: `${secretArn}/policy`, name, region, owner: secretArn, secretArn, accountId: secretArn.split(':')[4] ?? '', policy,
});
/** `''` for a secret without one; `undefined` for one that is gone, or as good as gone. */
async function read(client: SecretsManagerClient, SecretId: string): Promise<string | undefined> {
  try {
    const found = await ifThere(client.send(new GetResourcePolicyCommand({ SecretId })));
    return found && (found.ResourcePolicy ?? '');
  } catch (error) {
    if (failureOf(error).code === 'InvalidRequestException') return undefined;
    throw error;
  }
}
function told(event: HistoryEvent): ToldPolicy {
  if (isEvent(event, 'secretsmanager:PutResourcePolicy')) return policyText(event.request?.['resourcePolicy']);
  return isEvent(event, 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:CreateSecret') ? '' : undefined;
}

export default defineKind<SecretPolicy>({
  id: 'secretsmanager/secret-policy', version: 1, title: say('Resource policy of a secret'), scope: 'regional', role: 'data',
  reads: [...READS_SECRETS.slice(0, 1), 'secretsmanager:GetResourcePolicy'],

  async *list(scan) {
    const secrets = (await secretsInScan(scan)).filter((s) => s.DeletedDate === undefined);
    const client = await scan.aws.client('secretsmanager');
    const policies = await inParallel(secrets, 8, async ({ ARN }) => {
      try { return await read(client, ARN); } catch (error) { scan.gap('secretsmanager:GetResourcePolicy', error, ARN); return undefined; }
    });
    for (const [i, { ARN, Name }] of secrets.entries()) {
      const policy = policies[i];
      if (policy !== undefined) yield policyOfSecret(ARN, Name, scan.region, policy);
    }
  },
  async look(aws, rs) {
    const client = await aws.client('secretsmanager');
    return inParallel(rs, 8, async (r) => {
      const policy = r.uid === `${r.secretArn}/policy` ? await read(client, r.secretArn) : undefined;
      return policy === undefined ? undefined : policyOfSecret(r.secretArn, r.name, aws.region, policy);
    });
  },

  traces: {
    ids: (r) => [r.secretArn, r.name],
    created: [],
    changed: ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:CreateSecret'], whole: ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy'],
    concerns: (r, { request }) => request?.['secretId'] === r.secretArn || request?.['secretId'] === r.name || request?.['name'] === r.name,
  },
  recall: (_, history) => recallPolicy(history, told),
  judge: (r, context) => judgePolicy(r, context, ['T1098', 'T1555.006']),

  actions: policyActions<SecretPolicy>({
    thing: (r) => say('the secret {{secret}}', { secret: r.name }),
    put: {
      operation: 'secretsmanager:PutResourcePolicy', input: (r, policy) => ({ SecretId: r.secretArn, ResourcePolicy: policy }),
      send: async (aws, r, policy) => (await aws.client('secretsmanager')).send(new PutResourcePolicyCommand({ SecretId: r.secretArn, ResourcePolicy: policy })),
    },
    remove: {
      operation: 'secretsmanager:DeleteResourcePolicy', input: (r) => ({ SecretId: r.secretArn }),
      send: async (aws, r) => (await aws.client('secretsmanager')).send(new DeleteResourcePolicyCommand({ SecretId: r.secretArn })),
    },
  }),
});
