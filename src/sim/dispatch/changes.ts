// Which requests change the account, by AWS's own access levels and independently of the client's guard.
import type { ServiceId } from '../../aws/session.ts';
import { READ_ACTIONS } from './access-levels.ts';

/** Operations that are not the name of an IAM action: the action whose level counts. */
const ACTION_OF: Readonly<Record<string, string>> = {
  'cloudtrail:ListInsightsMetricData': 'ListInsightsData',
};

/** Operations whose published level is not what they do to the account. */
const LEVEL_OF: Readonly<Record<string, 'read' | 'change'>> = {
  // "Write" in AWS's data; it issues a session and leaves the account as it is.
  'sts:AssumeRole': 'read',
};

const reads = new Map(Object.entries(READ_ACTIONS).map(([service, names]) => [service, new Set(names.split(' '))]));

/** True unless AWS calls the operation's action List or Read: what is unknown counts as a change. */
export function isChange(service: ServiceId, operation: string): boolean {
  const key = `${service}:${operation}`;
  const level = LEVEL_OF[key];
  if (level !== undefined) return level === 'change';
  return reads.get(service)?.has(ACTION_OF[key] ?? operation) !== true;
}
