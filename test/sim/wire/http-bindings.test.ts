// REST members outside the body. The installed clients hardly use them, so the shapes are written here.
import { expect, test } from 'vitest';
import { matchRoute, readBindings, routeOf, writeBindings } from '../../../src/sim/wire/http-bindings.ts';
import { Shape } from '../../../src/sim/wire/schema.ts';

const struct = (members: Readonly<Record<string, readonly [ref: unknown, traits: object]>>): Shape => new Shape([3, 'test', 'Thing', 0, Object.keys(members), Object.values(members)]);
const STRING = 0;
const NUMBER = 1;
const TIME = 4;
const STRINGS = 64;
const STRING_MAP = 128;
const url = (path: string): URL => new URL(path, 'http://endpoint');

test('a route tells its labels, greedy ones with their slashes', () => {
  const route = routeOf(['GET', '/functions/{Name}/files/{Path+}?version=2', 200]);
  expect(matchRoute(route, 'GET', url('/functions/a%20b/files/c/d?version=2'))).toEqual({ Name: 'a b', Path: 'c/d' });
  expect(matchRoute(route, 'GET', url('/functions/a/files/c'))).toBeUndefined();
  expect(matchRoute(route, 'PUT', url('/functions/a/files/c?version=2'))).toBeUndefined();
});

test('members are read from path, query and headers', () => {
  const shape = struct({ Name: [STRING, { httpLabel: 1 }], Limit: [NUMBER, { httpQuery: 'limit' }], Ids: [STRINGS, { httpQuery: 'id' }], Kinds: [STRINGS, { httpHeader: 'X-Kinds' }], Meta: [STRING_MAP, { httpPrefixHeaders: 'X-Meta-' }], Body: [STRING, {}] });
  expect(readBindings(shape, { Name: 'a' }, new URLSearchParams('limit=5&id=x&id=y'), { 'x-kinds': 'p, q', 'x-meta-colour': 'red' }))
    .toEqual({ Name: 'a', Limit: 5, Ids: ['x', 'y'], Kinds: ['p', 'q'], Meta: { colour: 'red' } });
});

test('members are written to headers and status', () => {
  const shape = struct({ Changed: [TIME, { httpHeader: 'Last-Modified' }], Kinds: [STRINGS, { httpHeader: 'X-Kinds' }], Meta: [STRING_MAP, { httpPrefixHeaders: 'X-Meta-' }], Status: [NUMBER, { httpResponseCode: 1 }], Body: [STRING, {}] });
  expect(writeBindings(shape, { Changed: new Date('2026-11-20T09:00:00Z'), Kinds: ['p', 'q'], Meta: { colour: 'red' }, Status: 202, Body: 'x' }))
    .toEqual({ headers: { 'Last-Modified': 'Fri, 20 Nov 2026 09:00:00 GMT', 'X-Kinds': 'p, q', 'X-Meta-colour': 'red' }, status: 202 });
});
