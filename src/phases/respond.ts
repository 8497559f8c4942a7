// The story of a case: notice, first look, containment, verify, remediate, protect, last look, report.
import { say } from '../core/text.ts';
import type { CoverageCell, Finding, Region, StepView } from '../core/types.ts';
import { lookAt } from '../engine/look.ts';
import { reconcile } from '../engine/reconcile.ts';
import { viewOf } from '../engine/views.ts';
import { agreed, liftQuarantine } from './agreement.ts';
import { conclude, lastLook, lastingWaits, lookedLast } from './closing.ts';
import { foreseen, releaseOwn } from './containment.ts';
import { askEvents } from './listed-events.ts';
import { giveBack } from './give-back.ts';
import { askLeak, showClaims, takeNotice } from './intake.ts';
import { aliasOf, regionsOf } from './preflight.ts';
import { protect, settleRootWait } from './protect.ts';
import { remediate, stepsOf } from './remediate.ts';
import { triage, type Triage } from './triage.ts';
import { verify } from './verify.ts';
import { tell, type Wizard } from './wizard.ts';

/** How often a last look that finds something leads back to remediate before the operator is left with what is open. */
const ROUNDS = 3;

export interface Outcome { readonly exitCode: number; readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[]; readonly views: readonly StepView[] }

/** Also goes on with an interrupted case: what the journal holds is not asked or done again. */
export async function respond(wizard: Wizard): Promise<Outcome> {
  const { session, ui, options } = wizard;
  const alias = await aliasOf(session);
  ui.show({ type: 'caller', caller: session.caller, ...(alias === undefined ? {} : { alias }), ...(session.endpoint === 'aws' || options.drill ? {} : { endpoint: session.endpoint }), ...(options.drill ? { drill: say('This is a drill on a simulated account: nothing here is real.') } : {}) });
  const regions = await regionsOf(session, options.regions);
  await settleDoubts(wizard);
  ui.show({ type: 'phase', phase: 'intake', title: say('What happened') });
  const intake = await takeNotice(wizard);
  showClaims(wizard, intake);
  const first = await triage(wizard, intake, regions.active);
  const scope = options.regions === undefined ? 'every-region' : 'some-regions';
  let pass = await verify(wizard, first.investigation, regions.active, regions.cells, first.unproven, scope);
  const views = await planned(wizard, pass.findings);
  if (options.dryRun) return dryRunEnd(wizard, pass.findings, pass.cells, views);
  if (intake.claims.isNotice || first.investigation.seeds.accessKeyIds.length > 0) await askLeak(wizard);
  for (let round = 0; round < ROUNDS; round++) {
    await remediate(wizard, first.investigation, pass.findings, regions.active);
    if (round === 0) { await askEvents(wizard, intake.claims, first.investigation); await protect(wizard, intake.claims); }
    const look = await lastLook(wizard);
    if (look !== 'now') break;
    const again = await secondLook(wizard, first, regions.active);
    pass = await verify(wizard, again, regions.active, regions.cells, first.unproven, scope);
    lookedLast(wizard);
    if (!(await hasMore(wizard, pass.findings))) break;
  }
  await giveBack(wizard);
  if (await agreed(wizard, intake.newest)) await liftQuarantine(wizard, pass.listed);
  else lastingWaits(wizard);
  return { exitCode: conclude(wizard), findings: pass.findings, cells: pass.cells, views };
}

async function settleDoubts(wizard: Wizard): Promise<void> {
  if (wizard.state().inDoubt.length > 0) tell(wizard, 'info', say('{{n}} steps were cut off in the middle. AWS is asked how they stand.', { n: wizard.state().inDoubt.length }));
  if (!wizard.options.dryRun) { await reconcile(wizard.engine); await releaseOwn(wizard); await settleRootWait(wizard); }
}

/** The history again, up to now, with what the operator has said since. */
async function secondLook(wizard: Wizard, first: Triage, regions: readonly Region[]): Promise<Triage['investigation']> {
  const { Investigation } = await import('./investigation.ts');
  return new Investigation(wizard, regions, first.investigation.seeds, first.investigation.words);
}

async function hasMore(wizard: Wizard, findings: readonly Finding[]): Promise<boolean> {
  const { isOpen } = await import('./containment.ts');
  const more = stepsOf(wizard, findings).some((s) => isOpen(wizard, s) && wizard.engine.ledger.step(s.id) === undefined);
  if (more) tell(wizard, 'warn', say('The last look found more. It is dealt with now.'));
  return more;
}

async function planned(wizard: Wizard, findings: readonly Finding[]): Promise<readonly StepView[]> {
  if (!wizard.options.dryRun) return [];
  const { plan } = await import('../engine/plan.ts');
  const steps = plan(findings, wizard.kinds);
  const [nows, foresee] = [await lookAt(wizard.engine, steps), await foreseen(wizard, steps)];
  return Promise.all(steps.map((step, i) => viewOf(wizard.engine, step, nows[i], foresee)));
}

function dryRunEnd(wizard: Wizard, findings: readonly Finding[], cells: readonly CoverageCell[], views: readonly StepView[]): Outcome {
  wizard.ui.show({ type: 'phase', phase: 'remediate', title: say('The plan (nothing of it was done)') });
  wizard.ui.show({ type: 'plan', steps: views });
  if (views.length === 0) tell(wizard, 'good', say('There is nothing to do.'));
  return { exitCode: conclude(wizard), findings, cells, views };
}
