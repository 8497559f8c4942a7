// Each operation of verify denied once: the cell says so, the verdict says what was not seen, and nothing else is lost. The least policy is enough, and nothing of it is too much.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsFor, partOf, policyOf, type PolicyDocument } from '../../src/commands/policy.ts';
import { loadKinds } from '../../src/commands/run.ts';
import { iamActionsOf } from '../../src/core/iam-actions.ts';
import { render } from '../../src/core/text.ts';
import type { Finding, Operation } from '../../src/core/types.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { seeded } from '../../src/sim/ids.ts';
import type { Account } from '../harness/account.ts';
import { removeFolders, type Run } from '../harness/play.ts';
import { FULL, sampled } from '../harness/sample.ts';
import { accountOf, audit, FAMILIES, sentBy, type Sent } from './accounts.ts';

const kinds: readonly Kind[] = [...(await loadKinds()).values()];
const policy = policyOf('verify', actionsFor('verify', kinds, true));
/** Asked only where `--logs` gives digest files. */
const WITH_LOGS = ['cloudtrail:ListPublicKeys'];
afterAll(removeFolders);

/** The operator has what these documents allow, and nothing else. */
async function permit({ world, clock }: Account, documents: readonly PolicyDocument[]): Promise<void> {
  const root = { type: 'Root', arn: `arn:aws:iam::${world.id}:root`, principalId: world.id, accessKeyId: '' } as const;
  const iam = (operation: string, input: object): Promise<unknown> => world.play({ service: 'iam', operation, region: 'us-east-1', input, as: { caller: root }, sourceIp: '198.51.100.7', userAgent: 'test' });
  for (const [i, document] of documents.entries()) {
    await iam('CreatePolicy', { PolicyName: `verify-${String(i + 1)}`, PolicyDocument: JSON.stringify(document) });
    await iam('AttachUserPolicy', { UserName: 'alice', PolicyArn: `arn:aws:iam::${world.id}:policy/verify-${String(i + 1)}` });
  }
  await iam('DetachUserPolicy', { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  clock.set(new Date(clock.now().getTime() + 60_000));
}
const DENIAL = /Denied|Unauthorized|AuthorizationError/;
const deniedSince = ({ world }: Account, from: number): readonly string[] => [...new Set(world.requests.entries.slice(from).filter((e) => DENIAL.test(e.outcome)).map((e) => `${e.service}:${e.operation}`))];
const findingsOf = (run: Run): ReadonlyMap<string, Finding> => new Map((run.outcome?.findings ?? []).map((f) => [f.id, f]));
const screenOf = (run: Run): string => run.ui.heard.map((h) => JSON.stringify(h)).join('\n');

interface Ready { readonly account: Account; readonly clean: Run }
const ready = new Map<string, Promise<Ready>>();
/** An operator with exactly the policy; the second look, since the first may be the one that sees the oldest events last. */
function readyOf(family: string): Promise<Ready> {
  const known = ready.get(family) ?? (async () => {
    const account = await accountOf(family);
    await permit(account, policy.Statement.map((_, i) => partOf(policy, i + 1) as PolicyDocument));
    if (FULL) await audit(account);
    return { account, clean: await audit(account) };
  })();
  ready.set(family, known);
  return known;
}

/** What this denial did that it may not do. */
async function harm({ account, clean }: Ready, operation: Operation, { service, operation: name, region }: Sent): Promise<readonly string[]> {
  const takeBack = account.world.faults.add({ fault: { kind: 'access-denied' }, service, operation: name, region });
  const run = await audit(account);
  takeBack();
  const dependent = new Set(kinds.filter((k) => k.reads.includes(operation)).map((k) => k.id));
  const own = (f: Finding): boolean => (f.about === 'resource' && dependent.has(f.kind)) || (f.about === 'spend' && operation === 'ce:GetCostAndUsage') || (operation === 'cloudtrail:LookupEvents' && (f.about === 'resource' ? f.resource.region : f.region) === region);
  const [before, after] = [findingsOf(clean), findingsOf(run)];
  const gaps = (run.outcome?.cells ?? []).filter((c) => c.gap && c.state === 'denied');
  const said = gaps.some((c) => render(c.detail).includes(operation) || c.check === 'activity/event-history') || screenOf(run).includes(operation);
  const named = run.ui.shown('list').some((l) => l.title.say === 'Not seen, and so not judged');
  return [
    ...(run.outcome === undefined ? [`${operation}: the run did not end`] : []),
    ...(said || operation === 'iam:SimulatePrincipalPolicy' ? [] : [`${operation} in ${region}: nobody is told`]),
    ...(gaps.length === 0 || named ? [] : [`${operation} in ${region}: the verdict is silent`]),
    ...[...before.values()].filter((f) => !own(f) && after.get(f.id)?.verdict !== f.verdict).map((f) => `${operation} in ${region}: ${f.id} is ${after.get(f.id)?.verdict ?? 'lost'}, was ${f.verdict}`),
  ];
}
const pick = (operation: string, where: readonly Sent[]): Sent => where[Math.floor(seeded(`denied ${operation}`)() * where.length)] as Sent;

describe('the least policy of verify', () => {
  test.each(['verify', 'remediate', 'protect'] as const)('%s: each part fits into a managed policy, and together they are the whole', (phase) => {
    const actions = actionsFor(phase, kinds, true);
    const whole = policyOf(phase, actions);
    const parts = whole.Statement.map((_, i) => partOf(whole, i + 1) as PolicyDocument);
    expect(parts.flatMap((p) => p.Statement.flatMap((s) => s.Action)).sort()).toEqual([...actions]);
    for (const part of parts) expect(JSON.stringify(part).replace(/\s/g, '').length).toBeLessThanOrEqual(6_144);
    expect(new Set(whole.Statement.map((s) => s.Sid)).size).toBe(parts.length);
    expect(partOf(whole, parts.length + 1)).toBeUndefined();
  });
  test('verify takes no permission to change anything', () => {
    const changes = new Set(kinds.flatMap((k) => Object.values(k.actions)).flatMap((a) => a.operations).flatMap(iamActionsOf));
    expect(actionsFor('verify', kinds, true).filter((action) => changes.has(action))).toEqual([]);
  });
});

// One family by day; the others take minutes each.
describe.each(FULL ? FAMILIES : ['rest'])('%s', (family) => {
  let at: Ready;
  beforeAll(async () => { at = await readyOf(family); });
  const operations = (): readonly (readonly [string, readonly Sent[]])[] => [...sentBy(at.account)].filter(([o]) => o !== 'sts:GetCallerIdentity');

  test('with exactly the least policy nothing is denied', () => {
    expect(deniedSince(at.account, 0)).toEqual([]);
  });
  test('an operation that is denied in one Region is told of, and nothing else is lost', async () => {
    const harms: string[] = [];
    for (const [operation, where] of sampled(operations(), 1, 'denied operations')) harms.push(...await harm(at, operation as Operation, pick(operation, where)));
    expect(harms).toEqual([]);
  }, 3_600_000);
});

test.runIf(FULL)('without any one action of the policy something is denied', async () => {
  const used = new Map<string, string>();
  for (const family of FAMILIES) for (const [operation] of sentBy((await readyOf(family)).account)) for (const action of iamActionsOf(operation as Operation)) used.set(action, family);
  const actions = policy.Statement.flatMap((s) => s.Action).filter((action) => !WITH_LOGS.includes(action));
  expect(actions.filter((action) => !used.has(action))).toEqual([]);
  const idle: string[] = [];
  for (const action of actions) {
    const { account } = await readyOf(used.get(action) ?? '');
    const root = { type: 'Root', arn: `arn:aws:iam::${account.world.id}:root`, principalId: account.world.id, accessKeyId: '' } as const;
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] });
    await account.world.play({ service: 'iam', operation: 'PutUserPolicy', region: 'us-east-1', input: { UserName: 'alice', PolicyName: 'without', PolicyDocument }, as: { caller: root }, sourceIp: '198.51.100.7', userAgent: 'test' });
    account.clock.set(new Date(account.clock.now().getTime() + 60_000));
    const from = account.world.requests.entries.length;
    await audit(account);
    if (!deniedSince(account, from).some((operation) => iamActionsOf(operation as Operation).includes(action))) idle.push(action);
  }
  expect(idle).toEqual([]);
}, 7_200_000);
