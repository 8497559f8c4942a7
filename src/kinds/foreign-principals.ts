// Whom a resource's policy lets in from outside of the account; the same policy without them.
import { canonical } from '../core/digest.ts';
import type { Json, JsonObject } from '../core/types.ts';

/** Condition keys that bind a statement to an account, whoever its principal is. */
const ACCOUNT_KEYS = new Set(['aws:sourceowner', 'aws:sourceaccount', 'aws:principalaccount', 'kms:calleraccount', 'aws:sourcearn', 'aws:principalarn', 'sns:sourceaccount']);
/** Condition keys that bind it to an organization or a network of the owner's. */
const NARROW_KEYS = new Set(['aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip']);
const NARROWING = /^(ForAnyValue:)?(StringEquals|StringLike|StringEqualsIgnoreCase|ArnEquals|ArnLike)$/;

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const many = (value: Json | undefined): readonly Json[] => (value === undefined || value === null ? [] : Array.isArray(value) ? value as readonly Json[] : [value]);
const texts = (value: Json | undefined): readonly string[] => many(value).filter((one) => typeof one === 'string');

/** The policy's object, `undefined` for what is none. Documents come from AWS and are hostile. */
export function policyOf(document: string): JsonObject | undefined {
  let value: unknown;
  try { value = JSON.parse(document); } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isObject(value as Json) ? value as JsonObject : undefined;
}
export const statementsOf = (policy: JsonObject | undefined): readonly JsonObject[] => many(policy?.['Statement']).filter(isObject);

/**
 * Who of outside may do something by this policy: account ids, `*` for everybody, ids of principals that are gone (`AIDA…`) are left out.
 * AWS services, and statements that a condition keeps to this account, its organization or its networks, let nobody in.
 */
export function foreignPrincipals(document: string, accountId: string): readonly string[] {
  return [...new Set(statementsOf(policyOf(document)).flatMap((s) => foreignIn(s, accountId)))].sort();
}

/** The policy without whom it lets in from outside, but for `known`; `undefined` where nothing of it is left. Statements that are kept are kept as they are. */
export function withoutForeign(document: string, accountId: string, known: readonly string[] = []): string | undefined {
  const policy = policyOf(document);
  const kept = statementsOf(policy).flatMap((s) => without(s, accountId, known));
  return policy === undefined || kept.length === 0 ? undefined : JSON.stringify({ ...policy, Statement: kept });
}
/** Two texts of one policy, whatever their spaces and the order of their members. */
export const samePolicy = (a: string, b: string): boolean => canonical(policyOf(a) ?? a) === canonical(policyOf(b) ?? b);

function foreignIn(statement: JsonObject, accountId: string): readonly string[] {
  if (statement['Effect'] !== 'Allow') return [];
  const bound = boundTo(statement['Condition']);
  if (bound === 'narrow') return [];
  const named = statement['NotPrincipal'] === undefined ? principalsOf(statement['Principal']) : ['*'];
  const foreign = named.map(accountOf).filter((one) => one !== undefined && one !== accountId) as string[];
  if (foreign.length === 0 || bound === undefined) return foreign;
  return bound.filter((one) => one !== accountId && one !== '');
}

const principalsOf = (principal: Json | undefined): readonly string[] => (isObject(principal) ? [...texts(principal['AWS']), ...texts(principal['CanonicalUser']).map(() => '*')] : texts(principal));
/** `*`, an account id, or nothing for what names no account. */
function accountOf(principal: string): string | undefined {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return principal;
  const account = principal.startsWith('arn:') ? principal.split(':')[4] : undefined;
  return account === undefined || account === '' || account === 'cloudfront' ? undefined : account;
}

/** The accounts that conditions keep a statement to; `narrow`: to an organization or a network; `undefined`: to nothing. */
function boundTo(condition: Json | undefined): readonly string[] | 'narrow' | undefined {
  if (!isObject(condition)) return undefined;
  const keys = Object.entries(condition).flatMap(([operator, block]) => (NARROWING.test(operator) && isObject(block) ? Object.entries(block) : []));
  if (keys.some(([key]) => NARROW_KEYS.has(key.toLowerCase()))) return 'narrow';
  const accounts = keys.filter(([key]) => ACCOUNT_KEYS.has(key.toLowerCase())).map(([, value]) => texts(value).map(boundAccount));
  return accounts.length === 0 ? undefined : accounts[0];
}
/** `111122223333`, or the account of an ARN; `*` where a pattern leaves it open. */
function boundAccount(value: string): string {
  const account = value.startsWith('arn:') ? value.split(':')[4] ?? '' : value;
  if (/^\d{12}$/.test(account)) return account;
  // S3's ARNs name no account, but one bucket.
  return account === '' && value.startsWith('arn:') && !/[*?]/.test(value.split(':').slice(5).join(':')) ? '' : '*';
}

function without(statement: JsonObject, accountId: string, known: readonly string[]): readonly JsonObject[] {
  const foreign = foreignIn(statement, accountId).filter((one) => !known.includes(one));
  if (foreign.length === 0) return [statement];
  const { Principal: principal } = statement;
  if (!isObject(principal) || statement['NotPrincipal'] !== undefined) return [];
  const own = texts(principal['AWS']).filter((one) => { const account = accountOf(one); return account === undefined || account === accountId || known.includes(account); });
  const others = Object.entries(principal).filter(([type]) => type !== 'AWS' && type !== 'CanonicalUser');
  const left: JsonObject = { ...Object.fromEntries(others), ...(own.length > 0 ? { AWS: own.length === 1 ? own[0] as string : own } : {}) };
  return Object.keys(left).length === 0 ? [] : [{ ...statement, Principal: left }];
}
