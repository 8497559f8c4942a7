// The target of a fleet, wherever in an event of its own making or changing it stands.
import type { HistoryEvent } from '../../kind.ts';

export function capacityIn(event: HistoryEvent | undefined, member = 'TargetCapacity'): number | undefined {
  const found = new RegExp(`"${member}":"?(\\d+)`, 'i').exec(JSON.stringify(event?.request ?? null))?.[1];
  return found === undefined ? undefined : Number(found);
}
