// The events of an account, and which of them touch a thing, as the program finds them.
import { parseRecord, type TrailEvent } from '../../src/activity/event.ts';
import { mentions } from '../../src/activity/lineage/mentions.ts';
import { touchesOf } from '../../src/activity/lineage/touches.ts';
import type { Resource, Touch } from '../../src/core/types.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { tracesOf } from '../../src/phases/investigation.ts';
import { eventJson } from '../../src/sim/trail/record.ts';
import type { Stage } from '../contract/account.ts';

export const eventsOf = (at: Stage): readonly TrailEvent[] => at.world.history.records().flatMap((record) => {
  const parsed = parseRecord(JSON.stringify(eventJson(record)));
  return 'event' in parsed ? [parsed.event] : [];
});
/** Everything that was done in the account is taken for one hand's. */
export function touches(events: readonly TrailEvent[], kind: Kind, r: Resource): readonly Touch[] {
  return touchesOf(mentions(events), new Map(events.map((e) => [e.id, 'attacker' as const])), tracesOf(kind, r)).touches;
}
