// What is open to others by its own settings: whom a stranger put into a share, and whose a key is.
import { describe, expect, test } from 'vitest';
import { say } from '../../src/core/text.ts';
import type { Attribution, JsonObject, Judgement } from '../../src/core/types.ts';
import apiKey, { type ApiKey } from '../../src/kinds/appsync/api-key.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import share, { type ResourceShare } from '../../src/kinds/ram/resource-share.ts';
import { stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { furnishGraphql } from '../contract/furnish/exposed.ts';

const [OTHER, PARTNER] = ['444455556666', '123456789012'], [SUBNET, CLUSTER] = ['arn:aws:ec2:us-east-1:111122223333:subnet/subnet-0123456789abcdef0', 'arn:aws:rds:us-east-1:111122223333:cluster:ledger'];
let at = 0;
const event = (by: Attribution | undefined, name: string, request: JsonObject = {}): HistoryEvent => ({ event: name, time: `2026-11-20T09:00:${String(at++ % 60).padStart(2, '0')}Z`, by, request, response: null });
const shared = (principals: readonly string[], resources: readonly string[], aim?: JsonObject): ResourceShare => ({ arn: 'arn', uid: 'arn', name: 'subnets', region: 'us-east-1', principals, resources, outside: [], ...(aim && { aim }) });

describe('a resource share', () => {
  const made = event(undefined, 'ram:CreateResourceShare', { principals: [PARTNER], resourceArns: [SUBNET] });
  test('of the owner loses what the stranger put in, and gets back what he took out', () => {
    const history = [made, event('attacker', 'ram:AssociateResourceShare', { principals: [OTHER], resourceArns: [CLUSTER] }), event('attacker', 'ram:DisassociateResourceShare', { principals: [PARTNER] })];
    const now = shared([OTHER], [SUBNET, CLUSTER]);
    const aim = share.recall?.(now, history, '');
    expect(aim).toEqual({ principals: [PARTNER], resources: [SUBNET] });
    const { contain, recover } = share.actions;
    expect(contain?.calls({ ...now, ...(aim && { aim }) })).toMatchObject([{ operation: 'ram:DisassociateResourceShare', input: { principals: [OTHER], resourceArns: [CLUSTER] } }]);
    expect(recover?.calls(shared([], [SUBNET], aim))).toMatchObject([{ operation: 'ram:AssociateResourceShare', input: { principals: [PARTNER] } }]);
    expect(recover?.needed?.(shared([PARTNER], [SUBNET, CLUSTER], aim), 'changed')).toBe(false);
  });
  test('keeps whom the owner put in since, also where the stranger had been first', () => {
    const history = [made, event('attacker', 'ram:AssociateResourceShare', { principals: [OTHER] }), event(undefined, 'ram:AssociateResourceShare', { principals: [OTHER] })];
    expect(share.recall?.(shared([PARTNER, OTHER], [SUBNET]), history, '')).toEqual({ principals: [PARTNER, OTHER], resources: [SUBNET] });
  });
  test('of the stranger loses everybody, and keeps what it shares until it is deleted', () => {
    expect(share.actions.contain?.calls(shared([OTHER], [SUBNET]))).toEqual([{ operation: 'ram:DisassociateResourceShare', region: 'us-east-1', input: { resourceShareArn: 'arn', principals: [OTHER] } }]);
  });
});

describe('a key of an API', () => {
  test('stands nowhere as itself', async () => {
    const { found } = await listOf(await stage(furnishGraphql), apiKey);
    expect(found).toHaveLength(3);
    expect(JSON.stringify(found)).not.toContain('da2-');
  });
  test('that expires in the same hour as one of the owner\'s may be the owner\'s', () => {
    const attributed: Judgement = { verdict: 'malicious', origin: 'created', because: say('The stranger made it: {{who}}.', { who: 'x' }), techniques: [] };
    const judged = (...history: readonly HistoryEvent[]) => apiKey.judge?.({} as ApiKey, { indicators: { accessKeyIds: [], principals: [], sourceIps: [], since: '' }, touches: [], attributed, accountId: '', history })?.verdict;
    const theirs = event('attacker', 'appsync:CreateApiKey');
    expect(judged(theirs)).toBe('malicious');
    expect(judged(event(undefined, 'appsync:CreateApiKey'), theirs)).toBe('suspicious');
  });
});
