// What is said of a role whose trust is open by itself, whoever wrote it.
import { say, type Text } from '../../../core/text.ts';
import type { Judgement } from '../../../core/types.ts';
import type { JudgeContext } from '../../kind.ts';
import { unmodifiable } from './role-limits.ts';
import { doorsOf } from './trust-doors.ts';

interface Trusted { readonly roleName: string; readonly path: string; readonly trust: string; readonly seen?: { readonly circle: readonly string[] } }

/** A door that anybody can walk through is doubtful in an incident; in quiet times `iam/open-trust` advises to close it. */
export function judgeTrust(role: Trusted, context: JudgeContext): Judgement | undefined {
  if (context.attributed || unmodifiable(role.roleName, role.path)) return undefined;
  const open = openness(role, context.accountId);
  const incident = context.indicators.accessKeyIds.length + context.indicators.principals.length + context.indicators.sourceIps.length > 0;
  if (open && incident) return { verdict: 'suspicious', because: open, techniques: ['T1199'] };
  const circle = role.seen?.circle ?? [];
  return circle.length === 0 ? undefined : { verdict: 'weak', because: say('{{roles}} may take each other: whoever has a session of one can renew it without end.', { roles: circle }), techniques: ['T1550.001'] };
}
function openness({ roleName: role, trust }: Trusted, accountId: string): Text | undefined {
  const { everybody, unnamed } = doorsOf(trust, accountId);
  if (everybody) return say('Everybody in AWS may take role {{role}}: its trust names "*", and no condition narrows it.', { role });
  return unnamed.length > 0 ? say('Whomever {{providers}} vouches for may take role {{role}}: no condition of its trust says who ("…:sub").', { role, providers: unnamed }) : undefined;
}
