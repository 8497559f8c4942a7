// The least IAM policy of a phase, in statements that each fit into a managed policy of their own.
import { READS_ORGANIZATION, READS_ROOT } from '../aws/root-facts.ts';
import { FORESEE_READS } from '../aws/foresee.ts';
import { HISTORY_READS } from '../activity/history/history.ts';
import { KEY_READS } from '../activity/logs/log-proof.ts';
import { iamActionsOf } from '../core/iam-actions.ts';
import type { Operation } from '../core/types.ts';
import { COST_READS } from '../costs/read-costs.ts';
import { RESTORE_READS } from '../kinds/restore-points.ts';
import { FETCH_READS } from '../intake/fetch.ts';
import type { Action, Kind } from '../kinds/kind.ts';
import { BEYOND_READS } from '../phases/verify/beyond.ts';
import { DATA_READS } from '../phases/verify/data-exposure.ts';
import { PREFLIGHT_READS } from '../phases/preflight.ts';

export type Phase = 'verify' | 'remediate' | 'protect';
export interface Statement { readonly Sid: string; readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: '*' }
export interface PolicyDocument { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] }

/** Reads that belong to no kind. */
export const OTHER_READS: readonly Operation[] = ['sts:GetCallerIdentity', ...PREFLIGHT_READS, ...FORESEE_READS, ...HISTORY_READS, ...KEY_READS, ...DATA_READS, ...FETCH_READS, ...READS_ROOT, ...READS_ORGANIZATION, ...COST_READS, ...RESTORE_READS, ...BEYOND_READS];
/** What AWS answers to everybody, and the second way to the list of Regions, which is gone only where the first is barred. */
const NOT_NEEDED: ReadonlySet<string> = new Set(['sts:GetCallerIdentity', 'ec2:DescribeRegions']);

/** Verify looks and plans; remediate looks and acts; protect looks and makes settings safer. `whole`: with what belongs to no kind. */
export function actionsFor(phase: Phase, kinds: readonly Kind[], whole: boolean): readonly string[] {
  const acts = kinds.flatMap((k) => Object.entries(k.actions)).flatMap(([verb, action]) => (phase !== 'verify' && (verb === 'harden') === (phase === 'protect') ? [action] : []));
  const operations = [...kinds.flatMap((k) => k.reads), ...acts.flatMap(neededFor), ...(whole ? OTHER_READS : [])];
  return [...new Set(operations.flatMap((o) => iamActionsOf(o as Operation)))].filter((action) => !NOT_NEEDED.has(action)).sort();
}
const neededFor = (action: Action): readonly string[] => [...action.reads ?? [], ...action.operations, ...action.permissions ?? []];

/** Characters of a managed policy; white space does not count (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const LARGEST = 6_144;

/** One document; a statement alone is small enough for a managed policy, and a service is split only where it must be. */
export function policyOf(phase: Phase, actions: readonly string[]): PolicyDocument {
  const statements: string[][] = [];
  for (const service of byService(actions)) {
    const last = statements.at(-1);
    if (last && fits(phase, [...last, ...service])) last.push(...service);
    else for (const action of service) addTo(phase, statements, action, action === service[0]);
  }
  return { Version: '2012-10-17', Statement: statements.map((some, i) => statementOf(phase, some, statements.length > 1 ? i + 1 : 0)) };
}
/** Statement `n` (from 1) as a policy of its own. */
export function partOf({ Version, Statement }: PolicyDocument, n: number): PolicyDocument | undefined {
  const one = Statement[n - 1];
  return one && { Version, Statement: [one] };
}
function addTo(phase: Phase, statements: string[][], action: string, fresh: boolean): void {
  const last = statements.at(-1);
  if (last && !fresh && fits(phase, [...last, action])) last.push(action);
  else statements.push([action]);
}
const fits = (phase: Phase, actions: readonly string[]): boolean => JSON.stringify({ Version: '2012-10-17', Statement: [statementOf(phase, actions, 99)] }).length <= LARGEST;
const statementOf = (phase: Phase, actions: readonly string[], n: number): Statement =>
  ({ Sid: `AwsIncident${phase.charAt(0).toUpperCase()}${phase.slice(1)}${n === 0 ? '' : String(n)}`, Effect: 'Allow', Action: [...actions], Resource: '*' });
function byService(actions: readonly string[]): readonly (readonly string[])[] {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const service = action.slice(0, action.indexOf(':'));
    services.set(service, [...services.get(service) ?? [], action]);
  }
  return [...services.values()];
}
