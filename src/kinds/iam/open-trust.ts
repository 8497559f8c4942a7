// Roles that are opened wider than they need be: to another account without an external id, to an OpenID Connect provider whatever its subject.
import { say, type Text } from '../../core/text.ts';
import type { Json, JsonObject } from '../../core/types.ts';
import { advice } from '../advice.ts';
import { foreignPrincipals, policyOf, statementsOf } from '../foreign-principals.ts';
import { objectIn } from '../recalling.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { isOfAws } from './parts/role-limits.ts';

/** Keys of all conditions, in lower case, with what they ask for. */
const conditionsOf = (statement: JsonObject): readonly (readonly [key: string, value: Json])[] =>
  Object.values(objectIn(statement['Condition']) ?? {}).flatMap((block) => Object.entries(objectIn(block) ?? {}).map(([key, value]) => [key.toLowerCase(), value] as const));
/** `repo:*` is every repository of GitHub. */
const isAnybody = (value: Json): boolean => [value].flat().some((one) => typeof one === 'string' && /^(repo:|project_path:|organization:)?\*/.test(one));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html, …/id_roles_common-scenarios_third-party.html */
function openness(statement: JsonObject, accountId: string): Text | undefined {
  if (statement['Effect'] !== 'Allow') return undefined;
  const conditions = conditionsOf(statement);
  const provider = [objectIn(statement['Principal'])?.['Federated'] ?? []].flat().some((arn) => typeof arn === 'string' && arn.includes(':oidc-provider/'));
  if (provider && !conditions.some(([key, value]) => key.endsWith(':sub') && !isAnybody(value))) return say("Ask in the trust policy for the token's sub (the repository and branch, the service account): without it any token of that provider opens the role. A token with another sub is refused from then on.");
  const whole = foreignPrincipals(JSON.stringify({ Statement: [statement] }), accountId).length > 0 && [objectIn(statement['Principal'])?.['AWS'] ?? statement['Principal'] ?? []].flat().some((one) => typeof one === 'string' && /^(\*|\d{12}|arn:.*:root)$/.test(one));
  return whole && !conditions.some(([key]) => key === 'sts:externalid') ? say('Ask in the trust policy for an sts:ExternalId that you agree on with that account, or name its role: anybody in it who may assume roles gets in. Whoever does not send the id is refused from then on.') : undefined;
}

export default advice({
  id: 'iam/open-trust', title: say('Roles that are open wider than need be'), scope: 'global', reads: READS_DETAILS,
  async *find(scan) {
    for (const { roleName, path, trust } of (await authorizationDetails(scan)).roles) {
      const because = isOfAws(path) ? undefined : statementsOf(policyOf(trust)).map((s) => openness(s, scan.aws.accountId)).find((text) => text !== undefined);
      if (because) yield { subject: roleName, because };
    }
  },
});
