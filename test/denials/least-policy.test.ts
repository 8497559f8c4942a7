// The least policy of verify is enough, and nothing of it is too much.
import { afterAll, describe, expect, test } from 'vitest';
import { actionsFor, partOf, policyOf, type PolicyDocument } from '../../src/commands/policy.ts';
import { iamActionsOf } from '../../src/core/iam-actions.ts';
import type { Operation } from '../../src/core/types.ts';
import { removeFolders } from '../harness/play.ts';
import { FULL, sampled } from '../harness/sample.ts';
import { audit } from './accounts.ts';
import { asRoot, cleanOf, deniedIn, kinds, limited, PLAYED, policy, usedActions } from './limited.ts';

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

const used = await usedActions();
test.runIf(FULL)('between them the accounts ask for every action of the policy', () => {
  expect(policy.Statement.flatMap((s) => s.Action).filter((action) => !used.has(action))).toEqual([]);
});
test.each(sampled([...used], 1, 'needed actions'))('without %s something is denied (%s)', async (action, family) => {
  const account = await limited(family);
  await asRoot(account, 'PutUserPolicy', { UserName: 'alice', PolicyName: 'without', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] }) });
  await audit(account);
  expect(deniedIn(account).flatMap((operation) => iamActionsOf(operation as Operation))).toContain(action);
});
