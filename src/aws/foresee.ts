// Asks IAM beforehand which calls it will refuse to the caller (iam:SimulatePrincipalPolicy), so that a gate can say so.
import { isIncidentError } from '../core/errors.ts';
import { iamActionsOf } from '../core/iam-actions.ts';
import { say, type Text } from '../core/text.ts';
import type { Operation } from '../core/types.ts';
import { failureOf } from './errors.ts';
import type { Session } from './connect.ts';
import type { EvaluationResult } from '@aws-sdk/client-iam';

export const FORESEE_READS: readonly Operation[] = ['iam:SimulatePrincipalPolicy'];

/** Operations that will be refused, and why. Where it cannot be asked, each is `unknown`; root is never refused by IAM. */
export async function foresee(session: Session, operations: readonly Operation[]): Promise<ReadonlyMap<Operation, Text>> {
  const { caller } = session;
  const refused = new Map<Operation, Text>();
  if (caller.type === 'root' || operations.length === 0) return refused;
  const source = sourceArn(session);
  if (source === undefined) return new Map(operations.map((o) => [o, say('unknown: AWS cannot be asked for a session of this sort')]));
  try {
    const { paginateSimulatePrincipalPolicy } = await import('@aws-sdk/client-iam');
    const iam = await session.reads(FORESEE_READS).client('iam');
    const results: EvaluationResult[] = [];
    for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, { PolicySourceArn: source, ActionNames: [...new Set(operations.flatMap(iamActionsOf))] })) results.push(...page.EvaluationResults ?? []);
    for (const operation of operations) {
      const no = results.find((r) => iamActionsOf(operation).includes(r.EvalActionName ?? '') && r.EvalDecision !== 'allowed');
      if (no) refused.set(operation, no.EvalDecision === 'explicitDeny' ? say('a policy denies it to you') : say('no policy allows it to you'));
    }
    return refused;
  } catch (error) {
    if (isIncidentError(error)) throw error;
    // A role with a path is not found by its session's ARN; whatever it is, a gate must not fail for it.
    const { class: why, code } = failureOf(error);
    return new Map(operations.map((o) => [o, why === 'denied' ? say('unknown: you may not ask IAM beforehand') : say('unknown: IAM could not be asked beforehand ({{code}})', { code })]));
  }
}

/** The user or role whose policies count; sessions are asked as their role. */
function sourceArn({ caller }: Session): string | undefined {
  if (caller.type === 'user') return caller.arn;
  if (caller.type !== 'role-session' || caller.name.startsWith('AWSReservedSSO_')) return undefined;
  return `arn:${caller.partition}:iam::${caller.accountId}:role/${caller.name}`;
}
