// The root user: how it stands as far as any API shows, a checklist of what only a person can do in the console, and AWS's word afterwards.
import { failureOf } from '../../aws/errors.ts';
import { READS_ROOT, rootFacts, type RootFacts } from '../../aws/root-facts.ts';
import { consoleOf } from '../../core/support-center.ts';
import { say, type Text } from '../../core/text.ts';
import { ROOT_WAIT } from '../../report/demands.ts';
import { endCentrally, showCentral } from '../remediate/central-root.ts';
import { stopIfAsked, tell, type Wizard } from '../wizard.ts';

export async function protectRoot(wizard: Wizard): Promise<void> {
  const facts = await seen(wizard);
  if (!facts) return;
  if (hasNone(facts) && !facts.mfa) { tell(wizard, 'good', safely(facts)); return; }
  wizard.ui.show({ type: 'list', title: say('The root user, as AWS shows it'), rows: await rowsOf(wizard, facts) });
  if (isProtected(facts)) { tell(wizard, 'good', safely(facts)); return; }
  if (!wizard.options.dryRun) await endCentrally(wizard);
  if (await withoutCredentials(wizard)) return;
  wizard.ui.show({ type: 'list', tone: 'warn', title: say('Only you can do this, in the console'), items: todoOf(wizard, facts) });
  await showCentral(wizard, facts);
  if (wizard.options.dryRun || await lookedAgain(wizard)) return;
  const link = securityPage(wizard);
  if (!wizard.state().waits.has(ROOT_WAIT)) wizard.folder.record({ type: 'waiting', id: ROOT_WAIT, wait: { for: 'operator', task: say('Put the root user behind MFA, and delete its access keys: {{link}}', { link }) } });
}
/** Whoever manages the organization has taken them away, or never gave any. */
const hasNone = ({ password, keys }: RootFacts): boolean => password === false && !keys;
const isProtected = (facts: RootFacts): boolean => (facts.mfa && !facts.keys) || hasNone(facts);
const safely = (facts: RootFacts): Text => (hasNone(facts) ? say('The root user has neither password nor access keys: nobody can sign in as it. Leave it so; its organization manages it.') : say('The root user has MFA and no access keys.'));
const securityPage = ({ session }: Wizard): string => `${consoleOf(session.partition.id)}/iam/home#/security_credentials`;

/** Tells so, where AWS shows it. */
export async function withoutCredentials(wizard: Wizard): Promise<boolean> {
  const facts = wizard.session.manager ? await seen(wizard) : undefined;
  if (!facts || !hasNone(facts)) return false;
  tell(wizard, 'good', safely(facts));
  return true;
}

async function seen(wizard: Wizard): Promise<RootFacts | undefined> {
  try {
    return await rootFacts(wizard.session.reads(READS_ROOT));
  } catch (error) {
    tell(wizard, 'warn', say('Could not see how the root user is protected: {{code}}. Look at it in the console.', { code: failureOf(error).code }));
    return undefined;
  }
}

async function rowsOf(wizard: Wizard, facts: RootFacts): Promise<(readonly [Text, Text])[]> {
  const used = await lastSignIn(wizard);
  return [
    [say('MFA for the root user'), facts.mfa ? say('on') : say('off: anybody with the password gets in')],
    [say('Access keys of the root user'), facts.keys ? say('there are some') : say('none')],
    [say('Root user has a password'), facts.password === undefined ? say('AWS does not say') : facts.password ? say('yes') : say('no')],
    [say('Last sign-in as root'), used !== undefined && /^\d{4}-/.test(used) ? say('{{time}}', { time: new Date(used).toISOString() }) : used === 'no_information' ? say('none that AWS knows of') : say('AWS does not say')],
  ];
}

/** AWS takes some seconds to write a report anew. */
const TRIES = 5;
/** Undefined where AWS does not let it be read: a hint, for which nothing else must wait. */
async function lastSignIn({ session, clock }: Wizard): Promise<string | undefined> {
  const { READS_REPORT, rootLine } = await import('../../kinds/iam/parts/root-report.ts');
  const client = await session.reads(READS_REPORT).client('iam');
  for (let tries = 1; ; tries++) {
    const line = await rootLine(client);
    if (line !== undefined || tries >= TRIES) return line?.get('password_last_used');
    await clock.sleep(2_000);
  }
}

/** The mailbox first: whoever reads it can have root's password set anew. */
function todoOf(wizard: Wizard, facts: RootFacts): readonly Text[] {
  const link = securityPage(wizard);
  return [
    say("First change the password of the mailbox that belongs to the root user: whoever reads it can take the account."),
    say('Sign in as the root user. Check that e-mail address and telephone number of the account are yours: {{link}}', { link: `${consoleOf(wizard.session.partition.id)}/billing/home#/account` }),
    ...(facts.mfa ? [] : [say('Register an MFA device, best a passkey or a security key, and a second one that lies elsewhere (up to eight): {{link}}', { link })]),
    ...(facts.keys ? [say('Deactivate its access keys, see what stops, give that a role, and then delete them: {{link}}', { link })] : []),
  ];
}

/** Asks until AWS shows it, or the operator leaves it for later. There is no console to a drill. */
async function lookedAgain(wizard: Wizard): Promise<boolean> {
  for (;;) {
    if (wizard.options.drill) return false;
    const answer = await wizard.ui.ask({
      ask: 'choose', id: 'root-done', text: say('Is the root user behind MFA?'), about: say('What you did in the console is looked at, and not taken on trust.'), advice: say('Do it now: it takes five minutes, and it is what AWS asks of every account.'),
      choices: [{ value: 'look', title: say('Done; look again') }, { value: 'later', title: say('Later; the case waits for it') }],
    });
    stopIfAsked(wizard);
    if (answer !== 'look') return false;
    const facts = await seen(wizard);
    if (facts && isProtected(facts)) { tell(wizard, 'good', safely(facts)); return true; }
    if (facts) tell(wizard, 'warn', facts.mfa ? say('AWS still shows access keys of the root user.') : say('AWS shows no MFA device of the root user yet.'));
  }
}

/** Once AWS shows that the root user is protected, the case no longer waits for it. */
export async function settleRootWait(wizard: Wizard): Promise<void> {
  if (!wizard.state().waits.has(ROOT_WAIT)) return;
  const facts = await seen(wizard);
  if (facts && isProtected(facts)) wizard.folder.record({ type: 'waited', id: ROOT_WAIT, because: hasNone(facts) ? safely(facts) : say('AWS shows MFA for the root user, and no access keys of it.') });
}
