// Wildcards and variables of policies.
import { describe, expect, test } from 'vitest';
import { fits, fitsArn, pattern } from '../../../src/sim/policy/pattern.ts';

const matches = (value: string, text: string): boolean => fits(value, pattern(text) ?? []);

describe('wildcards', () => {
  test.each([
    ['iam:CreateUser', '*', true], ['iam:CreateUser', 'iam:*', true], ['iam:CreateUser', 'iam:Create*', true], ['iam:CreateUser', 'iam:*User', true],
    ['iam:CreateUser', 'iam:C*te*er', true], ['iam:CreateUser', 'iam:Create????', true], ['iam:CreateUser', 'iam:Create???', false],
    ['iam:CreateUser', 'iam:createuser', false], ['', '*', true], ['', '?', false], ['a', '', false], ['aXbXc', 'a*b*c', true], ['ab', 'a*bb', false],
    ['a.c', 'a.c', true], ['abc', 'a.c', false], ['(a+)+$', '(a+)+$', true],
  ])('%j against %j: %s', (value, text, expected) => { expect(matches(value, text)).toBe(expected); });

  test('a hostile pattern takes no exponential time', () => { expect(matches('a'.repeat(2_000), `${'a*'.repeat(200)}b`)).toBe(false); });
});

describe('variables', () => {
  const of = (key: string): string | undefined => ({ 'aws:username': 'al*ce' })[key];
  test('a value stands for itself, wildcards in it too', () => {
    const wanted = pattern('arn:aws:iam::111122223333:user/${aws:username}', of) ?? [];
    expect(fits('arn:aws:iam::111122223333:user/al*ce', wanted)).toBe(true);
    expect(fits('arn:aws:iam::111122223333:user/alice', wanted)).toBe(false);
  });
  test('without a value nothing matches, with a default that counts', () => {
    expect(pattern('${aws:userid}', of)).toBeUndefined();
    expect(fits('x', pattern("${aws:userid, 'x'}", of) ?? [])).toBe(true);
  });
  test('${*}, ${?} and ${$} are the characters', () => { expect(fits('*?$', pattern('${*}${?}${$}', of) ?? [])).toBe(true); expect(fits('a?$', pattern('${*}${?}${$}', of) ?? [])).toBe(false); });
  test('older documents know none', () => { expect(fits('${aws:username}', pattern('${aws:username}') ?? [])).toBe(true); });
});

test.each([
  ['arn:aws:iam::111122223333:user/a', 'arn:aws:iam::111122223333:user/*', true],
  ['arn:aws:iam::111122223333:user/a', 'arn:aws:iam::*:user/*', true],
  ['arn:aws:iam::111122223333:user/a:b', 'arn:aws:iam::111122223333:user/*', true],
  ['arn:aws:iam::111122223333:user/a', 'arn:*', false],
  ['arn:aws:iam::111122223333:user/a', 'arn:aws:*:111122223333:user/a', false],
])('ARN %j against %j, part by part: %s', (value, text, expected) => { expect(fitsArn(value, pattern(text) ?? [])).toBe(expected); });
