// Whom a role's trust lets in although it names nobody: everybody, or whomever a provider vouches for; and which roles can take each other.
import type { Arn, Json, JsonObject } from '../../../core/types.ts';
import { foreignPrincipals, policyOf, statementsOf } from '../../foreign-principals.ts';

export interface Doors {
  /** The trust names `*` and nothing narrows it. */
  readonly everybody: boolean;
  /** Identity providers (ARN or name) whose subject no condition names. */
  readonly unnamed: readonly string[];
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value as readonly Json[] : [value]).filter((one) => typeof one === 'string');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export function doorsOf(trust: string, accountId: string): Doors {
  const statements = statementsOf(policyOf(trust)).filter((s) => s['Effect'] === 'Allow');
  return {
    everybody: foreignPrincipals(trust, accountId).includes('*'),
    unnamed: [...new Set(statements.filter((s) => opensToWeb(s) && !namesSubject(s)).flatMap(({ Principal: p }) => (isObject(p) ? texts(p['Federated']) : [])))].sort(),
  };
}

/** Other accounts that may take the role as a whole: no condition narrows it. */
export function wholeAccounts(trust: string, accountId: string): readonly string[] {
  const open = statementsOf(policyOf(trust)).filter((s) => s['Effect'] === 'Allow' && conditionsOf(s).length === 0);
  const named = open.flatMap(({ Principal: p }) => (isObject(p) ? texts(p['AWS']) : [])).flatMap((name) => /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1] ?? []);
  return [...new Set(named)].filter((id) => id !== accountId).sort();
}

/** AWS services alone may take the role, or nobody. */
export const isOfServices = (trust: string): boolean => statementsOf(policyOf(trust)).every(({ Effect, Principal: p }) => Effect !== 'Allow' || (isObject(p) && Object.keys(p).every((sort) => sort === 'Service')));

const opensToWeb = (s: JsonObject): boolean => texts(s['Action']).some((action) => action === '*' || action === 'sts:*' || action === 'sts:AssumeRoleWithWebIdentity');
/** `*`, `repo:*`: nobody in particular. */
const ANYBODY = /^([a-z_]+:)?[*?]/;
/** Cognito tells its pools apart by `aud`, Google and Amazon their applications. */
const SUBJECT = /:(sub|oaud|app_id|user_id)$|^(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com):aud$/;
const namesSubject = (s: JsonObject): boolean => conditionsOf(s).some(({ operator, key, values }) => /^(forAnyValue:)?string(Equals|Like)/i.test(operator) && !/IfExists$/.test(operator) && SUBJECT.test(key) && values.length > 0 && values.every((v) => !ANYBODY.test(v)));

interface Condition { readonly operator: string; readonly key: string; readonly values: readonly string[] }
const conditionsOf = ({ Condition }: JsonObject): readonly Condition[] => (isObject(Condition) ? Object.entries(Condition).flatMap(([operator, block]) => (isObject(block) ? Object.entries(block).map(([key, value]) => ({ operator, key: key.toLowerCase(), values: texts(value) })) : [])) : []);

interface Trusting { readonly arn: Arn; readonly roleName: string; readonly trust: string }
/** By role: whom it can take turns with, itself included, since their trusts name each other by ARN. */
export function circlesOf(roles: readonly Trusting[]): ReadonlyMap<Arn, readonly string[]> {
  const names = new Map(roles.map((r) => [r.arn, r.roleName]));
  const takers = new Map(roles.map((r) => [r.arn, statementsOf(policyOf(r.trust)).filter((s) => s['Effect'] === 'Allow').flatMap(({ Principal: p }) => (isObject(p) ? texts(p['AWS']) : [])).filter((arn) => names.has(arn))]));
  return new Map(roles.flatMap(({ arn }) => {
    const around = circle(arn, takers);
    return around === undefined ? [] : [[arn, around.map((one) => names.get(one) ?? one).sort()] as const];
  }));
}
/** Breadth first, from who may take the role back to the role itself. */
function circle(start: Arn, takers: ReadonlyMap<Arn, readonly Arn[]>): readonly Arn[] | undefined {
  const paths: (readonly Arn[])[] = [[start]];
  const seen = new Set<Arn>();
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    for (const next of takers.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return path;
      if (seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return undefined;
}
