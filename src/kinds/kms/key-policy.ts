// The policy of a KMS key: whom of outside it lets in is taken out, and the last good text given back.
import { GetKeyPolicyCommand, PutKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { say } from '../../core/text.ts';
import type { Arn } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judgePolicy, policyActions, policyText, recallPolicy, type ResourcePolicy, type ToldPolicy } from '../resource-policy.ts';
import { keysInScan, READS_KEYS } from './parts/keys.ts';

export interface KeyPolicy extends ResourcePolicy { readonly keyArn: Arn }

const policyOfKey = (keyArn: Arn, region: string, policy: string): KeyPolicy => ({
  arn: ownArn('kms/key-policy', region, keyArn, 'default'), uid: `${keyArn}/policy`, name: keyArn.slice(keyArn.lastIndexOf('/') + 1), region, owner: keyArn, keyArn, accountId: keyArn.split(':')[4] ?? '', policy,
});
const read = async (client: KMSClient, KeyId: string): Promise<string | undefined> => (await ifThere(client.send(new GetKeyPolicyCommand({ KeyId }))))?.Policy;

/** AWS's own first policy: the account decides by IAM. A key without it may be out of everybody's reach. */
const everything = ({ keyArn, accountId }: KeyPolicy): string => JSON.stringify({
  Version: '2012-10-17', Id: 'key-default-1',
  Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: `arn:${keyArn.split(':')[1] ?? 'aws'}:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' }],
});
const input = (r: KeyPolicy, Policy: string) => ({ KeyId: r.keyArn, PolicyName: 'default', Policy });

/** A key made without a policy has AWS's first one. */
const told = (r: KeyPolicy) => (event: HistoryEvent): ToldPolicy => {
  if (isEvent(event, 'kms:PutKeyPolicy')) return policyText(event.request?.['policy']);
  return isEvent(event, 'kms:CreateKey') ? policyText(event.request?.['policy']) ?? everything(r) : undefined;
};

export default defineKind<KeyPolicy>({
  id: 'kms/key-policy', version: 1, title: say('Policy of a KMS key'), scope: 'regional', role: 'data',
  reads: [...READS_KEYS, 'kms:GetKeyPolicy'],

  async *list(scan) {
    const keys = await keysInScan(scan);
    const client = await scan.aws.client('kms');
    const policies = await inParallel(keys, 8, async ({ Arn }) => {
      try { return await read(client, Arn); } catch (error) { scan.gap('kms:GetKeyPolicy', error, Arn); return undefined; }
    });
    for (const [i, key] of keys.entries()) {
      const policy = policies[i];
      if (policy !== undefined) yield policyOfKey(key.Arn, scan.region, policy);
    }
  },
  async look(aws, rs) {
    const client = await aws.client('kms');
    return inParallel(rs, 8, async (r) => {
      const policy = r.uid === `${r.keyArn}/policy` ? await read(client, r.keyArn) : undefined;
      return policy === undefined ? undefined : policyOfKey(r.keyArn, aws.region, policy);
    });
  },

  traces: {
    ids: (r) => [r.keyArn, r.name],
    created: [],
    changed: ['kms:PutKeyPolicy', 'kms:CreateKey'], whole: ['kms:PutKeyPolicy'],
  },
  recall: (r, history) => recallPolicy(history, told(r)),
  judge: (r, context) => judgePolicy(r, context, ['T1098']),

  actions: policyActions<KeyPolicy>({
    thing: (r) => say('the KMS key {{key}}', { key: r.name }),
    put: { operation: 'kms:PutKeyPolicy', input, send: async (aws, r, policy) => (await aws.client('kms')).send(new PutKeyPolicyCommand(input(r, policy))) },
    least: everything,
  }),
});
