// Which requests change the account, by AWS's own access levels and independently of the client's guard.
import type { ServiceId } from '../../aws/session.ts';
import { iamActionsOf } from '../../core/iam-actions.ts';
import { CHANGES_NAMED_AS_READS, READS_OTHERWISE_NAMED } from './access-levels.ts';

/** Operations whose published level is not what they do to the account. */
const LEVEL_OF: Readonly<Record<string, 'read' | 'change'>> = {
  // "Write" in AWS's data; it issues a session and leaves the account as it is.
  'sts:AssumeRole': 'read',
  'sts:AssumeRoot': 'read',
};

/** Names that begin as a reading action's, in nearly all of AWS's services. */
const READS = /^(Get|List|Describe|BatchGet|BatchDescribe|Search|Lookup|Head)/;
const unusual = new Map([...READS_OTHERWISE_NAMED, ...CHANGES_NAMED_AS_READS]);

/** True unless AWS calls the operation's action List or Read. */
export function isChange(service: ServiceId, operation: string): boolean {
  const level = LEVEL_OF[`${service}:${operation}`];
  if (level !== undefined) return level === 'change';
  return !iamActionsOf(`${service}:${operation}`).every(isRead);
}
function isRead(action: string): boolean {
  return unusual.get(action) ?? READS.test(action.split(':')[1] ?? '');
}
