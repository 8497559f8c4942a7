// Which statements of a resource policy let somebody in from outside of the account.
import type { Json, JsonObject } from '../../../core/types.ts';
import { isObject, listOf } from './json.ts';

/** `anybody`: everyone in the world; `foreign`: other accounts, by their numbers. */
export interface Opening { readonly statement: JsonObject; readonly anybody: boolean; readonly foreign: readonly string[]; readonly actions: readonly string[] }

/** Conditions that tie "everybody" to somebody known: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const NARROWING = /^(aws:(SourceIp|SourceArn|SourceVpc|SourceVpce|SourceAccount|SourceOwner|PrincipalOrgID|PrincipalOrgPaths|PrincipalArn|PrincipalAccount|userid)|s3:DataAccessPointAccount)$/i;

/** Only what allows. AWS's own principals (CloudFront's, services) are nobody from outside. */
export function openingsOf(policy: JsonObject | null, account: string): readonly Opening[] {
  return listOf(policy?.['Statement']).filter(isObject).flatMap((statement): Opening[] => {
    if (statement['Effect'] !== 'Allow') return [];
    const named = principals(statement['Principal']);
    const anybody = (named.includes('*') || statement['NotPrincipal'] !== undefined) && !isNarrowed(statement['Condition']);
    const foreign = named.flatMap((one) => accountOf(one) ?? []).filter((one) => one !== account);
    return anybody || foreign.length > 0 ? [{ statement, anybody, foreign: [...new Set(foreign)], actions: actionsOf(statement) }] : [];
  });
}
/** The policy without them; `null` where nothing else is left. */
export function withoutOpenings(policy: JsonObject, account: string): JsonObject | null {
  const open = new Set(openingsOf(policy, account).map((o) => o.statement));
  const rest = listOf(policy['Statement']).filter((s) => !isObject(s) || !open.has(s));
  return rest.length === 0 ? null : { ...policy, Statement: rest };
}

function principals(principal: Json | undefined): readonly string[] {
  if (typeof principal === 'string') return [principal];
  return isObject(principal) ? listOf(principal['AWS']).filter((one) => typeof one === 'string') : [];
}
const accountOf = (principal: string): string | undefined => /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(principal)?.[1];
const actionsOf = ({ Action, NotAction }: JsonObject): readonly string[] => (NotAction === undefined ? listOf(Action).filter((one) => typeof one === 'string') : ['*']);
function isNarrowed(condition: Json | undefined): boolean {
  if (!isObject(condition)) return false;
  return Object.values(condition).some((tests) => isObject(tests) && Object.entries(tests).some(([key, values]) => NARROWING.test(key) && listOf(values).every((one) => one !== '*' && one !== '0.0.0.0/0')));
}

/** Whoever may only put objects in (log delivery of other accounts) reads nothing and changes nothing else. */
export const onlyWrites = ({ actions }: Opening): boolean => actions.length > 0 && actions.every((a) => /^s3:PutObject$/i.test(a));
export const onlyReads = ({ actions }: Opening): boolean => actions.length > 0 && actions.every((a) => /^s3:(Get(Object|ObjectVersion)|List(Bucket|BucketVersions))$/i.test(a));
