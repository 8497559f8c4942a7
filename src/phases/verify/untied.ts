// Nobody has told of a stranger, and yet there are signs of one: whose addresses are these? The answer is what the trace begins with.
import { detect } from '../../activity/signs/detections.ts';
import type { TrailEvent } from '../../activity/event.ts';
import { failed, gives, issuesOf } from '../../activity/lineage/issues.ts';
import { inOrder } from '../../activity/lineage/lineage.ts';
import { say, type Text } from '../../core/text.ts';
import type { Arn } from '../../core/types.ts';
import type { Claims } from '../../intake/claims.ts';
import type { Investigation } from '../investigation.ts';
import { begunAt, onContained, othersSince } from '../contain/since-contained.ts';
import { isAddress, questionOf, wordsOf } from '../questions/sources.ts';
import { askOnce, type Wizard } from '../wizard.ts';

/** One sign alone is ordinary work more often than not. */
const SIGNS = 2;
/** On so many days before, whoever calls from there is at home there. */
const DAYS = 3;
/** More are not asked about one by one. */
const MOST = 6;

interface Suspect { readonly address: string; readonly events: readonly TrailEvent[]; readonly signs: ReadonlyMap<string, Text> }

/** Asks about the addresses of such calls, and follows those that are not the owner's. `disowned`: calls on a thing that is not theirs. True: more is known now. */
export async function askUntied(wizard: Wizard, investigation: Investigation, disowned: readonly TrailEvent[] = []): Promise<boolean> {
  let more = false;
  await readOwn(wizard, investigation, suspects(wizard, investigation, disowned));
  for (const suspect of suspects(wizard, investigation, disowned).slice(0, MOST)) {
    const { answers } = wizard.state();
    if (answers.has(questionOf(suspect.address))) continue;
    show(wizard, suspect);
    const answer = await askOnce(wizard, {
      ask: 'choose', id: questionOf(suspect.address), text: say('Is {{address}} yours?', { address: suspect.address }),
      advice: say('Say that it is yours only if you know it: your office, your CI, your server.'),
      choices: [{ value: 'mine', title: say('Yes, mine') }, { value: 'not-mine', title: say('No, not mine') }, { value: 'unknown', title: say('I cannot tell') }],
    });
    if (answer === undefined) break;
    if (answer === 'not-mine') { follow(wizard, investigation, suspect.address); more = true; }
  }
  investigation.words = wordsOf(wizard);
  if (more) await investigation.follow();
  return more;
}

/** True where somebody acted since the containment began of whom nobody has said yet whether he belongs here. */
export const hasUntied = (wizard: Wizard, investigation: Investigation): boolean =>
  late(wizard, investigation).some(({ address }) => !wizard.state().answers.has(questionOf(address)));

/** True where signs of a stranger wait for a word on their address. */
export const hasSuspects = (wizard: Wizard, investigation: Investigation): boolean => suspects(wizard, investigation, []).some(({ address }) => !wizard.state().answers.has(questionOf(address)));

/** Once it is known where to begin: who may be a second stranger, who need not know of the first; and who acts while the stranger is being cut off. */
function suspects(wizard: Wizard, investigation: Investigation, disowned: readonly TrailEvent[]): readonly Suspect[] {
  const { accessKeyIds, principals, sourceIps } = investigation.seeds;
  const operator = wizard.session.caller.arn;
  const claimed = byMessage(wizard, investigation);
  if (accessKeyIds.length + principals.length + sourceIps.length === 0) return [...claimed, ...suspectsOf(investigation.events, { disowned: new Set(disowned.map((e) => e.id)), operator, least: SIGNS })];
  const tied = new Set(investigation.lineage.attributed.map((a) => a.event.id));
  const others = new Set(investigation.others.flatMap((e) => (tied.has(e.id) ? [] : [e.id])));
  const second = suspectsOf(investigation.events, { disowned: new Set(), operator, least: SIGNS, only: others }).filter(({ address }) => daysOf(investigation.events, operator, address) <= DAYS);
  return [...claimed, ...second, ...openers(investigation), ...late(wizard, investigation)];
}
/** Whoever opened a session that the stranger used: the stranger from elsewhere, or its owner, from whom it was taken. */
function openers({ events, lineage: { attributed } }: Investigation): readonly Suspect[] {
  const hands = new Map(attributed.map((a) => [a.event.id, a.hand]));
  const used = new Set(attributed.flatMap((a) => (a.hand === 'attacker' ? [a.event.identity.accessKeyId] : [])));
  const opens = (e: TrailEvent): boolean => gives(e) && issuesOf(e).some((i) => i.gives === 'credential' && i.credential.type === 'session' && used.has(i.credential.id));
  return byAddress(inOrder(events.filter((e) => (hands.get(e.id) ?? 'undecided') === 'undecided' && isAddress(e.sourceIp) && opens(e)))).filter((s) => !isAtHome(events, s));
}
const byAddress = (events: readonly TrailEvent[]): readonly Suspect[] => [...new Set(events.map((e) => e.sourceIp))].map((address) => ({ address, events: events.filter((e) => e.sourceIp === address), signs: new Map<string, Text>() }));
/** What AWS's message names, key or none: its addresses, and where a user whom it names without a key is not at home. No sign is needed. */
function byMessage(wizard: Wizard, { events }: Investigation): readonly Suspect[] {
  const claims = wizard.state().claims.map((c) => c.claims as unknown as Claims);
  const [ips, users] = [claims.flatMap((c) => c.sourceIps), claims.flatMap((c) => (c.accessKeyIds.length === 0 ? c.iamUsers : []))];
  const isNamed = (e: TrailEvent): boolean => ips.includes(e.sourceIp) || users.some((name) => e.principal.endsWith(`:user/${name}`));
  const named = inOrder(events.filter((e) => isAddress(e.sourceIp) && isNamed(e)));
  return byAddress(named).filter((s) => ips.includes(s.address) || !isAtHome(events, s));
}
/** One sign is enough then. */
function late(wizard: Wizard, investigation: Investigation): readonly Suspect[] {
  const begun = begunAt(wizard);
  if (begun === undefined) return [];
  const others = othersSince(wizard, investigation, begun);
  return suspectsOf(investigation.events, { disowned: new Set(onContained(wizard, others).map((e) => e.id)), operator: wizard.session.caller.arn, least: 1, only: new Set(others.map((e) => e.id)) });
}
const daysOf = (events: readonly TrailEvent[], principal: Arn, address: string): number => new Set(events.flatMap((e) => (e.principal === principal && e.sourceIp === address ? [e.time.slice(0, 10)] : []))).size;

function follow({ folder }: Wizard, investigation: Investigation, address: string): void {
  folder.record({ type: 'answered', question: `hint:${address}`, answer: 'yes' });
  investigation.seeds = { ...investigation.seeds, sourceIps: [...investigation.seeds.sourceIps, address] };
}

/** By address: several strong signs, or a call on a thing that the operator said is not theirs. The newest first. */
interface Sought { readonly disowned: ReadonlySet<string>; readonly operator: Arn; readonly least: number; /** Only these events count. */ readonly only?: ReadonlySet<string> }
function suspectsOf(all: readonly TrailEvent[], { disowned, operator, least, only }: Sought): readonly Suspect[] {
  const events = inOrder(all.filter((e) => isAddress(e.sourceIp)));
  const signs = detect(events);
  const found = new Map<string, { events: TrailEvent[]; signs: Map<string, Text> }>();
  for (const event of events) {
    const shown = failed(event) ? [] : (signs.get(event.id) ?? []).filter((s) => s.strong);
    if ((shown.length === 0 && !disowned.has(event.id)) || only?.has(event.id) === false) continue;
    const known = found.get(event.sourceIp) ?? { events: [], signs: new Map<string, Text>() };
    known.events.push(event);
    for (const { id, because } of shown) known.signs.set(id, because);
    found.set(event.sourceIp, known);
  }
  return [...found].map(([address, known]) => ({ address, ...known }))
    .filter((s) => (s.signs.size >= least || s.events.some((e) => disowned.has(e.id))) && !isAtHome(events, s) && !isOperators(events, s, operator))
    .sort((a, b) => ((a.events[0]?.time ?? '') > (b.events[0]?.time ?? '') ? -1 : 1));
}
function isAtHome(events: readonly TrailEvent[], { address, events: [first] }: Suspect): boolean {
  const before = events.filter((e) => e.sourceIp === address && e.principal === first?.principal && e.time.slice(0, 10) < first.time.slice(0, 10));
  return new Set(before.map((e) => e.time.slice(0, 10))).size >= DAYS;
}

/** The operator's own address needs no asking: on many days, and the only one from which the operator ever called. */
function isOperators(events: readonly TrailEvent[], { address, events: shown }: Suspect, operator: Arn): boolean {
  if (!shown.every((e) => e.principal === operator)) return false;
  const own = events.filter((e) => e.principal === operator);
  return own.every((e) => e.sourceIp === address) && new Set(own.map((e) => e.time.slice(0, 10))).size > DAYS;
}

/** Where signs are the operator's own, their habits tell whose address it is: reads as well, which the list of all changes leaves out. */
async function readOwn({ session: { caller } }: Wizard, investigation: Investigation, all: readonly Suspect[]): Promise<void> {
  if (caller.type === 'user' && all.some(({ events }) => events.every((e) => e.principal === caller.arn))) await investigation.readUser(caller.name);
}

function show({ ui }: Wizard, { address, events, signs }: Suspect): void {
  const [first] = events;
  ui.show({
    type: 'list', tone: 'warn', title: say('Calls from {{address}} look like a stranger', { address }),
    items: [
      ...[...signs.values()].slice(0, 5),
      say('First: {{name}} by {{who}} at {{time}}', { name: first?.name ?? '', who: first?.principal ?? '', time: first?.time ?? '' }),
    ],
  });
}
