// AWS's own quarantine goes only when AWS has agreed: its next message says so, the operator confirms it, and a gate takes it away.
import { AWS_AGREED, AWS_AGREEMENT_WAIT } from '../../report/demands.ts';
import { say } from '../../core/text.ts';
import type { ResourceFinding, Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { findingIdOf, stepIdOf, waveOf } from '../../engine/plan.ts';
import type { Listed } from '../../engine/scan.ts';
import type { Claims } from '../../intake/claims.ts';
import { stopIfAsked, tell, type Wizard } from '../wizard.ts';

/** True where AWS's agreement is on record: its newest message reads so, and the operator has seen it in the case. A "no" holds for that message only. */
export async function agreed(wizard: Wizard, claims: Claims): Promise<boolean> {
  const { answers, waits } = wizard.state();
  const waiting = waits.has(AWS_AGREEMENT_WAIT);
  if (!claims.settled || (waiting && !wizard.options.notice)) return false;
  if (!waiting && answers.get(AWS_AGREED) === 'yes') return true;
  const answer = await wizard.ui.ask({
    ask: 'choose', id: AWS_AGREED, text: say("This message reads as if AWS is satisfied. Does the case in the Support Center say so too?"), advice: say('Look at the case in the console: anybody can write a message.'),
    choices: [{ value: 'yes', title: say('Yes, AWS agreed') }, { value: 'no', title: say('No, or not yet') }],
  });
  stopIfAsked(wizard);
  if (answer !== 'yes') return false;
  wizard.folder.recordAll([{ type: 'answered', question: AWS_AGREED, answer }, { type: 'waited', id: AWS_AGREEMENT_WAIT, because: say('AWS agreed in the case.') }]);
  return true;
}

/** The quarantine of every user, behind one gate. */
export async function liftQuarantine(wizard: Wizard, listed: readonly Listed[]): Promise<void> {
  const steps = listed.filter((l) => l.kind.id === 'iam/quarantine-policy').map(({ kind, resource }): Step => {
    const because = say('AWS agreed that the account is safe again.');
    const finding: Pick<ResourceFinding, 'id'> = { id: findingIdOf(kind.id, resource) };
    return { id: stepIdOf(kind.id, 'recover', resource), wave: waveOf(kind.role, 'recover'), finding: finding.id, kind: kind.id, verb: 'recover', resource, origin: 'unknown', because, after: [] };
  });
  if (steps.length === 0) { tell(wizard, 'info', say('No user is under a quarantine of AWS any more.')); return; }
  await applyWave(wizard.engine, steps, { id: 'lift-quarantine', title: say("Take AWS's quarantine away"), advice: say('Do it only now that AWS has agreed; AWS often takes it away itself.') });
}
