// An inline policy of a role: taken away, or given back its last good text. What revokes the role's sessions is `iam/role-session`'s.
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { textIn } from '../recalling.ts';
import { absent, inlineActions, judgeInline, recallInline, type InlinePolicyOf } from './parts/inline-actions.ts';
import { authorizationDetails, READS_DETAILS, type RoleDetail } from './parts/authorization-details.ts';
import { REVOKE_NAME } from './parts/deny-policies.ts';
import { rolePolicy } from './parts/principal-reads.ts';
import { rolesNow } from './parts/role-ids.ts';
import { unmodifiable } from './parts/role-limits.ts';
import type { Role } from './role.ts';

export interface RolePolicy extends InlinePolicyOf {
  readonly roleName: string;
  readonly roleId: string;
  /** The role's. AWS lets nobody change roles below `/aws-service-role/` and `/aws-reserved/`. */
  readonly path: string;
}

const policyOf = ({ arn, roleName, roleId, path }: Pick<RoleDetail, 'arn' | 'roleName' | 'roleId' | 'path'>, name: string, document: string | null): RolePolicy => ({
  arn: ownArn('iam/role-policy', 'aws-global', roleName, name), uid: `${roleId}/${name}`, name, region: 'aws-global', owner: arn, roleName, roleId, path, document,
});
const named = (policy: RolePolicy) => ({ RoleName: policy.roleName, PolicyName: policy.name });

export default defineKind<RolePolicy>({
  id: 'iam/role-policy', version: 1, title: say('Inline policy of an IAM role'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetRole', 'iam:GetRolePolicy'],

  async *list(scan) {
    for (const role of (await authorizationDetails(scan)).roles) {
      for (const { name, document } of role.inline) {
        if (name !== REVOKE_NAME) yield policyOf(role, name, document);
      }
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const roles = await rolesNow(aws, rs.map((r) => r.roleName));
    return inParallel(rs, 8, async (r) => {
      const role = roles.get(r.roleName);
      const document = role?.roleId === r.roleId ? await rolePolicy(client, r.roleName, r.name) ?? absent(r) : undefined;
      return role && document !== undefined ? policyOf(role, r.name, document) : undefined;
    });
  },

  traces: {
    ids: (policy) => [policy.name],
    created: ['iam:PutRolePolicy'],
    changed: ['iam:DeleteRolePolicy'],
    concerns: (policy, { request }) => request?.['roleName'] === policy.roleName && request['policyName'] === policy.name,
  },

  taken: { by: 'iam:DeleteRolePolicy', place: ({ roleName, policyName }, find) => { const role = find('iam/role', roleName) as Role | undefined, name = textIn(policyName); return role && name !== undefined && name !== REVOKE_NAME ? policyOf(role, name, null) : undefined; } },
  judge: (policy, context) => judgeInline(policy, context),
  recall: (policy, history) => recallInline(policy, history),

  actions: inlineActions<RolePolicy>({
    put: { operation: 'iam:PutRolePolicy', send: (client, policy, PolicyDocument) => client.send(new PutRolePolicyCommand({ ...named(policy), PolicyDocument })) },
    remove: { operation: 'iam:DeleteRolePolicy', send: (client, policy) => client.send(new DeleteRolePolicyCommand(named(policy))) },
    named, whose: (policy) => policy.roleName,
    title: (policy) => say('Take the inline policy {{policy}} away from role {{role}}', { policy: policy.name, role: policy.roleName }),
    breaks: (policy) => say('Whoever works as role {{role}} may no longer do what only this policy allows.', { role: policy.roleName }),
    impossible: (policy) => unmodifiable(policy.roleName, policy.path),
    cuts: (policy) => [policy.owner ?? ''],
  }),
});
