// A customer managed policy: saved with all its versions, then deleted completely. It cannot be switched off: its attachments are what is contained.
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { authorizationDetails, READS_DETAILS, type OwnPolicy } from './parts/authorization-details.ts';
import { policyDeletion, POLICY_DELETION_OPERATIONS } from './parts/policy-deletion.ts';
import { readPolicy, READS_POLICY, usesOf, type PolicyUses } from './parts/policy-reads.ts';
import { preserving } from './parts/preservation.ts';
import { rolesNow } from './parts/role-ids.ts';
import { unmodifiable } from './parts/role-limits.ts';

export interface Policy extends Resource, Omit<OwnPolicy, 'arn' | 'createdAt'> {
  /** Who has it and whom it bounds. Two reads a policy: not listed, asked when it is looked at. */
  readonly uses?: PolicyUses;
  /** Roles among them that nobody can change (Identity Center's): while they have it, it cannot be deleted. */
  readonly fixed?: readonly { readonly roleName: string; readonly path: string }[];
}
const UNUSED: PolicyUses = { users: [], groups: [], roles: [], boundedUsers: [], boundedRoles: [] };

const policyOf = (detail: OwnPolicy): Policy => ({ ...detail, uid: detail.policyId, name: detail.policyName, region: 'aws-global' });
const deletionOf = (policy: Policy) => policyDeletion(policy, policy.uses ?? UNUSED);

async function look(aws: ReadAws, r: Policy): Promise<Policy | undefined> {
  const client = await aws.client('iam');
  const detail = await readPolicy(client, r.arn);
  const uses = detail?.policyId === r.uid ? await ifThere(usesOf(client, r.arn)) : undefined;
  if (!detail || !uses) return undefined;
  const roles = [...(await rolesNow(aws, [...uses.roles, ...uses.boundedRoles])).values()];
  const fixed = roles.flatMap((role) => (role && unmodifiable(role.roleName, role.path) ? [{ roleName: role.roleName, path: role.path }] : []));
  return { ...policyOf(detail), uses, fixed };
}

async function deletePolicy(aws: ChangeAws, policy: Policy, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const { strip, end } = deletionOf(policy);
  for (const step of strip) await patiently(deed, () => ifThere(step.send(client)));
  const now = await readPolicy(client, policy.arn);
  const uses = now?.policyId === policy.uid ? await ifThere(usesOf(client, policy.arn)) : undefined;
  const left = now && uses ? policyDeletion(now, uses).strip.map((p) => p.call.operation.replace('iam:', '')) : [];
  if (left.length > 0) throw failed(say('Somebody used or changed the policy {{policy}} while it was being deleted (still to do: {{left}}). That was not touched; look at the policy again and approve its deletion anew.', { policy: policy.name, left }));
  await patiently(deed, () => ifThere(end.send(client)));
}

function breaks({ uses = UNUSED }: Policy): Text {
  const have = [...uses.users, ...uses.groups, ...uses.roles];
  const bounded = [...uses.boundedUsers, ...uses.boundedRoles];
  if (bounded.length > 0) return say('{{have}} may no longer do what only this policy allows. It is the permissions boundary of {{bounded}}: without it nothing bounds them.', { have: have.length > 0 ? have : '0', bounded });
  return have.length > 0 ? say('{{have}} may no longer do what only this policy allows.', { have }) : say('Nobody has this policy.');
}

export default defineKind<Policy>({
  id: 'iam/policy', version: 1, title: say('Customer managed policy'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, ...READS_POLICY, 'iam:ListEntitiesForPolicy', 'iam:GetRole'],

  async *list(scan) {
    for (const detail of (await authorizationDetails(scan)).policies) yield policyOf(detail);
  },

  look: (aws, rs) => inParallel(rs, 4, (r) => look(aws, r)),

  // New and switched versions are `iam/policy-version`'s; a version that is gone shows here alone.
  traces: { ids: (policy) => [policy.arn], created: ['iam:CreatePolicy'], changed: ['iam:DeletePolicyVersion'] },

  actions: {
    preserve: preserving({
      title: (policy) => say('Save the policy {{policy}} with the text of all its versions ({{n}}), and who uses it', { policy: policy.name, n: policy.versions.length }),
      file: (policy) => `policy-${policy.name}`, operation: 'iam:GetPolicyVersion',
    }),
    eradicate: {
      operations: POLICY_DELETION_OPERATIONS,
      title: (policy) => say('Delete the policy {{policy}} with all its versions', { policy: policy.name }),
      destroys: (policy) => say('Versions: {{versions}}.', { versions: policy.versions.length }),
      breaks,
      impossible: ({ fixed: [role] = [] }) => role && unmodifiable(role.roleName, role.path),
      calls: (policy) => {
        const { strip, end } = deletionOf(policy);
        return [...strip, end].map((p) => p.call);
      },
      done: (now) => now === undefined,
      apply: deletePolicy,
      undo: irreversible(say('AWS does not give a deleted policy back. Its text is kept with the evidence; made anew it must be attached again to each who needs it.')),
    },
  },
});
