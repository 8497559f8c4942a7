import { describe, expect, it } from 'vitest';
import type { TrailEvent } from '../../src/activity/event.ts';
import { live } from '../../src/activity/lineage/issues.ts';
import { lineageOf, newPivots, type Lineage, type LineageOptions } from '../../src/activity/lineage/lineage.ts';
import { detect, strongOnes } from '../../src/activity/signs/detections.ts';
import { inOrder } from '../../src/activity/lineage/lineage.ts';
import { ACCOUNT, consoleSession, event, issued, KEY, OFFICE, session, STRANGER, user } from './records.ts';

const NOTHING: LineageOptions = { accessKeyIds: [], principals: [], sourceIps: [], since: '', strong: new Set() };
const of = (events: readonly TrailEvent[], options: Partial<LineageOptions> = {}): Lineage =>
  lineageOf(events, { ...NOTHING, accessKeyIds: [KEY], strong: strongOnes(detect(inOrder(events))), ...options });
const hand = (lineage: Lineage, of: TrailEvent): string | undefined => lineage.attributed.find((a) => a.event === of)?.hand;
const parents = (lineage: Lineage): [string, string | null][] => lineage.credentials.map((c) => [c.id, c.parent]);
const S1 = 'ASIAIOSFODNN7EXAMPLE', S2 = 'ASIAI44QH8DHBEXAMPLE', K2 = 'AKIAI44QH8DHBEXAMPLE';

describe('the lineage of a key', () => {
  it('follows a chain of roles, also in one second', () => {
    const use = event('2026-11-18T03:01:00Z', 's3:ListBuckets', { userIdentity: session('b', 'y', S2) });
    const second = event('2026-11-18T03:00:00Z', 'sts:AssumeRole', { userIdentity: session('a', 'x', S1), ...issued(S2, 'b', 'y') });
    const first = event('2026-11-18T02:59:59Z', 'sts:AssumeRole', issued(S1, 'a', 'x'));
    const lineage = of([use, second, first]);
    expect(parents(lineage)).toEqual([[KEY, null], [S1, KEY], [S2, S1]]);
    expect(hand(lineage, use)).toBe('attacker');
    const [, child] = lineage.credentials;
    expect(child).toMatchObject({ type: 'session', principal: `arn:aws:iam::${ACCOUNT}:role/a`, createdBy: first.id, issuedAt: first.time, expiresAt: '2026-11-18T04:00:00Z' });
    expect(child && [live(child, '2026-11-18T03:59:59Z'), live(child, '2026-11-18T04:00:00Z')]).toEqual([true, false]);
  });
  it('follows a session to the next one and to a machine that it launches, all in one second, in whatever order they are read', () => {
    const at = '2026-11-18T03:00:00Z';
    const launch = event(at, 'ec2:RunInstances', { userIdentity: session('b', 'y', S2), responseElements: { instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0' }] } } });
    const second = event(at, 'sts:AssumeRole', { userIdentity: session('a', 'x', S1), ...issued(S2, 'b', 'y') });
    const first = event(at, 'sts:AssumeRole', issued(S1, 'a', 'x'));
    for (const log of [[launch, second, first], [first, launch, second], [second, first, launch]]) {
      expect(inOrder(log)).toEqual([first, second, launch]);
      expect(hand(of(log), launch)).toBe('attacker');
    }
  });
  it('reckons the end of a session from its duration where the answer does not say', () => {
    const token = event('2026-11-18T03:00:00Z', 'sts:GetSessionToken', { requestParameters: { durationSeconds: 7200 }, responseElements: { credentials: { accessKeyId: S1 } } });
    expect(of([token]).credentials[1]).toMatchObject({ id: S1, expiresAt: '2026-11-18T05:00:00Z' });
  });
  it('knows no child of a refused call', () => {
    expect(parents(of([event('2026-11-18T03:00:00Z', 'sts:AssumeRole', { ...issued(S1, 'a', 'x'), errorCode: 'AccessDenied' })]))).toEqual([[KEY, null]]);
  });
  it('holds every call of a user that the stranger made, and none of other users', () => {
    const made = event('2026-11-18T03:00:00Z', 'iam:CreateUser', { requestParameters: { userName: 'mallory' }, responseElements: { user: { arn: `arn:aws:iam::${ACCOUNT}:user/mallory` } } });
    const theirs = event('2026-11-18T03:05:00Z', 'ec2:RunInstances', { userIdentity: user('mallory', K2), sourceIPAddress: OFFICE });
    const other = event('2026-11-18T03:06:00Z', 'ec2:RunInstances', { userIdentity: user('bob', 'AKIAEXAMPLEBOBKEY000'), sourceIPAddress: OFFICE });
    const lineage = of([made, theirs, other]);
    expect([hand(lineage, theirs), hand(lineage, other)]).toEqual(['attacker', undefined]);
    expect(lineage.principals).toMatchObject([{ arn: `arn:aws:iam::${ACCOUNT}:user/mallory`, type: 'user', createdBy: made.id }]);
  });
  it('holds a key that the stranger made for an existing user, but not the user', () => {
    const made = event('2026-11-18T03:00:00Z', 'iam:CreateAccessKey', { requestParameters: { userName: 'bob' }, responseElements: { accessKey: { accessKeyId: K2, userName: 'bob' } } });
    const theirs = event('2026-11-18T03:05:00Z', 's3:ListBuckets', { userIdentity: user('bob', K2) });
    const bobs = event('2026-11-18T03:06:00Z', 's3:ListBuckets', { userIdentity: user('bob', 'AKIAEXAMPLEBOBKEY000'), sourceIPAddress: OFFICE });
    const lineage = of([made, theirs, bobs]);
    expect([hand(lineage, theirs), hand(lineage, bobs)]).toEqual(['attacker', undefined]);
    expect(lineage.credentials.at(-1)).toMatchObject({ id: K2, type: 'access-key', principal: `arn:aws:iam::${ACCOUNT}:user/bob`, parent: KEY });
  });
  it('holds console sessions begun with a password that the stranger set, until somebody else sets it', () => {
    const set = event('2026-11-18T03:00:00Z', 'iam:UpdateLoginProfile', { requestParameters: { userName: 'bob' } });
    const before = event('2026-11-18T03:05:00Z', 's3:ListBuckets', { userIdentity: consoleSession('bob', S1, '2026-11-18T02:00:00Z'), sourceIPAddress: OFFICE });
    const theirs = event('2026-11-18T03:10:00Z', 's3:ListBuckets', { userIdentity: consoleSession('bob', S2, '2026-11-18T03:08:00Z') });
    const reset = event('2026-11-18T04:00:00Z', 'iam:UpdateLoginProfile', { requestParameters: { userName: 'bob' }, userIdentity: user('alice', 'AKIAEXAMPLEALICE0000'), sourceIPAddress: OFFICE });
    const bobs = event('2026-11-18T05:00:00Z', 's3:ListBuckets', { userIdentity: consoleSession('bob', 'ASIAEXAMPLEBOB000000', '2026-11-18T04:30:00Z'), sourceIPAddress: OFFICE });
    const lineage = of([set, before, theirs, reset, bobs]);
    expect([before, theirs, bobs].map((e) => hand(lineage, e))).toEqual([undefined, 'attacker', undefined]);
  });
  it('goes from keys to the console and back: sign-in token, sign-in, the session’s own keys', () => {
    const arn = { userIdentity: session('a', 'x', S1) };
    const assumed = event('2026-11-18T03:00:00Z', 'sts:AssumeRole', issued(S1, 'a', 'x'));
    const token = event('2026-11-18T03:01:00Z', 'signin:GetSigninToken', { ...arn, userAgent: 'python-requests/2.32', responseElements: { credentials: { accessKeyId: S2 }, GetSigninToken: 'Success' } });
    const bare = session('a', 'x', '');
    const signIn = event('2026-11-18T03:05:00Z', 'signin:ConsoleLogin', { userIdentity: bare, sourceIPAddress: OFFICE, responseElements: { ConsoleLogin: 'Success' } });
    const click = event('2026-11-18T03:07:00Z', 'iam:ListUsers', { sourceIPAddress: OFFICE, userIdentity: { ...session('a', 'x', 'ASIAEXAMPLECONSOLE00'), sessionCredentialFromConsole: 'true', sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/a` }, attributes: { creationDate: '2026-11-18T03:05:01Z' } } } });
    const lineage = of([assumed, token, signIn, click]);
    expect([token, signIn, click].map((e) => hand(lineage, e))).toEqual(['attacker', 'attacker', 'attacker']);
  });
  it('tells two sign-ins of one user apart by when the session began', () => {
    const at = (time: string, ip: string): TrailEvent => event(time, 'signin:ConsoleLogin', { userIdentity: user('bob', ''), sourceIPAddress: ip, responseElements: { ConsoleLogin: 'Success' } });
    const theirs = event('2026-11-18T03:30:00Z', 'iam:ListUsers', { userIdentity: consoleSession('bob', S1, '2026-11-18T03:00:00Z'), sourceIPAddress: '203.0.113.99' });
    const bobs = event('2026-11-18T03:31:00Z', 'iam:ListUsers', { userIdentity: consoleSession('bob', S2, '2026-11-18T03:20:00Z'), sourceIPAddress: OFFICE });
    const lineage = of([at('2026-11-18T03:00:00Z', STRANGER), at('2026-11-18T03:20:00Z', OFFICE), theirs, bobs], { accessKeyIds: [], sourceIps: [STRANGER] });
    expect(hand(lineage, theirs)).toBe('attacker');
    expect(hand(lineage, bobs)).not.toBe('attacker');
  });
  it('follows a trust that the stranger opened to another account', () => {
    const policyDocument = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' } });
    const opened = event('2026-11-18T03:00:00Z', 'iam:UpdateAssumeRolePolicy', { requestParameters: { roleName: 'a', policyDocument } });
    const outside = (account: string): TrailEvent => event('2026-11-18T03:10:00Z', 'sts:AssumeRole', { userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: account }, ...issued(account === '444455556666' ? S1 : S2, 'a', 'x') });
    const theirs = outside('444455556666'), partner = outside('123456789012');
    const use = event('2026-11-18T03:11:00Z', 's3:ListBuckets', { userIdentity: session('a', 'x', S1) });
    const lineage = of([opened, theirs, partner, use]);
    expect([theirs, use, partner].map((e) => hand(lineage, e))).toEqual(['attacker', 'attacker', undefined]);
  });
  it('follows the sessions of certificates whose authority the stranger put in a trust anchor', () => {
    const trustAnchorArn = (id: string): string => `arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/${id}-2222-3333-4444-555555555555`;
    const anchor = (time: string, what: string, id: string, more: object = {}): TrailEvent => event(time, `rolesanywhere:${what}TrustAnchor`, { requestParameters: { source: { sourceType: 'CERTIFICATE_BUNDLE' } }, responseElements: { trustAnchor: { trustAnchorArn: trustAnchorArn(id) } }, ...more });
    const opens = (time: string, id: string, accessKeyId: string): TrailEvent => event(time, 'rolesanywhere:CreateSession', {
      userIdentity: { type: 'Unknown', accountId: '111122223333' }, sourceIPAddress: '192.0.2.44', requestParameters: { trustAnchorArn: trustAnchorArn(id), roleArn: 'arn:aws:iam::111122223333:role/a' },
      responseElements: { credentialSet: [{ assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/a/0a' }, credentials: { accessKeyId, expiration: '2026-11-18T04:10:00Z' } }] },
    });
    const made = anchor('2026-11-18T03:00:00Z', 'Create', '11111111'), theirs = opens('2026-11-18T03:10:00Z', '11111111', S1), own = opens('2026-11-18T03:10:00Z', '99999999', S2);
    const use = event('2026-11-18T03:11:00Z', 's3:ListBuckets', { userIdentity: session('a', '0a', S1) });
    const lineage = of([made, theirs, own, use]);
    expect([theirs, use, own].map((e) => hand(lineage, e))).toEqual(['attacker', 'attacker', undefined]);
    const renewed = anchor('2026-11-18T03:05:00Z', 'Update', '11111111', { userIdentity: user('bob', 'AKIAEXAMPLEBOBKEY000'), sourceIPAddress: OFFICE });
    expect(hand(of([made, renewed, theirs]), theirs)).toBeUndefined();
  });
  it('leaves alone an account that was let in before the trust was changed', () => {
    const policyDocument = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' } });
    const come = (time: string): TrailEvent => event(time, 'sts:AssumeRole', { userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' }, ...issued(S1, 'a', 'x') });
    const after = come('2026-11-18T03:10:00Z');
    expect(hand(of([come('2026-11-10T03:10:00Z'), event('2026-11-18T03:00:00Z', 'iam:UpdateAssumeRolePolicy', { requestParameters: { roleName: 'a', policyDocument } }), after]), after)).toBeUndefined();
  });
  describe('calls of a product provider by temporary delegation', () => {
    const PROVIDER = '444455556666', P1 = 'ASIAEXAMPLEDELEGATE0';
    const request = (time: string, what: string, delegationRequestId: string, more = {}): TrailEvent => event(time, `iam:${what}`, { requestParameters: { delegationRequestId }, ...more });
    const asBob = { userIdentity: user('bob', 'AKIAEXAMPLEBOBKEY000'), sourceIPAddress: OFFICE };
    /** A session that no event gave out, with the rights of `by`. */
    const call = (time: string, by: Record<string, unknown>, provider = PROVIDER): TrailEvent => event(time, 's3:ListBuckets', { userIdentity: { ...by, ...(provider === '' ? {} : { invokedByDelegate: { accountId: provider } }) }, sourceIPAddress: '192.0.2.44' });

    it('are the stranger’s where the stranger accepted the request, and a credential of the lineage', () => {
      const accepted = request('2026-11-18T03:00:00Z', 'AcceptDelegationRequest', 'dr-1'), sent = request('2026-11-18T03:01:00Z', 'SendDelegationToken', 'dr-1');
      const theirs = call('2026-11-18T03:20:00Z', user('ci', P1));
      const lineage = of([accepted, sent, theirs]);
      expect(hand(lineage, theirs)).toBe('attacker');
      expect(parents(lineage)).toEqual([[KEY, null], [P1, 'delegation:dr-1'], ['delegation:dr-1', KEY]]);
      expect(lineage.credentials[2]).toMatchObject({ type: 'delegation', principal: `arn:aws:iam::${ACCOUNT}:user/ci`, createdBy: accepted.id });
      expect(newPivots(lineage, { accessKeyIds: [KEY], principals: [] }, new Set())).toEqual([{ by: 'AccessKeyId', value: KEY }, { by: 'AccessKeyId', value: P1 }, { by: 'Username', value: 'ci' }]);
    });
    it('are found by the name of the session, where a role accepted it', () => {
      const accepted = request('2026-11-18T03:05:00Z', 'AcceptDelegationRequest', 'dr-1', { userIdentity: session('admin', 'mallory', S1) });
      const theirs = call('2026-11-18T03:20:00Z', session('admin', 'provider', P1));
      const lineage = of([event('2026-11-18T03:00:00Z', 'sts:AssumeRole', issued(S1, 'admin', 'mallory')), accepted, theirs]);
      expect(hand(lineage, theirs)).toBe('attacker');
      expect(newPivots(lineage, { accessKeyIds: [KEY], principals: [] }, new Set()).filter((p) => p.by === 'Username')).toEqual([{ by: 'Username', value: 'mallory' }]);
    });
    it('are not where the owner accepted it, also of a provider that the stranger might have let in as somebody else', () => {
      const owners = call('2026-11-18T03:20:00Z', user('bob', P1));
      const lineage = of([request('2026-11-18T02:00:00Z', 'AcceptDelegationRequest', 'dr-2', asBob), request('2026-11-18T03:00:00Z', 'AcceptDelegationRequest', 'dr-1'), owners]);
      expect(hand(lineage, owners)).not.toBe('attacker');
      expect(lineage.credentials.map((c) => c.id)).toEqual([KEY, 'delegation:dr-1']);
    });
    it('are not where the same user calls without a provider', () => {
      const accepted = request('2026-11-18T03:00:00Z', 'AcceptDelegationRequest', 'dr-1', { userIdentity: user('bob', 'AKIAEXAMPLEBOBKEY000') });
      const bobs = call('2026-11-18T03:20:00Z', user('bob', P1), '');
      expect(hand(of([accepted, bobs], { sourceIps: [STRANGER] }), bobs)).not.toBe('attacker');
    });
    it('are undecided where both let a provider act as the same user; and the stranger’s where only the token was sent by the stranger', () => {
      const both = call('2026-11-18T03:20:00Z', user('ci', P1));
      const owns = request('2026-11-10T09:00:00Z', 'AcceptDelegationRequest', 'dr-2', { sourceIPAddress: OFFICE, userIdentity: user('ci', 'AKIAEXAMPLEOTHERKEY0') });
      expect(hand(of([owns, request('2026-11-18T03:00:00Z', 'AcceptDelegationRequest', 'dr-1'), both]), both)).toBe('undecided');
      expect(hand(of([{ ...owns, request: { delegationRequestId: 'dr-1' } }, request('2026-11-18T03:00:00Z', 'SendDelegationToken', 'dr-1'), both]), both)).toBe('attacker');
    });
  });
  it('follows the role of an instance that the stranger launched', () => {
    const run = event('2026-11-18T03:00:00Z', 'ec2:RunInstances', { responseElements: { instancesSet: { items: [{ instanceId: 'i-0abcdef1234567890' }] } } });
    const inside = event('2026-11-18T03:10:00Z', 's3:ListBuckets', { userIdentity: session('worker', 'i-0abcdef1234567890', S1), sourceIPAddress: '192.0.2.9' });
    const other = event('2026-11-18T03:10:00Z', 's3:ListBuckets', { userIdentity: session('worker', 'i-0123456789abcdef0', S2), sourceIPAddress: '192.0.2.8' });
    const lineage = of([run, inside, other]);
    expect([hand(lineage, inside), hand(lineage, other)]).toEqual(['attacker', undefined]);
  });
  it('knows the same call as the other account saw it', () => {
    const caller = event('2026-11-18T03:00:00Z', 'sts:AssumeRole', { ...issued(S1, 'a', 'x'), sharedEventID: 'shared-1' });
    const called = event('2026-11-18T03:00:00Z', 'sts:AssumeRole', { userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: ACCOUNT }, recipientAccountId: '444455556666', sharedEventID: 'shared-1' });
    expect(hand(of([called, caller]), called)).toBe('attacker');
  });
  it('does not see the tool’s own calls', () => {
    const own = event('2026-11-18T03:00:00Z', 'iam:UpdateAccessKey', { requestID: 'own-1' });
    expect(of([own], { ownRequests: new Set(['own-1']) }).attributed).toEqual([]);
  });
  it('asks for what it found and has not looked up', () => {
    const made = event('2026-11-18T03:00:00Z', 'iam:CreateUser', { requestParameters: { userName: 'mallory' } });
    const assumed = event('2026-11-18T03:01:00Z', 'sts:AssumeRole', issued(S1, 'a', 'x'));
    const lineage = of([made, assumed]);
    expect(newPivots(lineage, { accessKeyIds: [KEY], principals: [] }, new Set([`AccessKeyId ${KEY}`]))).toEqual([{ by: 'AccessKeyId', value: S1 }, { by: 'Username', value: 'mallory' }]);
  });
  it('asks who opened a role’s session that only its use is known of', () => {
    const used = event('2026-11-18T03:05:00Z', 'iam:CreateUser', { userIdentity: session('a', 'x', S1) });
    const asked = (...events: TrailEvent[]) => newPivots(of(events, { accessKeyIds: [], sourceIps: [STRANGER] }), { accessKeyIds: [], principals: [] }, new Set()).filter((p) => p.by === 'ResourceName');
    expect(asked(used)).toEqual([{ by: 'ResourceName', value: S1 }]);
    expect(asked(event('2026-11-18T03:00:00Z', 'sts:AssumeRole', issued(S1, 'a', 'x')), used)).toEqual([]);
  });
});
