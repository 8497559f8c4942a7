// GetSessionToken and GetFederationToken: sessions that a user (or root) opens for itself or for a name.
import type { GetFederationTokenCommandInput, GetFederationTokenCommandOutput, GetSessionTokenCommandInput, GetSessionTokenCommandOutput } from '@aws-sdk/client-sts';
import type { SimCall } from '../../account.ts';
import type { IamAuthority } from '../../policy/authority.ts';
import { AwsError } from '../../wire/types.ts';
import { mfaProven, sessionPolicies, within } from './requests.ts';
import { sessionsOf } from './sessions.ts';

const LEAST = 900;
const MOST = 129_600;
/** Sessions of root live an hour, whatever was asked. STS API reference. */
const ROOT_MOST = 3_600;
const DEFAULT = 43_200;

const lifetime = (asked: number, call: SimCall): Date => {
  within(asked, LEAST, MOST);
  const seconds = call.caller.type === 'Root' ? Math.min(asked, ROOT_MOST) : asked;
  return new Date(call.now.getTime() + seconds * 1_000);
};

function refuseSessions(call: SimCall): void {
  if (call.caller.session !== undefined) throw new AwsError('AccessDenied', `Cannot call ${call.operation} with session credentials`, 403);
}

/** Who the session goes back to: the user itself, or root. */
const issuer = ({ caller, account }: SimCall): { issuerArn: string; issuerId: string; issuerName: string; issuerType: 'User' | 'Root' } => ({
  issuerArn: caller.arn, issuerId: caller.principalId, issuerName: caller.userName ?? account.id, issuerType: caller.type === 'Root' ? 'Root' : 'User',
});

export function getSessionToken(input: GetSessionTokenCommandInput, call: SimCall, iam: IamAuthority): Omit<GetSessionTokenCommandOutput, '$metadata'> {
  refuseSessions(call);
  const { caller } = call;
  const mfa = mfaProven(input, call, iam);
  const session = { ...issuer(call), issuedAt: call.now, expiresAt: lifetime(input.DurationSeconds ?? DEFAULT, call), mfa };
  const { type, arn, principalId, userName } = caller;
  return { Credentials: sessionsOf(call.account).open({ type, arn, principalId, ...(userName === undefined ? {} : { userName }), session }).credentials };
}

export function getFederationToken(input: GetFederationTokenCommandInput, call: SimCall): Omit<GetFederationTokenCommandOutput, '$metadata'> {
  refuseSessions(call);
  const { Name = '' } = input;
  if (!/^[\w+=,.@-]{2,32}$/.test(Name)) throw new AwsError('ValidationError', `1 validation error detected: Value '${Name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`, 400);
  const policies = sessionPolicies(input);
  const { id, partition } = call.account;
  const federated = { FederatedUserId: `${id}:${Name}`, Arn: `arn:${partition}:sts::${id}:federated-user/${Name}` };
  const { credentials } = sessionsOf(call.account).open({
    type: 'FederatedUser', arn: federated.Arn, principalId: federated.FederatedUserId,
    session: { ...issuer(call), issuedAt: call.now, expiresAt: lifetime(input.DurationSeconds ?? DEFAULT, call), mfa: false, ...(policies && { policies }) },
  });
  return { Credentials: credentials, FederatedUser: federated };
}
