// Whether policy documents allow or deny one action on one resource. Explicit deny wins.
import { many, type PolicyDocument, type PrincipalElement, type Statement } from './document.ts';
import { conditionsHold, type ConditionKeys, type ReadPattern } from './condition.ts';
import { fits, pattern, type Pattern } from './pattern.ts';

export type Effect = 'allow' | 'deny' | 'none';
export interface PolicyRequest { readonly action: string; readonly resource: string; readonly keys: ConditionKeys }

/** Identity-based, boundary and session policies: the principal is the one that carries them. */
export function evaluate(policies: readonly PolicyDocument[], request: PolicyRequest): Effect {
  return strongest(policies, request, (statement, read) => resourceFits(statement, request, read));
}

/** Names by which a trust policy can mean the caller. */
export interface TrustedAs { readonly aws: readonly string[]; readonly services: readonly string[] }

/** A role's trust policy: it names principals and no resource. */
export function evaluateTrust(policy: PolicyDocument, request: PolicyRequest, caller: TrustedAs): Effect {
  return strongest([policy], request, (statement) => principalFits(statement, caller));
}

function strongest(policies: readonly PolicyDocument[], request: PolicyRequest, about: (statement: Statement, read: ReadPattern) => boolean): Effect {
  let effect: Effect = 'none';
  for (const policy of policies) {
    const read = reader(policy, request.keys);
    for (const statement of many(policy.Statement)) {
      if (!actionFits(statement, request.action) || !about(statement, read) || !conditionsHold(statement.Condition, request.keys, read)) continue;
      if (statement.Effect === 'Deny') return 'deny';
      effect = 'allow';
    }
  }
  return effect;
}

// Variables exist since the document version 2012-10-17; in older documents they are plain text.
const reader = (policy: PolicyDocument, keys: ConditionKeys): ReadPattern =>
  policy.Version === '2012-10-17' ? (text) => pattern(text, (key) => keys.get(key.toLowerCase())?.[0]) : (text) => pattern(text);

// AWS's own policies name a thousand actions: read once for each statement.
const actionPatterns = new WeakMap<Statement, readonly Pattern[]>();
function patternsOf(statement: Statement): readonly Pattern[] {
  const known = actionPatterns.get(statement);
  if (known) return known;
  const read = many(statement.Action ?? statement.NotAction).map((one) => pattern(one.toLowerCase()) ?? []);
  actionPatterns.set(statement, read);
  return read;
}
/** Actions match regardless of case. */
function actionFits(statement: Statement, action: string): boolean {
  if (statement.Action === undefined && statement.NotAction === undefined) return false;
  const asked = action.toLowerCase();
  const named = patternsOf(statement).some((one) => fits(asked, one));
  return named === (statement.Action !== undefined);
}

function resourceFits({ Resource, NotResource }: Statement, { resource }: PolicyRequest, read: ReadPattern): boolean {
  const within = (list: Statement['Resource']): boolean => many(list).some((one) => {
    const wanted = read(one);
    return wanted !== undefined && fits(resource, wanted);
  });
  return Resource === undefined ? NotResource !== undefined && !within(NotResource) : within(Resource);
}

function principalFits({ Principal, NotPrincipal }: Statement, caller: TrustedAs): boolean {
  return Principal === undefined ? NotPrincipal !== undefined && !names(NotPrincipal, caller) : names(Principal, caller);
}
function names(principal: PrincipalElement, caller: TrustedAs): boolean {
  if (principal === '*') return true;
  return many(principal.AWS).some((one) => one === '*' || caller.aws.includes(one)) || many(principal.Service).some((one) => caller.services.includes(one));
}
