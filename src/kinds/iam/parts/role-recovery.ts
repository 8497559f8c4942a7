// A role that a stranger opened to himself gets its last good trust back, out of its own history.
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { say } from '../../../core/text.ts';
import type { JsonObject } from '../../../core/types.ts';
import { globalCall, type Action, type HistoryEvent } from '../../kind.ts';
import { isForeign, lastOwn, textIn } from '../../recalling.ts';
import { differenceOf, saysTheSame } from '../../statement-diff.ts';
import type { Role } from '../role.ts';
import { unmodifiable } from './role-limits.ts';

const trustIn = ({ event, request }: HistoryEvent): string | undefined =>
  textIn(event === 'iam:CreateRole' ? request?.['assumeRolePolicyDocument'] : event === 'iam:UpdateAssumeRolePolicy' ? request?.['policyDocument'] : undefined);

/** The trust that somebody else than the stranger wrote last. Nothing where the stranger never touched the trust, or the history does not reach back that far. */
export function recallTrust(history: readonly HistoryEvent[]): JsonObject | undefined {
  if (!history.some((e) => isForeign(e) && trustIn(e) !== undefined)) return undefined;
  const last = lastOwn(history, (e) => trustIn(e) !== undefined);
  const trust = last && trustIn(last);
  return trust === undefined ? undefined : { trust };
}

const aimOf = (role: Role): string => textIn(role.aim?.['trust']) ?? role.trust;
const sent = (role: Role, PolicyDocument: string) => ({ RoleName: role.name, PolicyDocument });

export const recoverTrust: Action<Role> = {
  operations: ['iam:UpdateAssumeRolePolicy'],
  title: (role) => say('Give role {{role}} back the trust that it had before the stranger', { role: role.name }),
  impossible: (role) => unmodifiable(role.name, role.path),
  breaks: (role) => differenceOf(role.trust, aimOf(role)),
  calls: (role) => [globalCall('iam:UpdateAssumeRolePolicy', sent(role, aimOf(role)))],
  undoCalls: (before) => [globalCall('iam:UpdateAssumeRolePolicy', sent(before, before.trust))],
  done: (now) => now !== undefined && saysTheSame(now.trust, aimOf(now)),
  undone: (now, before) => now !== undefined && saysTheSame(now.trust, before.trust),
  apply: async (aws, role) => { await (await aws.client('iam')).send(new UpdateAssumeRolePolicyCommand(sent(role, aimOf(role)))); },
  undo: async (aws, before) => { await (await aws.client('iam')).send(new UpdateAssumeRolePolicyCommand(sent(before, before.trust))); },
  undoReopens: true,
};
