// Makes CloudTrail records for tests, from AWS's documentation values.
import { parseRecord, type TrailEvent } from '../../src/activity/event.ts';

export const ACCOUNT = '111122223333';
export const OFFICE = '198.51.100.7';
export const RUNNER = '198.51.100.20';
export const STRANGER = '203.0.113.66';
export const KEY = 'AKIAIOSFODNN7EXAMPLE';
export const CLI = 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 lang/python#3.13';
export const BOTO = 'Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#5.15 lang/python#3.11';

export type Raw = Record<string, unknown>;
export const user = (userName: string, accessKeyId = KEY): Raw => ({ type: 'IAMUser', principalId: `AIDA${userName.toUpperCase()}EXAMPLE`, arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`, accountId: ACCOUNT, userName, ...(accessKeyId === '' ? {} : { accessKeyId }) });
export const session = (role: string, name: string, accessKeyId: string): Raw => ({
  type: 'AssumedRole', principalId: `AROA${role.toUpperCase()}EXAMPLE:${name}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`, accountId: ACCOUNT, accessKeyId,
  sessionContext: { sessionIssuer: { type: 'Role', principalId: `AROA${role.toUpperCase()}EXAMPLE`, arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role }, attributes: { creationDate: '2026-11-18T03:00:00Z', mfaAuthenticated: 'false' } },
});
export const consoleSession = (userName: string, accessKeyId: string, creationDate: string): Raw => ({ ...user(userName, accessKeyId), sessionContext: { attributes: { creationDate, mfaAuthenticated: 'false' } }, sessionCredentialFromConsole: 'true' });

let count = 0;
/** `what`: `iam:CreateUser`. A record as CloudTrail writes it to a log file. */
export function record(time: string, what: string, more: Raw = {}): Raw {
  const [service = '', name = ''] = what.split(':');
  const reads = /^(Get|List|Describe|AssumeRole)/.test(name) && !/^Get(SessionToken|FederationToken|SigninToken)$/.test(name);
  return {
    eventVersion: '1.11', eventID: `e-${String(++count)}`, eventTime: time, awsRegion: 'us-east-1', eventSource: `${service}.amazonaws.com`, eventName: name, readOnly: reads,
    userIdentity: user('ci'), sourceIPAddress: STRANGER, userAgent: BOTO, requestID: `r-${String(count)}`, requestParameters: null, responseElements: null, recipientAccountId: ACCOUNT, eventType: 'AwsApiCall', ...more,
  };
}
export function event(time: string, what: string, more: Raw = {}): TrailEvent {
  const parsed = parseRecord(record(time, what, more));
  if ('why' in parsed) throw new Error(parsed.why.say);
  return parsed.event;
}
/** A working day's habit: `what` from `ip` at 9 o'clock UTC, on so many days up to and including `last`. */
export function daily(last: string, days: number, what: string, more: Raw = {}): TrailEvent[] {
  return Array.from({ length: days }, (_, i) => event(new Date(Date.parse(`${last}T09:00:00Z`) - (days - 1 - i) * 86_400_000).toISOString(), what, { sourceIPAddress: RUNNER, userAgent: CLI, ...more }));
}
export const issued = (accessKeyId: string, role: string, name: string): Raw => ({
  requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: name },
  responseElements: { credentials: { accessKeyId, expiration: 'Nov 18, 2026, 4:00:00 AM' }, assumedRoleUser: { assumedRoleId: `AROA${role.toUpperCase()}EXAMPLE:${name}`, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}` } },
});
