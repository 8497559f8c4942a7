// A permit allows the calls that the gate showed, and nothing that only looks like them.
import { describe, expect, it } from 'vitest';
import { literal, Permit } from '../../src/aws/permit.ts';
import type { Call, Json } from '../../src/core/types.ts';

const permitting = (input: Call['input'], made: Record<string, string> = {}): Permit => new Permit('111122223333', 'aws', [{ operation: 'iam:UpdateAccessKey', region: 'aws-global', input }], made);
const allows = (permit: Permit, input: Json, operation: Call['operation'] = 'iam:UpdateAccessKey', region = 'aws-global'): string => {
  try { permit.check(operation, region, input); return 'allowed'; } catch (error) { return (error as { why: string }).why; }
};

describe('a permit', () => {
  const input = { UserName: 'bob', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' };

  it('allows exactly the call that was shown', () => { expect(allows(permitting(input), { ...input })).toBe('allowed'); });

  it.each([
    ['another value', { ...input, UserName: 'alice' }],
    ['another case', { ...input, UserName: 'Bob' }],
    ['a member more', { ...input, Force: true }],
    ['a member less', { UserName: 'bob', Status: 'Inactive' }],
    ['a list for a text', { ...input, UserName: ['bob'] }],
    ['nothing', null],
  ])('refuses %s', (_, actual) => { expect(allows(permitting(input), actual as Json)).toBe('other-target'); });

  it('refuses the same call in another Region, and other operations', () => {
    expect(allows(permitting(input), input, 'iam:UpdateAccessKey', 'eu-west-1')).toBe('other-target');
    expect(allows(permitting(input), input, 'iam:DeleteAccessKey')).toBe('not-approved');
  });

  it('allows nothing after its deed has ended', () => {
    const permit = permitting(input);
    permit.end();
    expect(allows(permit, input)).toBe('deed-ended');
  });

  it('compares lists in their order and numbers by value', () => {
    const permit = permitting({ Ids: ['a', 'b'], Size: 8, Flag: true });
    expect(allows(permit, { Ids: ['a', 'b'], Size: 8, Flag: true })).toBe('allowed');
    for (const Ids of [['b', 'a'], ['a'], ['a', 'b', 'c']]) expect(allows(permit, { Ids, Size: 8, Flag: true })).toBe('other-target');
    expect(allows(permit, { Ids: ['a', 'b'], Size: '8', Flag: true })).toBe('other-target');
  });

  it('lets a list hold any number of members like the one that was shown', () => {
    const permit = permitting({ Objects: ['‹each›', { Key: '‹any text›', VersionId: '‹version›' }] });
    expect(allows(permit, { Objects: [{ Key: 'a', VersionId: 'v' }, { Key: 'b "c"\n', VersionId: 'w' }] })).toBe('allowed');
    for (const Objects of [[], [{ Key: 'a', VersionId: 'v' }, { Key: 'b' }], ['a'], 'a', { Key: 'a', VersionId: 'v' }]) expect(allows(permit, { Objects })).toBe('other-target');
  });

  it('lets a placeholder stand for any text that cannot leave its quotes', () => {
    const permit = permitting({ PolicyDocument: '{"DateLessThan":{"aws:TokenIssueTime":"‹time of the call›"}}' });
    expect(allows(permit, { PolicyDocument: '{"DateLessThan":{"aws:TokenIssueTime":"2026-11-21T03:00:00Z"}}' })).toBe('allowed');
    expect(allows(permit, { PolicyDocument: '{"DateLessThan":{"aws:TokenIssueTime":"x"},"Effect":"Allow","y":"z"}}' })).toBe('other-target');
  });

  it('knows what the deed made only once the deed has said so', () => {
    const permit = permitting({ AccessKeyId: '‹made:key›' });
    expect(allows(permit, { AccessKeyId: 'AKIAI44QH8DHBEXAMPLE' })).toBe('other-target');
    permit.making('key', 'AKIAI44QH8DHBEXAMPLE');
    expect(allows(permit, { AccessKeyId: 'AKIAI44QH8DHBEXAMPLE' })).toBe('allowed');
    expect(allows(permit, { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).toBe('other-target');
  });

  it('takes what was made before a crash from the journal', () => { expect(allows(permitting({ AccessKeyId: '‹made:key›' }, { key: 'AKIAI44QH8DHBEXAMPLE' }), { AccessKeyId: 'AKIAI44QH8DHBEXAMPLE' })).toBe('allowed'); });

  it.each(['.*', 'a|b', '[a-z]+', 'bob\\', '$&', '(?:)', 'b{1,9}', '^bob$'])('takes the name %s as it is written', (UserName) => {
    expect(allows(permitting({ UserName }), { UserName })).toBe('allowed');
    for (const other of ['bob', 'a', 'b', '', 'bobbob']) expect(allows(permitting({ UserName }), { UserName: other })).toBe('other-target');
  });

  it('takes a value that was made as it is written', () => {
    expect(allows(permitting({ Name: '‹made:part›' }, { part: '.*' }), { Name: 'anything' })).toBe('other-target');
    expect(allows(permitting({ Name: '‹made:part›' }, { part: '‹x›' }), { Name: 'anything' })).toBe('other-target');
  });

  it.each(['‹time of the call›', '‹made:key›', '‹literal›', '‹', '›', 'a‹b', '‹‹a››'])('takes the hostile tag %s for itself, once it is made literal', (tag) => {
    const permit = permitting(literal({ Value: tag, Note: '' }), { key: 'AKIAI44QH8DHBEXAMPLE' });
    expect(allows(permit, { Value: tag, Note: '' })).toBe('allowed');
    for (const other of ['anything', 'AKIAI44QH8DHBEXAMPLE', '', '‹literal', `${tag}x`]) expect(allows(permit, { Value: other, Note: '' })).toBe('other-target');
  });
});
