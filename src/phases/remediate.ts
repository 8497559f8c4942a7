// Remediate: what only a person knows is asked, then the waves of the plan, each behind its gate, until nothing is left that was approved.
import { say, type Text } from '../core/text.ts';
import type { Finding, Region, Step, Verb } from '../core/types.ts';
import { verbText } from '../core/verbs.ts';
import { applyWave } from '../engine/apply.ts';
import { plan } from '../engine/plan.ts';
import { contain, foreseen, isOpen } from './contain/containment.ts';
import { disownedFindings } from './questions/doubts.ts';
import { liftContainment, waitForHeld } from './remediate/give-back.ts';
import { partByHarm } from './protect/hardening.ts';
import type { Investigation } from './investigation.ts';
import { partByOwnWayIn } from './contain/own-way-in.ts';
import { endInHand } from './remediate/root-in-hand.ts';
import { keptForRotation, rotate } from './remediate/rotation.ts';
import { newlyMade } from './contain/newly-made.ts';
import { denyOutlived } from './contain/opened-since.ts';
import { shutOut, shuttingOut } from './contain/shut-out.ts';
import { settleNew } from './contain/until-known.ts';
import { partByImage } from './remediate/one-copy.ts';
import { removeOwnGroups } from './remediate/own-groups.ts';
import { withoutEvidence } from './remediate/without-evidence.ts';
import { deadlineOf, stopIfAsked, tell, type Wizard } from './wizard.ts';

const ADVICE: Readonly<Partial<Record<Verb, Text>>> = {
  preserve: say('Do it: AWS, an insurer or the police may ask, and what is removed cannot be looked at again.'),
  replace: say('Do it for what your people or applications still need.'),
  eradicate: say('Remove it: it is contained, its evidence is kept, and what is left of it is a door.'),
  recover: say('Do it: what the stranger changed is set back to what it was before.'),
};

/** All waves that are left. `findings` are those of the last pass. */
export async function remediate(wizard: Wizard, investigation: Investigation, findings: readonly Finding[], regions: readonly Region[]): Promise<void> {
  wizard.ui.show({ type: 'phase', phase: 'remediate', title: say('Remediate'), ...deadlineOf(wizard) });
  const steps = stepsOf(wizard, findings);
  withdrawStale(wizard, steps);
  await settleNew(wizard, investigation);
  if (steps.every((s) => !isOpen(wizard, s))) tell(wizard, 'good', say('Nothing is left to contain or to remove.'));
  await containRest(wizard, investigation, steps, regions);
  for (const wave of wavesOf(steps.filter((s) => s.verb !== 'contain'))) {
    const { copied, resting } = await partByImage(wizard, wave);
    for (const part of [(): readonly Step[] => copied, resting]) {
      stopIfAsked(wizard);
      await oneWave(wizard, part().filter((s) => isOpen(wizard, s)));
    }
  }
  stopIfAsked(wizard);
  await oneWave(wizard, heldBefore(wizard, steps));
  await liftContainment(wizard);
  waitForHeld(wizard);
  await removeOwnGroups(wizard);
  if (!wizard.options.dryRun) await rotate(wizard, findings, investigation);
}

/** The whole plan, but for the leaked keys' own replacement and deletion, which go their own way over days. */
export function stepsOf(wizard: Wizard, findings: readonly Finding[]): readonly Step[] {
  const steps = plan(findings, wizard.kinds, { disowned: disownedFindings(wizard), without: keptForRotation(wizard, findings) });
  return steps.filter((s) => !(s.kind === 'iam/access-key' && s.origin === 'used' && (s.verb === 'replace' || s.verb === 'eradicate' || s.verb === 'preserve')));
}

const wavesOf = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const waves = new Map<number, Step[]>();
  for (const step of steps) waves.set(step.wave, [...(waves.get(step.wave) ?? []), step]);
  return [...waves].sort(([a], [b]) => a - b).map(([, wave]) => wave);
};

/** What AWS would not delete while something of the same service held it that has been given back since. */
function heldBefore({ engine }: Wizard, steps: readonly Step[]): readonly Step[] {
  const ended = (verb: Verb, state: string): readonly Step[] => steps.filter((s) => s.verb === verb && engine.ledger.step(s.id)?.state === state);
  const services = new Set(ended('recover', 'verified').map(serviceOf));
  return ended('eradicate', 'failed').filter((s) => services.has(serviceOf(s)));
}
const serviceOf = ({ kind }: Step): string => kind.split('/')[0] ?? '';

async function containRest(wizard: Wizard, investigation: Investigation, steps: readonly Step[], regions: readonly Region[]): Promise<void> {
  await denyOutlived(wizard, investigation);
  const open = steps.filter((s) => s.verb === 'contain' && isOpen(wizard, s));
  if (open.length > 0) await shutOut(wizard, await shuttingOut(wizard, open));
  if (open.length > 0) await contain(wizard, open, { id: 'contain:rest', title: say('Contain what else was found') }, newlyMade(wizard, investigation, regions, steps));
  await endInHand(wizard, investigation);
}

async function oneWave(wizard: Wizard, wave: readonly Step[]): Promise<void> {
  const { steps, reason } = await withoutEvidence(wizard, wave);
  const { free } = await partByOwnWayIn(wizard.engine, steps);
  const [first] = free;
  if (!first) return;
  const { harmless, hurting } = await partByHarm(wizard, free);
  const gate = { id: `wave:${String(first.wave)}`, title: verbText[first.verb], advice: ADVICE[first.verb] ?? say('Do it.'), ...(reason === undefined ? {} : { reason }) };
  await applyWave(wizard.engine, harmless, { ...gate, foresee: await foreseen(wizard, harmless) });
  await applyWave(wizard.engine, hurting, {
    ...gate, id: `${gate.id}:in-use`, title: say('{{theme}} (something uses it now)', { theme: gate.title }), foresee: await foreseen(wizard, hurting),
    advice: say('Do it as soon as it may stand still for some minutes. Until then do not restart it: what the stranger put there would run.'),
  });
}

/** Steps of an earlier pass that the plan no longer holds, and that nobody began. */
function withdrawStale(wizard: Wizard, steps: readonly Step[]): void {
  if (wizard.options.dryRun) return;
  const held = new Set(steps.map((s) => s.id));
  const rotation = new Set(wizard.state().findings.filter((f) => f.about === 'resource' && f.kind === 'iam/access-key' && f.origin === 'used').map((f) => f.id));
  const stale = wizard.engine.ledger.steps().filter((e) => e.state === 'planned' && !held.has(e.step.id) && !rotation.has(e.step.finding ?? ''));
  wizard.folder.recordAll(stale.map((e) => ({ type: 'withdrawn' as const, step: e.step.id, because: say('A later look no longer shows it.') })));
}
