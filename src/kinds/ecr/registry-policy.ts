// Who may replicate into an ECR registry or read through it, by the registry's own policy: one in each Region.
import { DeleteRegistryPolicyCommand, GetRegistryPolicyCommand, PutRegistryPolicyCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { foreignPrincipals, samePolicy, withoutForeign } from '../foreign-principals.ts';
import { defineKind } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { aimOf, recallPolicy } from './parts/policy-recall.ts';

interface RegistryPolicy extends Resource {
  /** As AWS keeps it; `null` where the registry has none. */
  readonly policy: string | null;
}
const EVENTS = ['ecr:PutRegistryPolicy', 'ecr:DeleteRegistryPolicy'] as const;

async function policyOf(client: ECRClient): Promise<string | null> {
  try {
    return (await client.send(new GetRegistryPolicyCommand({}))).policyText ?? null;
  } catch (error) {
    if (failureOf(error).code === 'RegistryPolicyNotFoundException') return null;
    throw error;
  }
}
async function read(aws: ReadAws): Promise<RegistryPolicy> {
  const { accountId, partition, region } = aws;
  const arn = `arn:${partition}:ecr:${region}:${accountId}:registry-policy`;
  return { arn, uid: arn, name: `registry ${accountId}`, region, policy: await policyOf(await aws.client('ecr')) };
}

const accountOf = (r: Resource): string => r.arn.split(':')[4] ?? '';
const outsiders = (r: RegistryPolicy): readonly string[] => (r.policy === null ? [] : foreignPrincipals(r.policy, accountOf(r)));
const narrowed = (r: RegistryPolicy): string | null => (r.policy === null ? null : withoutForeign(r.policy, accountOf(r)) ?? null);
const call = (r: RegistryPolicy, policy: string | null): Call => (policy === null ? { operation: 'ecr:DeleteRegistryPolicy', region: r.region, input: {} } : { operation: 'ecr:PutRegistryPolicy', region: r.region, input: { policyText: policy } });
async function set(aws: ChangeAws, policy: string | null): Promise<void> {
  const client = await aws.client('ecr');
  if (policy === null) await ifThere(client.send(new DeleteRegistryPolicyCommand({})));
  else await client.send(new PutRegistryPolicyCommand({ policyText: policy }));
}
const isPolicy = (now: RegistryPolicy | undefined, policy: string | null): boolean => now !== undefined && (now.policy === null || policy === null ? now.policy === policy : samePolicy(now.policy, policy));

export default defineKind<RegistryPolicy>({
  id: 'ecr/registry-policy', version: 1, title: say('Policy of the ECR registry'), scope: 'regional', role: 'setting',
  reads: ['ecr:GetRegistryPolicy'],

  async *list({ aws }) {
    const found = await read(aws);
    if (found.policy !== null) yield found;
  },

  async look(aws, rs) {
    const now = await read(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },

  traces: {
    ids: () => EVENTS,
    created: [],
    changed: EVENTS,
  },
  recall: (_, history) => recallPolicy(history, 'ecr:PutRegistryPolicy', 'ecr:DeleteRegistryPolicy', ''),

  judge: (r, { attributed }) => {
    const named = outsiders(r);
    if (attributed || named.length === 0) return undefined;
    return { verdict: 'suspicious', because: say('The policy of the ECR registry in {{region}} lets others in: {{accounts}}.', { region: r.region, accounts: named }), techniques: ['T1525'] };
  },

  actions: {
    contain: {
      operations: ['ecr:PutRegistryPolicy', 'ecr:DeleteRegistryPolicy'],
      title: (r) => say('Let nobody of outside use the ECR registry in {{region}}', { region: r.region }),
      breaks: (r) => say('These can no longer replicate images into it: {{accounts}}.', { accounts: outsiders(r) }),
      calls: (r) => (outsiders(r).length === 0 ? [] : [call(r, narrowed(r))]),
      undoCalls: (before) => [call(before, before.policy)],
      done: (now) => now !== undefined && outsiders(now).length === 0,
      apply: (aws, r) => (outsiders(r).length === 0 ? Promise.resolve() : set(aws, narrowed(r))),
      undo: (aws, before) => set(aws, before.policy),
      undone: (now, before) => isPolicy(now, before.policy),
      undoReopens: true,
    },
    recover: {
      operations: ['ecr:PutRegistryPolicy', 'ecr:DeleteRegistryPolicy'],
      title: (r) => say('Give the ECR registry in {{region}} the policy back that it had before', { region: r.region }),
      breaks: () => say('Whoever has been let in since can no longer use it.'),
      calls: (r) => [call(r, aimOf(r))],
      undoCalls: (before) => [call(before, before.policy)],
      done: (now, { before }) => before !== undefined && isPolicy(now, aimOf(before)),
      apply: (aws, r) => set(aws, aimOf(r)),
      undo: (aws, before) => set(aws, before.policy),
      undone: (now, before) => isPolicy(now, before.policy),
      undoReopens: true,
    },
  },
});
