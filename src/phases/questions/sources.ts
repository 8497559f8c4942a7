// Whose addresses are these? The one question that tells owner and stranger apart on a key that both have used.
import type { TrailEvent } from '../../activity/event.ts';
import type { Hand } from '../../activity/lineage/hand.ts';
import { SOURCE_QUESTION } from '../../case/answers.ts';
import { say } from '../../core/text.ts';
import type { Investigation } from '../investigation.ts';
import { askOnce, tell, type Wizard } from '../wizard.ts';

/** More addresses than this are not asked about one by one. */
const MOST = 12;
export const questionOf = (address: string): string => `${SOURCE_QUESTION}${address}`;

/** AWS's own names are nobody's address. */
export const isAddress = (source: string): boolean => /^[\d.]+$|:/.test(source);

interface Source { readonly address: string; readonly agents: ReadonlySet<string>; readonly first: string; readonly last: string; readonly calls: number; readonly changes: number }

/** Addresses from which the given keys were used, newest first. AWS's own names are nobody's address. */
export function sourcesOf(events: readonly TrailEvent[], keys: readonly string[]): readonly Source[] {
  const sources = new Map<string, { agents: Set<string>; first: string; last: string; calls: number; changes: number }>();
  for (const event of events) {
    if (!keys.includes(event.identity.accessKeyId) || !isAddress(event.sourceIp)) continue;
    const source = sources.get(event.sourceIp) ?? { agents: new Set<string>(), first: event.time, last: event.time, calls: 0, changes: 0 };
    source.agents.add(event.userAgent.slice(0, 40).trim());
    source.first = event.time < source.first ? event.time : source.first;
    source.last = event.time > source.last ? event.time : source.last;
    source.calls++;
    if (!event.readOnly) source.changes++;
    sources.set(event.sourceIp, source);
  }
  return [...sources].map(([address, s]) => ({ address, ...s })).sort((a, b) => (a.first > b.first ? -1 : 1));
}

/** Keys that nobody named, which a stranger has used, and of which nothing tells whose other calls were. */
function doubtfulKeys({ lineage, seeds }: Investigation): readonly string[] {
  const by = (hand: Hand): Set<string> => new Set(lineage.attributed.flatMap(({ event, hand: of }) => (of === hand ? [event.identity.accessKeyId] : [])));
  const undecided = by('undecided');
  return [...by('attacker')].filter((key) => key.startsWith('AKIA') && undecided.has(key) && !seeds.accessKeyIds.includes(key));
}
/** Asks once per address; an address that nobody answers for stays undecided. Of a key that nobody named, only addresses that are in doubt are asked about. True: more is known now. */
export async function askSources(wizard: Wizard, investigation: Investigation, claimedIps: readonly string[] = []): Promise<boolean> {
  const { events, lineage, seeds } = investigation;
  const named = sourcesOf(events, seeds.accessKeyIds), asked = new Set(named.map((s) => s.address));
  const inDoubt = lineage.attributed.flatMap(({ event, hand }) => (hand === 'undecided' ? [event] : []));
  const sources = [...named, ...sourcesOf(inDoubt, doubtfulKeys(investigation)).filter((s) => !asked.has(s.address))];
  let more = false;
  for (const source of sources.slice(0, MOST)) {
    const { address } = source, isNew = !wizard.state().answers.has(questionOf(address));
    if (isNew) showSource(wizard, source, asked.has(address));
    const answer = await askOnce(wizard, {
      ask: 'choose', id: questionOf(address), text: say('Is {{address}} yours?', { address }),
      advice: claimedIps.includes(address) ? say("AWS's message names this address. Say that it is yours only if you know it.") : say('Say that it is yours only if you know it: your office, your CI, your server.'),
      choices: [{ value: 'mine', title: say('Yes, mine') }, { value: 'not-mine', title: say('No, not mine') }, { value: 'unknown', title: say('I cannot tell') }],
    });
    if (answer === undefined) break;
    more ||= isNew && answer !== 'unknown';
  }
  if (sources.length > MOST) tell(wizard, 'warn', say('More addresses that used the key: {{n}}. They are not asked about; what came from them stays undecided.', { n: sources.length - MOST }));
  investigation.words = wordsOf(wizard);
  await investigation.follow();
  return more;
}

function showSource(wizard: Wizard, { address, calls, changes, first, last, agents }: Source, named: boolean): void {
  wizard.ui.show({
    type: 'list', title: named ? say('{{address}} used the leaked key', { address }) : say('{{address}} used a key that the stranger has used, too', { address }),
    rows: [
      [say('Calls'), say('{{calls}}, of which {{changes}} changed something', { calls, changes })], [say('From'), say('{{first}} UTC', { first: first.slice(0, 16).replace('T', ' ') })],
      [say('Until'), say('{{last}} UTC', { last: last.slice(0, 16).replace('T', ' ') })], [say('Program'), say('{{agents}}', { agents: [...agents].slice(0, 3) })],
    ],
  });
}

/** The operator's word on addresses, so far in this case. */
export function wordsOf(wizard: Wizard): Investigation['words'] {
  const answers = [...wizard.state().answers];
  const said = (prefix: string, value: string): string[] => answers.flatMap(([q, a]) => (q.startsWith(prefix) && a === value ? [q.slice(prefix.length)] : []));
  return {
    ownedIps: said('source:', 'mine'), disownedIps: said('source:', 'not-mine'),
    ownedEvents: said('event-id:', 'mine'), disownedEvents: said('event-id:', 'not-mine'),
  };
}
