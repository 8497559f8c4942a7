// What is stopped and started as a whole: how it stood before a stranger, and what is not given back.
import { describe, expect, test } from 'vitest';
import fleet from '../../src/kinds/appstream/fleet.ts';
import workspace from '../../src/kinds/workspaces/workspace.ts';
import type { HistoryEvent, Kind } from '../../src/kinds/kind.ts';

const event = (name: string, by?: HistoryEvent['by']): HistoryEvent => ({ event: name, time: '2026-11-19T21:00:00Z', by, request: {}, response: null });
const thing = { arn: 'arn:aws:example', uid: 'example', name: 'example', region: 'us-east-1', on: true, always: false };
const before = (kind: unknown, ...history: readonly HistoryEvent[]): unknown => (kind as Kind).recall?.(thing, history, '2026-11-19T20:00:00Z');

describe('the owner’s, in a stranger’s hand', () => {
  test('what he started stood still, and what he stopped ran', () => {
    expect(before(fleet, event('appstream:StartFleet', 'attacker'))).toEqual({ on: false });
    expect(before(workspace, event('workspaces:StopWorkspaces', 'attacker'))).toEqual({ on: true });
  });
  test('what he set besides is not started again before its owner has looked at it', () => {
    expect(before(fleet, event('appstream:StopFleet', 'attacker'), event('appstream:UpdateFleet', 'attacker'))).toBeUndefined();
    expect(before(fleet, event('appstream:StopFleet', 'attacker'), event('appstream:AssociateFleet', 'undecided'))).toBeUndefined();
    expect(before(workspace, event('workspaces:StopWorkspaces', 'attacker'), event('workspaces:RebuildWorkspaces', 'attacker'))).toBeUndefined();
  });
  test('what its owner set before is his', () => {
    expect(before(fleet, event('appstream:UpdateFleet'), event('appstream:StopFleet', 'attacker'))).toEqual({ on: true });
  });
});

test('a desktop is terminated as it stands, a fleet is stopped before', () => {
  const calls = (kind: unknown): readonly string[] => ((kind as Kind).actions.eradicate?.calls(thing) ?? []).map(({ operation }) => operation);
  expect(calls(workspace)).toEqual(['workspaces:TerminateWorkspaces']);
  expect(calls(fleet)).toEqual(['appstream:StopFleet', 'appstream:DeleteFleet']);
});
