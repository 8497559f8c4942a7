// What is said of a role whose trust is open by itself, whoever wrote it.
import { say, type Text } from '../../../core/text.ts';
import type { Arn, Judgement } from '../../../core/types.ts';
import type { JudgeContext } from '../../kind.ts';
import { unmodifiable } from './role-limits.ts';
import { doorsOf, wholeAccounts } from './trust-doors.ts';

interface Trusted { readonly roleName: string; readonly path: string; readonly trust: string; readonly attached?: readonly { readonly arn: Arn }[]; readonly seen?: { readonly circle: readonly string[] } }

/** A door that anybody can walk through is doubtful in an incident; in quiet times `iam/open-trust` advises to close it. */
export function judgeTrust(role: Trusted, context: JudgeContext): Judgement | undefined {
  if (context.attributed || unmodifiable(role.roleName, role.path)) return undefined;
  const open = openness(role, context);
  const incident = context.indicators.accessKeyIds.length + context.indicators.principals.length + context.indicators.sourceIps.length > 0;
  if (open && incident) return { verdict: 'suspicious', origin: 'created', because: open, techniques: ['T1199'] };
  const circle = role.seen?.circle ?? [];
  return circle.length === 0 ? undefined : { verdict: 'weak', because: say('{{roles}} may take each other: whoever has a session of one can renew it without end.', { roles: circle }), techniques: ['T1550.001'] };
}
function openness({ roleName: role, trust, attached = [] }: Trusted, { accountId, history = [] }: JudgeContext): Text | undefined {
  const known = history.some((e) => e.event === 'iam:CreateRole' || e.event === 'iam:UpdateAssumeRolePolicy');
  const mayAll = attached.some(({ arn }) => arn.endsWith(':aws:policy/AdministratorAccess'));
  const { everybody, unnamed } = doorsOf(trust, accountId);
  const accounts = wholeAccounts(trust, accountId);
  if (everybody) return say('Everybody in AWS may take role {{role}}: its trust names "*", and no condition narrows it.', { role });
  if (accounts.length > 0 && mayAll && !known) return say('Anybody in {{accounts}} may take role {{role}} and do everything: its trust asks for nothing else, and no event tells who opened it.', { role, accounts });
  return unnamed.length > 0 ? say('Whomever {{providers}} vouches for may take role {{role}}: no condition of its trust says who ("…:sub").', { role, providers: unnamed }) : undefined;
}
