// The sessions of a role: nobody new is let in (the trust is closed), then everything issued until now is denied, by AWS's clock.
import { DeleteRolePolicyCommand, GetRoleCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type Action, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, documentOf, instant, READS_DETAILS } from './parts/authorization-details.ts';
import { CLOSED_TRUST, deniesOlderThan, denyOlder, REVOKE_NAME, revokeTime, TIME_OF_CALL } from './parts/deny-policies.ts';
import { asGoverning, governing } from './parts/governing.ts';
import { rolePolicy } from './parts/principal-reads.ts';
import { unmodifiable } from './parts/role-limits.ts';

export interface RoleSession extends Resource {
  readonly roleName: string;
  readonly path: string;
  readonly trust: string;
  /** The text of `AWSRevokeOlderSessions`, where the role has one. */
  readonly revocation?: string;
}

interface Known { readonly arn: string; readonly roleName: string; readonly roleId: string; readonly path: string; readonly createdAt: string; readonly trust: string }
const sessionOf = (role: Known, revocation: string | undefined): RoleSession => ({
  arn: ownArn('iam/role-session', 'aws-global', role.roleName, 'sessions'), uid: role.roleId, name: role.roleName, region: 'aws-global', owner: role.arn, createdAt: role.createdAt,
  roleName: role.roleName, path: role.path, trust: role.trust, ...(revocation === undefined ? {} : { revocation }),
});

async function readSession(client: IAMClient, r: RoleSession): Promise<RoleSession | undefined> {
  const role = (await ifThere(client.send(new GetRoleCommand({ RoleName: r.roleName }))))?.Role;
  if (!role || role.RoleId !== r.uid) return undefined;
  return sessionOf({ arn: role.Arn ?? '', roleName: r.roleName, roleId: r.uid, path: role.Path ?? '/', createdAt: instant(role.CreateDate), trust: documentOf(role.AssumeRolePolicyDocument) }, await rolePolicy(client, r.roleName, REVOKE_NAME));
}

const trusting = (r: RoleSession, PolicyDocument: string) => ({ RoleName: r.roleName, PolicyDocument });
const revoking = (r: RoleSession, PolicyDocument: string) => ({ RoleName: r.roleName, PolicyName: REVOKE_NAME, PolicyDocument });
const unrevoking = (r: RoleSession) => ({ RoleName: r.roleName, PolicyName: REVOKE_NAME });

/** Trust first: a session revoked while the door is open is simply opened again. */
async function apply(aws: ChangeAws, r: RoleSession, deed: Deed): Promise<void> {
  const refusal = unmodifiable(r.roleName, r.path);
  if (refusal) throw failed(refusal);
  const client = await aws.client('iam');
  if (deed.way === 'close-trust' && r.trust !== CLOSED_TRUST) {
    await deed.making('closed', r.roleName);
    await client.send(new UpdateAssumeRolePolicyCommand(trusting(r, CLOSED_TRUST)));
  }
  const time = revokeTime(deed.awsNow());
  await deed.making('older-than', time);
  await client.send(new PutRolePolicyCommand(revoking(r, denyOlder(time))));
}

async function undo(aws: ChangeAws, before: RoleSession, made: Readonly<Record<string, string>>): Promise<void> {
  const client = await aws.client('iam');
  if (made['older-than'] !== undefined) {
    if (before.revocation === undefined) await ifThere(client.send(new DeleteRolePolicyCommand(unrevoking(before))));
    else await client.send(new PutRolePolicyCommand(revoking(before, before.revocation)));
  }
  if (made['closed'] !== undefined) await client.send(new UpdateAssumeRolePolicyCommand(trusting(before, before.trust)));
}

const contain: Action<RoleSession> = {
  operations: ['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  title: (r, way) => (way === 'close-trust' ? say('Let nobody take role {{role}} any more, and end all its sessions', { role: r.roleName })
    : say('End all sessions of role {{role}} that are open now', { role: r.roleName })),
  breaks: (r, way) => (way === 'close-trust' ? say('Nothing and nobody can use role {{role}}, until its trust is given back.', { role: r.roleName })
    : say('Whoever uses role {{role}} now must take it again; programs and instances mostly do so by themselves.', { role: r.roleName })),
  impossible: (r) => unmodifiable(r.roleName, r.path),
  cuts: (r) => [r.owner ?? ''],
  ways: (_, origin) => {
    const close = { id: 'close-trust', title: say('Close the role and end its sessions'), consequence: say('For a role that the stranger made or opened.') };
    const revoke = { id: 'revoke-only', title: say('End its sessions only'), consequence: say('For a role that others use rightly: who may take it can take it again.') };
    return origin === 'created' || origin === 'changed' ? [close, revoke] : [revoke, close];
  },
  calls: (r, way) => [
    ...(way === 'close-trust' ? [globalCall('iam:UpdateAssumeRolePolicy', trusting(r, CLOSED_TRUST))] : []),
    globalCall('iam:PutRolePolicy', revoking(r, denyOlder(TIME_OF_CALL))),
  ],
  undoCalls: (before, made): Call[] => [
    ...(made['older-than'] === undefined ? [] : [before.revocation === undefined ? globalCall('iam:DeleteRolePolicy', unrevoking(before)) : globalCall('iam:PutRolePolicy', revoking(before, before.revocation))]),
    ...(made['closed'] === undefined ? [] : [globalCall('iam:UpdateAssumeRolePolicy', trusting(before, before.trust))]),
  ],
  done: (now, { made, way }) => now !== undefined && deniesOlderThan(now.revocation, made['older-than']) && (way !== 'close-trust' || now.trust === CLOSED_TRUST),
  apply,
  undo,
  undoReopens: true,
};

export default defineKind<RoleSession>({
  id: 'iam/role-session', version: 1, title: say('Sessions of an IAM role'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetRole', 'iam:GetRolePolicy'],

  async *list(scan) {
    const details = await authorizationDetails(scan), may = governing(details);
    for (const role of details.roles) yield { ...sessionOf(role, role.inline.find((p) => p.name === REVOKE_NAME)?.document), ...asGoverning(may(role)) };
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, (r) => readSession(client, r));
  },

  traces: {
    ids: (r) => [r.roleName, r.owner ?? '', r.uid],
    created: ['iam:CreateRole'],
    changed: ['iam:UpdateAssumeRolePolicy'],
    used: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    concerns: (r, { request }) => request?.['roleName'] === r.roleName || request?.['roleArn'] === r.owner,
  },

  actions: { contain },
});
