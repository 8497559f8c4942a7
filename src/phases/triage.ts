// Within a minute: who holds what, what the leaked key did, and the first gate, which cuts all of it at once.
import type { CoverageCell, Finding, KindId, Region, Step } from '../core/types.ts';
import { say } from '../core/text.ts';
import { CONTAINMENT_WAVES, plan } from '../engine/plan.ts';
import { nameMatches } from '../engine/attribute.ts';
import { together } from '../engine/engine.ts';
import { lookAhead, sweep, type Listed, type Sweep } from '../engine/scan.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Intake } from './intake.ts';
import { abusedKeys, check, checkEvents, factsOf, showChecks, withoutEvents } from './notice/claims-check.ts';
import { unauthorizedUsers, type Claimed } from './notice/claimed-findings.ts';
import { contain } from './contain/containment.ts';
import { disownedFindings } from './questions/doubts.ts';
import { addLogs } from './notice/given-logs.ts';
import { Investigation, type Seeds } from './investigation.ts';
import { newlyMade } from './contain/newly-made.ts';
import { endInHand } from './remediate/root-in-hand.ts';
import { askRotation, keptForRotation } from './remediate/rotation.ts';
import { shutOut, shuttingOut } from './contain/shut-out.ts';
import { comeInToRead, standOrComeInOtherwise } from './contain/standing.ts';
import { askSources, wordsOf } from './questions/sources.ts';
import { deadlineOf, showFindings, stopIfAsked, tell, type Wizard } from './wizard.ts';

export interface Triage { readonly investigation: Investigation; readonly listed: readonly Listed[]; /** What AWS was to be asked besides the lists, and did not tell. */ readonly unasked: readonly CoverageCell[]; readonly claimed: Claimed }

/** Global kinds first, then the machines that run; the pivots by key and user; then the first gate. */
export async function triage(wizard: Wizard, intake: Intake, regions: readonly Region[]): Promise<Triage> {
  const { ui, engine, kinds } = wizard;
  ui.show({ type: 'phase', phase: 'triage', title: say('First look'), ...deadlineOf(wizard) });
  ui.show({ type: 'progress', id: 'sweep', text: say('Reading users, roles and keys') });
  const first = [...firstKinds(kinds), ...MACHINES.flatMap((id) => kinds.get(id) ?? [])];
  let investigation = new Investigation(wizard, regions);
  lookAhead(engine, [...kinds.values()], regions);
  // CloudTrail gives its history slowly: what the named keys did is asked for at once.
  const [seen] = await together([
    sweep(engine, first, regions, (_, n, of) => { ui.show({ type: 'progress', id: 'sweep', text: say('Reading users, roles, keys and machines'), n, of }); }),
    investigation.readKeys([...new Set([...wizard.options.accessKeyIds, ...intake.claims.accessKeyIds])].slice(0, AHEAD)),
  ]);
  ui.show({ type: 'progress', id: 'sweep', text: say(''), done: true });
  stopIfAsked(wizard);
  const { facts, unasked } = await factsOf(wizard, seen, intake.claims.accessKeyIds);
  const checks = check(wizard, withoutEvents(intake.claims), facts);
  showChecks(wizard, checks);
  const { abused, unproven } = await abusedKeys(wizard, intake.claims, checks);
  await standOrComeInOtherwise(wizard, seen.listed, abused);
  investigation.seeds = seedsOf(wizard, abused);
  investigation.words = wordsOf(wizard);
  await addLogs(wizard, investigation);
  await investigation.follow();
  if (await comeInToRead(wizard, investigation)) { investigation = investigation.again(); await investigation.follow(); }
  await askSources(wizard, investigation, intake.claims.sourceIps);
  // Without a key nothing was read yet.
  if (investigation.events.length > 0) showChecks(wizard, checkEvents(wizard, intake.claims, investigation.events));
  investigation.tellLineage();
  const more = await lookAtTouched(wizard, new Set(first.map((k) => k.id)), investigation);
  const known = { investigation, listed: [...seen.listed, ...more.listed], unasked, claimed: { keys: unproven, users: unauthorizedUsers(intake.claims) } };
  await firstGate(wizard, known, regions);
  return known;
}

/** A message may name anything: no more keys than these are read before it is known whose they are. */
const AHEAD = 5;
/** What a notice names is held against these. */
const CLAIMED: readonly KindId[] = ['iam/user', 'iam/quarantine-policy'];
/** Within a minute, also with hundreds of users: what can be contained at once, and what the notice is held against. The rest is verify's. */
const firstKinds = (kinds: Wizard['kinds']): readonly Kind[] => [...kinds.values()].filter((k) => (k.actions.contain !== undefined && k.role === 'credential' && !LATER.includes(k.id)) || CLAIMED.includes(k.id));
/** Machines run up a bill, whoever started them. */
const MACHINES: readonly KindId[] = ['ec2/instance'];

/** What else the stranger is known to have made or changed, by the events of the lineage: only these kinds, and only in these Regions, are worth a look before the first gate. */
function touchedKinds(kinds: Wizard['kinds'], looked: ReadonlySet<KindId>, { attributed }: Investigation['lineage']): ReadonlyMap<Kind, readonly Region[]> {
  const regions = new Map<string, Set<Region>>();
  for (const { event, hand } of attributed) {
    if (hand === 'owner' || event.readOnly || event.errorCode !== undefined) continue;
    regions.set(event.operation, (regions.get(event.operation) ?? new Set()).add(event.region));
  }
  const touched = new Map<Kind, readonly Region[]>();
  for (const kind of kinds.values()) {
    if (looked.has(kind.id) || kind.actions.contain === undefined) continue;
    const where = [...regions].flatMap(([event, at]) => (nameMatches([...kind.traces.created, ...kind.traces.changed], event) ? [...at] : []));
    if (where.length > 0) touched.set(kind, [...new Set(where)]);
  }
  return touched;
}
/** Containment gives back what the last good call set: somebody else's may be later than any that the stranger's credentials made. */
const setBy = (kind: Kind): readonly string[] => (kind.recall && !kind.actions.recover ? kind.traces.whole ?? [] : []);
async function lookAtTouched(wizard: Wizard, looked: ReadonlySet<KindId>, investigation: Investigation): Promise<Sweep> {
  const seen: Sweep[] = [];
  const touched = touchedKinds(wizard.kinds, looked, investigation.lineage);
  await investigation.readCalls([...touched.keys()].flatMap(setBy));
  for (const [kind, regions] of touched) seen.push(await sweep(wizard.engine, [kind], regions));
  return { listed: seen.flatMap((s) => s.listed), cells: seen.flatMap((s) => s.cells) };
}
/** Each asks AWS once a user, and none of them signs in to AWS itself. */
const LATER: readonly KindId[] = ['iam/service-specific-credential', 'iam/ssh-public-key', 'iam/signing-certificate'];

/** The command line's indicators are kept in the case: a later run has them too. */
function seedsOf(wizard: Wizard, abused: readonly string[]): Seeds {
  const { options, session, folder } = wizard;
  const { partition, accountId } = session.caller;
  const { answers } = wizard.state();
  const word = (question: string, answer: string): void => { if (answers.get(question) !== answer) folder.record({ type: 'answered', question, answer }); };
  for (const user of options.users) word(`abused-user:${user}`, 'yes');
  for (const ip of options.sourceIps) word(`hint:${ip}`, 'yes');
  if (options.since !== undefined) word('since', options.since);
  const now = wizard.state().answers;
  const said = (prefix: string): string[] => [...now].flatMap(([q, a]) => (q.startsWith(prefix) && a === 'yes' ? [q.slice(prefix.length)] : []));
  const users = said('abused-user:');
  const since = now.get('since');
  return { accessKeyIds: abused, principals: users.map((u) => (u.startsWith('arn:') ? u : `arn:${partition}:iam::${accountId}:user/${u}`)), sourceIps: said('hint:'), since: typeof since === 'string' ? since : '' };
}

async function firstGate(wizard: Wizard, { investigation, listed }: Triage, regions: readonly Region[]): Promise<void> {
  const findings = investigation.findings(listed);
  if (!wizard.options.dryRun) await askRotation(wizard, findings, investigation);
  const steps = containmentOf(wizard, findings);
  if (steps.length === 0) { tell(wizard, 'info', say('Nothing has to be contained at once. The long look begins.')); return; }
  showFindings(wizard, say('What the stranger holds, as far as is known by now'), findings.filter((f) => f.verdict === 'malicious'));
  const unproven = onlyClaimed(wizard, investigation);
  if (!wizard.options.dryRun) await shutOut(wizard, await shuttingOut(wizard, steps));
  await contain(wizard, steps, {
    id: 'contain:first', title: say('Contain now'),
    advice: unproven.length > 0
      ? say('Only the message and your word say that {{keys}} leaked; nothing that AWS shows proves it. Approve only if you are sure: every step here can be undone, and until then what uses the key stops.', { keys: unproven })
      : say('Do all of it at once. Cutting only the key would warn the stranger and leave the rest open; every step here can be undone.'),
  }, newlyMade(wizard, investigation, regions, steps));
  await endInHand(wizard, investigation);
}

/** Keys that a notice names, that AWS does not show to have leaked, and with which no stranger was seen. */
function onlyClaimed(wizard: Wizard, investigation: Investigation): readonly string[] {
  const { checks } = wizard.state();
  const abused = new Set(investigation.lineage.attributed.flatMap((a) => (a.hand === 'attacker' ? [a.event.identity.accessKeyId] : [])));
  return investigation.seeds.accessKeyIds.filter((key) => (checks.get(`leak:${key}`)?.stands ?? 'proven') !== 'proven' && !abused.has(key));
}

/** The first waves of the plan; a key that is rotated first stays until its applications have changed. */
export function containmentOf(wizard: Wizard, findings: readonly Finding[]): readonly Step[] {
  const steps = plan(findings, wizard.kinds, { disowned: disownedFindings(wizard), without: keptForRotation(wizard, findings) });
  return steps.filter((s) => s.verb === 'contain' && s.wave <= CONTAINMENT_WAVES);
}
