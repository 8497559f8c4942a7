// Protect: the root user behind MFA, what is weak set safely, and what else only a person can do; checked by what AWS shows.
import { READS_ROOT, rootFacts, type RootFacts } from '../aws/root-facts.ts';
import { failureOf } from '../aws/errors.ts';
import { demandQuestion, LEAK_CLOSED_QUESTION } from '../case/answers.ts';
import { ROOT_WAIT } from '../report/demands.ts';
import { say, type Text } from '../core/text.ts';
import type { Finding } from '../core/types.ts';
import type { Claims } from '../intake/claims.ts';
import { harden } from './hardening.ts';
import { askOnce, deadlineOf, stopIfAsked, tell, type Wizard } from './wizard.ts';

/** Settings behind gates; what a person does in the console, with the place where it is done. */
export async function protect(wizard: Wizard, claims: Claims, findings: readonly Finding[]): Promise<void> {
  const { ui, session } = wizard;
  ui.show({ type: 'phase', phase: 'protect', title: say('Protect'), ...deadlineOf(wizard) });
  await closeLeak(wizard);
  if (session.partition.hasRoot) await protectRoot(wizard);
  else tell(wizard, 'info', say("Accounts of this partition have no root user: the account's mailbox is the root of trust. Change its password, and the password of whoever can read it."));
  await harden(wizard, findings);
  await askDemands(wizard, claims);
}

async function protectRoot(wizard: Wizard): Promise<void> {
  const { session, ui } = wizard;
  let facts: RootFacts;
  try {
    facts = await rootFacts(session.reads(READS_ROOT));
  } catch (error) {
    tell(wizard, 'warn', say('Could not see how the root user is protected: {{code}}. Look at it in the console.', { code: failureOf(error).code }));
    return;
  }
  const rows: (readonly [Text, Text])[] = [
    [say('MFA for the root user'), facts.mfa ? say('on') : say('off: anybody with the password gets in')],
    [say('Access keys of the root user'), facts.keys ? say('there are some') : say('none')],
    [say('Root user has a password'), facts.password === undefined ? say('AWS does not say') : facts.password ? say('yes') : say('no')],
  ];
  ui.show({ type: 'list', title: say('The root user, as AWS shows it'), rows });
  const link = `${session.partition.console}/iam/home#/security_credentials`;
  const todo: Text[] = [
    ...(facts.mfa ? [] : [say('Sign in as the root user and register an MFA device: {{link}}', { link })]),
    ...(facts.keys ? [say('Sign in as the root user and delete its access keys: {{link}}', { link })] : []),
  ];
  if (todo.length === 0) { tell(wizard, 'good', say('The root user has MFA and no access keys.')); return; }
  ui.show({ type: 'list', tone: 'warn', title: say('Only you can do this, in the console'), items: [say("First change the password of the mailbox that belongs to the root user: whoever reads it can take the account."), ...todo] });
  if (!wizard.options.dryRun && !wizard.state().waits.has(ROOT_WAIT)) wizard.folder.record({ type: 'waiting', id: ROOT_WAIT, wait: { for: 'operator', task: say('Put the root user behind MFA, and delete its access keys: {{link}}', { link }) } });
}

/** Once AWS shows that the root user is protected, the case no longer waits for it. */
export async function settleRootWait(wizard: Wizard): Promise<void> {
  if (!wizard.state().waits.has(ROOT_WAIT)) return;
  const facts = await rootFacts(wizard.session.reads(READS_ROOT));
  if (facts.mfa && !facts.keys) wizard.folder.record({ type: 'waited', id: ROOT_WAIT, because: say('AWS shows MFA for the root user, and no access keys of it.') });
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

/** What AWS asks for and no API shows. */
const PERSONAL = new Set(['change-root-password', 'enable-mfa', 'review-usage', 'remove-exposure', 'pay-balance', 'restore-resources']);
async function askDemands(wizard: Wizard, claims: Claims): Promise<void> {
  for (const demand of claims.demands.filter((d) => PERSONAL.has(d.id))) {
    const answer = await askOnce(wizard, {
      ask: 'choose', id: demandQuestion(demand.id), text: say('Is that done?'), about: say('AWS asks: {{demand}}.', { demand: demand.title }), advice: say('Say "done" only when it is; your answer goes into the reply to AWS.'),
      choices: [{ value: 'done', title: say('Done') }, { value: 'not-needed', title: say('It does not apply') }, { value: 'open', title: say('Not yet') }],
    });
    if (answer === undefined) return;
  }
}
