// State that a service keeps for each Region by itself.
import type { ServiceId } from '../../aws/session.ts';
import type { SimAccount } from '../account.ts';

/** The room of one service in one Region; made when it is first entered, so empty Regions cost nothing. */
export function inRegion<T>(account: SimAccount, service: ServiceId, region: string, make: () => T): T {
  const rooms = account.state(`${service}/regions`, () => new Map<string, T>());
  const room = rooms.get(region) ?? make();
  rooms.set(region, room);
  return room;
}

/** Every room of a service that was entered, by Region. */
export const roomsOf = <T>(account: SimAccount, service: ServiceId): ReadonlyMap<string, T> => account.state(`${service}/regions`, () => new Map<string, T>());
