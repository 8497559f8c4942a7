// Whether the caller of a request may do what it asks for, by the policies enforced now.
import type { SimCall, SimCaller } from '../account.ts';
import { authorityOf } from '../policy/authority.ts';
import { grantsOf, refusal, type Refusal } from '../policy/authorize.ts';
import { evaluate } from '../policy/evaluate.ts';
import { conditionKeys } from '../policy/keys.ts';
import { isManager } from '../services/organizations/membership.ts';
import { controlsOf } from '../services/organizations/policies.ts';
import { accessDenied, unknownCredentials } from './refusals.ts';

/** Throws AccessDenied as AWS writes it. Root may everything that IAM policies decide, and so may AWS itself. */
export function permit(call: Omit<SimCall, 'authorize' | 'touch'>, action: string, resource: string, more: Readonly<Record<string, string>> = {}): void {
  const { account, caller, now, region, sourceIp, userAgent, service } = call;
  if (caller.type === 'AWSService') return;
  if (isManager(account, caller)) {
    // The management account reaches its organization, and in this account nothing but a root session.
    if (service === 'organizations' || action === 'sts:AssumeRoot') return;
    throw accessDenied({ service, caller, action, resource, requestId: call.requestId }, { layer: 'identity-based policy', explicit: false });
  }
  const grants = grantsOf(caller, authorityOf(account), now);
  if (grants === undefined) throw unknownCredentials(service);
  const controls = isServiceLinked(caller) ? [] : controlsOf(account, now);
  if (grants === 'root' && controls.length === 0) return;
  const keys = conditionKeys(caller, { accountId: account.id, region, now, sourceIp, userAgent, more });
  const controlled = controls.length > 0 && evaluate(controls, { action, resource, keys }) === 'deny';
  const refused = controlled ? { layer: 'service control policy' as const, explicit: true } : grants === 'root' ? undefined : refusal(grants, { action, resource, keys });
  if (refuses(action, refused)) throw accessDenied({ service, caller, action, resource, requestId: call.requestId }, refused);
}
/** "No permissions are required for users to perform this operation": only a deny keeps a user from it. STS API reference, GetSessionToken. */
const refuses = (action: string, refused: Refusal | undefined): boolean => refused !== undefined && (refused.explicit || action !== 'sts:GetSessionToken');
/** No service control policy holds them. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
const isServiceLinked = ({ session }: SimCaller): boolean => session?.issuerArn.includes(':role/aws-service-role/') === true;
