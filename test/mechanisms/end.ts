// How an incident ended: what is left of the stranger's, by sort, and what of it nothing could give back.
import { leftOf, type Incident } from '../scenarios/incident.ts';

/** What is left, by family of mechanisms, and why nothing could give it back. */
export const LEFT: Readonly<Record<string, readonly string[]>> = {
  // The build specification is hidden in its events.
  containers: ['changed amplify/app (contained)'],
  // A deleted recovery point is nowhere.
  data: ['changed backup/vault'],
  // AWS shows no definition of before, and its events hide it.
  functions: ['changed states/state-machine (contained)'],
  // Only the root user deletes its key in the console; a request whose token was sent is the provider's.
  identities: ['created iam/access-key', 'created iam/delegation-request'],
  // Masked in the events.
  money: ['changed account/contact-information'],
  // The code of before and the name servers of the registration stand in no event; the encryption that AWS gives a new bucket does not either.
  storage: ['changed cloudfront/function', 'changed route53domains/domain', 'changed s3/bucket-encryption (contained)'],
  // A schedule cannot be taken off a task: it is off.
  'ways-out-transfers': ['changed datasync/task (contained)'],
};

export interface End { readonly left: readonly string[]; readonly harmed: readonly string[]; readonly lost: readonly unknown[] }
/** Without the names: what it is, whose it was, and whether it can be used. */
export function endOf({ account, run }: Incident): End {
  const { bystanders, evidence } = account.score();
  const left = leftOf({ account, run }).map((line) => line.replace(/ (?:arn|aws-incident):\S+/, ''));
  return { left: [...new Set(left)].sort(), harmed: bystanders.harmed.map(({ harm, kind, arn }) => `${harm} ${kind} ${arn}`), lost: evidence.lost };
}
export const whole = (left: readonly string[] = []): End => ({ left, harmed: [], lost: [] });
/** Without what is left for a reason that `LEFT` or these name. */
export const without = ({ left, ...end }: End, named: readonly string[] = Object.values(LEFT).flat()): End => ({ left: left.filter((line) => !named.includes(line)), ...end });
