// Protect: the root user behind MFA, what is weak set safely, and what else only a person can do; checked by what AWS shows.
import { demandQuestion, LEAK_CLOSED_QUESTION } from '../case/answers.ts';
import { say } from '../core/text.ts';
import type { Claims } from '../intake/claims.ts';
import { endedFromAbove, ROOT_WAIT } from '../report/demands.ts';
import { waitForAlarm } from './protect/alarm-wait.ts';
import { writeDenyPolicy } from './protect/deny-policy.ts';
import { harden } from './protect/hardening.ts';
import { protectRoot } from './protect/root-user.ts';
import type { Verified } from './verify.ts';
import { askOnce, deadlineOf, stopIfAsked, tell, type Wizard } from './wizard.ts';

/** Settings behind gates; what a person does in the console, with the place where it is done. */
export async function protect(wizard: Wizard, claims: Claims, { findings, listed }: Pick<Verified, 'findings' | 'listed'>): Promise<void> {
  const { ui, session } = wizard;
  ui.show({ type: 'phase', phase: 'protect', title: say('Protect'), ...deadlineOf(wizard) });
  await closeLeak(wizard);
  if (session.partition.hasRoot) await protectRoot(wizard);
  else tell(wizard, 'info', say("Accounts of this partition have no root user: the account's mailbox is the root of trust. Change its password, and the password of whoever can read it."));
  await harden(wizard, findings);
  await waitForAlarm(wizard);
  await writeDenyPolicy(wizard, findings, listed);
  await askDemands(wizard, claims);
}

async function closeLeak(wizard: Wizard): Promise<void> {
  const { answers } = wizard.state();
  if (!answers.has('leak') || answers.get(LEAK_CLOSED_QUESTION) === 'yes') return;
  const closed = await wizard.ui.ask({
    ask: 'choose', id: LEAK_CLOSED_QUESTION, text: say('Is the place where it leaked closed?'), about: say('Closed means: gone from the history of the repository, the laptop cleaned, the password changed.'),
    advice: say('Say yes only when it is; until then put no new secret there.'), choices: [{ value: 'yes', title: say('Yes') }, { value: 'no', title: say('Not yet') }],
  });
  stopIfAsked(wizard);
  if (typeof closed === 'string') wizard.folder.record({ type: 'answered', question: LEAK_CLOSED_QUESTION, answer: closed });
}

/** What AWS asks for and no API shows; while AWS shows a root user without MFA, nobody is asked whether MFA is on. */
const PERSONAL = new Set(['change-root-password', 'enable-mfa', 'review-usage', 'remove-exposure', 'pay-balance', 'restore-resources']);
async function askDemands(wizard: Wizard, claims: Claims): Promise<void> {
  const { waits } = wizard.state();
  const isKnown = (id: string): boolean => endedFromAbove(wizard.state(), id).length > 0 || (id === 'enable-mfa' && waits.has(ROOT_WAIT));
  for (const demand of claims.demands.filter((d) => PERSONAL.has(d.id) && !isKnown(d.id))) {
    const answer = await askOnce(wizard, {
      ask: 'choose', id: demandQuestion(demand.id), text: say('Is that done?'), about: say('AWS asks: {{demand}}.', { demand: demand.title }), advice: say('Say "done" only when it is; your answer goes into the reply to AWS.'),
      choices: [{ value: 'done', title: say('Done') }, { value: 'not-needed', title: say('It does not apply') }, { value: 'open', title: say('Not yet') }],
    });
    if (answer === undefined) return;
  }
}
