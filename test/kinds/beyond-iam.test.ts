// Identities beyond IAM: what a permission set was before the stranger, whose keys root's are, and which organization rules here.
import { expect, test } from 'vitest';
import type { Attribution, Indicators, JsonObject } from '../../src/core/types.ts';
import rootAccessKey from '../../src/kinds/iam/root-access-key.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import membership from '../../src/kinds/organizations/membership.ts';
import assignment from '../../src/kinds/sso/account-assignment.ts';
import instance from '../../src/kinds/sso/instance.ts';
import permissionSet, { type PermissionSet } from '../../src/kinds/sso/permission-set.ts';
import { addHandshake, joinOrganization } from '../../src/sim/services/organizations/membership.ts';
import { stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { Run } from '../contract/deed.ts';
import { ADMIN, furnishSets, READ_ONLY } from '../contract/furnish/organization.ts';
import { runOf, thingOf } from './on-stage.ts';

const event = (name: string, by: Attribution | undefined, request: JsonObject): HistoryEvent => ({ event: `sso:${name}`, time: '2026-11-19T09:00:00Z', by, request, response: null });
const INCIDENT: Indicators = { accessKeyIds: ['AKIAIOSFODNN7EXAMPLE'], principals: [], sourceIps: [], since: '2026-11-19T08:00:00Z' };
const QUIET: Indicators = { accessKeyIds: [], principals: [], sourceIps: [], since: '2026-11-19T08:00:00Z' };
const nobody = (indicators: Indicators) => ({ indicators, touches: [], attributed: undefined, accountId: '111122223333' });
const OWN = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }] });

test('a permission set gets back what the stranger took out, and loses what the stranger put in', async () => {
  const at = await stage(furnishSets);
  const now = await thingOf(at, permissionSet, 'two') as PermissionSet;
  const history = [
    event('PutInlinePolicyToPermissionSet', undefined, { inlinePolicy: OWN }), event('AttachManagedPolicyToPermissionSet', undefined, { managedPolicyArn: READ_ONLY }),
    event('AttachManagedPolicyToPermissionSet', 'attacker', { managedPolicyArn: ADMIN }), event('DetachManagedPolicyFromPermissionSet', 'attacker', { managedPolicyArn: READ_ONLY }), event('PutInlinePolicyToPermissionSet', 'attacker', { inlinePolicy: '{}' }),
  ];
  expect(permissionSet.recall?.(now, history, '')).toEqual({ managed: [READ_ONLY], inline: OWN });
});

test('an inline policy that CloudTrail hides, or that is older than the history, is not given back: the stranger\'s goes', async () => {
  const at = await stage(furnishSets);
  const now = await thingOf(at, permissionSet, 'two') as PermissionSet;
  expect(permissionSet.recall?.(now, [event('PutInlinePolicyToPermissionSet', undefined, { inlinePolicy: 'HIDDEN_DUE_TO_SECURITY_REASONS' }), event('PutInlinePolicyToPermissionSet', 'attacker', { inlinePolicy: '{}' })], '')).toEqual({ inline: null, lost: true });
  expect(permissionSet.recall?.(now, [event('PutInlinePolicyToPermissionSet', 'attacker', { inlinePolicy: '{}' })], '')).toEqual({ inline: null, lost: true });
  expect(permissionSet.recall?.(now, [event('PutInlinePolicyToPermissionSet', 'attacker', { inlinePolicy: '{}' }), event('PutInlinePolicyToPermissionSet', undefined, { inlinePolicy: OWN })], '')).toBeUndefined();
});

test('a permission set that is given back reaches the accounts', async () => {
  const at = await stage(furnishSets);
  const target = { ...await thingOf(at, permissionSet, 'two'), aim: { managed: [READ_ONLY], inline: '' } };
  const plain = await runOf(at, permissionSet, 'recover', 'two', { origin: 'changed' });
  await new Run(at, { ...plain.step, target }, target).apply();
  expect(await thingOf(at, permissionSet, 'two')).toMatchObject({ managed: [READ_ONLY], inline: '', outdated: [] });
});

test('the stranger\'s permission set is deleted after its assignments', async () => {
  const at = await stage(furnishSets);
  const assignments = (await listOf(at, assignment)).found.filter((r) => r.name.endsWith('/two'));
  expect(assignments).toHaveLength(2);
  for (const r of assignments) await (await runOf(at, assignment, 'contain', r.name)).apply();
  const gone = await runOf(at, permissionSet, 'eradicate', 'two');
  await gone.apply();
  expect(await gone.done()).toBe(true);
});

test('an instance of another account is not ours to delete', async () => {
  const at = await stage(furnishSets);
  const own = await thingOf(at, instance) as Parameters<NonNullable<NonNullable<typeof instance.actions.eradicate>['impossible']>>[0];
  expect(instance.actions.eradicate?.impossible?.(own)).toBeUndefined();
  expect(instance.actions.eradicate?.impossible?.({ ...own, accountId: '444455556666' })).toBeDefined();
});

test('a root key is posture, unless the stranger made it; a key that root makes for a user is none of root\'s', async () => {
  const at = await stage(async () => { await Promise.resolve(); });
  const key = await thingOf(at, rootAccessKey) as Parameters<NonNullable<typeof rootAccessKey.judge>>[0];
  expect(rootAccessKey.judge?.(key, nobody(INCIDENT))?.verdict).toBe('weak');
  const { traces } = rootAccessKey;
  expect(traces.concerns?.(key, { name: 'iam:CreateAccessKey', request: null, response: null })).toBe(true);
  expect(traces.concerns?.(key, { name: 'iam:CreateAccessKey', request: { userName: 'alice' }, response: null })).toBe(false);
});

test('an organization is nobody\'s attack; a stranger\'s invitation is doubtful in an incident, and posture without one', async () => {
  const at = await stage(async (_, __, account) => {
    joinOrganization(account, { id: 'o-exampleorgid', managementAccountId: '444455556666', managementAccountEmail: 'management@example.com' });
    await Promise.resolve();
  });
  const member = await thingOf(at, membership) as Parameters<NonNullable<typeof membership.judge>>[0];
  expect(member).toMatchObject({ organizationId: 'o-exampleorgid', managementAccountId: '444455556666', invitedBy: [] });
  expect(membership.judge?.(member, nobody(INCIDENT))).toBeUndefined();
  addHandshake(at.world, { Id: 'h-examplehandshakeid111', Arn: 'arn:aws:organizations::123456789012:handshake/o-other/invite/h-examplehandshakeid111', State: 'OPEN', Action: 'INVITE' });
  const invited = await thingOf(at, membership) as typeof member;
  expect(invited.invitedBy).toEqual(['123456789012']);
  expect(membership.judge?.(invited, nobody(INCIDENT))?.verdict).toBe('suspicious');
  expect(membership.judge?.(invited, nobody(QUIET))?.verdict).toBe('weak');
});
