// The policies that contain a principal, and how to read from one since when it holds.
import type { Arn, Instant, JsonObject } from '../../../core/types.ts';

/** Inline policies of ours have stable names: put again, they are replaced. */
export const DENY_ALL_NAME = 'AWSIncidentContainAll';
export const DENY_OLDER_NAME = 'AWSIncidentContainOlderSessions';
/** The name that the IAM console uses for the same purpose. */
export const REVOKE_NAME = 'AWSRevokeOlderSessions';

/** The AWS managed policy that denies everything. */
export const awsDenyAll = (partition: string): Arn => `arn:${partition}:iam::aws:policy/AWSDenyAll`;
/** The partition that an ARN is of. */
export const partitionOf = (arn: Arn): string => arn.split(':')[1] ?? 'aws';

// Without white space: all inline policies of a user share 2,048 characters.
export const DENY_ALL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });

/** What the gate shows where the time is not known yet. */
export const TIME_OF_CALL = '‹time of the call›';
/** Denies what is asked with temporary credentials issued before `time`; requests signed with a long-term key have no issue time and pass. */
export const denyOlder = (time: Instant): string => denying(older(time));
/**
 * Of a user: what `aws login` left, too. For twelve hours its refresh token makes credentials that are younger than any time.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html
 */
export const denyOlderAndLogin = (time: Instant): string => denying(older(time), { Effect: 'Deny', Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'], Resource: '*' });
const older = (time: Instant): JsonObject => ({ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { DateLessThan: { 'aws:TokenIssueTime': time } } });
const denying = (...Statement: readonly JsonObject[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** A trust policy must have a statement: this one lets nobody in. */
export const CLOSED_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'AWSIncidentContain', Effect: 'Deny', Principal: { AWS: '*' }, Action: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] }],
});

/**
 * The console puts its revocation some 30 s into the future, because IAM enforces it only after some seconds and sessions are
 * made meanwhile. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const REVOKE_AHEAD_MS = 30_000;
export const revokeTime = (awsNow: Date): Instant => new Date(awsNow.getTime() + REVOKE_AHEAD_MS).toISOString();

/** Does this text deny at least all sessions issued before `time`, exactly as `write` writes it? Any other text is not trusted to. */
export function deniesOlderThan(document: string | undefined, time: Instant | undefined, write = denyOlder): boolean {
  if (document === undefined || time === undefined) return false;
  const found = /"aws:TokenIssueTime":"([^"]+)"/.exec(document)?.[1];
  return found !== undefined && found >= time && document === write(found);
}
