// The condition keys of one request: who asks, from where, when, with what credentials.
import type { SimCaller } from '../account.ts';
import type { ConditionKeys } from './condition.ts';

export interface Circumstances {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Keys of the operation itself: `iam:PassedToService`, `sts:ExternalId`. */
  readonly more?: Readonly<Record<string, string>>;
}

/** A role session's principal is the role; a federated user's is itself. IAM reference, "aws:PrincipalArn". */
const principalArn = (caller: SimCaller): string => (caller.type === 'AssumedRole' ? (caller.session?.issuerArn ?? caller.arn) : caller.arn);
const PRINCIPAL_TYPE = { Root: 'Account', IAMUser: 'User', AssumedRole: 'AssumedRole', FederatedUser: 'FederatedUser', AWSService: 'Service' } as const;

export function conditionKeys(caller: SimCaller, at: Circumstances): ConditionKeys {
  const seconds = Math.floor(at.now.getTime() / 1_000);
  const values: Record<string, string | undefined> = {
    'aws:principalarn': principalArn(caller),
    'aws:principalaccount': at.accountId,
    'aws:principaltype': PRINCIPAL_TYPE[caller.type],
    'aws:userid': caller.principalId,
    'aws:username': caller.type === 'IAMUser' ? caller.userName : undefined,
    'aws:resourceaccount': at.accountId,
    'aws:sourceip': at.sourceIp,
    'aws:useragent': at.userAgent,
    'aws:requestedregion': at.region,
    'aws:currenttime': isoSeconds(at.now),
    'aws:epochtime': String(seconds),
    'aws:securetransport': 'true',
    'aws:viaawsservice': 'false',
    ...sessionKeys(caller, seconds),
  };
  for (const [key, value] of Object.entries(at.more ?? {})) values[key.toLowerCase()] = value;
  return new Map(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, [value]] as const])));
}

// These keys exist for temporary credentials only: a deny by issue time leaves a user's long-term key alone.
function sessionKeys({ session }: SimCaller, nowSeconds: number): Record<string, string> {
  if (session === undefined) return {};
  const age = session.mfa ? { 'aws:multifactorauthage': String(nowSeconds - Math.floor(session.issuedAt.getTime() / 1_000)) } : {};
  return { 'aws:tokenissuetime': isoSeconds(session.issuedAt), 'aws:multifactorauthpresent': String(session.mfa), ...age, ...(session.assumedRoot && { 'aws:assumedroot': 'true' }) };
}

/** AWS writes times without fractions: `2026-11-20T09:00:00Z`. */
export const isoSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
