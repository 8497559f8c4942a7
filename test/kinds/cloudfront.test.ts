// What a distribution held before the stranger, out of its own history.
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/types.ts';
import distribution, { type Distribution } from '../../src/kinds/cloudfront/distribution.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const origin = (domainName: string): JsonObject => ({ quantity: 1, items: [{ id: 'web', domainName, connectionAttempts: 3, customHeaders: { quantity: 1, items: [{ headerName: 'X-Origin', headerValue: HIDDEN }] } }] });
const config = (domainName: string, more: JsonObject = {}): JsonObject => ({ callerReference: 'one', comment: HIDDEN, enabled: true, defaultRootObject: '', origins: origin(domainName), ...more });
let at = 0;
const put = (by: HistoryEvent['by'], of: JsonObject, event = 'cloudfront:UpdateDistribution'): HistoryEvent =>
  ({ event, time: `2026-11-20T09:00:${String(at++ % 60).padStart(2, '0')}Z`, by, request: { distributionConfig: { enabled: true } }, response: { distribution: { distributionConfig: of } } });
const own = (of: JsonObject): HistoryEvent => put(undefined, of), theirs = (of: JsonObject): HistoryEvent => put('attacker', of);
const recalled = (...history: readonly HistoryEvent[]) => distribution.recall?.({} as Distribution, history, '');
const BACK = { members: { Origins: { Quantity: 1, Items: [{ Id: 'web', DomainName: 'www.example.com', ConnectionAttempts: 3, CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Origin', HeaderValue: HIDDEN }] } }] } } };

test('each member that the stranger changed is owed as the owner\'s last call before had it', () => {
  expect(recalled(own(config('old.example.com')), own(config('www.example.com')), theirs(config('www.example.net')))).toEqual(BACK);
});
test('what the owner has changed since, and the stranger did not, stays', () => {
  expect(recalled(own(config('www.example.com')), theirs(config('www.example.net')), own(config('www.example.net', { defaultRootObject: 'index.html' })))).toEqual(BACK);
});
test('a member that is written otherwise and says the same is not the stranger\'s', () => {
  expect(recalled(own(config('www.example.com')), theirs(config('www.example.com', { aliases: { quantity: 0, items: [] }, webACLId: '' })))).toBeUndefined();
});
test('without a call of the owner\'s before, nothing is told', () => {
  expect(recalled(theirs(config('www.example.net')), own(config('www.example.com')))).toBeUndefined();
});

const held = (domain: string, more: object = {}): Distribution => ({
  arn: 'arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE', uid: 'one', name: 'EDFDVBD6EXAMPLE', region: 'aws-global', domain: 'd111111abcdef8.cloudfront.net', enabled: true, aim: BACK,
  config: { Enabled: true, Origins: { Quantity: 1, Items: [{ Id: 'web', DomainName: domain, ConnectionAttempts: 3, CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Origin', HeaderValue: 'held' }] }, ...more }] } },
});
const { contain } = distribution.actions;
test('the gate shows what goes and what comes back, and no value of a header', () => {
  const r = held('www.example.net');
  expect(contain?.breaks?.(r, 'back')?.with).toEqual({ gone: ['Origins.Items.web.DomainName www.example.net'], back: ['Origins.Items.web.DomainName www.example.com'] });
  expect(JSON.stringify(contain?.calls(r, 'back'))).not.toContain('held');
  expect(contain?.impossible?.(r, 'back')).toBeUndefined();
});
test('a header that is gone has a value that nothing tells', () => {
  expect(contain?.impossible?.(held('www.example.net', { CustomHeaders: { Quantity: 0 } }), 'back')?.say).toContain('hides a part');
});
test('the owner\'s is given back, a stranger\'s own disabled; where nothing tells, it is left to a person', () => {
  const r = held('www.example.net'), { aim: _, ...untold } = r;
  expect(contain?.ways?.(r, 'changed').map((w) => w.id)).toEqual(['back']);
  expect(contain?.ways?.(untold, 'created').map((w) => w.id)).toEqual(['disable']);
  expect([contain?.needed?.(untold, 'changed'), contain?.needed?.(untold, 'created')]).toEqual([false, true]);
});
