// Policy documents on their way in and out: what IAM accepts, how it counts and encodes them.
import { isOperator } from '../../policy/condition.ts';
import { many, parsePolicy, type Statement } from '../../policy/document.ts';
import type { SimAccount } from '../../account.ts';
import { malformedPolicy } from './errors.ts';
import { iamState } from './state.ts';

/** RFC 3986: also the characters that encodeURIComponent leaves alone. */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** White space is not counted against the quotas. */
export const sizeOf = (document: string): number => document.replace(/\s/g, '').length;

/** A permissions policy (inline or managed): needs resources, names no principal. */
export function checkIdentityPolicy(document: string): string {
  for (const statement of parsed(document)) {
    if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) throw malformedPolicy('Policy document should not specify a principal.');
    if (statement.Resource === undefined && statement.NotResource === undefined) throw malformedPolicy('Policy statement must contain resources.');
  }
  return document;
}

/** A role's trust policy: names principals, which must exist where they are of this account; no resources. */
export function checkTrustPolicy(document: string, account: SimAccount): string {
  const statements = parsed(document);
  if (statements.length === 0) throw malformedPolicy('Trust policy must contain at least one statement.');
  for (const statement of statements) {
    if (statement.Resource !== undefined || statement.NotResource !== undefined) throw malformedPolicy('Has prohibited field Resource');
    if (statement.Principal === undefined && statement.NotPrincipal === undefined) throw malformedPolicy('Missing required field Principal');
    const actions = [...many(statement.Action), ...many(statement.NotAction)];
    if (!actions.every((action) => action === '*' || /^sts:/i.test(action))) throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    if (typeof statement.Principal !== 'object') continue;
    for (const principal of many(statement.Principal.AWS)) checkPrincipal(principal, account);
  }
  return document;
}

function checkPrincipal(principal: string, account: SimAccount): void {
  const state = iamState(account);
  const own = `arn:${account.partition}:iam::${account.id}:`;
  const missing = (principal.startsWith(`${own}user/`) && state.users.byArn(principal) === undefined)
    || (principal.startsWith(`${own}role/`) && state.roles.byArn(principal) === undefined);
  const shaped = principal === '*' || /^\d{12}$/.test(principal) || principal.startsWith('arn:') || /^A(?:IDA|ROA)[A-Z2-7]+$/.test(principal);
  if (missing || !shaped) throw malformedPolicy(`Invalid principal in policy: "AWS":"${principal}"`);
}

function parsed(document: string): readonly Statement[] {
  if (!isJson(document)) throw malformedPolicy('This policy contains invalid Json');
  const policy = parsePolicy(document);
  if (policy === undefined) throw malformedPolicy('Syntax errors in policy.');
  const statements = many(policy.Statement);
  const unknown = statements.flatMap(({ Condition = {} }) => Object.keys(Condition)).find((operator) => !isOperator(operator));
  if (unknown !== undefined) throw malformedPolicy(`Invalid Condition type : ${unknown}.`);
  return statements;
}
function isJson(text: string): boolean {
  try { JSON.parse(text); return true; } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
