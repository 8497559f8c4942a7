// `userIdentity` of a CloudTrail event, by the caller's type.
import type { SimCaller } from '../account.ts';
import { isoSeconds } from '../policy/keys.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
export const isJsonObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** CloudTrail user guide, "CloudTrail userIdentity element". */
export function userIdentity(caller: SimCaller, accountId: string): JsonObject {
  // AWS acting by itself is named by the service alone.
  if (caller.type === 'AWSService') return { type: 'AWSService', invokedBy: caller.principalId };
  return {
    type: caller.type,
    principalId: caller.principalId,
    arn: caller.arn,
    accountId,
    // Console sessions of users carry a key too; what has none writes none.
    ...(caller.accessKeyId === '' ? {} : { accessKeyId: caller.accessKeyId }),
    ...(caller.type === 'IAMUser' && caller.userName !== undefined ? { userName: caller.userName } : {}),
    ...(caller.session && { sessionContext: sessionContext(caller, caller.session, accountId) }),
  };
}

const ISSUER_TYPE = { User: 'IAMUser', Role: 'Role', Root: 'Root' } as const;

function sessionContext(caller: SimCaller, session: NonNullable<SimCaller['session']>, accountId: string): JsonObject {
  const attributes = { creationDate: isoSeconds(session.issuedAt), mfaAuthenticated: String(session.mfa) };
  // A user's own session has no issuer; a role's or a federated user's names it.
  if (caller.type === 'IAMUser' || caller.type === 'Root') return { attributes, ...(session.assumedRoot && { assumedRoot: 'true' }) };
  const issuer = {
    type: ISSUER_TYPE[session.issuerType],
    principalId: session.issuerId,
    arn: session.issuerArn,
    accountId,
    ...(session.issuerType === 'Root' ? {} : { userName: session.issuerName }),
  };
  return { sessionIssuer: issuer, attributes };
}

/** The `Username` of the event history: a user's name, a role session's name, `root`. */
export function usernameOf(caller: SimCaller): string | undefined {
  switch (caller.type) {
    case 'Root': return 'root';
    case 'IAMUser': return caller.userName;
    case 'AssumedRole': case 'FederatedUser': return caller.principalId.slice(caller.principalId.indexOf(':') + 1);
    case 'AWSService': return undefined;
  }
}
