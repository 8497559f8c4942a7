// Which events of the history are this program's own calls.
import type { TrailEvent } from '../../activity/event.ts';
import type { Wizard } from '../wizard.ts';

/** A call ends within it, answered or not. */
const CALL_MS = 60_000;
const isOurs = (wizard: Wizard, { userAgent, identity }: TrailEvent): boolean => userAgent.includes('aws-incident/') && wizard.state().runs.some(({ caller }) => caller?.accessKeyId === identity.accessKeyId);

/** The reads, by whoever runs it, are new for nobody. */
export const isOwnLook = (wizard: Wizard, event: TrailEvent): boolean => event.readOnly && event.time >= wizard.state().openedAt.slice(0, 19) && isOurs(wizard, event);

/**
 * The request ids of the changes: those that the journal holds, and of the minute of a call whose answer was lost, or whose process was killed, what was sent with this key under this name.
 * The name alone proves nothing, anybody can give it.
 */
export function ownRequests(wizard: Wizard, events: readonly TrailEvent[]): ReadonlySet<string> {
  const { entries } = wizard.folder.journal;
  const ids = new Set(entries.flatMap((e) => (e.type === 'called' ? e.requestId : [])));
  const lost = entries.filter((e, i) => (e.type === 'called' && e.requestId === '') || (e.type !== 'ended' && entries[i + 1]?.type === 'continued')).map(({ at }) => Date.parse(at) + wizard.session.skew());
  if (lost.length > 0) for (const event of events) if (!event.readOnly && isOurs(wizard, event) && lost.some((at) => Math.abs(Date.parse(event.time) - at) <= CALL_MS)) ids.add(event.requestId);
  ids.delete('');
  return ids;
}
