// Promise 7: what would cut off whoever runs the tool is held back while no other way in is verified.
import { say, type Text } from '../../core/text.ts';
import type { Caller, Step } from '../../core/types.ts';
import { actionOf, type Engine } from '../../engine/engine.ts';

/** Everything by which a step's action may name the caller: its key, its ARN, its user or role. */
export function namesOf(caller: Caller): ReadonlySet<string> {
  const prefix = `arn:${caller.partition}:iam::${caller.accountId}`;
  const lasting = caller.type === 'root' ? `${prefix}:root` : caller.type === 'role-session' ? `${prefix}:role/${caller.name}` : caller.arn;
  return new Set([caller.accessKeyId, caller.arn, lasting]);
}

/** Whom a policy must leave out so that the caller can go on: a session counts as its role, whose path its ARN does not tell; a name is there once, whatever its path. IAM reference, "aws:PrincipalArn". */
export function exceptionsOf({ type, partition, accountId, name, arn }: Caller): readonly string[] {
  const role = `arn:${partition}:iam::${accountId}:role/`;
  return type === 'role-session' ? [role + name, `${role}*/${name}`] : [arn];
}

export interface Parted { readonly free: readonly Step[]; readonly own: readonly Step[] }
/** `own`: steps that would end the caller's own way in. A role is compared by its last name, because a session's ARN has no path. */
export async function partByOwnWayIn(engine: Engine, steps: readonly Step[]): Promise<Parted> {
  const { caller } = engine.session;
  const names = namesOf(caller);
  const free: Step[] = [];
  const own: Step[] = [];
  for (const step of steps) {
    const { action } = await actionOf(engine, step);
    const cuts = action.cuts?.(step.resource) ?? [];
    const mine = cuts.some((c) => names.has(c) || (caller.type === 'role-session' && c.includes(':role/') && c.split('/').at(-1) === caller.name));
    (mine ? own : free).push(step);
  }
  return { free, own };
}

/** What a person does to come in another way, best first. */
export function otherWaysIn(hasRoot: boolean, caseDir: string): readonly Text[] {
  return [
    say('Sign in to the AWS console as another administrator, open CloudShell, and type: npx aws-incident'),
    ...(hasRoot ? [say('Or sign in as the root user (its mailbox must be yours: change that password first), open CloudShell, and type the same.')] : []),
    say('Take this case with you: here, type aws-incident cases --export case.tgz; there, aws-incident cases --import case.tgz, then aws-incident resume.'),
    say('On this machine, with other credentials: aws-incident resume --case {{dir}} --profile NAME', { dir: caseDir }),
  ];
}
