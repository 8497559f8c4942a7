// Denies on what belongs to the owner are borrowed: they stand until the longest session that the stranger can have is dead, and are then given back through a gate.
import { endedWell, isInPlace } from '../../case/facts.ts';
import { findingQuestion } from '../../case/open.ts';
import { say, type Text } from '../../core/text.ts';
import type { Instant, Step } from '../../core/types.ts';
import type { StepEntry } from '../../engine/engine.ts';
import { lookEach } from '../../engine/look.ts';
import { undoStep } from '../../engine/undo.ts';
import type { Role } from '../../kinds/kind.ts';
import { tell, waitUntil, type Wizard } from '../wizard.ts';

/** The longest that a session can live: 36 hours of GetSessionToken, 12 hours of a role (aws-facts: IAM user guide, temporary credentials). */
const LIFE_HOURS: Readonly<Partial<Record<Step['kind'], number>>> = { 'iam/user-session': 36, 'iam/role-session': 12, 'organizations/account': 36 };

/** A trust that the stranger changed is not given back as it was: that would open it again. */
function borrowed(wizard: Wizard): readonly StepEntry[] {
  const { waits } = wizard.state();
  // Given back by a run that was cut off before it could say so: the case still waits for it.
  const stands = ({ step, state }: StepEntry): boolean => state === 'verified' || (state === 'undone' && waits.has(waitOf(step)));
  return wizard.engine.ledger.steps().filter((entry) => entry.step.verb === 'contain' && entry.step.origin === 'used' && LIFE_HOURS[entry.step.kind] !== undefined && stands(entry));
}
const waitOf = (step: Step): string => `session:${step.id}`;

/** What was kept from running until it had its owner's content again. */
export async function liftContainment(wizard: Wizard): Promise<void> {
  if (wizard.options.dryRun) return;
  const steps = wizard.engine.ledger.steps();
  const whole = recovered(wizard);
  for (const entry of steps) {
    const lifts = whole.get(entry.step.resource.uid) ?? outlived(wizard, entry.step);
    if (entry.step.verb !== 'contain' || entry.state !== 'verified' || lifts === false || wizard.engine.signal.aborted) continue;
    const outcome = await undoStep(wizard.engine, entry, lifts === true ? say('Give it back: what the stranger had changed in it is as it was before.') : lifts);
    if (outcome === 'undone' && entry.step.finding !== undefined) wizard.folder.record({ type: 'answered', question: findingQuestion(entry.step.finding), answer: 'closed' });
  }
}
/** The stranger's is removed, and what kept it from acting still stands on something that is not. */
function outlived({ engine, kinds }: Wizard, { kind, resource }: Step): boolean {
  const removed = engine.ledger.steps().flatMap(({ step, state }) => (step.verb === 'eradicate' && isInPlace(state) ? [step.resource] : []));
  const stands = kinds.get(kind)?.actions.contain?.outlives?.(resource);
  return stands !== undefined && removed.some(({ uid }) => uid === resource.uid) && !removed.some(({ name, region }) => name === stands && region === resource.region);
}
/** By uid: what holds its owner's content again, and whether its containment is to be taken back for that. */
const recovered = ({ engine, kinds }: Wizard): ReadonlyMap<string, boolean | Text> => new Map(engine.ledger.steps().flatMap(({ step, state }) =>
  (step.verb === 'recover' && isInPlace(state) ? [[step.resource.uid, kinds.get(step.kind)?.actions.recover?.lifts?.(step.resource) ?? false]] : [])));

/** The owner's, kept from running, and nothing gave it back: the case waits for the owner to put it right. */
export function waitForHeld(wizard: Wizard): void {
  if (wizard.options.dryRun) return;
  const whole = recovered(wizard);
  const { waits, caseId } = wizard.state();
  for (const { step, state, title } of wizard.engine.ledger.steps()) {
    const id = `held:${step.id}`;
    const held = step.verb === 'contain' && step.origin === 'changed' && state === 'verified' && RUNS.has(wizard.kinds.get(step.kind)?.role) && whole.get(step.resource.uid) !== false;
    if (held && !waits.has(id)) wizard.folder.record({ type: 'waiting', id, step: step.id, wait: { for: 'operator', task: say('This still stands on something of yours: {{step}}. Put the thing right, then take the step back: aws-incident undo {{case}} {{id}}', { step: title, case: caseId, id: step.id }) } });
    if (!held && waits.has(id)) wizard.folder.record({ type: 'waited', id, because: say('Given back.') });
  }
}
const RUNS: ReadonlySet<Role | undefined> = new Set<Role>(['respawner', 'machine']);

/** What can be given back now is offered; for the rest the case waits. In a drill the clock jumps. */
export async function giveBack(wizard: Wizard): Promise<void> {
  if (wizard.options.dryRun || wizard.engine.signal.aborted) return;
  const cut = cutAt(wizard);
  for (const entry of borrowed(wizard)) {
    if (cut !== undefined) await giveBackOne(wizard, entry, cut);
    // It would name a time at which a session can be alive.
    else if (entry.state === 'verified' && wizard.state().waits.has(waitOf(entry.step))) wizard.folder.record({ type: 'waited', id: waitOf(entry.step), because: say('Mend the application with a new key if you can: a reactivated key is open to the stranger too.') });
  }
}

const settledAt = ({ folder: { journal } }: Wizard, { step }: StepEntry): Instant => journal.entries.findLast((e) => e.type === 'settled' && e.step === step.id)?.at ?? '';
/** When the last way in by which the stranger opened sessions was cut; nothing while one of them is open, open again, or kept until applications have changed. */
function cutAt(wizard: Wizard): Instant | undefined {
  const { answers } = wizard.state();
  const ways = wizard.engine.ledger.steps().filter(({ step }) => step.verb === 'contain' && WAYS_IN.has(step.kind));
  const kept = [...answers].some(([question, answer]) => answer === 'rotate' && answers.get(question.replace(/^rotation:/, 'changed:')) !== 'yes');
  if (kept || ways.some(({ state }) => !endedWell(state))) return undefined;
  return ways.map((entry) => settledAt(wizard, entry)).sort().at(-1) ?? '';
}
const WAYS_IN: ReadonlySet<Step['kind']> = new Set<Step['kind']>(['iam/access-key', 'iam/login-profile']);

async function giveBackOne(wizard: Wizard, entry: StepEntry, cut: Instant): Promise<void> {
  const id = waitOf(entry.step);
  const settled = settledAt(wizard, entry) || wizard.clock.now().toISOString();
  const until = new Date(new Date(settled > cut ? settled : cut).getTime() + (LIFE_HOURS[entry.step.kind] ?? 36) * 3_600_000);
  const known = wizard.state().waits.get(id)?.wait;
  if (known?.for !== 'time' || known.until !== until.toISOString()) {
    wizard.folder.record({ type: 'waiting', id, step: entry.step.id, wait: { for: 'time', until: until.toISOString(), task: say('Then no session of the stranger can be alive, and this can be given back with aws-incident resume: {{step}}', { step: entry.title }) } });
  }
  if (until.getTime() > wizard.clock.now().getTime()) {
    if (!wizard.options.drill) return;
    await waitUntil(wizard, until, say('A session that the stranger opened earlier can live until then.'));
  }
  if (entry.state !== 'undone' && !await takeAway(wizard, entry)) return;
  wizard.folder.recordAll([
    { type: 'waited', id, because: say('Given back.') },
    ...(entry.step.finding === undefined ? [] : [{ type: 'answered' as const, question: findingQuestion(entry.step.finding), answer: 'closed' }]),
  ]);
}
async function takeAway(wizard: Wizard, entry: StepEntry): Promise<boolean> {
  const [look] = await lookEach(wizard.engine, [entry.step]);
  if (look?.unseen) { tell(wizard, 'warn', look.unseen); return false; }
  tell(wizard, 'info', say('No session from before the containment can be alive any more. The deny can be taken away.'));
  return ['undone', 'gone'].includes(await undoStep(wizard.engine, entry, say('Take it away: every session from before it is dead, and what the stranger used to open new ones is cut off.')));
}
