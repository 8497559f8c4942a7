// What a notice says is proven only by what AWS shows.
import { describe, expect, it } from 'vitest';
import { noClaims } from '../../src/intake/claims.ts';
import type { Claims } from '../../src/intake/claims.ts';
import { checkClaims, isWrongAccount, provenLeaks } from '../../src/intake/verify.ts';
import type { ClaimRef, ShownFacts } from '../../src/intake/verify.ts';

const KEY = 'AKIAALICEKEY0EXAMPLE';
const POLICY = 'AWSCompromisedKeyQuarantineV3';
const claims: Claims = {
  ...noClaims('text'), isNotice: true, kind: 'exposed-key', accountId: '111122223333', caseId: '1234567890', accessKeyIds: [KEY], iamUsers: ['ci-deploy'], policyNames: [POLICY],
  events: [{ name: 'CreateFunction', time: '2026-11-15T04:05:06Z', sourceIp: '203.0.113.7' }],
};
const facts: ShownFacts = { accountId: '111122223333', keys: [{ id: KEY, user: 'ci-deploy' }], users: ['ci-deploy'], quarantines: [], health: [], cases: [], events: [] };
const stateOf = (about: ClaimRef['about'], shown: Partial<ShownFacts>, given: Claims = claims): string | undefined =>
  checkClaims(given, { ...facts, ...shown }).find((check) => check.claim.about === about)?.state;

describe('claims against what AWS shows', () => {
  it('a notice that names a real key of a real user proves no leak', () => {
    const checks = checkClaims(claims, facts);
    expect(checks.find((check) => check.claim.about === 'key')?.state).toBe('confirmed');
    expect(provenLeaks(checks)).toEqual([]);
  });

  const said: Claims = { ...noClaims('health'), isNotice: true, accessKeyIds: [KEY], caseId: '1234567890' };
  it.each<[string, Partial<ShownFacts>]>([
    ['a quarantine on its user', { quarantines: [{ user: 'ci-deploy', policy: 'AWSCompromisedKeyQuarantineV4' }] }],
    ['a Health event that names it', { health: [said] }],
    ['a case that names it', { cases: [said] }],
  ])('%s proves the leak', (_, shown) => { expect(provenLeaks(checkClaims(claims, { ...facts, ...shown }))).toEqual([KEY]); });
  it.each<[string, Partial<ShownFacts>]>([
    ['a quarantine on another user', { quarantines: [{ user: 'bob', policy: POLICY }] }],
    ['another policy on its user', { quarantines: [{ user: 'ci-deploy', policy: 'AWSCompromisedKeyQuarantineByMallory' }] }],
    ['its events in the history', { events: [{ name: 'CreateFunction20150331', time: '2026-11-15T04:05:10Z', sourceIp: '203.0.113.7' }] }],
  ])('%s does not', (_, shown) => { expect(provenLeaks(checkClaims(claims, { ...facts, ...shown }))).toEqual([]); });

  it('another account’s notice stops the run', () => {
    const checks = checkClaims({ ...claims, accountId: '444455556666' }, facts);
    expect(isWrongAccount(checks)).toBe(true);
    expect(checks[0]).toMatchObject({ state: 'contradicted', wrongAccount: true });
    expect(isWrongAccount(checkClaims(claims, facts))).toBe(false);
  });

  it.each<[ClaimRef['about'], string, Partial<ShownFacts>]>([
    ['account', 'confirmed', {}],
    ['case', 'unproven', {}],
    ['case', 'confirmed', { cases: [said] }],
    ['user', 'confirmed', {}],
    ['user', 'contradicted', { users: ['bob'] }],
    ['key', 'contradicted', { keys: [] }],
    ['key', 'contradicted', { keys: [{ id: KEY, user: 'bob' }] }],
    ['policy', 'unproven', {}],
    ['policy', 'confirmed', { quarantines: [{ user: 'ci-deploy', policy: POLICY }] }],
    ['event', 'unproven', {}],
    ['event', 'confirmed', { events: [{ name: 'CreateFunction20150331', time: '2026-11-15T04:05:10Z', sourceIp: '203.0.113.7' }] }],
    ['event', 'unproven', { events: [{ name: 'CreateFunction', time: '2026-11-15T05:05:10Z', sourceIp: '203.0.113.7' }] }],
    ['event', 'unproven', { events: [{ name: 'CreateFunctionUrlConfig', time: '2026-11-15T04:05:10Z', sourceIp: '203.0.113.7' }] }],
  ])('%s: %s', (about, state, shown) => { expect(stateOf(about, shown)).toBe(state); });

  it('what could not be read contradicts nothing', () => {
    const states = checkClaims(claims, { accountId: '111122223333' }).slice(1).map((check) => check.state);
    expect(new Set(states)).toEqual(new Set(['unproven']));
  });
  it('a temporary key is not listed by AWS, and so not contradicted', () => {
    expect(stateOf('key', {}, { ...claims, accessKeyIds: ['ASIAALICEKEY0EXAMPLE'] })).toBe('unproven');
  });
});
