// AssumeRole: trust and permission, duration, external id, MFA; and the session of the role.
import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import type { SimCall, SimCaller } from '../../account.ts';
import type { IamAuthority, RolePrincipal } from '../../policy/authority.ts';
import { grantsOf, refusal } from '../../policy/authorize.ts';
import { conditionKeys } from '../../policy/keys.ts';
import { evaluateTrust, type PolicyRequest, type TrustedAs } from '../../policy/evaluate.ts';
import { accessDenied } from '../../dispatch/refusals.ts';
import { AwsError } from '../../wire/types.ts';
import { mfaProven, sessionPolicies, within } from './requests.ts';
import { sessionsOf } from './sessions.ts';

const CHAINED_SECONDS = 3_600;

export function assumeRole(input: AssumeRoleCommandInput, call: SimCall, iam: IamAuthority): Omit<AssumeRoleCommandOutput, '$metadata'> {
  const { RoleArn = '', RoleSessionName = '', DurationSeconds = CHAINED_SECONDS } = input;
  if (call.caller.type === 'Root') throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) throw new AwsError('ValidationError', `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`, 400);
  const role = iam.role(RoleArn);
  const mfa = mfaProven(input, call, iam);
  if (role === undefined || !permitted(role, input, call, iam, mfa)) throw accessDenied({ ...call, action: 'sts:AssumeRole', resource: RoleArn });
  checkDuration(DurationSeconds, role, call.caller);
  const policies = sessionPolicies(input);
  const { caller, credentials } = sessionsOf(call.account).open({
    type: 'AssumedRole',
    arn: `arn:${call.account.partition}:sts::${call.account.id}:assumed-role/${role.name}/${RoleSessionName}`,
    principalId: `${role.id}:${RoleSessionName}`,
    session: {
      issuerArn: role.arn, issuerId: role.id, issuerName: role.name, issuerType: 'Role',
      issuedAt: call.now, expiresAt: new Date(call.now.getTime() + DurationSeconds * 1_000), mfa,
      ...(policies && { policies }),
    },
  });
  call.touch({ type: 'AWS::IAM::AccessKey', name: credentials.AccessKeyId }, { type: 'AWS::IAM::Role', name: role.arn });
  return { Credentials: credentials, AssumedRoleUser: { AssumedRoleId: caller.principalId, Arn: caller.arn }, ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }) };
}

/** In one account the trust policy that names the caller itself is enough; one that names the account leaves it to the caller's policies. */
function permitted(role: RolePrincipal, input: AssumeRoleCommandInput, call: SimCall, iam: IamAuthority, mfa: boolean): boolean {
  const { caller, account, now } = call;
  const request = trustRequest(role, input, call, mfa);
  const trust = iam.trustPolicy(role.arn, now);
  if (trust === undefined) return false;
  if (caller.type === 'AWSService') return evaluateTrust(trust, request, { aws: [], services: [caller.principalId] }) === 'allow';
  const grants = grantsOf(caller, iam, now);
  if (grants === undefined || grants === 'root') return false;
  const refused = refusal(grants, request);
  if (refused?.explicit === true || evaluateTrust(trust, request, anyName(caller, account.id)) !== 'allow') return false;
  const named = evaluateTrust(trust, request, itself(caller)) === 'allow';
  return refused === undefined || (named && refused.layer === 'identity-based policy');
}

function trustRequest(role: RolePrincipal, input: AssumeRoleCommandInput, call: SimCall, mfa: boolean): PolicyRequest {
  const more = {
    'sts:RoleSessionName': input.RoleSessionName ?? '',
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    ...(input.SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': input.SourceIdentity }),
    ...(mfa ? { 'aws:MultiFactorAuthPresent': 'true' } : {}),
  };
  const { caller, account, region, now, sourceIp, userAgent } = call;
  return { action: 'sts:AssumeRole', resource: role.arn, keys: conditionKeys(caller, { accountId: account.id, region, now, sourceIp, userAgent, more }) };
}

/** The caller by its own names: the user, the role, the session. */
const itself = (caller: SimCaller): TrustedAs => ({
  aws: [caller.arn, ...(caller.type === 'AssumedRole' && caller.session ? [caller.session.issuerArn] : []), ...(caller.type === 'IAMUser' ? [caller.principalId] : [])],
  services: [],
});
const anyName = (caller: SimCaller, accountId: string): TrustedAs => ({
  aws: [...itself(caller).aws, accountId, `arn:${caller.arn.split(':')[1] ?? 'aws'}:iam::${accountId}:root`],
  services: [],
});

/** A role that is assumed by a role's session lives an hour at most, whatever its own limit. IAM user guide, "Role chaining". */
function checkDuration(seconds: number, role: RolePrincipal, caller: SimCaller): void {
  within(seconds, 900, 43_200);
  if (caller.type === 'AssumedRole' && seconds > CHAINED_SECONDS) throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining', 400);
  if (seconds > role.maxSessionSeconds) throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', 400);
}
