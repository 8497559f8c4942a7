// Ids of what an account or a Region has once: no event names it, so it is found by the events themselves.
import type { Region } from '../core/types.ts';

/** For `traces.ids`: every event of these names (`ses:PutAccountSendingAttributes`) in the Region; of a global setting, everywhere. */
export const eventsIn = (region: Region, events: readonly string[]): readonly string[] => (region === 'aws-global' ? events : events.map((event) => `${event}@${region}`));
