// A role that a stranger opened to himself gets its last good trust back, and the length of its sessions, out of its own history.
import { UpdateAssumeRolePolicyCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../../aws/session.ts';
import { say } from '../../../core/text.ts';
import type { Call, JsonObject } from '../../../core/types.ts';
import { givingBackTitle } from '../../giving-back.ts';
import { globalCall, type Action, type HistoryEvent } from '../../kind.ts';
import { isForeign, lastOwn, ownMembers, textIn } from '../../recalling.ts';
import { differenceOf, saysTheSame } from '../../statement-diff.ts';
import type { Role } from '../role.ts';
import { unmodifiable } from './role-limits.ts';

const trustIn = ({ event, request }: HistoryEvent): string | undefined =>
  textIn(event === 'iam:CreateRole' ? request?.['assumeRolePolicyDocument'] : event === 'iam:UpdateAssumeRolePolicy' ? request?.['policyDocument'] : undefined);

/** The trust that somebody else than the stranger wrote last. Nothing where the stranger never touched the trust, or the history does not reach back that far. */
function trustBefore(history: readonly HistoryEvent[]): string | undefined {
  const last = history.some((e) => isForeign(e) && trustIn(e) !== undefined) ? lastOwn(history, (e) => trustIn(e) !== undefined) : undefined;
  return last && trustIn(last);
}
/** Sessions last an hour where nobody says otherwise (IAM API reference, CreateRole). */
const WITHOUT = { maxSessionDuration: 3_600, description: '' };
export function recallRole(history: readonly HistoryEvent[]): JsonObject | undefined {
  const trust = trustBefore(history);
  const maxSession = ownMembers(history, 'iam:CreateRole', 'iam:UpdateRole', ['roleName'], WITHOUT)?.['maxSessionDuration'];
  return trust === undefined && maxSession === undefined ? undefined : { ...(trust === undefined ? {} : { trust }), ...(maxSession === undefined ? {} : { maxSession: Number(maxSession) }) };
}

/** The stranger set it, and nothing tells what it was. */
export function isUntold(history: readonly HistoryEvent[]): boolean {
  const aim = recallRole(history), theirs = history.filter((e) => isForeign(e) && e.event !== 'iam:CreateRole');
  return (aim?.['trust'] === undefined && theirs.some((e) => trustIn(e) !== undefined)) || (aim?.['maxSession'] === undefined && theirs.some((e) => e.request?.['maxSessionDuration'] !== undefined));
}

interface Held { readonly trust: string; readonly maxSession: number | undefined }
const held = ({ trust, maxSession }: Role): Held => ({ trust, maxSession });
const aimOf = (role: Role): Held => ({ trust: textIn(role.aim?.['trust']) ?? role.trust, maxSession: Number(role.aim?.['maxSession'] ?? NaN) || role.maxSession });
const isTrust = (role: Role): boolean => role.aim?.['trust'] !== undefined;
function leads(RoleName: string, from: Held, { trust: PolicyDocument, maxSession: MaxSessionDuration }: Held): Call[] {
  return [
    ...(saysTheSame(from.trust, PolicyDocument) ? [] : [globalCall('iam:UpdateAssumeRolePolicy', { RoleName, PolicyDocument })]),
    ...(MaxSessionDuration === undefined || from.maxSession === MaxSessionDuration ? [] : [globalCall('iam:UpdateRole', { RoleName, MaxSessionDuration })]),
  ];
}
async function lead(aws: ChangeAws, RoleName: string, from: Held, to: Held): Promise<void> {
  const client = await aws.client('iam');
  for (const { operation } of leads(RoleName, from, to)) {
    await (operation === 'iam:UpdateRole' ? client.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: to.maxSession })) : client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: to.trust })));
  }
}

export const recoverRole: Action<Role> = {
  operations: ['iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
  title: (role) => (isTrust(role) ? say('Give role {{role}} back the trust that it had before the stranger', { role: role.name }) : givingBackTitle(say('IAM role'), role.name, role.region)),
  impossible: (role) => unmodifiable(role.name, role.path),
  breaks: (role) => (isTrust(role) ? differenceOf(role.trust, aimOf(role).trust) : undefined),
  calls: (role) => leads(role.name, held(role), aimOf(role)),
  undoCalls: (before) => leads(before.name, aimOf(before), held(before)),
  done: (now) => now !== undefined && leads(now.name, held(now), aimOf(now)).length === 0,
  undone: (now, before) => now !== undefined && leads(now.name, held(now), held(before)).length === 0,
  apply: (aws, role) => lead(aws, role.name, held(role), aimOf(role)),
  undo: (aws, before) => lead(aws, before.name, aimOf(before), held(before)),
  undoReopens: true,
};
