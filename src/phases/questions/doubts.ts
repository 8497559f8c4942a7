// What is only suspicious is asked about, one by one; each answer may settle others. Nothing is done to it in bulk, and silence leaves it alone.
import type { TrailEvent } from '../../activity/event.ts';
import { findingQuestion } from '../../case/open.ts';
import { say } from '../../core/text.ts';
import type { Finding, ResourceFinding } from '../../core/types.ts';
import type { Disowned } from '../../engine/plan.ts';
import type { Investigation } from '../investigation.ts';
import { askSources, wordsOf } from './sources.ts';
import { askUntied } from '../verify/untied.ts';
import { judgedAgain, type Verified } from '../verify.ts';
import { askOnce, showFindings, type Wizard } from '../wizard.ts';

/** Findings that the operator said are the stranger's, or the owner's and changed by the stranger. */
export function disownedFindings(wizard: Wizard): ReadonlyMap<string, Disowned> {
  const prefix = findingQuestion('');
  return new Map([...wizard.state().answers].flatMap(([q, a]) => (q.startsWith(prefix) && (a === 'not-mine' || a === 'changed') ? [[q.slice(prefix.length), a] as const] : [])));
}

/** Asks, follows what the answers show, and judges again. Gives the pass with what is known then. */
export async function settleDoubts(wizard: Wizard, investigation: Investigation, pass: Verified): Promise<Verified> {
  let now = pass;
  const again = (): void => { now = judgedAgain(wizard, investigation, now); };
  // Whoever is followed may have come from yet another address.
  while (await askUntied(wizard, investigation)) { again(); showHeld(wizard, now.findings); }
  // Whose a key's other calls were settles more than any question on what they made.
  if (await askSources(wizard, investigation)) {
    const known = held(now.findings).length;
    again();
    if (held(now.findings).length > known) showHeld(wizard, now.findings);
  }
  for (let next = firstDoubt(wizard, investigation, now.findings); next; next = firstDoubt(wizard, investigation, now.findings)) {
    const answer = await askDoubt(wizard, investigation, next);
    if (answer === undefined) return now;
    if (answer === 'unknown') continue;
    sayOfEvents(wizard, investigation, next, answer === 'changed' ? 'not-mine' : answer);
    investigation.words = wordsOf(wizard);
    await investigation.follow();
    const followed = answer === 'not-mine' && await askUntied(wizard, investigation, callsOn(wizard, investigation, next));
    again();
    if (followed) showHeld(wizard, now.findings);
  }
  return now;
}

const held = (findings: readonly Finding[]): readonly Finding[] => findings.filter((f) => f.verdict === 'malicious');
function showHeld(wizard: Wizard, findings: readonly Finding[]): void {
  showFindings(wizard, say('What the stranger holds, as far as is known by now'), held(findings));
}

function callsOn(wizard: Wizard, investigation: Investigation, { kind: id, resource }: ResourceFinding): readonly TrailEvent[] {
  const kind = wizard.kinds.get(id);
  return kind ? investigation.touchesOf({ kind, resource }) : [];
}

/** The oldest unanswered one: what came of it later is settled with it. */
function firstDoubt(wizard: Wizard, investigation: Investigation, findings: readonly Finding[]): ResourceFinding | undefined {
  const { answers } = wizard.state();
  const times = new Map(investigation.events.map((e) => [e.id, e.time]));
  const since = (f: Finding): string => f.evidence.map((id) => times.get(id) ?? '9').sort()[0] ?? '9';
  return findings.filter((f): f is ResourceFinding => f.about === 'resource' && f.verdict === 'suspicious' && !answers.has(findingQuestion(f.id))).sort((a, b) => (since(a) < since(b) ? -1 : 1))[0];
}

async function askDoubt(wizard: Wizard, investigation: Investigation, finding: ResourceFinding): Promise<string | undefined> {
  // The thing is the owner's where it was only used: the use is what is asked about.
  const used = finding.origin === 'used';
  // What a stranger changed a moment ago does not stand in the history yet: what the owner has made may be the owner's all the same.
  const owners = !used && ((finding.resource.createdAt ?? '') < investigation.since || isOwnMaking(wizard, investigation, finding));
  showFindings(wizard, used ? say('Was this one of you?') : say('Is this yours?'), [finding]);
  const answer = await askOnce(wizard, {
    ask: 'choose', id: findingQuestion(finding.id), text: used ? say('Was it one of you?') : say('Is it yours?'),
    advice: say('Ask whoever works with this account before you say that it is not yours.'),
    choices: [{ value: 'mine', title: say('Yes, ours: leave it') }, ...(owners ? [{ value: 'changed', title: say('Ours, but somebody has opened or changed it') }] : []), { value: 'not-mine', title: say("No: it is the stranger's") }, { value: 'unknown', title: say('I cannot tell yet') }],
  });
  return typeof answer === 'string' ? answer : undefined;
}

/** Made while the stranger was there, by a call that is nobody's but the owner's. */
function isOwnMaking(wizard: Wizard, investigation: Investigation, finding: ResourceFinding): boolean {
  const others = new Set(investigation.lineage.attributed.flatMap(({ event, hand }) => (hand === 'owner' ? [] : [event.id])));
  return callsOn(wizard, investigation, finding).some((e) => wizard.kinds.get(finding.kind)?.traces.created.includes(e.operation) === true && !others.has(e.id));
}

/** The word on a thing is the word on the calls that made and changed it, where nothing else told whose they were. */
function sayOfEvents(wizard: Wizard, investigation: Investigation, finding: ResourceFinding, answer: string): void {
  const told = new Set(investigation.lineage.attributed.filter((a) => a.hand !== 'undecided').map((a) => a.event.id));
  wizard.folder.recordAll(finding.evidence.filter((id) => !told.has(id)).map((id) => ({ type: 'answered' as const, question: `event-id:${id}`, answer })));
}
