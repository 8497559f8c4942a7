// What a policy of Data Lifecycle Manager held before the stranger, out of its own history.
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/types.ts';
import lifecyclePolicy, { type LifecyclePolicy } from '../../src/kinds/dlm/lifecycle-policy.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';

let at = 0;
const event = (by: HistoryEvent['by'], name: string, request: JsonObject): HistoryEvent => ({ event: `dlm:${name}LifecyclePolicy`, time: `2026-11-20T09:00:${String(at++ % 60).padStart(2, '0')}Z`, by, request: { policyId: 'policy-0123456789abcdef0', ...request }, response: null });
const made = event(undefined, 'Create', { state: 'ENABLED', description: 'daily', executionRoleArn: 'role', policyDetails: { schedules: [{ name: 'daily' }] } });
const theirs = (request: JsonObject): HistoryEvent => event('attacker', 'Update', request);
const recalled = (...history: readonly HistoryEvent[]) => lifecyclePolicy.recall?.({} as LifecyclePolicy, history, '');

test('what the stranger set is owed as the owner last set it, and nothing else', () => {
  expect(recalled(made, event(undefined, 'Update', { policyDetails: { schedules: [{ name: 'hourly' }] } }), theirs({ policyDetails: { schedules: [] } }))).toEqual({ PolicyDetails: { Schedules: [{ Name: 'hourly' }] } });
});
test('one that was only switched off was on, also where nothing tells what it held', () => {
  expect(recalled(theirs({ state: 'DISABLED' }))).toEqual({ State: 'ENABLED' });
  expect(recalled(theirs({ state: 'DISABLED', policyDetails: {} }))).toBeUndefined();
});

const held = (PolicyDetails: JsonObject, aim: JsonObject): LifecyclePolicy => ({ arn: 'arn', uid: 'arn', name: 'policy-0123456789abcdef0', region: 'us-east-1', state: 'DISABLED', aim, whole: { State: 'DISABLED', Description: 'daily', PolicyDetails } });
const { recover } = lifecyclePolicy.actions;
test('what AWS fills in is no difference, what the stranger added is', () => {
  const aim = { PolicyDetails: { Schedules: [{ Name: 'daily' }] } };
  const filled = { PolicyType: 'EBS_SNAPSHOT_MANAGEMENT', ResourceLocations: ['CLOUD'], PolicyLanguage: 'STANDARD' };
  expect(recover?.calls(held({ ...filled, Schedules: [{ Name: 'daily', CopyTags: false }] }, aim))).toEqual([]);
  expect(recover?.calls(held({ ...filled, Schedules: [{ Name: 'daily', ShareRules: [{ TargetAccounts: ['444455556666'] }] }] }, aim)).map((c) => c.input)).toEqual([{ PolicyId: 'policy-0123456789abcdef0', ...aim }]);
});
test('its containment is taken back where nobody had switched it', () => {
  expect([recover?.lifts?.(held({}, { PolicyDetails: {} })), recover?.lifts?.(held({}, { State: 'ENABLED' }))]).toEqual([true, false]);
});
