import { describe, expect, it } from 'vitest';
import { TECHNIQUES } from '../../src/core/attack.ts';
import { BURSTS, detect, SIGNS } from '../../src/activity/signs/detections.ts';
import type { TrailEvent } from '../../src/activity/event.ts';
import { windows } from '../../src/activity/signs/bursts.ts';
import { consoleSession, event, session, user, type Raw } from './records.ts';

const T = '2026-11-18T03:00:00Z';
const shown = (...events: TrailEvent[]): string[] => [...new Set([...detect(events).values()].flat().map((s) => s.id))];
const asked = (requestParameters: object): Raw => ({ requestParameters });
const root = { userIdentity: { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' } };
const inSession = (mfaAuthenticated: string): Raw => ({ userIdentity: { ...root.userIdentity, sessionContext: { attributes: { mfaAuthenticated, creationDate: T } } } });
const bare = inSession('false'), withMfa = inSession('true');
const signIn = (result: string, more: Raw = {}, additional: Raw = {}): TrailEvent => event(T, 'signin:ConsoleLogin', { userIdentity: user('alice', ''), responseElements: { ConsoleLogin: result }, additionalEventData: { MFAUsed: 'No', ...additional }, ...more });
const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const trust = (AWS: string): string => policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
const opened = (cidrIp: string, port: number): Raw => asked({ groupId: 'sg-1', ipPermissions: { items: [{ fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }] } });

/** sign, what shows it, what comes near and must not. */
const TABLE: readonly (readonly [string, readonly TrailEvent[], readonly TrailEvent[]])[] = [
  ['root-key', [event(T, 'iam:CreateAccessKey', root)], [event(T, 'iam:CreateAccessKey', { ...root, ...asked({ userName: 'bob' }) })]],
  ['key-for-another', [event(T, 'iam:CreateAccessKey', asked({ userName: 'bob' }))], [event(T, 'iam:CreateAccessKey', asked({ userName: 'ci' })), event(T, 'iam:CreateAccessKey'), event(T, 'iam:CreateAccessKey', { ...asked({ userName: 'bob' }), errorCode: 'LimitExceeded' })]],
  ['key-reactivated', [event(T, 'iam:UpdateAccessKey', asked({ userName: 'bob', status: 'Active' }))], [event(T, 'iam:UpdateAccessKey', asked({ userName: 'bob', status: 'Inactive' }))]],
  ['password-for-another', [event(T, 'iam:CreateLoginProfile', asked({ userName: 'bob' }))], [event(T, 'iam:UpdateLoginProfile', asked({ userName: 'ci' }))]],
  ['admin-policy', [event(T, 'iam:AttachRolePolicy', asked({ roleName: 'a', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }))], [event(T, 'iam:AttachRolePolicy', asked({ roleName: 'a', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }))]],
  ['admin-inline-policy', [event(T, 'iam:PutUserPolicy', asked({ policyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) })), event(T, 'iam:CreatePolicyVersion', asked({ policyDocument: encodeURIComponent(policy({ Effect: 'Allow', Action: ['iam:*'], Resource: ['*'] })) }))],
    [event(T, 'iam:PutUserPolicy', asked({ policyDocument: policy({ Effect: 'Deny', Action: '*', Resource: '*' }) })), event(T, 'iam:PutUserPolicy', asked({ policyDocument: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) })), event(T, 'iam:PutUserPolicy', asked({ policyDocument: '{"Statement"' }))]],
  ['trust-from-outside', [event(T, 'iam:UpdateAssumeRolePolicy', asked({ policyDocument: trust('arn:aws:iam::444455556666:root') })), event(T, 'iam:CreateRole', asked({ assumeRolePolicyDocument: trust('*') }))],
    [event(T, 'iam:CreateRole', asked({ assumeRolePolicyDocument: trust('arn:aws:iam::111122223333:root') })), event(T, 'iam:CreateRole', asked({ assumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }) }))]],
  ['sign-in-without-mfa', [signIn('Success')], [signIn('Success', {}, { MFAUsed: 'Yes' }), signIn('Failure'), signIn('Success', {}, { SamlProviderArn: 'arn:aws:iam::111122223333:saml-provider/idp' }), signIn('Success', { userIdentity: session('a', 'x', '') })]],
  ['root-acted', [event(T, 's3:PutBucketVersioning', bare), event(T, 'iam:CreateRole', bare)],
    [event(T, 's3:PutBucketVersioning', withMfa), event(T, 's3:PutBucketVersioning'), event(T, 's3:ListBuckets', bare), event(T, 's3:PutObject', bare), event(T, 'autoscaling:CreateServiceLinkedRole', bare), event(T, 'iam:CreateRole', { ...bare, errorCode: 'AccessDenied' })]],
  ['root-sign-in-failed', [signIn('Failure', root)], [signIn('Failure')]],
  ['mfa-removed', [event(T, 'iam:DeactivateMFADevice', { userIdentity: consoleSession('bob', 'ASIAIOSFODNN7EXAMPLE', T) })], [event(T, 'iam:DeactivateMFADevice')]],
  ['console-from-keys', [event(T, 'signin:GetSigninToken', { userAgent: 'python-requests/2.32' })], [event(T, 'signin:GetSigninToken', { userAgent: 'Jersey/${project.version}' })]],
  ['trail-stopped', [event(T, 'cloudtrail:StopLogging'), event(T, 'cloudtrail:DeleteTrail', { errorCode: 'AccessDenied' })], [event(T, 'cloudtrail:StartLogging'), event(T, 'cloudtrail:StopLogging', { errorCode: 'InvalidTrailNameException' })]],
  ['trail-selectors', [event(T, 'cloudtrail:PutEventSelectors', asked({ eventSelectors: [{ includeManagementEvents: false, readWriteType: 'All' }] }))], [event(T, 'cloudtrail:PutEventSelectors', asked({ eventSelectors: [{ includeManagementEvents: true, readWriteType: 'All', excludeManagementEventSources: [] }] }))]],
  ['region-enabled', [event(T, 'account:EnableRegion', asked({ RegionName: 'ap-east-1' }))], [event(T, 'account:EnableRegion', { errorCode: 'AccessDenied' })]],
  ['leave-organization', [event(T, 'organizations:LeaveOrganization', { errorCode: 'AccessDenied' })], [event(T, 'organizations:DescribeOrganization')]],
  ['copy-shared', [event(T, 'ec2:ModifySnapshotAttribute', asked({ snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: '444455556666' }] } } }))], [event(T, 'ec2:ModifySnapshotAttribute', asked({ snapshotId: 'snap-1', createVolumePermission: { remove: { items: [{ userId: '444455556666' }] } } }))]],
  ['made-public', [event(T, 's3:PutBucketPolicy', asked({ bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }] } }))],
    [event(T, 's3:PutBucketPolicy', asked({ bucketPolicy: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*' }] } })), event(T, 's3:PutBucketPolicy', asked({ bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } }] } }))]],
  ['bucket-weakened', [event(T, 's3:PutBucketVersioning', asked({ VersioningConfiguration: { Status: 'Suspended' } }))], [event(T, 's3:PutBucketVersioning', asked({ VersioningConfiguration: { Status: 'Enabled' } }))]],
  ['open-to-all', [event(T, 'ec2:AuthorizeSecurityGroupIngress', opened('0.0.0.0/0', 22))], [event(T, 'ec2:AuthorizeSecurityGroupIngress', opened('0.0.0.0/0', 443)), event(T, 'ec2:AuthorizeSecurityGroupIngress', opened('198.51.100.0/24', 22))]],
  ['user-data-changed', [event(T, 'ec2:ModifyInstanceAttribute', asked({ instanceId: 'i-0abcdef1234567890', userData: '<sensitiveDataRemoved>' }))], [event(T, 'ec2:ModifyInstanceAttribute', asked({ instanceId: 'i-0abcdef1234567890', instanceType: { value: 't3.micro' } }))]],
  ['large-machines', [event(T, 'ec2:RunInstances', asked({ instanceType: 'p4d.24xlarge' })), event(T, 'ec2:RunInstances', asked({ instanceType: 't3.micro', instancesSet: { items: [{ minCount: 1, maxCount: 20 }] } }))], [event(T, 'ec2:RunInstances', asked({ instanceType: 't3.micro', instancesSet: { items: [{ minCount: 1, maxCount: 1 }] } }))]],
  ['password-recovery', [event(T, 'signin:PasswordRecoveryCompleted', root)], [event(T, 'signin:PasswordUpdated', { ...root, responseElements: { PasswordUpdated: 'Failure' } })]],
];

describe('a sign of attack', () => {
  it.each(TABLE)('%s is shown by what it names', (id, positives) => { for (const positive of positives) expect(shown(positive)).toContain(id); });
  it.each(TABLE)('%s is not shown by what comes near', (id, _, near) => { for (const one of near) expect(shown(one)).not.toContain(id); });
  it('has an id of its own, a sentence, and known techniques', () => {
    const all = [...SIGNS, ...BURSTS];
    expect(new Set(all.map((s) => s.id)).size).toBe(all.length);
    for (const sign of all) {
      expect(sign.because.say).toMatch(/^[A-Z].*\.$/);
      expect(sign.techniques.length).toBeGreaterThan(0);
      for (const technique of sign.techniques) expect(TECHNIQUES).toHaveProperty([technique]);
    }
  });
});

describe('several calls together', () => {
  const at = (second: number): string => new Date(Date.parse(T) + second * 1000).toISOString();
  const run = (ops: readonly string[], gap: number, more: Raw = {}): TrailEvent[] => ops.map((op, i) => event(at(i * gap), op, more));
  const round = ['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:ListRoles', 's3:ListBuckets', 'ec2:DescribeInstances', 'iam:GetAccountSummary'];
  it('show looking round, with a key and in haste only', () => {
    expect(shown(...run(round, 10))).toEqual(['looking-round']);
    expect(shown(...run(round, 600))).toEqual([]);
    expect(shown(...run(round, 10, { userIdentity: consoleSession('alice', 'ASIAIOSFODNN7EXAMPLE', T) }))).toEqual([]);
    expect(shown(...run(Array<string>(50).fill('ec2:DescribeInstances'), 1))).toEqual([]);
  });
  it('show trying doors, by different calls only', () => {
    const no = { errorCode: 'Client.UnauthorizedOperation' };
    expect(shown(...run(['ec2:A', 'ec2:B', 'ec2:C', 'ec2:D', 'ec2:E'], 10, no))).toEqual(['trying-doors']);
    expect(shown(...run(Array<string>(50).fill('ec2:A'), 1, no))).toEqual([]);
  });
  it('show credentials of a machine in two places', () => {
    const from = (ip: string, second: number): TrailEvent => event(at(second), 's3:ListBuckets', { userIdentity: session('worker', 'i-0abcdef1234567890', 'ASIAIOSFODNN7EXAMPLE'), sourceIPAddress: ip });
    expect(shown(from('192.0.2.1', 0), from('203.0.113.66', 60))).toEqual(['machine-credentials-outside']);
    expect(shown(from('192.0.2.1', 0), from('10.0.0.5', 60), from('192.0.2.1', 90))).toEqual([]);
  });
  it('count in a moving window, once per different thing', () => {
    const events = [0, 30, 59, 61, 200].map((s) => event(at(s), 'x:Y'));
    const within = (least: number): number => windows(events, { minutes: 1, least, of: () => 'one', counts: (e) => e.id }).length;
    expect([within(2), within(3), within(4)]).toEqual([4, 4, 0]);
  });
});
