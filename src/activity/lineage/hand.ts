// Whose hand an event on a shared credential was (promise 12): the stranger's only where something says so; what cannot be told is undecided.
import { say, type Text } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import type { Profile } from './habits.ts';
import { byAws } from '../identity.ts';
import { gives } from './issues.ts';
import { addressOf, agentFamily, neighbourhoodOf } from '../origin.ts';
import type { Says } from './say-so.ts';

export type Hand = 'attacker' | 'owner' | 'undecided';
export interface Judged { readonly hand: Hand; readonly because: Text }

export interface HandContext {
  readonly says: Says;
  readonly profile: Profile;
  /** True where the operator named this credential or principal itself: without earlier habits it is then wholly the stranger's. */
  readonly given: boolean;
  /** Addresses from which both hands have called. */
  readonly shared: ReadonlySet<string>;
  /** Addresses that the principal's other credentials used before the first sign. */
  readonly elsewhere: ReadonlySet<string>;
  readonly isSign: (event: TrailEvent) => boolean;
}

export function judgeHand(event: TrailEvent, context: HandContext): Judged {
  return bySayso(event, context) ?? byTime(event, context) ?? byHabit(event, context);
}

function bySayso(event: TrailEvent, { says, shared, profile }: HandContext): Judged | undefined {
  if (says.ownsEvent(event)) return { hand: 'owner', because: say('You said that this call was yours.') };
  if (says.disownsEvent(event)) return { hand: 'attacker', because: say('You said that this call, its program or its address {{address}} was not yours.', { address: addressOf(event.sourceIp) }) };
  const address = addressOf(event.sourceIp);
  if (says.disowns(event)) {
    if (!shared.has(address) && !profile.habits.addresses.has(address)) return { hand: 'attacker', because: say('It came from {{address}}, which is not the owner’s.', { address }) };
    if (beforeFirstSign(event, profile)) return undefined;
    return { hand: 'undecided', because: say('It came from {{address}}, which owner and stranger both used.', { address }) };
  }
  if (says.owns(event) && !shared.has(address)) return { hand: 'owner', because: say('It came from a source that you said is yours.') };
  return undefined;
}
const beforeFirstSign = (event: TrailEvent, profile: Profile): boolean => profile.since !== '' && event.time < profile.since;

function byTime(event: TrailEvent, { profile, given, elsewhere }: HandContext): Judged | undefined {
  if (beforeFirstSign(event, profile)) return { hand: 'owner', because: say('It was before the first sign of a stranger ({{since}}).', { since: profile.since }) };
  if (profile.steady) return { hand: 'undecided', because: say('The credential was used evenly for days, and nothing shows a second hand.') };
  if (!given || !profile.fresh) return undefined;
  const address = addressOf(event.sourceIp);
  if (elsewhere.has(address)) return { hand: 'undecided', because: say('The credential was named as abused, but {{address}} is where its user worked before.', { address }) };
  return { hand: 'attacker', because: say('The credential was named as abused, and the log shows no earlier habit of an owner.') };
}

function byHabit(event: TrailEvent, context: HandContext): Judged {
  const { habits } = context.profile;
  const address = addressOf(event.sourceIp), agent = agentFamily(event.userAgent);
  const doubt = byAddress(event, address, context);
  if (doubt !== undefined) return { hand: 'undecided', because: doubt };
  if (!habits.pairs.has(`${address} ${agent}`)) return { hand: 'undecided', because: say('The address is a habit, but not with the program {{agent}}.', { agent }) };
  const sign = context.isSign(event);
  const weighty = sign || gives(event) || !event.readOnly;
  if (weighty && !habits.calls.has(event.operation)) return { hand: 'undecided', because: say('Address and program are a habit, but the call {{call}} is not.', { call: event.operation }) };
  if (weighty && !habits.regions.has(event.region)) return { hand: 'undecided', because: say('Address and program are a habit, but not in {{region}}.', { region: event.region }) };
  if (sign && !habits.hours.has(Number(event.time.slice(11, 13)))) return { hand: 'undecided', because: say('Address and program are a habit, but not at that hour.') };
  return { hand: 'owner', because: say('Address {{address}}, program and call were habits before the first sign.', { address }) };
}

/** Why the address alone leaves it open, or `undefined` where it is a habit of the owner's. */
function byAddress(event: TrailEvent, address: string, { profile: { habits }, shared }: HandContext): Text | undefined {
  if (address === '' && byAws(event.identity, event.sourceIp)) return say('AWS made this call on behalf of the credential; its log names no address.');
  if (address === '') return say('The log names no address for this call.');
  if (shared.has(address)) return say('It came from {{address}}, which owner and stranger both used.', { address });
  if (habits.addresses.has(address)) return undefined;
  if (habits.neighbourhoods.has(neighbourhoodOf(address))) return say('{{address}} was never used before, but lies next to an address that was.', { address });
  return say('{{address}} was never used with this credential before the first sign.', { address });
}
