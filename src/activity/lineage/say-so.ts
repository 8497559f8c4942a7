// What the operator said of sources and events: mine, or not mine. It goes before anything that the log suggests.
import type { TrailEvent } from '../event.ts';
import { addressOf } from '../origin.ts';

/** Addresses are whole ones; agents are the whole user agent as logged; events are event ids. */
export interface Claimed { readonly ips?: readonly string[]; readonly agents?: readonly string[]; readonly events?: readonly string[] }
export interface Says {
  disowns(event: TrailEvent): boolean;
  /** The event itself, its agent, or its whole address was disowned, and not merely hinted at. */
  disownsEvent(event: TrailEvent): boolean;
  owns(event: TrailEvent): boolean;
  /** The event itself was said to be the owner's. */
  ownsEvent(event: TrailEvent): boolean;
}

/**
 * The newer word wins where both lists name one thing: an event before an agent, an agent before an address.
 * A disowned address is the owner's word on everything that came from it. `hinted` addresses (of a notice, or given as indicators)
 * are the stranger's too, but the owner may have used them as well: a runner's, a proxy's.
 */
export function saysOf(owned: Claimed, disowned: Claimed, hinted: readonly string[] = []): Says {
  const mine = setsOf(owned), theirs = setsOf(disowned), hints = setsOf({ ips: hinted }).ips;
  const ownsEvent = (e: TrailEvent): boolean => mine.events.has(e.id);
  const disownsEvent = (e: TrailEvent): boolean => !ownsEvent(e) && (theirs.events.has(e.id) || theirs.agents.has(e.userAgent) || (!mine.agents.has(e.userAgent) && theirs.ips.has(addressOf(e.sourceIp))));
  const disowns = (e: TrailEvent): boolean => disownsEvent(e) || (!ownsEvent(e) && !mine.agents.has(e.userAgent) && hints.has(addressOf(e.sourceIp)));
  const owns = (e: TrailEvent): boolean => !disowns(e) && (ownsEvent(e) || mine.agents.has(e.userAgent) || mine.ips.has(addressOf(e.sourceIp)));
  return { disowns, disownsEvent, owns, ownsEvent };
}
function setsOf(claimed: Claimed): { ips: ReadonlySet<string>; agents: ReadonlySet<string>; events: ReadonlySet<string> } {
  return { ips: new Set((claimed.ips ?? []).map((ip) => addressOf(ip.trim())).filter((ip) => ip !== '')), agents: new Set(claimed.agents ?? []), events: new Set(claimed.events ?? []) };
}
