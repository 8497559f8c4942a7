// The least policy of verify is enough, and nothing of it is too much.
import { afterAll, describe, expect, test } from 'vitest';
import { actionsFor, partOf, policyOf, type PolicyDocument } from '../../src/commands/policy.ts';
import { iamActionsOf } from '../../src/core/iam-actions.ts';
import type { Operation } from '../../src/core/types.ts';
import { removeFolders } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { audit } from './accounts.ts';
import { asRoot, cleanOf, deniedIn, kinds, limited, PLAYED, policy } from './limited.ts';

/** Asked only where `--logs` gives digest files. */
const WITH_LOGS = ['cloudtrail:ListPublicKeys'];
afterAll(removeFolders);

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

test.each(PLAYED)('%s: with exactly the least policy nothing is denied', async (family) => {
  expect((await cleanOf(family)).denied).toEqual([]);
});

test.runIf(FULL)('without any one action of the policy something is denied', async () => {
  const used = new Map<string, string>();
  for (const family of PLAYED) for (const operation of (await cleanOf(family)).sent.keys()) for (const action of iamActionsOf(operation as Operation)) used.set(action, family);
  const actions = policy.Statement.flatMap((s) => s.Action).filter((action) => !WITH_LOGS.includes(action));
  expect(actions.filter((action) => !used.has(action))).toEqual([]);
  const idle: string[] = [];
  for (const action of actions) {
    const account = await limited(used.get(action) ?? '');
    await asRoot(account, 'PutUserPolicy', { UserName: 'alice', PolicyName: 'without', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] }) });
    await audit(account);
    if (!deniedIn(account).some((operation) => iamActionsOf(operation as Operation).includes(action))) idle.push(action);
  }
  expect(idle).toEqual([]);
}, 7_200_000);
