// The root user in a stranger's hand: no policy and no deny of the account binds it, so what can be done is a person's work, and said.
import { failed } from '../../activity/lineage/issues.ts';
import { demandQuestion } from '../../case/answers.ts';
import { findingQuestion } from '../../case/open.ts';
import { say } from '../../core/text.ts';
import type { Finding } from '../../core/types.ts';
import { endCentrally } from './central-root.ts';
import type { Investigation } from '../investigation.ts';
import { withoutCredentials } from '../protect/root-user.ts';
import { stopIfAsked, type Wizard } from '../wizard.ts';

const ID = 'account:root-user';
/** The longest life of a console session (aws-facts: IAM user guide). A session of the API ends after an hour. */
const LIFE_MS = 12 * 3_600_000;

/** One finding, where the stranger acted as root. */
export function rootInHand(investigation: Investigation, now: string): Finding[] {
  const theirs = investigation.lineage.attributed.filter(({ hand, event }) => hand === 'attacker' && event.identity.type === 'Root' && !failed(event)).map(({ event }) => event);
  const [first, last] = [theirs[0], theirs.at(-1)];
  if (!first || !last) return [];
  const until = new Date(Date.parse(last.time) + LIFE_MS).toISOString();
  return [{
    about: 'account', id: ID, verdict: 'malicious', techniques: ['T1078.004'], region: first.region, evidence: theirs.map((e) => e.id).slice(0, 20),
    subject: say('The root user, from {{address}}: {{name}} at {{time}}', { address: first.sourceIp, name: first.name, time: first.time }),
    because: until <= now ? say('A stranger acted as the root user. No policy of this account holds it back, and by the mailbox or a key of root it can come back. Change the password of its mailbox, then its own, and tell AWS in the case.') : say('A stranger acts as the root user. No policy of this account holds it back, and nothing ends its sessions: the last can live until {{until}}. Change the password of its mailbox, then its own, and tell AWS in the case.', { until }),
  }];
}

/** Where a stranger acted as root: no policy of the account holds that one, and a key of root opens everything again. */
export async function endInHand(wizard: Wizard, investigation: Investigation): Promise<void> {
  if (!wizard.options.dryRun && rootInHand(investigation, wizard.clock.now().toISOString()).length > 0) await endCentrally(wizard);
}

/** Nobody but its owner can tell that root is back in the right hands. */
export async function askRoot(wizard: Wizard): Promise<void> {
  const question = findingQuestion(ID);
  if (!wizard.state().findings.some(({ id }) => id === ID) || wizard.state().answers.has(question) || wizard.options.dryRun) return;
  const answer = await withoutCredentials(wizard) ? 'yes' : await wizard.ui.ask({
    ask: 'choose', id: 'root-changed', text: say('Are the passwords of the root user and of its mailbox changed, and its MFA yours?'), advice: say('Say yes only when it is; until then the stranger can come back as root.'),
    choices: [{ value: 'yes', title: say('Yes') }, { value: 'no', title: say('Not yet') }],
  });
  stopIfAsked(wizard);
  if (answer === 'yes') wizard.folder.record({ type: 'answered', question, answer: 'closed' });
  if (answer !== undefined) sayAnew(wizard, answer === 'yes' ? 'done' : 'open');
}
/** AWS may have asked for the password, too, and the operator have answered that before: the last word stands. */
function sayAnew(wizard: Wizard, answer: 'done' | 'open'): void {
  const question = demandQuestion('change-root-password');
  const said = wizard.state().answers.get(question);
  if (said !== undefined && said !== answer) wizard.folder.record({ type: 'answered', question, answer });
}
