// What a stranger took off, switched off, renamed or switched over: whose it was before, out of its own history.
import { describe, expect, test } from 'vitest';
import type { Attribution, JsonObject, Judgement } from '../../src/core/types.ts';
import { say } from '../../src/core/text.ts';
import attachment, { type UserPolicyAttachment } from '../../src/kinds/iam/user-policy-attachment.ts';
import accessKey, { type AccessKey } from '../../src/kinds/iam/access-key.ts';
import boundary, { type PermissionsBoundary } from '../../src/kinds/iam/permissions-boundary.ts';
import oidcProvider, { type OpenIdConnectProvider } from '../../src/kinds/iam/open-id-connect-provider.ts';
import policy, { type Policy } from '../../src/kinds/iam/policy.ts';
import role, { type Role } from '../../src/kinds/iam/role.ts';
import samlProvider, { type SamlProvider } from '../../src/kinds/iam/saml-provider.ts';
import userPolicy, { type UserPolicy } from '../../src/kinds/iam/user-policy.ts';
import user, { type User } from '../../src/kinds/iam/user.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';

const INDICATORS = { accessKeyIds: [], principals: [], sourceIps: [], since: '' };
const MALICIOUS: Judgement = { verdict: 'malicious', origin: 'created', because: say('The stranger made it: {{who}}.', { who: 'x' }), techniques: [] };
let at = 0;
const event = (by: Attribution | undefined, name: string, request: JsonObject = {}, response: JsonObject | null = null): HistoryEvent => ({ event: `iam:${name}`, time: `2026-11-20T09:00:${String(at++ % 60).padStart(2, '0')}Z`, by, request, response });
const own = (name: string, request?: JsonObject, response?: JsonObject): HistoryEvent => event(undefined, name, request, response);
const theirs = (name: string, request?: JsonObject, response?: JsonObject): HistoryEvent => event('attacker', name, request, response);

describe('an attached policy', () => {
  const [ON, OFF] = ['AttachUserPolicy', 'DetachUserPolicy'] as const;
  const recalled = (...history: readonly HistoryEvent[]) => attachment.recall?.({} as UserPolicyAttachment, history, '');
  test('that the stranger took off is owed, also where nobody knows any more who had put it on', () => {
    expect(recalled(own(ON), theirs(OFF))).toEqual({ attached: true });
    expect(recalled(theirs(OFF))).toEqual({ attached: true });
  });
  test('that was the stranger\'s own, or that the owner took off since, is not', () => {
    expect(recalled(theirs(ON), theirs(OFF))).toBeUndefined();
    expect(recalled(theirs(OFF), own(ON), own(OFF))).toBeUndefined();
  });
  test('that the owner had put on stays the owner\'s when the stranger puts it on again: AWS does nothing then', () => {
    const judged = (history: readonly HistoryEvent[], vacant?: true) => attachment.judge?.({ ...(vacant ? { vacant } : {}) } as UserPolicyAttachment, { indicators: INDICATORS, touches: [], attributed: MALICIOUS, accountId: '', history })?.verdict;
    expect(judged([own(ON), theirs(ON)])).toBe('benign');
    expect(judged([theirs(ON)])).toBe('malicious');
    expect(judged([own(ON), theirs(ON)], true)).toBe('malicious');
  });
});

test('an inline policy that stands although the stranger took it away was written again by its owner', () => {
  const judged = (...history: readonly HistoryEvent[]) => userPolicy.judge?.({ document: 'own' } as UserPolicy, { indicators: INDICATORS, touches: [], attributed: { ...MALICIOUS, origin: 'changed' }, accountId: '', history })?.verdict;
  expect(judged(theirs('DeleteUserPolicy'))).toBe('benign');
  expect(judged(theirs('PutUserPolicy', { policyDocument: 'all' }), own('PutUserPolicy', { policyDocument: 'own' }))).toBe('benign');
  expect(judged(own('PutUserPolicy', { policyDocument: 'own' }), theirs('PutUserPolicy', { policyDocument: 'all' }))).toBe('malicious');
});

describe('an access key', () => {
  const status = (Status: string): JsonObject => ({ status: Status });
  const recalled = (...history: readonly HistoryEvent[]) => accessKey.recall?.({} as AccessKey, history, '');
  test('that the stranger switched off was on, and one that he switched on was off', () => {
    expect(recalled(theirs('UpdateAccessKey', status('Inactive')))).toEqual({ status: 'Active' });
    expect(recalled(theirs('UpdateAccessKey', status('Active')))).toEqual({ status: 'Inactive' });
    expect(recalled(theirs('UpdateAccessKey', status('Inactive')), own('UpdateAccessKey', status('Active')))).toBeUndefined();
  });
  test('that the stranger knows is not switched on again', () => {
    const history = [theirs('UpdateAccessKey', status('Inactive'))];
    const judged = accessKey.judge?.({ name: 'AKIAIOSFODNN7EXAMPLE' } as AccessKey, { indicators: { ...INDICATORS, accessKeyIds: ['AKIAIOSFODNN7EXAMPLE'] }, touches: [], attributed: { ...MALICIOUS, origin: 'changed' }, accountId: '', history });
    expect(judged?.origin).toBe('used');
  });
});

describe('a policy with versions', () => {
  const made = (versionId: string, action: string, setAsDefault: boolean): [JsonObject, JsonObject] => [{ policyDocument: action, setAsDefault }, { policyVersion: { versionId } }];
  const before = [own('CreatePolicy', { policyDocument: 'one' }), own('CreatePolicyVersion', ...made('v2', 'two', true)), own('CreatePolicyVersion', ...made('v3', 'three', true)), own('SetDefaultPolicyVersion', { versionId: 'v2' })];
  const recalled = (...history: readonly HistoryEvent[]) => policy.recall?.({} as Policy, history, '');
  test('gets back the one that was in force, not the newest, over all that the stranger did', () => {
    expect(recalled(...before, theirs('SetDefaultPolicyVersion', { versionId: 'v1' }), theirs('CreatePolicyVersion', ...made('v4', 'all', true)))).toEqual({ version: 'v2', document: 'two' });
  });
  test('keeps what the owner put in force since, and what nobody can know', () => {
    expect(recalled(...before, theirs('CreatePolicyVersion', ...made('v4', 'all', true)), own('SetDefaultPolicyVersion', { versionId: 'v3' }))).toBeUndefined();
    expect(recalled(theirs('SetDefaultPolicyVersion', { versionId: 'v1' }), theirs('SetDefaultPolicyVersion', { versionId: 'v2' }))).toBeUndefined();
  });
});

test('a role whose sessions were made longer gets an hour, or what its owner said', () => {
  const longer = theirs('UpdateRole', { roleName: 'web', maxSessionDuration: 43_200 });
  const recalled = (...history: readonly HistoryEvent[]) => role.recall?.({} as Role, history, '');
  expect(recalled(own('CreateRole', { assumeRolePolicyDocument: '{}' }), longer)).toEqual({ maxSession: 3_600 });
  expect(recalled(own('UpdateRole', { maxSessionDuration: 7_200 }), longer)).toEqual({ maxSession: 7_200 });
  expect(recalled(longer)).toBeUndefined();
});

test('a renamed user gets its name back, and its path where it is known', () => {
  const recalled = (...history: readonly HistoryEvent[]) => user.recall?.({} as User, history, '');
  expect(recalled(theirs('UpdateUser', { userName: 'bob', newUserName: 'bob.old' }))).toEqual({ name: 'bob' });
  expect(recalled(own('CreateUser', { userName: 'bob' }), theirs('UpdateUser', { userName: 'bob', newPath: '/service/' }))).toEqual({ name: 'bob', path: '/' });
  expect(recalled(theirs('UpdateUser', { userName: 'bob', newUserName: 'bob.old' }), own('UpdateUser', { userName: 'bob.old', newUserName: 'robert' }))).toBeUndefined();
});

test('a boundary that denies everything is taken off where the stranger set it, and left where this program did', () => {
  const DENY = 'arn:aws:iam::aws:policy/AWSDenyAll';
  const history = [own('CreateUser', { userName: 'bob' }), theirs('PutUserPermissionsBoundary', { userName: 'bob', permissionsBoundary: DENY })];
  const bound = { of: 'user', name: 'bob', path: '/', owner: 'arn:aws:iam::111122223333:user/bob', boundary: DENY } as PermissionsBoundary;
  const aim = boundary.recall?.(bound, history, '') ?? {};
  expect(boundary.actions.recover?.impossible?.({ ...bound, aim })).toBeUndefined();
  expect(boundary.actions.recover?.impossible?.({ ...bound, aim: { boundary: null } })).toBeDefined();
});

describe('an OpenID Connect provider', () => {
  const recalled = (clientIds: readonly string[], ...history: readonly HistoryEvent[]) => oidcProvider.recall?.({ clientIds } as OpenIdConnectProvider, history, '');
  const id = (clientID: string): JsonObject => ({ clientID });
  const prints = (...thumbprintList: readonly string[]): JsonObject => ({ thumbprintList });
  const [ADD, REMOVE, SET] = ['AddClientIDToOpenIDConnectProvider', 'RemoveClientIDFromOpenIDConnectProvider', 'UpdateOpenIDConnectProviderThumbprint'] as const;
  test('loses the audience that the stranger added, and has again the one that he took away', () => {
    expect(recalled(['his', 'own'], theirs(ADD, id('his')))).toEqual({ clientIds: ['own'] });
    expect(recalled(['own'], theirs(REMOVE, id('other')))).toEqual({ clientIds: ['other', 'own'] });
  });
  test('keeps what the owner added before, or has set since', () => {
    expect(recalled(['his', 'own'], own(ADD, id('own')), theirs(ADD, id('his')), own(ADD, id('his')))).toBeUndefined();
  });
  test('has the thumbprints of its making, where the history tells them', () => {
    expect(recalled([], own('CreateOpenIDConnectProvider', prints('a')), theirs(SET, prints('b')))).toEqual({ thumbprints: ['a'] });
    expect(recalled([], theirs(SET, prints('b')))).toBeUndefined();
    expect(recalled([], own('CreateOpenIDConnectProvider', prints('a')), theirs(SET, prints('b')), own(SET, prints('c')))).toBeUndefined();
  });
});

test('a SAML provider has the metadata again that its owner set last, and none where nothing tells it', () => {
  const recalled = (...history: readonly HistoryEvent[]) => samlProvider.recall?.({} as SamlProvider, history, '');
  const metadata = (sAMLMetadataDocument: string): JsonObject => ({ sAMLMetadataDocument });
  expect(recalled(own('CreateSAMLProvider', metadata('own')), theirs('UpdateSAMLProvider', metadata('his')))).toEqual({ document: 'own' });
  expect(recalled(own('CreateSAMLProvider', metadata('own')), theirs('UpdateSAMLProvider', metadata('his')), own('UpdateSAMLProvider', metadata('new')))).toBeUndefined();
  expect(recalled(theirs('UpdateSAMLProvider', metadata('his')))).toBeUndefined();
});
