// Whether the caller of a request may do what it asks for, by the policies enforced now.
import type { SimCall } from '../account.ts';
import { authorityOf } from '../policy/authority.ts';
import { grantsOf, refusal } from '../policy/authorize.ts';
import { conditionKeys } from '../policy/keys.ts';
import { accessDenied, unknownCredentials } from './refusals.ts';

/** Throws AccessDenied as AWS writes it. Root may everything that IAM policies decide, and so may AWS itself. */
export function permit(call: Omit<SimCall, 'authorize' | 'touch'>, action: string, resource: string, more: Readonly<Record<string, string>> = {}): void {
  const { account, caller, now, region, sourceIp, userAgent, service } = call;
  if (caller.type === 'AWSService') return;
  const grants = grantsOf(caller, authorityOf(account), now);
  if (grants === 'root') return;
  if (grants === undefined) throw unknownCredentials(service);
  const keys = conditionKeys(caller, { accountId: account.id, region, now, sourceIp, userAgent, more });
  const refused = refusal(grants, { action, resource, keys });
  if (refused !== undefined) throw accessDenied({ service, caller, action, resource, requestId: call.requestId }, refused);
}
