// Who asks: from the access key id of a request to a caller. What fails here leaves no event, as in AWS.
import type { SimAccount, SimCaller } from '../account.ts';
import { authorityOf } from '../policy/authority.ts';
import { sessionsOf } from '../services/sts/sessions.ts';
import { organizationsState } from '../services/organizations/membership.ts';
import { regionEnabled } from '../services/account/regions.ts';
import type { RequestInfo } from '../wire/types.ts';
import { expiredCredentials, noCredentials, unknownCredentials } from './refusals.ts';

/** The credentials of a request. `verified`: they come from the account's own history, and no token needs to be shown. */
export type Presented = Pick<RequestInfo, 'service' | 'operation' | 'region' | 'accessKeyId' | 'sessionToken'> & { readonly verified?: boolean };

/** Signatures are not checked: a wrong secret cannot be told apart. Throws AwsError. */
export function authenticate(account: SimAccount, request: Presented, now: Date): SimCaller {
  const { service, accessKeyId } = request;
  if (accessKeyId === undefined) throw noCredentials(service);
  if (!regionEnabled(account, request.region)) throw unknownCredentials(service);
  const caller = accessKeyId.startsWith('ASIA') ? ofSession(account, request, accessKeyId, now) : authorityOf(account).callerOfKey(accessKeyId, now) ?? organizationsState(account).managers.get(accessKeyId);
  if (caller === undefined) throw unknownCredentials(service);
  return caller;
}

function ofSession(account: SimAccount, request: Presented, accessKeyId: string, now: Date): SimCaller | undefined {
  const held = sessionsOf(account).find(accessKeyId);
  if (held === undefined || (request.verified !== true && request.sessionToken !== held.token)) return undefined;
  if (held.expiresAt <= now) throw expiredCredentials(request.service);
  const { caller } = held;
  // A session dies with its user or role, whatever becomes of the key that opened it.
  return issuerStands(account, caller, now) && mayCall(caller, request) ? caller : undefined;
}

function issuerStands(account: SimAccount, { session }: SimCaller, now: Date): boolean {
  if (session === undefined || session.issuerType === 'Root') return true;
  const iam = authorityOf(account);
  if (iam.identityPolicies(session.issuerArn, now) === undefined) return false;
  // A user or role that was made anew under the old name is another one.
  const heir = session.issuerType === 'User' ? iam.user(session.issuerArn) : iam.role(session.issuerArn);
  return heir === undefined || heir.id === session.issuerId;
}

/**
 * STS API reference: without MFA, GetSessionToken's credentials cannot call IAM; GetFederationToken's never can, and of STS only
 * GetCallerIdentity. Sessions of the console are not bound by that.
 */
function mayCall({ type, session }: SimCaller, { service, operation }: Presented): boolean {
  if (session === undefined || session.console === true || session.assumedRoot || type === 'AssumedRole' || type === 'AWSService') return true;
  if (service === 'iam') return type !== 'FederatedUser' && session.mfa;
  return !(service === 'sts' && type === 'FederatedUser' && operation !== 'GetCallerIdentity');
}
