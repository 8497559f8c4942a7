// What carries data out and lets strangers in: of the owner's things only what the stranger added is taken, and they hold their owner's settings again.
import { expect, test } from 'vitest';
import type { Attribution, JsonObject, Resource } from '../../src/core/types.ts';
import pool from '../../src/kinds/cognito-identity/identity-pool.ts';
import task from '../../src/kinds/datasync/task.ts';
import type { HistoryEvent, Kind } from '../../src/kinds/kind.ts';
import server from '../../src/kinds/transfer/server.ts';
import user from '../../src/kinds/transfer/user.ts';
import { stage, type Stage } from '../contract/account.ts';
import { lookAt } from '../contract/contract.ts';
import { Run } from '../contract/deed.ts';
import { furnishPools, furnishTasks, furnishTransfer } from '../contract/furnish/transfers.ts';
import { did, thingOf } from './on-stage.ts';

const event = (name: string, by: Attribution | undefined, request: JsonObject, response: JsonObject | null = null): HistoryEvent => ({ event: name, time: '2026-11-20T09:00:00.000Z', by, request, response });
const SINCE = '2026-11-20T00:00:00.000Z';
const ROLE = 'arn:aws:iam::111122223333:role/Worker', OWN = 'arn:aws:iam::111122223333:role/Visitor';

/** Contained as the engine does it: with what the thing's history tells. */
async function contained(at: Stage, kind: Kind, name: string, history: (r: Resource) => readonly HistoryEvent[]): Promise<Resource> {
  const found = await thingOf(at, kind, name);
  const aim = kind.recall?.(found, history(found), SINCE);
  const target: Resource = { ...found, ...(aim && { aim }) };
  const { contain } = kind.actions;
  if (!contain) throw new Error(`${kind.id} has no contain`);
  const run = new Run(at, { kind, action: contain, target, way: undefined, origin: 'changed' }, target);
  run.look = async () => { const [now] = await lookAt(at, kind, [target]); return now && { ...now, ...(aim && { aim }) }; };
  await run.apply();
  return thingOf(at, kind, name);
}

test('of the owner\'s user of a file server only the stranger\'s key is taken', async () => {
  const at = await stage(furnishTransfer);
  const after = await contained(at, user, 'red', (r) => [event('transfer:CreateUser', undefined, {}), event('transfer:ImportSshPublicKey', 'attacker', {}, { sshPublicKeyId: (r.seen?.['ids'] as readonly string[])[0] ?? '' })]);
  expect(did(at).filter((one) => one === 'DeleteSshPublicKey')).toHaveLength(1);
  expect(user.actions.contain?.needed?.({ ...after, aim: { keys: [] } } as never)).toBe(false);
});
test('a pass over several Regions keeps their file servers apart', async () => {
  const at = await stage(furnishTransfer);
  const answers = new Map<string, unknown>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => { const known = answers.get(key) as Promise<T> | undefined ?? read(); answers.set(key, known); return known; };
  const inRegion = async (region: string): Promise<number> => {
    let n = 0;
    for await (const found of user.list({ aws: at.session.reads(user.reads, region), region, now: SINCE, once, gap: () => undefined })) n += found.region === region ? 1 : 0;
    return n;
  };
  expect([await inRegion('eu-west-1'), await inRegion('us-east-1')]).toEqual([0, 5]);
});
test('a file server that the stranger stopped is not stopped, but started; one that he set anew is not', () => {
  const stopped = event('transfer:StopServer', 'attacker', {});
  expect(server.recall?.({} as never, [stopped], SINCE)).toEqual({ online: true });
  expect(server.actions.contain?.needed?.({ aim: { online: true } } as never)).toBe(false);
  expect(server.recall?.({} as never, [stopped, event('transfer:UpdateServer', 'attacker', {})], SINCE)).toBeUndefined();
});
test('an identity pool gets back the roles and the settings that its owner set last', async () => {
  const at = await stage(furnishPools);
  const after = await contained(at, pool, 'blue', ({ uid }) => [
    event('cognito-identity:CreateIdentityPool', undefined, { identityPoolName: 'blue', allowUnauthenticatedIdentities: false, supportedLoginProviders: { 'accounts.google.com': 'own' } }, { identityPoolId: uid }),
    event('cognito-identity:SetIdentityPoolRoles', undefined, { identityPoolId: uid, roles: { authenticated: OWN }, roleMappings: { 'accounts.google.com': { type: 'Token', ambiguousRoleResolution: 'AuthenticatedRole' } } }),
    event('cognito-identity:UpdateIdentityPool', 'attacker', { identityPoolId: uid, identityPoolName: 'blue', allowUnauthenticatedIdentities: true }),
    event('cognito-identity:SetIdentityPoolRoles', 'attacker', { identityPoolId: uid, roles: { unauthenticated: ROLE } }),
  ]);
  expect(after).toMatchObject({ held: {
    settings: { IdentityPoolName: 'blue', SupportedLoginProviders: { 'accounts.google.com': 'own' } }, roles: { authenticated: OWN }, mappings: { 'accounts.google.com': { Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole' } },
  } });
  expect(JSON.stringify(after)).not.toContain('AllowUnauthenticatedIdentities');
});
test('an identity pool that had no roles before gets none', () => {
  const created = event('cognito-identity:CreateIdentityPool', undefined, { identityPoolName: 'blue', allowUnauthenticatedIdentities: true });
  expect(pool.recall?.({} as never, [created, event('cognito-identity:SetIdentityPoolRoles', 'attacker', { roles: { unauthenticated: ROLE } })], SINCE)).toEqual({ settings: { IdentityPoolName: 'blue', AllowUnauthenticatedIdentities: true }, roles: {}, mappings: {} });
});
test('an identity pool that was shut before the history was read gets back what the stranger had not touched, too', async () => {
  const at = await stage(furnishPools);
  const after = await contained(at, pool, 'blue', ({ uid }) => [
    event('cognito-identity:CreateIdentityPool', undefined, { identityPoolName: 'blue', allowUnauthenticatedIdentities: false }, { identityPoolId: uid }),
    event('cognito-identity:SetIdentityPoolRoles', undefined, { identityPoolId: uid, roles: { authenticated: OWN } }),
    event('cognito-identity:UpdateIdentityPool', 'attacker', { identityPoolId: uid, identityPoolName: 'blue', allowUnauthenticatedIdentities: true }),
  ]);
  expect(after).toMatchObject({ held: { roles: { authenticated: OWN } } });
});
test('where nothing tells what an identity pool held, it hands out nothing, keeps its sign-in, and the operator is told', async () => {
  const at = await stage(furnishPools);
  const history = [event('cognito-identity:UpdateIdentityPool', 'attacker', { identityPoolName: 'red', allowUnauthenticatedIdentities: true })];
  const after = await contained(at, pool, 'red', () => history);
  expect(after).toMatchObject({ held: { settings: { IdentityPoolName: 'red', SupportedLoginProviders: { 'accounts.google.com': 'example' } }, roles: {}, mappings: {} } });
  expect(JSON.stringify(after)).not.toMatch(/AllowUnauthenticatedIdentities|AllowClassicFlow/);
  const attributed = { verdict: 'malicious', origin: 'changed', because: { say: 'The stranger changed it: {{who}}.', with: { who: 'mallory' } } } as const;
  expect(pool.judge?.({} as never, { attributed, history } as never)?.because.say).toContain('Nothing tells what it was before');
});
test('a task has the schedule again that its owner gave it last; where that is not told, or more was changed, it is off', async () => {
  const at = await stage(furnishTasks);
  const set = (by: Attribution | undefined, scheduleExpression: string, more: JsonObject = {}): HistoryEvent => event('datasync:UpdateTask', by, { taskArn: 'task', schedule: { scheduleExpression, status: 'ENABLED' }, ...more });
  const made = event('datasync:CreateTask', undefined, { name: 'blue', schedule: { scheduleExpression: 'rate(2 hours)' } });
  expect(await contained(at, task, 'blue', () => [made, set('attacker', 'rate(1 hour)')])).toMatchObject({ schedule: 'rate(2 hours)', scheduled: true });
  expect(did(at).filter((one) => one === 'UpdateTask')).toHaveLength(1);
  const recalled = (...history: HistoryEvent[]): unknown => task.recall?.({} as never, history, SINCE);
  expect(recalled(made, set(undefined, 'cron(0 1 ? * * *)'), set('attacker', 'rate(1 hour)'))).toEqual({ runs: [], schedule: 'cron(0 1 ? * * *)', scheduled: true });
  expect(recalled(set('attacker', 'rate(1 hour)'))).toBeUndefined();
  expect(recalled(made, set('attacker', 'rate(1 hour)', { excludes: [] }))).toBeUndefined();
});

test('of the owner\'s task only the stranger\'s run is cancelled, and its schedule stays; one whose schedule the stranger changed is off', async () => {
  const at = await stage(furnishTasks);
  const started = (by: Attribution | undefined, taskExecutionArn: string): HistoryEvent => event('datasync:StartTaskExecution', by, {}, { taskExecutionArn });
  const runOf = (r: Resource): string => (r.seen as { readonly run: string }).run;
  expect(await contained(at, task, 'blue', (r) => [started('attacker', runOf(r))])).toMatchObject({ scheduled: true, seen: { run: '' } });
  expect(task.recall?.({} as never, [started(undefined, 'own')], SINCE)).toEqual({ runs: [] });
  expect(task.actions.contain?.needed?.({ aim: { runs: [] } } as never)).toBe(false);
  expect(did(at).filter((one) => one === 'UpdateTask')).toEqual([]);
  expect(await contained(at, task, 'green', () => [event('datasync:UpdateTask', 'attacker', {})])).toMatchObject({ scheduled: false, seen: { run: '' } });
});
