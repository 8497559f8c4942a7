// What trust anchors and profiles held before the stranger, out of the answers that their events keep.
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/core/types.ts';
import type { HistoryEvent } from '../../src/kinds/kind.ts';
import type { WayIn } from '../../src/kinds/rolesanywhere/parts/anywhere.ts';
import profile from '../../src/kinds/rolesanywhere/profile.ts';
import trustAnchor from '../../src/kinds/rolesanywhere/trust-anchor.ts';

let at = 0;
const event = (by: HistoryEvent['by'], name: string, request: JsonObject, response: Json = null): HistoryEvent =>
  ({ event: `rolesanywhere:${name}`, time: `2026-11-20T09:00:${String(at++ % 60).padStart(2, '0')}Z`, by, request, response: response === null ? null : { [name.endsWith('Profile') ? 'profile' : 'trustAnchor']: response } });
const recalled = (...history: readonly HistoryEvent[]) => profile.recall?.({} as WayIn, history, '');
const OWN = { name: 'corp', roleArns: ['own'], managedPolicyArns: [], durationSeconds: 3600, enabled: true };

test('what the stranger set is owed as the owner last had it, and nothing else', () => {
  const made = event(undefined, 'CreateProfile', OWN, OWN), shorter = event(undefined, 'UpdateProfile', { durationSeconds: 900 }, { ...OWN, durationSeconds: 900 });
  expect(recalled(made, shorter, event('attacker', 'UpdateProfile', { roleArns: ['admin'], durationSeconds: 43_200 }))).toEqual({ roleArns: ['own'], durationSeconds: 900 });
});
test('the stranger’s first call tells what he left, for what he changed by the next', () => {
  const off = event('attacker', 'DisableProfile', {}, { ...OWN, enabled: false });
  expect(recalled(off, event('undecided', 'UpdateProfile', { roleArns: ['admin'] }))).toEqual({ enabled: true, roleArns: ['own'] });
});
test('what the owner has set since is the owner’s, and does not hide what is not', () => {
  const theirs = event('attacker', 'UpdateProfile', { roleArns: ['admin'], durationSeconds: 43_200 });
  const own = event(undefined, 'UpdateProfile', { durationSeconds: 900 }, { ...OWN, roleArns: ['admin'], durationSeconds: 900 });
  expect(recalled(event(undefined, 'CreateProfile', OWN, OWN), theirs, own)).toEqual({ roleArns: ['own'] });
  expect(recalled(theirs, own)).toBeUndefined();
});
test('nothing is given back where nothing tells it, or where no call could', () => {
  expect(recalled(event('attacker', 'UpdateProfile', { roleArns: ['admin'] }))).toBeUndefined();
  expect(recalled(event(undefined, 'CreateProfile', OWN, OWN), event('attacker', 'UpdateProfile', { sessionPolicy: '{}' }))).toBeUndefined();
  expect(recalled(event(undefined, 'CreateProfile', OWN, OWN), event('attacker', 'PutAttributeMapping', {}), event('attacker', 'DisableProfile', {}))).toBeUndefined();
});

const held = (enabled: boolean, source: string, aim: JsonObject): WayIn => ({ arn: 'arn', uid: 'arn', name: 'corp', id: '11111111-2222-3333-4444-555555555555', region: 'us-east-1', enabled, aim, whole: { name: 'corp', source } });
const operations = (r: WayIn) => trustAnchor.actions.recover?.calls(r).map((c) => c.operation.replace(/^rolesanywhere:|TrustAnchor$/g, ''));
test('nobody comes in through the stranger’s authority on the way back', () => {
  expect(operations(held(false, 'his', { enabled: true, source: 'own' }))).toEqual(['Update', 'Enable']);
  expect(operations(held(true, 'his', { enabled: false, source: 'own' }))).toEqual(['Disable', 'Update']);
  expect(operations(held(false, 'own', { source: 'own' }))).toEqual([]);
  expect([{ source: 'own' }, { enabled: true }].map((aim) => trustAnchor.actions.recover?.lifts?.(held(false, 'his', aim)))).toEqual([true, false]);
});
