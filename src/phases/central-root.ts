// How the management account takes a member's root credentials away for good: the exact commands, and what AWS shows here afterwards. They need that account's credentials, so a person types them.
import { managementAccount, READS_ORGANIZATION, type RootFacts } from '../aws/root-facts.ts';
import { say, type Text } from '../core/text.ts';
import type { Wizard } from './wizard.ts';

const SESSION = `export $(printf 'AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s' $(aws sts assume-root`;
/** Fifteen minutes at most, and nothing but that task: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html */
const sessionFor = (task: string, { session: { caller, partition } }: Wizard): string =>
  `${SESSION} --region ${partition.globalRegion} --target-principal ${caller.accountId} --task-policy-arn arn=arn:${partition.id}:iam::aws:policy/root-task/${task} --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text))`;

/** Nothing where no other account manages an organization: of the management account's own root user AssumeRoot is refused. */
export async function showCentral(wizard: Wizard, facts: RootFacts): Promise<void> {
  const { session, ui } = wizard;
  const account = await managementAccount(session.reads(READS_ORGANIZATION));
  if (account === undefined || account === session.caller.accountId) return;
  ui.show({
    type: 'list', tone: 'warn', title: say('Or let the management account {{account}} end these credentials: type there, in CloudShell', { account }),
    items: [...commandsOf(wizard, facts), say('Whatever uses the keys stops, and nobody signs in as root, until the management account allows a new password (task IAMCreateRootUserPassword, then aws iam create-login-profile). It cannot do this to its own root user.')],
  });
}

function commandsOf(wizard: Wizard, { keys, password, mfa }: RootFacts): readonly Text[] {
  const ends = [...(keys ? ['aws iam delete-access-key --access-key-id KEY'] : []), ...(password === false ? [] : ['aws iam delete-login-profile']), ...(mfa ? ['aws iam deactivate-mfa-device --serial-number ARN'] : [])];
  return [
    say('Once for the organization: {{command}}', { command: 'aws organizations enable-aws-service-access --service-principal iam.amazonaws.com; aws iam enable-organizations-root-credentials-management; aws iam enable-organizations-root-sessions' }),
    say('A session for this task alone, as a user or role and not as root: {{command}}', { command: sessionFor('IAMDeleteRootUserCredentials', wizard) }),
    say('See what there is: {{command}}', { command: 'aws iam list-access-keys; aws iam get-login-profile; aws iam list-mfa-devices; aws iam list-signing-certificates' }),
    say('End it: {{command}}', { command: ends.join('; ') }),
  ];
}
