// AWS's own quarantine goes only when AWS has agreed: its next message says so, the operator confirms it, and a gate takes it away.
import { AWS_AGREEMENT_WAIT } from '../../report/demands.ts';
import { say } from '../../core/text.ts';
import type { ResourceFinding, Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { findingIdOf, stepIdOf, waveOf } from '../../engine/plan.ts';
import type { Listed } from '../../engine/scan.ts';
import type { Claims } from '../../intake/claims.ts';
import { askOnce, tell, type Wizard } from '../wizard.ts';

/** True where AWS's agreement is on record. */
export async function agreed(wizard: Wizard, claims: Claims): Promise<boolean> {
  if (!wizard.state().waits.has(AWS_AGREEMENT_WAIT)) return claims.settled;
  if (!wizard.options.notice || !claims.settled) return false;
  const answer = await askOnce(wizard, {
    ask: 'choose', id: 'aws-agreed', text: say("This message reads as if AWS is satisfied. Does the case in the Support Center say so too?"), advice: say('Look at the case in the console: anybody can write a message.'),
    choices: [{ value: 'yes', title: say('Yes, AWS agreed') }, { value: 'no', title: say('No, or not yet') }],
  });
  if (answer !== 'yes') return false;
  wizard.folder.record({ type: 'waited', id: AWS_AGREEMENT_WAIT, because: say('AWS agreed in the case.') });
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
