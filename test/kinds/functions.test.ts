// What is special about functions and events: code given back to the letter, permissions of every qualifier, rules that are a stranger's whole.
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import rule, { isAllForeign, type Rule } from '../../src/kinds/events/rule.ts';
import fn from '../../src/kinds/lambda/function.ts';
import type { LambdaFunction } from '../../src/kinds/lambda/parts/functions.ts';
import permission from '../../src/kinds/lambda/permission.ts';
import { ownMembers } from '../../src/kinds/recalling.ts';
import document, { type Document } from '../../src/kinds/ssm/document.ts';
import { stage } from '../contract/account.ts';
import { listOf, lookAt } from '../contract/contract.ts';
import { Run } from '../contract/deed.ts';
import { furnishEvents } from '../contract/furnish/events.ts';
import { furnishLambda } from '../contract/furnish/functions.ts';
import { did, runOf, thingOf } from './on-stage.ts';
import { eventsOf } from './traced.ts';

const SINCE = '2026-11-20T08:00:00Z';
const event = (name: string, by: HistoryEvent['by'], request: HistoryEvent['request'] = {}): HistoryEvent => ({ event: name, by, time: '2026-11-20T09:00:00Z', request, response: null });
const targets = (...ids: readonly string[]): HistoryEvent['request'] => ({ targets: ids.map((id) => ({ id })) });

test('an overwritten function gets the code and the settings of its last version back', async () => {
  const at = await stage(furnishLambda);
  const orders = await thingOf(at, fn, 'orders') as Awaited<ReturnType<typeof thingOf>> & { versions: unknown };
  const history = [event('lambda:CreateFunction', undefined), { ...event('lambda:UpdateFunctionCode', 'attacker'), time: '2026-11-20T09:01:00Z' }];
  expect(fn.recall?.(orders as never, history, SINCE)).toEqual({ version: '1', stays: 'settings' });
  // Events tell whole seconds: a version that was published in the stranger's own is none to go back to.
  const [first] = orders.versions as readonly { at: string }[];
  expect(fn.recall?.(orders as never, [{ ...event('lambda:UpdateFunctionCode', 'attacker'), time: `${first?.at.slice(0, 19) ?? ''}Z` }], SINCE)).toEqual({});
  const role = (name: string, by: 'attacker' | undefined, time: string) => ({ ...event('lambda:UpdateFunctionConfiguration', by), time, request: { functionName: 'orders', role: name } });
  expect(fn.recall?.(orders as never, [...history, role('own', undefined, '2026-11-20T09:01:30Z'), role('theirs', 'attacker', '2026-11-20T09:02:00Z')], SINCE)).toEqual({ version: '1', members: ['FunctionName', 'Role'].slice(1), own: { Role: 'own' }, environment: 'kept' });
  await new Run(at, { kind: fn, action: fn.actions.recover as never, target: orders, way: undefined, origin: 'changed' }, { ...orders, aim: { version: '1' } }).apply();
  const [now] = await lookAt(at, fn, [orders]) as [typeof orders & { codeSha256: string; versions: { codeSha256: string }[]; settings: { Layers: string[]; Environment: { Variables: object } } }];
  expect([now.codeSha256, now.settings.Layers, Object.keys(now.settings.Environment.Variables)]).toEqual([now.versions[0]?.codeSha256, [], ['TABLE']]);
});

describe('a function that was never published', () => {
  const LAYER = 'arn:aws:lambda:us-east-1:444455556666:layer:wrap:3';
  const there = async (Variables: Readonly<Record<string, string>> = {}) => {
    const at = await stage(async (play, clock) => {
      await play('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}' });
      await play('lambda', 'CreateFunction', { FunctionName: 'thumbs', Role: 'arn:aws:iam::111122223333:role/worker', Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 20, Code: { ZipFile: Buffer.from('zip') }, Environment: { Variables } });
      clock.set(new Date(clock.now().getTime() + 60_000));
      await play('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'thumbs', Layers: [LAYER], Handler: 'other.handler', Environment: { Variables: { ...Variables, AWS_LAMBDA_EXEC_WRAPPER: '/opt/w' } } });
    });
    const thumbs = await thingOf(at, fn, 'thumbs') as LambdaFunction;
    const [created, changed] = eventsOf(at).filter((e) => e.source === 'lambda.amazonaws.com').map((e): HistoryEvent => ({ event: e.operation, time: e.time, by: e.name.startsWith('Create') ? undefined : 'attacker', request: e.request, response: e.response }));
    if (!created || !changed) throw new Error('no events');
    return { at, thumbs, created, changed };
  };

  test('gets back what AWS answered the last call before the stranger\'s; whether that call set the environment is told by none', async () => {
    const { at, thumbs, created, changed } = await there({ TABLE: 'example' });
    expect([created.request?.['environment'], changed.request?.['environment']]).toEqual([{}, {}]);
    const aim = fn.recall?.(thumbs, [created, changed], SINCE);
    expect(aim).toEqual({ version: '$LATEST', stays: 'code', members: ['Layers', 'Handler', 'Environment'], own: { Layers: [], Handler: 'index.handler' }, environment: 'kept' });
    const aimed = { ...thumbs, aim: aim ?? {} };
    const action = fn.actions.recover;
    expect([action?.impossible?.(aimed), action?.lifts?.(aimed)]).toEqual([undefined, expect.objectContaining({ with: { variables: ['TABLE'] } })]);
    const run = new Run(at, { kind: fn, action: action as never, target: aimed, way: undefined, origin: 'changed' }, aimed);
    await run.applyTo(aimed);
    expect(await run.look()).toMatchObject({ settings: { Layers: [], Handler: 'index.handler', Timeout: 20, Environment: { Variables: { TABLE: thumbs.settings.Environment.Variables['TABLE'] } } } });
    expect(await run.done()).toBe(true);
  });
  test('runs again without a comparison, where no variable stays', async () => {
    const { thumbs, created, changed } = await there();
    const aim = fn.recall?.(thumbs, [created, changed], SINCE) ?? {};
    expect(fn.actions.recover?.lifts?.({ ...thumbs, aim })).toBe(true);
  });
  test('stays held, and the operator is told what to do, where neither a version nor the history tells', async () => {
    const { thumbs, created, changed } = await there();
    const told = [[changed], [created, { ...changed, event: 'lambda:UpdateFunctionCode' }]].map((history) => fn.recall?.(thumbs, history, SINCE));
    expect(told).toEqual([{}, {}]);
    expect(fn.actions.recover?.impossible?.({ ...thumbs, aim: {} })).toMatchObject({ say: expect.stringContaining('Deploy it again') as string });
  });
});

test('no value of an environment variable stands in what the journal is given, but for those that load other code', async () => {
  const { found } = await listOf(await stage(furnishLambda), fn);
  const text = JSON.stringify(found);
  expect(text).toContain('"AWS_LAMBDA_EXEC_WRAPPER":"/opt/run"');
  expect(text).not.toContain('"TABLE":"example"');
});

test('the evidence holds the code', async () => {
  const run = await runOf(await stage(furnishLambda), fn, 'preserve', 'orders');
  await run.apply();
  expect(Buffer.from(run.kept.get('lambda-us-east-1-orders.zip') as Uint8Array).toString()).toBe('zip of a stranger');
  expect(String(run.kept.get('lambda-us-east-1-orders.json'))).not.toMatch(/X-Amz-Signature/);
});

test('permissions of aliases and versions are found, and judged by whom they let in', async () => {
  const { found } = await listOf(await stage(furnishLambda), permission);
  const orders = found.filter((p) => p.name.startsWith('orders'));
  expect(orders.map((p) => p.name).sort()).toEqual(['orders/public-url', 'orders:1/partner', 'orders:live/bucket']);
  const verdict = (name: string): string | undefined => permission.judge?.(orders.find((p) => p.name === name) as never, { indicators: { accessKeyIds: ['AKIAIOSFODNN7EXAMPLE'], principals: [], sourceIps: [], since: '' }, touches: [], attributed: undefined, accountId: '111122223333' })?.verdict;
  expect(['orders/public-url', 'orders:live/bucket'].map(verdict)).toEqual([undefined, undefined]);
});

test('a rule is the stranger\'s whole only where all that stands in it is', () => {
  const r = { targets: [{ Id: 'a', Arn: 'x' }] } as unknown as Rule;
  const made = [event('events:PutRule', 'attacker'), event('events:PutTargets', 'attacker', targets('a'))];
  expect(isAllForeign(r, made)).toBe(true);
  expect(isAllForeign(r, [event('events:PutRule', undefined), ...made])).toBe(false);
  expect(isAllForeign(r, [...made, event('events:RemoveTargets', 'attacker')])).toBe(false);
  expect(isAllForeign({ ...r, targets: [...r.targets, { Id: 'b', Arn: 'y' }] }, made)).toBe(false);
  expect(isAllForeign(r, [event('events:DisableRule', 'attacker')])).toBe(false);
});

test('a rule that took read-only events takes them again when it is given back, and keeps its targets', async () => {
  const at = await stage(furnishEvents);
  const run = await runOf(at, rule, 'contain', 'watch');
  await run.apply();
  await run.undo();
  expect(did(at)).toEqual(['DisableRule', 'PutRule']);
  expect(await run.look()).toMatchObject({ state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', targets: [{ Id: 'a' }, { Id: 'b' }, { Id: 'c' }] });
});

test('a document goes back to the version that the owner had set, or to the only one that is not the stranger\'s', () => {
  const r = { versions: ['1', '2'], defaultVersion: '2' } as unknown as Document;
  const swapped = event('ssm:UpdateDocumentDefaultVersion', 'attacker', { documentVersion: '2' });
  const added: HistoryEvent = { ...event('ssm:UpdateDocument', 'attacker'), response: { documentDescription: { documentVersion: '2' } } };
  expect(document.recall?.(r, [added, swapped], SINCE)).toEqual({ defaultVersion: '1' });
  expect(document.recall?.(r, [swapped], SINCE)).toBeUndefined();
  expect(document.recall?.({ ...r, versions: ['1', '2', '3'] }, [event('ssm:UpdateDocumentDefaultVersion', undefined, { documentVersion: '3' }), swapped], SINCE)).toEqual({ defaultVersion: '3' });
});

describe('what a stranger changed of the owner\'s automation', () => {
  const there = { name: 'nightly', region: 'us-east-1', bus: 'default', state: 'ENABLED', pattern: '', schedule: 'rate(1 day)', description: '', roleArn: '', targets: [{ Id: '1', Arn: 'theirs' }, { Id: '2', Arn: 'own' }] } as unknown as Rule;
  const put = (by: HistoryEvent['by'], ...all: readonly object[]): HistoryEvent => event('events:PutTargets', by, { targets: all as never });
  const own = [event('events:PutRule', undefined, { scheduleExpression: 'rate(1 day)' }), put(undefined, { id: '1', arn: 'orders', inputTransformer: { inputPathsMap: { time: '$.time' } } })];

  test('a target is the owner\'s again, in the SDK\'s words; one that nobody had put before is taken off', () => {
    expect(rule.recall?.(there, [...own, put('attacker', { id: '1', arn: 'theirs' })], SINCE)).toMatchObject({ state: 'ENABLED', off: ['1'], targets: [{ Id: '1', Arn: 'orders', InputTransformer: { InputPathsMap: { time: '$.time' } } }] });
    expect(rule.recall?.(there, [put('attacker', { id: '1', arn: 'theirs' })], SINCE)).toEqual({ off: ['1'], targets: [] });
  });
  test('nothing is guessed: not a target whose text nobody tells, not a rule that only a stranger wrote', () => {
    expect(rule.recall?.(there, [event('events:RemoveTargets', 'attacker', { ids: ['1'] })], SINCE)).toBeUndefined();
    expect(rule.recall?.(there, [event('events:PutRule', 'attacker', { eventPattern: '{}' })], SINCE)).toBeUndefined();
    expect(rule.recall?.(there, [put(undefined, { id: '1', arn: 'orders', input: 'HIDDEN_DUE_TO_SECURITY_REASONS' }), put('attacker', { id: '1', arn: 'theirs' })], SINCE)).toBeUndefined();
  });
  test('what the owner set since stays', () => {
    expect(rule.recall?.({ ...there, targets: [{ Id: '1', Arn: 'new' }] }, [...own, put('attacker', { id: '1', arn: 'theirs' }), put(undefined, { id: '1', arn: 'new' })], SINCE)).toBeUndefined();
  });
  test('of what calls change only in part, each part goes back to the owner\'s last word', () => {
    const made = event('lambda:CreateEventSourceMapping', undefined, { functionName: 'orders' });
    const moved = event('lambda:UpdateEventSourceMapping', 'attacker', { uUID: 'x', functionName: 'theirs', enabled: true });
    expect(ownMembers([made, moved], made.event, moved.event, ['uUID'], { enabled: true })).toEqual({ functionName: 'orders', enabled: true });
    expect(ownMembers([moved], made.event, moved.event, ['uUID'], { enabled: true })).toBeUndefined();
  });
});
