// A hybrid activation: a code by which machines outside of AWS become managed nodes with a role of the account. Deleted where a stranger made it.
import { DeleteActivationCommand, paginateDescribeActivations, type Activation as AwsActivation, type SSMClient } from '@aws-sdk/client-ssm';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, ownArn } from '../kind.ts';
import { preserving } from '../iam/parts/preservation.ts';

export interface Activation extends Resource {
  /** The name of the role that its machines work as. */
  readonly iamRole: string;
  readonly limit: number;
  readonly expiresAt: string;
  readonly description: string;
  readonly seen?: { readonly registered: number; readonly expired: boolean };
}
const activationOf = (a: AwsActivation, region: string): Activation => {
  const id = a.ActivationId ?? '';
  return {
    arn: ownArn('ssm/activation', region, '', id), uid: id, name: id, region, createdAt: a.CreatedDate?.toISOString() ?? '', iamRole: a.IamRole ?? '', limit: a.RegistrationLimit ?? 1, expiresAt: a.ExpirationDate?.toISOString() ?? '', description: a.Description ?? '',
    seen: { registered: a.RegistrationsCount ?? 0, expired: a.Expired ?? false },
  };
};
async function all(client: SSMClient, region: string): Promise<Activation[]> {
  const found: Activation[] = [];
  for await (const { ActivationList = [] } of paginateDescribeActivations({ client }, {})) found.push(...ActivationList.map((a) => activationOf(a, region)));
  return found;
}
const isGone = (error: unknown): boolean => ['InvalidActivation', 'InvalidActivationId'].includes(failureOf(error).code);

export default defineKind<Activation>({
  id: 'ssm/activation', version: 1, title: say('Hybrid activation'), scope: 'regional', role: 'credential',
  reads: ['ssm:DescribeActivations'],

  async *list({ aws, region }) { yield* await all(await aws.client('ssm'), region); },

  // There are few, and AWS tells a deleted one apart by nothing but its absence.
  async look(aws, rs) {
    const now = new Map((await all(await aws.client('ssm'), aws.region)).map((a) => [a.uid, a]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: { ids: (r) => [r.uid], created: ['ssm:CreateActivation'], changed: [] },

  actions: {
    preserve: preserving({ title: (r) => say('Save the hybrid activation {{activation}} as it is', { activation: r.name }), file: (r) => `ssm-activation-${r.region}-${r.name}`, operation: 'ssm:DescribeActivations' }),
    eradicate: {
      operations: ['ssm:DeleteActivation'],
      title: (r) => say('Delete the hybrid activation {{activation}} in {{region}}', { activation: r.name, region: r.region }),
      breaks: (r) => say('No more machines can register with it. Those that did ({{n}}) stay managed nodes with the role {{role}}.', { n: r.seen?.registered ?? 0, role: r.iamRole }),
      calls: (r) => [{ operation: 'ssm:DeleteActivation', region: r.region, input: { ActivationId: r.uid } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        try { await (await aws.client('ssm')).send(new DeleteActivationCommand({ ActivationId: r.uid })); } catch (error) { if (!isGone(error)) throw error; }
      },
      undo: irreversible(say('AWS showed its code once and gives a deleted activation back to nobody; a new one can be made.')),
    },
  },
});
