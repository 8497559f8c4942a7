// The permissions boundary of a user or role: what a stranger loosened or took off is set again as it last was.
import { DeleteRolePermissionsBoundaryCommand, DeleteUserPermissionsBoundaryCommand, GetRoleCommand, GetUserCommand, PutRolePermissionsBoundaryCommand, PutUserPermissionsBoundaryCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn, type Action, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, lastOwn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { awsDenyAll, partitionOf } from './parts/deny-policies.ts';
import { unmodifiable } from './parts/role-limits.ts';

export interface PermissionsBoundary extends Resource {
  readonly of: 'user' | 'role';
  /** The role's. AWS lets nobody change roles below `/aws-service-role/` and `/aws-reserved/`. */
  readonly path: string;
  /** `null` where nothing bounds it. */
  readonly boundary: Arn | null;
}

interface Principal { readonly of: 'user' | 'role'; readonly arn: Arn; readonly id: string; readonly name: string; readonly path: string; readonly boundary: Arn | undefined }
const boundaryOf = ({ of, arn, id, name, path, boundary = null }: Omit<Principal, 'boundary'> & { readonly boundary?: Arn | null | undefined }): PermissionsBoundary => ({
  arn: ownArn('iam/permissions-boundary', 'aws-global', `${of}/${name}`, 'boundary'), uid: `${id}/boundary`, name, region: 'aws-global', owner: arn, of, path, boundary,
});

async function principalNow(client: IAMClient, { of, name }: PermissionsBoundary): Promise<PermissionsBoundary | undefined> {
  if (of === 'user') {
    const user = (await ifThere(client.send(new GetUserCommand({ UserName: name }))))?.User;
    return user && boundaryOf({ of, arn: user.Arn ?? '', id: user.UserId ?? '', name, path: '/', boundary: user.PermissionsBoundary?.PermissionsBoundaryArn });
  }
  const role = (await ifThere(client.send(new GetRoleCommand({ RoleName: name }))))?.Role;
  return role && boundaryOf({ of, arn: role.Arn ?? '', id: role.RoleId ?? '', name, path: role.Path ?? '/', boundary: role.PermissionsBoundary?.PermissionsBoundaryArn });
}

const PUT = ['iam:PutUserPermissionsBoundary', 'iam:PutRolePermissionsBoundary'] as const;
const DELETE = ['iam:DeleteUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'] as const;
const MADE = ['iam:CreateUser', 'iam:CreateRole'] as const;

/** What the stranger never set is not given back, and neither is anything to a principal that the stranger made. */
const isTampered = (history: readonly HistoryEvent[]): boolean => history.some((e) => isForeign(e) && isEvent(e, ...PUT, ...DELETE)) && !history.some((e) => isForeign(e) && isEvent(e, ...MADE));
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const last = isTampered(history) ? lastOwn(history, () => true) : undefined;
  // What denies everything is the stranger's where he set it last, and this tool's where not.
  return last && { boundary: isEvent(last, ...DELETE) ? null : textIn(last.request?.['permissionsBoundary']) ?? null, set: textIn(history.at(-1)?.request?.['permissionsBoundary']) ?? null };
}

const aimOf = (r: PermissionsBoundary): Arn | null => textIn(r.aim?.['boundary']) ?? null;
const named = (r: PermissionsBoundary) => (r.of === 'user' ? { UserName: r.name } : { RoleName: r.name });
function setting(r: PermissionsBoundary, boundary: Arn | null): Call {
  if (boundary === null) return globalCall(r.of === 'user' ? 'iam:DeleteUserPermissionsBoundary' : 'iam:DeleteRolePermissionsBoundary', named(r));
  return globalCall(r.of === 'user' ? 'iam:PutUserPermissionsBoundary' : 'iam:PutRolePermissionsBoundary', { ...named(r), PermissionsBoundary: boundary });
}
async function set(aws: ChangeAws, { of, name }: PermissionsBoundary, boundary: Arn | null): Promise<void> {
  const client = await aws.client('iam');
  if (boundary === null) await ifThere(of === 'user' ? client.send(new DeleteUserPermissionsBoundaryCommand({ UserName: name })) : client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name })));
  else await (of === 'user' ? client.send(new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary: boundary })) : client.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: boundary })));
}

const told = (boundary: Arn | null) => boundary ?? say('none');
const recover: Action<PermissionsBoundary> = {
  operations: [...PUT, ...DELETE],
  title: (r) => say('Give {{name}} back the permissions boundary that it had before the stranger', { name: r.name }),
  breaks: (r) => say('{{name}} is bounded by: {{now}}. It becomes: {{aim}}.', { name: r.name, now: told(r.boundary), aim: told(aimOf(r)) }),
  impossible: (r) => unmodifiable(r.name, r.path) ?? (r.boundary === awsDenyAll(partitionOf(r.owner ?? '')) && ![aimOf(r), r.aim?.['set']].includes(r.boundary)
    ? say('The boundary of {{name}} is AWSDenyAll now: it holds whoever works as {{name}}. Give that back first.', { name: r.name }) : undefined),
  calls: (r) => [setting(r, aimOf(r))],
  undoCalls: (before) => [setting(before, before.boundary)],
  done: (now) => now !== undefined && now.boundary === aimOf(now),
  apply: (aws, r) => set(aws, r, aimOf(r)),
  undo: (aws, before) => set(aws, before, before.boundary),
  undoReopens: true,
};

export default defineKind<PermissionsBoundary>({
  id: 'iam/permissions-boundary', version: 1, title: say('Permissions boundary'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetUser', 'iam:GetRole'],

  async *list(scan) {
    const { users, roles } = await authorizationDetails(scan);
    for (const u of users) yield boundaryOf({ of: 'user', arn: u.arn, id: u.userId, name: u.userName, path: '/', boundary: u.boundary });
    for (const r of roles) yield boundaryOf({ of: 'role', arn: r.arn, id: r.roleId, name: r.roleName, path: r.path, boundary: r.boundary });
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, async (r) => {
      const now = await principalNow(client, r);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  // Who makes a user or role sets its first boundary, or none.
  traces: {
    ids: (r) => [r.name],
    created: [],
    changed: [...PUT, ...DELETE, ...MADE],
    concerns: (r, { request }) => request?.[r.of === 'user' ? 'userName' : 'roleName'] === r.name,
  },

  judge: (_, { attributed, history = [] }) => attributed && (isTampered(history) ? { ...attributed, techniques: ['T1098'] } : { ...attributed, verdict: 'benign' }),
  recall: (_, history) => recall(history),
  actions: { recover },
});
