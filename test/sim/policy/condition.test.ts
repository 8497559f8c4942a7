// Conditions, one row a case: operator, key, the policy's values, the request's values, whether it holds.
import { expect, test } from 'vitest';
import { conditionsHold, isOperator } from '../../../src/sim/policy/condition.ts';
import { pattern } from '../../../src/sim/policy/pattern.ts';
import type { OneOrMany } from '../../../src/sim/policy/document.ts';

type Row = readonly [operator: string, wanted: OneOrMany<string | number | boolean>, given: readonly string[] | undefined, holds: boolean];
const ROWS: readonly Row[] = [
  ['StringEquals', 'a', ['a'], true], ['StringEquals', 'a', ['A'], false], ['StringEquals', ['a', 'b'], ['b'], true], ['StringEquals', 'a*', ['ab'], false], ['StringEquals', 'a', undefined, false],
  ['StringEqualsIgnoreCase', 'a', ['A'], true], ['StringNotEqualsIgnoreCase', 'a', ['A'], false],
  ['StringNotEquals', 'a', ['b'], true], ['StringNotEquals', ['a', 'b'], ['b'], false], ['StringNotEquals', 'a', undefined, true],
  ['StringLike', 'AROA*:session', ['AROAEXAMPLE:session'], true], ['StringLike', 'a?c', ['abc'], true], ['StringNotLike', 'a*', ['abc'], false], ['StringNotLike', 'a*', undefined, true],
  ['ArnLike', 'arn:aws:iam::111122223333:role/*', ['arn:aws:iam::111122223333:role/ci'], true], ['ArnEquals', 'arn:aws:iam::*:role/ci', ['arn:aws:iam::111122223333:role/ci'], true], ['ArnNotLike', 'arn:aws:iam::*:role/ci', ['arn:aws:iam::111122223333:role/ci'], false],
  ['Bool', 'true', ['true'], true], ['Bool', true, ['true'], true], ['Bool', 'true', ['false'], false], ['Bool', 'false', undefined, false], ['BoolIfExists', 'false', undefined, true],
  ['IpAddress', '203.0.113.0/24', ['203.0.113.66'], true], ['IpAddress', '203.0.113.66', ['203.0.113.66'], true], ['IpAddress', '198.51.100.0/24', ['203.0.113.66'], false], ['IpAddress', '0.0.0.0/0', ['203.0.113.66'], true],
  ['IpAddress', '2001:db8::/32', ['2001:db8:1::1'], true], ['IpAddress', '2001:db8::/32', ['203.0.113.66'], false], ['IpAddress', '0.0.0.0/0', ['support.amazonaws.com'], false],
  ['NotIpAddress', '203.0.113.0/24', ['198.51.100.7'], true], ['NotIpAddress', '203.0.113.0/24', ['203.0.113.66'], false], ['NotIpAddress', ['198.51.100.0/24', '203.0.113.0/24'], ['203.0.113.66'], false],
  ['NumericEquals', 3, ['3'], true], ['NumericNotEquals', 3, ['4'], true], ['NumericLessThan', '3600', ['60'], true], ['NumericLessThanEquals', '60', ['60'], true], ['NumericGreaterThan', '60', ['60'], false], ['NumericGreaterThanEquals', '60', ['60'], true], ['NumericLessThan', '10', ['x'], false],
  ['DateLessThan', '2026-11-20T09:00:00Z', ['2026-11-20T08:59:59Z'], true], ['DateLessThan', '2026-11-20T09:00:00Z', ['2026-11-20T09:00:00Z'], false], ['DateLessThan', '2026-11-20T09:00:00Z', undefined, false], ['DateLessThanEquals', '2026-11-20T09:00:00.000Z', ['2026-11-20T09:00:00Z'], true],
  ['DateGreaterThan', '2026-11-20T09:00:00Z', ['2026-11-20T09:00:01Z'], true], ['DateGreaterThanEquals', '2026-11-20T09:00:00Z', ['2026-11-20T09:00:00Z'], true], ['DateEquals', '1795165200', ['2026-11-20T09:00:00Z'], true], ['DateNotEquals', '2026-11-20T09:00:00Z', ['2026-11-20T09:00:00Z'], false], ['DateLessThan', 'never', ['2026-11-20T09:00:00Z'], false],
  ['Null', 'true', undefined, true], ['Null', 'true', ['x'], false], ['Null', 'false', ['x'], true], ['Null', false, undefined, false],
  ['StringEqualsIfExists', 'a', undefined, true], ['StringEqualsIfExists', 'a', ['b'], false],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true], ['ForAllValues:StringEquals', ['a'], ['a', 'b'], false], ['ForAllValues:StringEquals', ['a'], undefined, true], ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['ForAnyValue:StringEquals', ['a'], ['a', 'b'], true], ['ForAnyValue:StringEquals', ['a'], undefined, false], ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true], ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
  ['StringResembles', 'a', ['a'], false],
];

test.each(ROWS)('%s %j on %j: %s', (operator, wanted, given, holds) => {
  const keys = new Map(given === undefined ? [] : [['aws:key', given] as const]);
  expect(conditionsHold({ [operator]: { 'aws:Key': wanted } }, keys, (text) => pattern(text))).toBe(holds);
});

test('all operators and all keys must hold', () => {
  const keys = new Map([['a', ['1']], ['b', ['2']]]);
  const read = (text: string): ReturnType<typeof pattern> => pattern(text);
  expect(conditionsHold({ StringEquals: { a: '1', b: '2' }, NumericLessThan: { b: '3' } }, keys, read)).toBe(true);
  expect(conditionsHold({ StringEquals: { a: '1', b: '3' } }, keys, read)).toBe(false);
  expect(conditionsHold({ StringEquals: { a: '1' }, NumericLessThan: { b: '1' } }, keys, read)).toBe(false);
});

test('operators that IAM knows', () => {
  expect(['Null', 'ForAllValues:ArnLikeIfExists', 'DateLessThan'].every(isOperator)).toBe(true);
  expect(isOperator('StringResembles')).toBe(false);
});
