// The story of a case: notice, first look, containment, verify, remediate, protect, last look, report.
import { join } from 'node:path';
import { findingQuestion } from '../case/open.ts';
import { say } from '../core/text.ts';
import type { CoverageCell, Finding, StepView } from '../core/types.ts';
import { lookEach } from '../engine/look.ts';
import { reconcile, settleLate } from '../engine/reconcile.ts';
import { endAhead } from '../engine/scan.ts';
import { viewOf } from '../engine/views.ts';
import { waitForAlarm } from './protect/alarm-wait.ts';
import { agreed, liftQuarantine } from './notice/agreement.ts';
import { postAnswer, posting } from './notice/post-answer.ts';
import { centralSteps } from './remediate/central-root.ts';
import { conclude, lastLook, lastingWaits, lookedLast } from './closing.ts';
import { foreseen, isOpen, releaseOwn } from './contain/containment.ts';
import { askInTheConsole } from './questions/in-the-console.ts';
import { askEvents } from './questions/listed-events.ts';
import { giveBack } from './remediate/give-back.ts';
import { outlived } from './contain/opened-since.ts';
import { settleDoubts } from './questions/doubts.ts';
import { showAdvice } from './protect/hardening.ts';
import { askLeak, showClaims, takeNotice, type Intake } from './intake.ts';
import { askIdentityCenter } from './verify/identity-center.ts';
import type { Investigation } from './investigation.ts';
import { accountStateOf, aliasOf, regionsOf, tellAccountState, tellClock } from './preflight.ts';
import { protect } from './protect.ts';
import { askReadData } from './remediate/read-data.ts';
import { askRoot } from './remediate/root-in-hand.ts';
import { remediate, stepsOf } from './remediate.ts';
import { triage } from './triage.ts';
import { verify, type Look, type Verified } from './verify.ts';
import { settleRootWait } from './protect/root-user.ts';
import { letIn, shuttingOut } from './contain/shut-out.ts';
import { lookForBackups } from './remediate/restore.ts';
import { withSwitched } from './remediate/switched-off.ts';
import { settleNew } from './contain/until-known.ts';
import { hasUntied } from './verify/untied.ts';
import { vigil } from './contain/vigil.ts';
import { tell, type Wizard } from './wizard.ts';

/** How often a last look that finds something leads back to remediate before the operator is left with what is open. */
const ROUNDS = 3;

export interface Outcome { readonly exitCode: number; readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[]; readonly views: readonly StepView[]; readonly alias: string | undefined }

/** Also goes on with an interrupted case: what the journal holds is not asked or done again. */
export async function respond(wizard: Wizard): Promise<Outcome> {
  try {
    return await story(wizard);
  } finally {
    await endAhead(wizard.engine);
  }
}

async function story(wizard: Wizard): Promise<Outcome> {
  const { session, options } = wizard;
  const alias = await aliasOf(session);
  showCaller(wizard, alias);
  if (!options.drill) tellClock(wizard);
  const account = await accountStateOf(session);
  tellAccountState(wizard, account.state);
  const regions = await regionsOf(session, options.regions, account.cells);
  await settleInterrupted(wizard);
  await letIn(wizard);
  wizard.ui.show({ type: 'phase', phase: 'intake', title: say('What happened') });
  const intake = await takeNotice(wizard);
  showClaims(wizard, intake, wizard.state());
  const first = await triage(wizard, intake, regions.active);
  const look: Look = { regions: { ...regions, cells: [...regions.cells, ...first.unasked] }, claimed: first.claimed, scope: options.regions === undefined ? 'every-region' : 'some-regions' };
  const pass = await verify(wizard, first.investigation, look);
  const views = await planned(wizard, pass.findings);
  if (options.dryRun) await lookForBackups(wizard, first.investigation, pass.findings);
  if (options.dryRun) return { ...dryRunEnd(wizard, pass, views), alias };
  if (first.investigation.seeds.accessKeyIds.length > 0) await askLeak(wizard);
  const last = await untilNothingIsLeft(wizard, intake, first.investigation, pass, look);
  await settleLate(wizard.engine);
  await askRoot(wizard);
  await askIdentityCenter(wizard);
  await askInTheConsole(wizard);
  await giveBack(wizard);
  if (await agreed(wizard, intake.newest)) await liftQuarantine(wizard, last.listed);
  else { await postAnswer(wizard); lastingWaits(wizard); }
  return { exitCode: conclude(wizard), findings: last.findings, cells: last.cells, views, alias };
}

/** Remediate and protect, and after the last look again, where that found more. */
async function untilNothingIsLeft(wizard: Wizard, intake: Intake, first: Investigation, firstPass: Verified, firstLook: Look): Promise<Verified> {
  let investigation = first;
  let look = firstLook;
  let pass = firstPass;
  for (let round = 0; round < ROUNDS; round++) {
    pass = await settleDoubts(wizard, investigation, pass);
    await remediate(wizard, investigation, pass.findings, look.regions.active);
    if (round === 0) { await askEvents(wizard, intake.claims, investigation); await protect(wizard, intake.claims, pass); await askReadData(wizard); await lookForBackups(wizard, investigation, pass.findings); }
    const [now, { active }] = [investigation, look.regions];
    if (await lastLook(wizard, () => vigil(wizard, now, active)) !== 'now') return pass;
    look = withSwitched(wizard, look);
    investigation = investigation.again(look.regions.active);
    pass = await verify(wizard, investigation, look);
    lookedLast(wizard);
    await settleNew(wizard, investigation);
    if (!hasMore(wizard, pass.findings) && !hasUntied(wizard, investigation) && outlived(wizard, investigation).length === 0) return pass;
  }
  return pass;
}

function showCaller({ ui, session, options }: Wizard, alias: string | undefined): void {
  ui.show({
    type: 'caller', caller: session.caller, ...(alias === undefined ? {} : { alias }), ...(session.endpoint === 'aws' || options.drill ? {} : { endpoint: session.endpoint }),
    ...(options.drill ? { drill: say('A drill on a simulated account: nothing here is real.') } : {}),
  });
}

/** Steps that an interruption cut off are settled by asking AWS, before anything else. */
async function settleInterrupted(wizard: Wizard): Promise<void> {
  const { inDoubt } = wizard.state();
  if (inDoubt.length > 0) tell(wizard, 'info', say('Steps that were cut off in the middle: {{n}}. AWS is asked how they stand.', { n: inDoubt.length }));
  if (!wizard.options.dryRun) { await reconcile(wizard.engine); await releaseOwn(wizard); await settleRootWait(wizard); await waitForAlarm(wizard); }
}

function hasMore(wizard: Wizard, findings: readonly Finding[]): boolean {
  if (findings.some((f) => f.about === 'resource' && f.verdict === 'suspicious' && !wizard.state().answers.has(findingQuestion(f.id)))) return true;
  const more = stepsOf(wizard, findings).some((s) => isOpen(wizard, s) && wizard.engine.ledger.step(s.id) === undefined);
  if (more) tell(wizard, 'warn', say('The last look found more. It is dealt with now.'));
  return more;
}

async function planned(wizard: Wizard, findings: readonly Finding[]): Promise<readonly StepView[]> {
  if (!wizard.options.dryRun) return [];
  const { hardening, plan } = await import('../engine/plan.ts');
  const own = plan(findings, wizard.kinds);
  const steps = [...await shuttingOut(wizard, own), ...own, ...await centralSteps(wizard), ...hardening(findings, wizard.kinds), ...await posting(wizard)];
  const [looks, foresee] = [await lookEach(wizard.engine, steps), await foreseen(wizard, steps)];
  for (const unseen of new Set(looks.flatMap((l) => l.unseen ?? []))) tell(wizard, 'warn', say('Some targets of the plan could not be looked at again and are shown as they were listed. {{why}}', { why: unseen }));
  return Promise.all(steps.map((step, i) => viewOf(wizard.engine, step, looks[i]?.unseen ? step.resource : looks[i]?.now, foresee)));
}

function dryRunEnd(wizard: Wizard, { findings, cells }: Verified, views: readonly StepView[]): Omit<Outcome, 'alias'> {
  wizard.ui.show({ type: 'phase', phase: 'remediate', title: say('The plan (nothing of it was done)') });
  wizard.ui.show({ type: 'plan', steps: views });
  if (views.length > 0) wizard.ui.show({ type: 'file', title: say('Every step, with its exact calls:'), path: join(wizard.folder.dir, 'plan.json') });
  showAdvice(wizard, findings);
  if (views.length === 0) tell(wizard, 'good', say('There is nothing to do.'));
  return { exitCode: conclude(wizard), findings, cells, views };
}
