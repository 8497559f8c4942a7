// What the stranger did that no listed thing shows: deleted since, hidden from us, or of a sort that no kind knows. Shown, never dropped, never planned.
import type { TrailEvent } from '../../activity/event.ts';
import { failed } from '../../activity/lineage/issues.ts';
import { say, type Text } from '../../core/text.ts';
import type { Finding, TechniqueId, Verb } from '../../core/types.ts';
import type { Listed } from '../../engine/scan.ts';
import { nameMatches } from '../../engine/attribute.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';
import { endingCommands } from './ending-commands.ts';

/** What was opened with them stands among the credentials of the lineage. */
const OPENS_SESSIONS: readonly string[] = ['sts.amazonaws.com', 'signin.amazonaws.com'];

/** One finding for each sort of call by each principal. What the tool itself has removed since is explained by its step. */
export function unexplained(wizard: Wizard, investigation: Investigation, listed: readonly Listed[]): Finding[] {
  const explained = new Set([...listed, ...foundBefore(wizard), ...treated(wizard)].flatMap((one) => investigation.touchesOf(one).map((e) => e.id)));
  // Reading a secret changes nothing, and tells all.
  const telling = [...wizard.kinds.values()].flatMap(({ traces }) => traces.used ?? []);
  const groups = new Map<string, TrailEvent[]>();
  for (const { event, hand } of investigation.lineage.attributed) {
    if (hand !== 'attacker' || (event.readOnly && !nameMatches(telling, event.operation)) || failed(event) || explained.has(event.id) || OPENS_SESSIONS.includes(event.source)) continue;
    const key = `${event.operation} ${event.principal} ${event.region}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups].map(([key, events]) => finding(key, events, sortOf(wizard, events)));
}

/** Whatever a finding of this case was about, also what has gone with its owner since. */
function foundBefore({ folder, engine, kinds }: Wizard): readonly Listed[] {
  const found = new Map<string, Listed>();
  for (const entry of folder.journal.entries) {
    if (entry.type !== 'found') continue;
    for (const f of engine.ledger.load(entry.findings)) {
      const kind = f.about === 'resource' ? kinds.get(f.kind) : undefined;
      if (f.about === 'resource' && kind) found.set(f.id, { kind, resource: f.resource });
    }
  }
  return [...found.values()];
}

/** What a step of this case has dealt with, also before verify looked: what containment took away is not listed any more. */
const treated = ({ engine, kinds }: Wizard): readonly Listed[] => engine.ledger.steps().flatMap((entry) => {
  const kind = kinds.get(entry.step.kind), resource = entry.before && engine.ledger.load(entry.before);
  return entry.state === 'verified' && kind && resource ? [{ kind, resource }] : [];
});

/** `known`: some kind of the catalogue follows such calls. `taken`: it took away what other calls give, and nothing can be left of it; nor of what was only `run`. */
type Sort = 'known' | 'taken' | 'run' | 'unknown';
const TAKES = /^\w[\w-]*:(?:Batch)?(?:Delete|Detach|Remove|Revoke|Terminate|Deregister|Cancel|Release|Disassociate|Deactivate|Unsubscribe)/;
function sortOf(wizard: Wizard, [first]: readonly TrailEvent[]): Sort {
  const kinds = [...wizard.kinds.values()];
  if (first === undefined || kinds.some(({ traces }) => nameMatches([...traces.created, ...traces.changed], first.operation))) return 'known';
  const undoes = (action: Kind['actions'][Verb]): boolean => action !== undefined && nameMatches(action.operations, first.operation);
  if (TAKES.test(first.operation) && kinds.some(({ actions }) => undoes(actions.eradicate) || undoes(actions.contain))) return 'taken';
  return first.readOnly || RUNS.test(first.operation) ? 'run' : 'unknown';
}
/** It does something at that moment, and makes or sets nothing that stays. */
const RUNS = /^\w[\w-]*:(?:Batch)?(?:Invoke|Send|Publish|Execute|Select|Test|Reboot|Get|List|Describe|Query|Search|Decrypt|Encrypt|Sign|Verify|Validate)/;

const NONE: readonly TechniqueId[] = [];
const UNKNOWN = say('The stranger did it, and this program does not know this sort of thing: look at it in the console.');
const BECAUSE: Readonly<Record<Sort, Text>> = {
  known: say('The stranger did it, and nothing that was listed shows it now: it was deleted since, or could not be seen.'),
  taken: say('The stranger took it away. If it was yours, make it again: from here it cannot be given back.'),
  run: UNKNOWN, unknown: UNKNOWN,
};
function finding(key: string, events: readonly TrailEvent[], sort: Sort): Finding {
  const [first] = events;
  const commands = sort === 'unknown' ? endingCommands(events) : [];
  return {
    about: sort === 'unknown' ? 'unknown' : 'event', id: `deed:${key}`, verdict: 'malicious', techniques: NONE, region: first?.region ?? '', evidence: events.map((e) => e.id).slice(0, 20),
    subject: subjectOf(events),
    because: commands.length === 0 ? BECAUSE[sort] : say('{{because}} Or end it with: {{command}}', { because: BECAUSE[sort], command: commands.join('; ') }),
  };
}
/** Where AWS names no resource, the call does. */
const namesIn = ({ request }: TrailEvent): readonly string[] => Object.entries(request ?? {}).flatMap(([member, value]) => (typeof value === 'string' && /(Name|Id|Arn|Number|Alias)$/.test(member) ? [value] : []));
/** What was called, on what, by whom, since when, how often. */
export function subjectOf(events: readonly TrailEvent[]): Text {
  const [first] = events;
  const things = [...new Set(events.flatMap((e) => (e.resources.length > 0 ? e.resources : namesIn(e))))].slice(0, 5);
  const values = { name: first?.operation ?? '', who: first?.principal ?? '', time: first?.time ?? '', n: events.length };
  return things.length === 0 ? say('{{name}} by {{who}}, first at {{time}} (calls: {{n}})', values) : say('{{name}} on {{things}} by {{who}}, first at {{time}} (calls: {{n}})', { ...values, things });
}
