// An IAM role: saved, then deleted completely. Its sessions are contained by `iam/role-session`.
import { DeleteServiceLinkedRoleCommand, GetRoleCommand, GetServiceLinkedRoleDeletionStatusCommand } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { untold } from '../standing.ts';
import { until } from '../waiting.ts';
import { authorizationDetails, READS_DETAILS, type RoleDetail } from './parts/authorization-details.ts';
import { READS_ROLE, readRole } from './parts/principal-reads.ts';
import { roleDeletion, ROLE_DELETION_OPERATIONS } from './parts/role-deletion.ts';
import { isUntold, recallRole, recoverRole } from './parts/role-recovery.ts';
import { unmodifiable } from './parts/role-limits.ts';
import { circlesOf } from './parts/trust-doors.ts';
import { judgeTrust } from './parts/trust-judgement.ts';

export interface Role extends Resource, Omit<RoleDetail, 'arn' | 'createdAt'> {
  /** Roles that this one can take turns with; listed, not looked at. */
  readonly seen?: { readonly circle: readonly string[] };
}

const roleOf = (detail: RoleDetail): Role => ({ ...detail, uid: detail.roleId, name: detail.roleName, region: 'aws-global' });

async function keep(aws: ChangeAws, role: Role, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const [found, detail] = await Promise.all([client.send(new GetRoleCommand({ RoleName: role.name })), readRole(client, role.name)]);
  const { Description = null, MaxSessionDuration = null, RoleLastUsed = null } = found.Role ?? {};
  const file = `role-${role.name}.json`;
  await deed.keep(file, `${JSON.stringify({ ...detail, description: Description, maxSessionDuration: MaxSessionDuration, lastUsed: RoleLastUsed }, null, 2)}\n`, { operation: 'iam:GetRole', requestId: found.$metadata.requestId });
  await deed.making('kept', file);
}

const isLinked = ({ path }: Role): boolean => path.startsWith('/aws-service-role/');
/** AWS looks first whether its service still uses the role, and says so. */
async function deleteLinked(aws: ChangeAws, role: Role, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const task = await ifThere(client.send(new DeleteServiceLinkedRoleCommand({ RoleName: role.name })));
  if (task) await until(deed, role.name, async () => {
    const { Status, Reason } = await client.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: task.DeletionTaskId }));
    if (Status === 'FAILED') throw failed(say('{{why}}', { why: Reason?.Reason ?? Status }));
    return Status === 'SUCCEEDED';
  });
}

async function deleteRole(aws: ChangeAws, role: Role, deed: Deed): Promise<void> {
  if (isLinked(role)) return deleteLinked(aws, role, deed);
  const client = await aws.client('iam');
  const { strip, end } = roleDeletion(role);
  const first = (deed.before as Role | undefined)?.profiles ?? [];
  // A run cut off between emptying a profile and deleting it left the empty profile behind.
  const forgotten = roleDeletion({ ...role, profiles: first.filter((p) => !role.profiles.includes(p)) }).strip.filter((p) => p.call.operation === 'iam:DeleteInstanceProfile');
  for (const step of [...forgotten, ...strip]) await patiently(deed, () => ifThere(step.send(client)));
  const now = await readRole(client, role.name);
  const left = now?.roleId === role.uid ? roleDeletion(now).strip.map((p) => p.call.operation.replace('iam:', '')) : [];
  if (left.length > 0) throw failed(say('Something was added to the role {{role}} while it was being deleted (still to do: {{left}}). It was not touched; look at the role again and approve its deletion anew.', { role: role.name, left }));
  for (const step of end) await patiently(deed, () => ifThere(step.send(client)));
}

export default defineKind<Role>({
  id: 'iam/role', version: 1, title: say('IAM role'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, ...READS_ROLE],

  async *list(scan) {
    const { roles } = await authorizationDetails(scan);
    const circles = circlesOf(roles);
    for (const detail of roles) {
      const circle = circles.get(detail.arn);
      yield { ...roleOf(detail), ...(circle ? { seen: { circle } } : {}) };
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 4, async (r) => {
      const detail = await readRole(client, r.name);
      return detail?.roleId === r.uid ? roleOf(detail) : undefined;
    });
  },

  traces: {
    ids: (role) => [role.name, role.uid, role.arn],
    created: ['iam:CreateRole', 'iam:CreateServiceLinkedRole'],
    changed: ['iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:AddRoleToInstanceProfile'],
    concerns: (role, { name, request, response }) => request?.['roleName'] === role.name || (name.endsWith('CreateServiceLinkedRole') && JSON.stringify(response).includes(JSON.stringify(role.arn))),
  },

  recall: (_, history) => recallRole(history),
  judge: (role, context) => (context.attributed && isUntold(context.history ?? []) ? untold(context.attributed) : judgeTrust(role, context)),

  actions: {
    recover: recoverRole,
    preserve: {
      operations: [],
      title: (role) => say('Save role {{role}} as it is: trust, policies, boundary, tags', { role: role.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ROLE_DELETION_OPERATIONS, reads: ['iam:GetServiceLinkedRoleDeletionStatus'],
      title: (role) => say('Delete role {{role}} with its policies', { role: role.name }),
      impossible: (role) => (isLinked(role) ? undefined : unmodifiable(role.name, role.path)),
      destroys: (role) => say('Policies: {{policies}}. Instance profiles that lose the role: {{profiles}}.', { policies: role.inline.length + role.attached.length, profiles: role.profiles.length }),
      cuts: (role) => [role.arn],
      calls: (role) => {
        if (isLinked(role)) return [globalCall('iam:DeleteServiceLinkedRole', { RoleName: role.name })];
        const { strip, end } = roleDeletion(role);
        return [...strip, ...end].map((p) => p.call);
      },
      done: (now) => now === undefined,
      apply: deleteRole,
      undo: irreversible(say('AWS does not give a deleted role back. One made anew under this name has another id, and policies that named the old one do not know it.')),
    },
  },
});
