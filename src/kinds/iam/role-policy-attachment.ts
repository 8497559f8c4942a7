// A managed policy attached to a role: detached, and attached again. AWS's quarantine is never touched.
import { AttachRolePolicyCommand, DetachRolePolicyCommand, paginateListAttachedRolePolicies } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { attachedActions, judgeAttached, placeOf, policyIn, recallAttached } from './parts/attaching.ts';
import { attachedOf, authorizationDetails, READS_DETAILS, type ManagedPolicy, type RoleDetail } from './parts/authorization-details.ts';
import { all } from './parts/principal-reads.ts';
import { isQuarantineArn } from './parts/quarantine-name.ts';
import { rolesNow } from './parts/role-ids.ts';
import { unmodifiable } from './parts/role-limits.ts';
import type { Role } from './role.ts';

export interface RolePolicyAttachment extends Resource {
  readonly roleName: string;
  readonly roleId: string;
  /** The role's. AWS lets nobody change roles below `/aws-service-role/` and `/aws-reserved/`. */
  readonly path: string;
  readonly policyArn: Arn;
}
const OFF = 'iam:DetachRolePolicy';

const attachmentOf = ({ arn, roleName, roleId, path }: Pick<RoleDetail, 'arn' | 'roleName' | 'roleId' | 'path'>, policy: ManagedPolicy): RolePolicyAttachment => ({
  arn: ownArn('iam/role-policy-attachment', 'aws-global', roleName, policy.arn), uid: `${roleId}/${policy.arn}`, name: policy.name, region: 'aws-global', owner: arn,
  roleName, roleId, path, policyArn: policy.arn,
});
const named = (attachment: RolePolicyAttachment) => ({ RoleName: attachment.roleName, PolicyArn: attachment.policyArn });

export default defineKind<RolePolicyAttachment>({
  id: 'iam/role-policy-attachment', version: 1, title: say('Managed policy attached to an IAM role'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetRole', 'iam:ListAttachedRolePolicies'],

  async *list(scan) {
    for (const role of (await authorizationDetails(scan)).roles) {
      for (const policy of role.attached.filter((p) => !isQuarantineArn(p.arn))) yield attachmentOf(role, policy);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const roles = await rolesNow(aws, rs.map((r) => r.roleName));
    const attached = new Map(await inParallel([...roles.keys()], 8, async (name) =>
      [name, attachedOf(await ifThere(all(paginateListAttachedRolePolicies({ client }, { RoleName: name }), (page) => page.AttachedPolicies)))] as const));
    return rs.map((r) => {
      const role = roles.get(r.roleName);
      const found = attached.get(r.roleName)?.find((p) => p.arn === r.policyArn);
      if (role?.roleId !== r.roleId) return undefined;
      return found ? attachmentOf(role, found) : placeOf(r);
    });
  },

  traces: {
    ids: (attachment) => [attachment.policyArn],
    created: ['iam:AttachRolePolicy'],
    changed: [OFF],
    concerns: (attachment, { request }) => request?.['roleName'] === attachment.roleName && request['policyArn'] === attachment.policyArn,
  },

  taken: { by: OFF, place: ({ roleName, policyArn }, find) => { const role = find('iam/role', roleName) as Role | undefined, policy = policyIn(policyArn); return role && policy && attachmentOf(role, policy); } },
  judge: (r, context) => judgeAttached(r, context, OFF),
  recall: (_, history) => recallAttached(history, OFF),

  actions: attachedActions<RolePolicyAttachment>({
    on: { operation: 'iam:AttachRolePolicy', send: (client, r) => client.send(new AttachRolePolicyCommand(named(r))) },
    off: { operation: OFF, send: (client, r) => client.send(new DetachRolePolicyCommand(named(r))) },
    named, from: (r) => r.roleName,
    title: (r) => say('Detach the policy {{policy}} from role {{role}}', { policy: r.name, role: r.roleName }),
    breaks: (r) => say('Whoever works as role {{role}} may no longer do what only this policy allows.', { role: r.roleName }),
    impossible: (r) => unmodifiable(r.roleName, r.path),
    cuts: (r) => [r.owner ?? ''],
  }),
});
