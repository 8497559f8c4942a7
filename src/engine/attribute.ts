// Attribution, in one place: what the events that made or changed a thing say about it, by whose hand.
import { say, type Text } from '../core/text.ts';
import type { Indicators, Judgement, Origin, Resource, TechniqueId, Touch } from '../core/types.ts';
import type { HistoryEvent, Kind } from '../kinds/kind.ts';
import { isForeign } from '../kinds/recalling.ts';
import { techniquesOf } from '../kinds/techniques.ts';

export interface Attributed { readonly judgement: Judgement | undefined; readonly touches: readonly Touch[] }

/** `touches`: the events that name this resource, of the kind's `created` and `changed` names. Refused attempts make nothing. */
export function attribute(kind: Kind, resource: Resource, touches: readonly Touch[], history: readonly HistoryEvent[] = []): Judgement | undefined {
  const techniques = techniquesOf(kind.id);
  const real = touches.filter((t) => !t.failed);
  // A name may be used again: what made this one is the last making at or before its creation time, where AWS gives one.
  const makings = real.filter((t) => nameMatches(kind.traces.created, t.event));
  const made = makingOf(resource, makings);
  if (made?.attribution === 'attacker') return judgement('malicious', 'created', made, techniques);
  // What was done to an older thing of the same name says nothing about this one.
  const from = made?.time ?? (resource.createdAt === undefined ? '' : earliestOf(resource.createdAt));
  const changes = sinceWhole(kind, real.filter((t) => nameMatches(kind.traces.changed, t.event) && t.time >= from), history);
  const changed = changes.find((t) => t.attribution === 'attacker');
  if (changed) return judgement('malicious', 'changed', changed, techniques);
  const uses = real.filter((t) => nameMatches(kind.traces.used ?? [], t.event) && (made === undefined || t.time >= made.time));
  const used = uses.find((t) => t.attribution === 'attacker');
  if (used) return judgement('malicious', 'used', used, techniques);
  const doubtful = made?.attribution === 'undecided' ? made : changes.find((t) => t.attribution === 'undecided');
  if (doubtful) return judgement('suspicious', doubtful === made ? 'created' : 'changed', doubtful, techniques);
  const doubtfulUse = uses.find((t) => t.attribution === 'undecided');
  return doubtfulUse && judgement('suspicious', 'used', doubtfulUse, techniques);
}

/** Where the owner has set all of it since, a stranger's change before that is in it no more. */
function sinceWhole(kind: Kind, changes: readonly Touch[], history: readonly HistoryEvent[]): readonly Touch[] {
  const byTime = [...changes].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const anew = byTime.findLastIndex((t) => nameMatches(kind.traces.whole ?? [], t.event) && t.attribution !== 'attacker' && t.attribution !== 'undecided');
  // By whomever: an owner whom nothing ties to the attack is in the history alone.
  const own = history.findLast((e) => nameMatches(kind.traces.whole ?? [], e.event) && !isForeign(e))?.time ?? '';
  return byTime.slice(anew + 1).filter((t) => t.time >= own);
}

function makingOf(resource: Resource, makings: readonly Touch[]): Touch | undefined {
  const byTime = [...makings].sort((a, b) => (a.time < b.time ? -1 : 1));
  const { createdAt } = resource;
  if (createdAt === undefined) return byTime.at(-1);
  // CloudTrail's time and the resource's may differ by some seconds.
  const limit = new Date(new Date(createdAt).getTime() + 120_000).toISOString();
  const earliest = earliestOf(createdAt);
  return byTime.filter((t) => t.time <= limit && t.time >= earliest).at(-1);
}

const earliestOf = (createdAt: string): string => new Date(new Date(createdAt).getTime() - 120_000).toISOString();

function judgement(verdict: 'malicious' | 'suspicious', origin: Origin, touch: Touch, techniques: readonly TechniqueId[]): Judgement {
  return { verdict, origin, techniques, because: sentence(verdict, origin, touch) };
}
function sentence(verdict: 'malicious' | 'suspicious', origin: Origin, { event, time, sourceIp, by, credential }: Touch): Text {
  const values = { event, time, sourceIp, credential };
  const who = say('{{event}} at {{time}} from {{sourceIp}} with {{credential}}', values);
  if (verdict === 'malicious') {
    if (origin === 'created') return say('The stranger made it: {{who}}.', { who });
    return origin === 'changed' ? say('The stranger changed it: {{who}}.', { who }) : say('The stranger used it as {{by}}: {{who}}.', { who, by });
  }
  if (origin === 'created') return say('Made with an abused credential, and nothing tells whose hand it was: {{who}}.', { who });
  return origin === 'changed' ? say('Changed with an abused credential, and nothing tells whose hand it was: {{who}}.', { who }) : say('Used with an abused credential, and nothing tells whose hand it was: {{who}}.', { who });
}

/** `lambda:CreateFunction20150331` is `lambda:CreateFunction`: CloudTrail puts API versions behind some names. */
export const nameMatches = (names: readonly string[], event: string): boolean => names.some((name) => event === name || (event.startsWith(name) && /^\d{8}(v\d)?$|^\d{4}_\d{2}_\d{2}$/.test(event.slice(name.length))));

/** What is known of a resource: attribution first, then what only the kind can say. */
export function judge(kind: Kind, resource: Resource, touches: readonly Touch[], indicators: Indicators, accountId: string, history: readonly HistoryEvent[] = []): Judgement | undefined {
  const attributed = attribute(kind, resource, touches, history);
  const judged = kind.judge?.(resource, { indicators, touches, attributed, accountId, history }) ?? attributed;
  // It stands no more, and the owner had set it last: the stranger's own hand in it is why.
  const theirs = resource.vacant && judged === undefined ? touches.findLast((t) => t.attribution === 'attacker') : undefined;
  return theirs ? judgement('malicious', 'changed', theirs, techniquesOf(kind.id)) : judged;
}
