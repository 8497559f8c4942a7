// Before the burst: a policy of the organization shuts everybody but the responder out of this account, from where the stranger cannot take it back.
import { managementAccount, READS_ORGANIZATION } from '../../aws/root-facts.ts';
import { say } from '../../core/text.ts';
import type { Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { lookEach } from '../../engine/look.ts';
import { stepIdOf } from '../../engine/plan.ts';
import { sweep } from '../../engine/scan.ts';
import { undoStep } from '../../engine/undo.ts';
import { isOpen } from './containment.ts';
import { exceptionsOf, partByOwnWayIn } from './own-way-in.ts';
import { tell, type Wizard } from '../wizard.ts';

const KIND = 'organizations/account';
export const isFromAbove = ({ kind }: Step): boolean => kind === KIND;
/** Somebody else goes on, whom the policy does not leave out: AWS would answer nothing. */
export async function letIn({ engine, session }: Wizard): Promise<void> {
  const entry = engine.ledger.steps().find(({ step, state }) => step.kind === KIND && state === 'verified');
  const left = entry?.step.resource.aim?.['except'];
  if (!entry || exceptionsOf(session.caller).every((one) => Array.isArray(left) && left.includes(one))) return;
  const [look] = await lookEach(engine, [entry.step]);
  engine.ui.show({ type: 'say', tone: 'warn', text: say('A policy of the organization shuts {{arn}} out of this account: this case attached it for somebody else. {{why}}', { arn: session.caller.arn, why: look?.unseen ?? '' }) });
  if (!look?.unseen) await undoStep(engine, entry, say('Take it away; else AWS answers you nothing here.'));
}

/** `steps`: what is to be contained next. Nothing where the organization's policies cannot be reached, or its condition would let the stranger through as well. */
export async function shuttingOut(wizard: Wizard, steps: readonly Step[]): Promise<readonly Step[]> {
  const { engine, kinds, session, options } = wizard;
  const kind = kinds.get(KIND);
  if (!kind || !steps.some((s) => s.verb === 'contain' && isOpen(wizard, s))) return [];
  const [one] = (await sweep(engine, [kind], ['aws-global'])).listed;
  if (!one) {
    // Once: later there are steps.
    if (!options.dryRun && engine.ledger.steps().length === 0) await tellOfIt(wizard);
    return [];
  }
  const resource = { ...one.resource, aim: { except: exceptionsOf(session.caller) } };
  const step: Step = {
    id: stepIdOf(kind.id, 'contain', resource), wave: 1, kind: kind.id, verb: 'contain', resource, origin: 'used', after: [],
    because: say('Nobody in this account can take it back, whatever the stranger holds here.'),
  };
  if (!isOpen(wizard, step)) return [];
  if ((await partByOwnWayIn(engine, steps)).own.length === 0) return [step];
  tell(wizard, 'info', say('A policy of the organization would help less here: it would leave out {{arn}}, and the stranger acts with that, too.', { arn: session.caller.arn }));
  return [];
}
/** Behind a gate of its own, before everything else. */
export async function shutOut({ engine }: Wizard, steps: readonly Step[]): Promise<void> {
  await applyWave(engine, steps, {
    id: 'contain:organization', title: say('Shut the stranger out from above first'),
    advice: say('Attach it if what runs here may stand still for a while: then nothing that the stranger tries against the next steps is answered. If your applications must go on, decline it; the next steps cut the stranger alone.'),
  });
}

async function tellOfIt(wizard: Wizard): Promise<void> {
  const account = await managementAccount(wizard.session.reads(READS_ORGANIZATION));
  if (account !== undefined && account !== wizard.session.caller.accountId) tell(wizard, 'info', say('Account {{account}} manages the organization of this one. If you have a profile of it, stop here (Ctrl-C) and go on with --management-profile NAME: from there the stranger can be shut out at once.', { account }));
}
