// A version of a customer managed policy: another one is made the default again, and a stranger's is deleted.
import { DeletePolicyVersionCommand, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Instant, Origin, Resource, Way } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn, type Action } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, newestFirst, READS_DETAILS, type OwnPolicy } from './parts/authorization-details.ts';
import { readPolicy, READS_POLICY } from './parts/policy-reads.ts';
import { preserving } from './parts/preservation.ts';

export interface PolicyVersion extends Resource {
  readonly policyArn: Arn;
  readonly policyName: string;
  /** `v3`; AWS never uses a number again. */
  readonly versionId: string;
  readonly document: string;
  /** The version that is in force. */
  readonly defaultVersion: string;
  /** The policy's other versions, the newest first. */
  readonly others: readonly { readonly id: string; readonly createdAt: Instant }[];
}

const versionsOf = (policy: OwnPolicy): PolicyVersion[] => policy.versions.map(({ id, createdAt, document }) => ({
  arn: ownArn('iam/policy-version', 'aws-global', policy.arn, id), uid: `${policy.policyId}/${id}`, name: `${policy.policyName}:${id}`, region: 'aws-global', owner: policy.arn, createdAt,
  policyArn: policy.arn, policyName: policy.policyName, versionId: id, document, defaultVersion: policy.defaultVersion,
  others: policy.versions.filter((v) => v.id !== id).map((v) => ({ id: v.id, createdAt: v.createdAt })),
}));

const isDefault = (r: PolicyVersion): boolean => r.defaultVersion === r.versionId;
const target = (r: PolicyVersion, VersionId = r.versionId) => ({ PolicyArn: r.policyArn, VersionId });

/**
 * The version to go back to, likeliest first. AWS does not tell which one was the default before: a new version most likely took
 * the place of the newest that is older; a version that was switched to took the place of the newest of all. The operator sees the dates.
 */
function likely(r: PolicyVersion, origin: Origin): PolicyVersion['others'] {
  const isOlder = (v: { readonly id: string }): boolean => newestFirst(v, { id: r.versionId }) > 0;
  return origin === 'changed' ? r.others : [...r.others.filter(isOlder), ...r.others.filter((v) => !isOlder(v))];
}
const backTo = (r: PolicyVersion, way: string | undefined): string => way ?? likely(r, 'created')[0]?.id ?? '';

const contain: Action<PolicyVersion> = {
  operations: ['iam:SetDefaultPolicyVersion'],
  title: (r, way) => say('Make version {{back}} of the policy {{policy}} the default again, in the place of {{version}}', { back: backTo(r, way), policy: r.policyName, version: r.versionId }),
  breaks: (r, way) => say('Whoever has the policy {{policy}} may do what version {{back}} allows, at once.', { policy: r.policyName, back: backTo(r, way) }),
  impossible: (r, way) => {
    if (!isDefault(r)) return say('Version {{version}} of the policy {{policy}} is not in force: the default is {{other}}.', { version: r.versionId, policy: r.policyName, other: r.defaultVersion });
    return r.others.some((v) => v.id === backTo(r, way)) ? undefined
      : say('The policy {{policy}} has no other version to go back to. Take it away from those who have it, or put in a text that you know to be good.', { policy: r.policyName });
  },
  ways: (r, origin): readonly Way[] => likely(r, origin).map((v) => ({ id: v.id, title: say('Version {{version}}', { version: v.id }), consequence: say('It was made at {{at}}.', { at: v.createdAt }) })),
  calls: (r, way) => [globalCall('iam:SetDefaultPolicyVersion', target(r, backTo(r, way)))],
  undoCalls: (before) => [globalCall('iam:SetDefaultPolicyVersion', target(before, before.defaultVersion))],
  done: (now) => now !== undefined && !isDefault(now),
  undone: (now, before) => now?.defaultVersion === before.defaultVersion,
  apply: async (aws, r, deed) => { await (await aws.client('iam')).send(new SetDefaultPolicyVersionCommand(target(r, backTo(r, deed.way)))); },
  undo: async (aws, before) => { await (await aws.client('iam')).send(new SetDefaultPolicyVersionCommand(target(before, before.defaultVersion))); },
  undoReopens: true,
};

export default defineKind<PolicyVersion>({
  id: 'iam/policy-version', version: 1, title: say('Version of a customer managed policy'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, ...READS_POLICY],

  async *list(scan) {
    for (const policy of (await authorizationDetails(scan)).policies) yield* versionsOf(policy);
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const policies = await inParallel([...new Set(rs.map((r) => r.policyArn))], 4, (arn) => readPolicy(client, arn));
    const now = new Map(policies.flatMap((policy) => (policy ? versionsOf(policy) : [])).map((v) => [v.uid, v]));
    return rs.map((r) => now.get(r.uid));
  },

  // A new version's number is in the answer only; the first one is made with the policy, and goes with it.
  traces: {
    ids: (r) => [r.policyArn],
    created: ['iam:CreatePolicyVersion'],
    changed: ['iam:SetDefaultPolicyVersion'],
    concerns: (r, { request, response }) => {
      const made = response?.['policyVersion'];
      const told = typeof made === 'object' && made !== null && 'versionId' in made ? made.versionId : request?.['versionId'];
      return told === r.versionId;
    },
  },

  actions: {
    preserve: preserving({
      title: (r) => say('Save the text of version {{version}} of the policy {{policy}}', { version: r.versionId, policy: r.policyName }),
      file: (r) => `policy-${r.policyName}-${r.versionId}`, operation: 'iam:GetPolicyVersion',
    }),
    contain,
    eradicate: {
      operations: ['iam:DeletePolicyVersion'],
      title: (r) => say('Delete version {{version}} of the policy {{policy}}', { version: r.versionId, policy: r.policyName }),
      impossible: (r) => (isDefault(r) ? say('Version {{version}} is the default of the policy {{policy}}, and AWS does not delete the default. Make another version the default first.', { version: r.versionId, policy: r.policyName }) : undefined),
      calls: (r) => [globalCall('iam:DeletePolicyVersion', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('iam')).send(new DeletePolicyVersionCommand(target(r)))); },
      undo: irreversible(say('AWS never uses a version\'s number again. Its text is kept with the evidence.')),
    },
  },
});
