// The management account of the organization, where the operator reaches it: credentials of its own, and only for the organization's policies and the root user of this account.
import type { Session } from '../aws/connect.ts';
import { managementAccount, READS_ORGANIZATION } from '../aws/root-facts.ts';
import type { CaseFolder } from '../case/folder.ts';
import { IncidentError, isIncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Setting } from './run.ts';
import { text } from './raw.ts';

const PROFILE = 'management-profile', CALLER = 'management-caller';

async function managesThis(session: Session): Promise<boolean> {
  const aws = session.reads(READS_ORGANIZATION);
  const own = await managementAccount(aws);
  return own !== undefined && own === await managementAccount(aws, aws.management);
}

/** With the profile of this command line, or that of an earlier one of this case: a policy that was attached must be taken away again. */
export async function manage({ raw, backend, ui }: Setting, session: Session, folder: CaseFolder): Promise<void> {
  const { answers } = folder.state();
  const given = text(raw, 'managementProfile');
  const profile = given ?? answers.get(PROFILE) ?? backend.manager;
  if (typeof profile !== 'string' || !backend.management) return;
  try {
    const { arn } = await session.manage(backend.management(profile));
    // Once it was known to be: whoever is shut out by its policy cannot ask again.
    if (answers.get(CALLER) !== arn && !await managesThis(session)) {
      session.unmanage();
      throw new IncidentError('credentials', say('{{arn}} does not belong to the organization of this account. Nothing is done in its name.', { arn }));
    }
    for (const [question, answer] of [[PROFILE, profile], [CALLER, arn]] as const) if (answers.get(question) !== answer) folder.record({ type: 'answered', question, answer });
    ui.show({ type: 'say', tone: 'info', text: say('From its management account, in the name of {{arn}}: policies of the organization, and the credentials of this account\'s root user.', { arn }) });
  } catch (error) {
    if (given !== undefined || !isIncidentError(error)) throw error;
    ui.show({ type: 'say', tone: 'warn', text: error.text });
  }
}
