// How the management account takes a member's root credentials away for good: done from here where the operator reaches it, behind a gate of its own; else the exact commands in a file, which a person types.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { managementAccount, READS_ORGANIZATION, type RootFacts } from '../../aws/root-facts.ts';
import { say } from '../../core/text.ts';
import type { Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { stepIdOf, waveOf } from '../../engine/plan.ts';
import { sweep } from '../../engine/scan.ts';
import { partByOwnWayIn } from '../contain/own-way-in.ts';
import type { Wizard } from '../wizard.ts';

const KIND = 'iam/root-credentials';
/** Nothing where the management account is out of reach, or AWS refuses it, or nothing is left to end. */
export async function centralSteps({ engine, kinds }: Wizard): Promise<readonly Step[]> {
  const kind = kinds.get(KIND);
  const { listed } = kind ? await sweep(engine, [kind], ['aws-global']) : { listed: [] };
  const steps = listed.map(({ kind: { role }, resource }): Step => ({
    id: stepIdOf(KIND, 'eradicate', resource), wave: waveOf(role, 'eradicate'), kind: KIND, verb: 'eradicate', resource, origin: 'used', after: [],
    because: say('Nobody in this account can take it back, whatever the stranger holds here.'),
  }));
  return (await partByOwnWayIn(engine, steps)).free.filter((s) => engine.ledger.step(s.id)?.state !== 'declined');
}
export async function endCentrally(wizard: Wizard): Promise<void> {
  await applyWave(wizard.engine, await centralSteps(wizard), {
    id: 'eradicate:root', title: say('End the credentials of the root user'),
    advice: say('Do it, unless something of yours needs them: AWS advises that a member account has none.'),
  });
}

/** Nothing where no other account manages an organization: of the management account's own root user AssumeRoot is refused. */
export async function showCentral(wizard: Wizard, facts: RootFacts): Promise<void> {
  const { session, ui, folder } = wizard;
  const account = await managementAccount(session.reads(READS_ORGANIZATION));
  if (account === undefined || account === session.caller.accountId) return;
  ui.show({
    type: 'list', tone: 'warn', title: say('Or let the management account {{account}} end these credentials', { account }),
    items: [
      say('The commands are in the file below. Type them in the CloudShell of that account, one by one, as a user or role and not as root.'),
      say('Whatever uses the keys stops, and nobody signs in as root, until the management account allows a new password. It cannot do this to its own root user.'),
    ],
  });
  const path = join(folder.dir, 'end-root-credentials.sh');
  writeFileSync(path, commandsOf(wizard, facts), { mode: 0o600 });
  ui.show({ type: 'file', title: say('The commands:'), path });
}

/** A session of fifteen minutes that may do nothing but this task: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html */
function commandsOf({ session: { caller, partition } }: Wizard, { keys, password, mfa }: RootFacts): string {
  return [
    '# Once for the organization', 'aws organizations enable-aws-service-access --service-principal iam.amazonaws.com', 'aws iam enable-organizations-root-credentials-management', 'aws iam enable-organizations-root-sessions',
    `# Fifteen minutes as the root user of ${caller.accountId}, for this task alone`,
    `export $(printf 'AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s' $(aws sts assume-root --region ${partition.globalRegion} --target-principal ${caller.accountId} --task-policy-arn arn=arn:${partition.id}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text))`,
    '# See what there is', 'aws iam list-access-keys', 'aws iam list-mfa-devices', 'aws iam list-signing-certificates', 'aws iam get-login-profile',
    '# End it', ...(keys ? ['aws iam delete-access-key --access-key-id ID'] : []), ...(mfa ? ['aws iam deactivate-mfa-device --serial-number ARN'] : []), ...(password === false ? [] : ['aws iam delete-login-profile']),
    '# Be yourself again. To allow a new password later: the same with IAMCreateRootUserPassword, and aws iam create-login-profile', 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN', '',
  ].join('\n');
}
