// Playing a scenario: state and event history come from the same calls.
import { expect, test } from 'vitest';
import { loadScenario, type Loaded } from '../../../src/sim/scenario/load.ts';
import { iamState } from '../../../src/sim/services/iam/state.ts';
import { supportState } from '../../../src/sim/services/support/cases.ts';
import { healthState } from '../../../src/sim/services/health/events.ts';
import { eventJson } from '../../../src/sim/trail/record.ts';
import { ADMIN, load, small, withActor } from './small.ts';

/** As far as these tests look into an event. */
interface SeenEvent { readonly [member: string]: unknown; readonly userIdentity: { readonly type: string; readonly sessionContext?: { readonly attributes: { readonly mfaAuthenticated: string } } } }
const eventsOf = (loaded: Loaded, name?: string): SeenEvent[] => loaded.world.history.records().filter((one) => name === undefined || one.name === name).map((one) => JSON.parse(JSON.stringify(eventJson(one))) as SeenEvent);
const seconds = (events: readonly SeenEvent[]): string[] => events.map((one) => String(one['eventTime']));

test('calls happen at their times, by their actors, from their addresses', async () => {
  const loaded = await load([{ at: '-2d', as: 'mallory', call: 'iam:CreateUser', with: { UserName: 'svc' }, save: 'made' }, { at: '+90s', as: 'ci', call: 'iam:TagUser', with: { UserName: '${made.User.UserName}', Tags: [{ Key: 'a', Value: 'for ${account.id}' }] } }]);
  const [created] = eventsOf(loaded, 'CreateUser').slice(-1);
  expect(created).toMatchObject({ eventTime: '2026-11-18T09:00:00Z', sourceIPAddress: '203.0.113.66', userAgent: 'Boto3/1.40.61', userIdentity: { type: 'IAMUser', userName: 'ci' }, requestParameters: { userName: 'svc' } });
  expect(seconds(eventsOf(loaded, 'TagUser'))).toEqual(['2026-11-18T09:01:30Z']);
  expect(iamState(loaded.world).users.byName('svc')?.tags).toEqual([{ Key: 'a', Value: 'for 111122223333' }]);
  expect(loaded.world.now().toISOString()).toBe('2026-11-20T09:00:00.000Z');
});

test('an expected refusal is part of the history', async () => {
  const loaded = await load([
    { at: '-2d', as: 'root', call: 'iam:DetachUserPolicy', with: { UserName: 'ci', PolicyArn: ADMIN } },
    { at: '+1m', as: 'ci', call: 'iam:ListUsers', expect: 'AccessDenied' },
  ]);
  expect(eventsOf(loaded, 'ListUsers')[0]).toMatchObject({ errorCode: 'AccessDenied', readOnly: true });
});

test('policies are written as objects, and sessions are used by their key ids', async () => {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/ci' }, Action: 'sts:AssumeRole' }] };
  const loaded = await load([
    { at: '-2d', as: 'root', call: 'iam:CreateRole', with: { RoleName: 'deploy', AssumeRolePolicyDocument: trust } },
    { at: '+1m', as: 'ci', call: 'sts:AssumeRole', with: { RoleArn: 'arn:aws:iam::111122223333:role/deploy', RoleSessionName: 'x1' }, save: 's' },
    { at: '+1m', as: 'ci', using: '${s.Credentials.AccessKeyId}', call: 'sts:GetCallerIdentity', region: 'eu-north-1' },
  ]);
  expect(eventsOf(loaded, 'GetCallerIdentity')[0]).toMatchObject({ awsRegion: 'eu-north-1', userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/x1' } });
});

test('a person signs in to the console before acting, once for twelve hours', async () => {
  const loaded = await load([
    { at: '-3d', as: 'root', call: 'iam:CreateLoginProfile', with: { UserName: 'ci', Password: 'Winter-Tyres-12' } },
    { at: '+1h', as: 'person', call: 'iam:ListUsers' }, { at: '+2h', as: 'person', call: 'iam:ListRoles' }, { at: '+12h', as: 'person', call: 'iam:ListGroups' },
  ], withActor('person', { user: 'ci', mfa: true, sourceIp: '198.51.100.9', userAgent: 'Mozilla/5.0' }));
  const signIns = eventsOf(loaded, 'ConsoleLogin').filter((one) => one.userIdentity.type === 'IAMUser');
  expect(seconds(signIns)).toEqual(['2026-11-17T10:00:00Z', '2026-11-18T00:00:00Z']);
  expect(signIns[0]).toMatchObject({ eventType: 'AwsConsoleSignIn', sourceIPAddress: '198.51.100.9', responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { MFAUsed: 'Yes' } });
  expect(eventsOf(loaded, 'ListRoles')[0]?.userIdentity.sessionContext?.attributes.mfaAuthenticated).toBe('true');
});

test('a sign-in without a password fails and leaves its event', async () => {
  const loaded = await load([{ at: '-2d', as: 'person', call: 'signin:ConsoleLogin', expect: 'Failed authentication' }], withActor('person', { user: 'ci', sourceIp: '198.51.100.9', userAgent: 'Mozilla/5.0' }));
  expect(eventsOf(loaded, 'ConsoleLogin').at(-1)).toMatchObject({ responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' });
});

test('temporary credentials become a console session', async () => {
  const loaded = await load([
    { at: '-2d', as: 'ci', call: 'sts:GetFederationToken', with: { Name: 'support', Policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }, save: 'session' },
    { at: '+1m', as: 'ci', using: '${session.Credentials.AccessKeyId}', call: 'signin:ConsoleLogin', save: 'console' },
    { at: '+1m', as: 'ci', using: '${console.Credentials.AccessKeyId}', call: 'ec2:DescribeInstances' },
  ]);
  expect(eventsOf(loaded).slice(-3).map((one) => [one['eventName'], one.userIdentity.type])).toEqual([['GetSigninToken', 'FederatedUser'], ['ConsoleLogin', 'FederatedUser'], ['DescribeInstances', 'FederatedUser']]);
});

test('what AWS does itself is named so', async () => {
  const loaded = await load([{ at: '-2d', as: 'aws', call: 'iam:AttachUserPolicy', with: { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' } }]);
  expect(eventsOf(loaded, 'AttachUserPolicy').at(-1)).toMatchObject({ sourceIPAddress: 'AWS Internal', userIdentity: { type: 'AWSService', invokedBy: 'AWS Internal' }, eventType: 'AwsApiCall' });
});

test('a virtual MFA device is enabled with the codes that it shows', async () => {
  const loaded = await load([
    { at: '-2d', as: 'root', call: 'iam:CreateVirtualMFADevice', with: { VirtualMFADeviceName: 'phone' }, save: 'mfa' },
    { at: '+1m', as: 'root', call: 'iam:EnableMFADevice', with: { UserName: 'ci', SerialNumber: '${mfa.VirtualMFADevice.SerialNumber}' } },
  ]);
  expect([...iamState(loaded.world).mfaDevices.values()][0]?.enabledAt).toBeInstanceOf(Date);
});

test('a habit repeats, moved by its jitter, on weekdays, each round with what it saved itself', async () => {
  const habit = { every: '1d', from: '-9d', to: '-2d', jitter: '1h', weekdays: true, as: 'ci', deeds: [{ call: 'sts:GetSessionToken', save: 's' }, { using: '${s.Credentials.AccessKeyId}', call: 'ec2:DescribeInstances' }] };
  const loaded = await load([], { repeat: [habit] });
  const times = seconds(eventsOf(loaded, 'DescribeInstances'));
  expect(times.map((one) => one.slice(0, 10))).toEqual(['2026-11-11', '2026-11-12', '2026-11-13', '2026-11-16', '2026-11-17']);
  expect(times.every((one) => one.slice(11, 13) === '09')).toBe(true);
  expect(new Set(times.map((one) => one.slice(14))).size).toBe(times.length);
});

test('a habitual read leaves the event that the real call leaves', async () => {
  const real = await load([{ at: '-2d', as: 'ci', region: 'eu-west-1', call: 'ec2:DescribeInstances' }, { at: '+0s', as: 'ci', call: 'iam:ListUsers' }]);
  const habit = await load([], { repeat: [{ every: '5d', from: '-2d', as: 'ci', deeds: [{ region: 'eu-west-1', call: 'ec2:DescribeInstances' }, { call: 'iam:ListUsers' }] }] });
  const plain = (loaded: Loaded): object[] => ['DescribeInstances', 'ListUsers'].map((name) => ({ ...eventsOf(loaded, name)[0], eventID: '', requestID: '' }));
  expect(plain(habit)).toEqual(plain(real));
});

test('the same scenario makes the same account, and another seed another', async () => {
  const ids = async (seed: string): Promise<unknown> => eventsOf(await loadScenario(small({ seed }))).map((one) => [one['eventID'], one['responseElements']]);
  expect(await ids('a')).toEqual(await ids('a'));
  expect(await ids('a')).not.toEqual(await ids('b'));
});

test('the notice is filled in, and stands where AWS left it', async () => {
  const notice = { file: 'n.txt', subject: 'About ${account.id}', at: '-1d', mail: true, supportCase: true, health: { typeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', entities: ['${ciKey.AccessKey.AccessKeyId}'] } };
  const loaded = await loadScenario(small({ notice }, [], { 'n.txt': 'Key ${ciKey.AccessKey.AccessKeyId} was used from ${actor.mallory.sourceIp}; case ${notice.caseId}, ${notice.date}. Größe = gut.\n' }));
  const keyId = [...iamState(loaded.world).keys.current()][0]?.[0] ?? '';
  const [opened] = supportState(loaded.world).cases;
  expect(loaded.notice?.text).toBe(`Key ${keyId} was used from 203.0.113.66; case ${opened?.displayId ?? ''}, 2026-11-19. Größe = gut.\n`);
  expect(opened?.letters.map(({ body }) => body)).toEqual([loaded.notice?.text]);
  expect(healthState(loaded.world).events[0]).toMatchObject({ entities: [{ entityValue: keyId }] });
  const [head = '', body = ''] = (loaded.notice?.eml ?? '').split('\r\n\r\n');
  expect(head).toContain('Subject: About 111122223333');
  expect(body.split('\r\n').every((line) => line.length <= 76)).toBe(true);
  const decoded = Buffer.from(body.replace(/=\r\n/g, '').replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8').replaceAll('\r\n', '\n');
  expect(decoded).toBe(loaded.notice?.text);
});
