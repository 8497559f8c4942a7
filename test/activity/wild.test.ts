// Signs on stories that they were not written from: attacks out of public reports are shown, ordinary work beside them is not.
import { expect, test } from 'vitest';
import { detect } from '../../src/activity/signs/detections.ts';
import type { TrailEvent } from '../../src/activity/event.ts';
import { ATTACKS } from './wild-attacks.ts';
import { NEAR_MISSES } from './wild-near-misses.ts';

const shown = (events: readonly TrailEvent[]): string[] => [...new Set([...detect(events).values()].flat().map((s) => s.id))];

test.each(ATTACKS)('$told', ({ events }) => { expect(shown(events)).not.toEqual([]); });
test.each(NEAR_MISSES)('ordinary: $told', ({ events }) => { expect(shown(events)).toEqual([]); });
test('each story is told once', () => {
  const all = [...ATTACKS, ...NEAR_MISSES].map((s) => s.told);
  expect(new Set(all).size).toBe(all.length);
});
