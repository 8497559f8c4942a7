// The credential report held against what stands now: how old it is, what it cannot know, who is in it and gone, and root's last use.
import { beginReport, readReport, READS_REPORT, type CredentialReport } from '../../aws/credential-report.ts';
import { coverageOf, failureOf } from '../../aws/errors.ts';
import { isIncidentError } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { CoverageCell, Finding, Instant } from '../../core/types.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

const CHECK = 'iam/credential-report';
const TRIES = 6, PAUSE_MS = 2_000;
export interface Checked { readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[] }

/** AWS takes some seconds: begun before the long look, read after it. What goes wrong is told then. */
export async function beginCredentialReport({ session }: Wizard): Promise<void> {
  try {
    await beginReport(session.reads(READS_REPORT));
  } catch (error) {
    if (isIncidentError(error)) throw error;
  }
}

export async function checkCredentialReport(wizard: Wizard, investigation: Investigation, listed: readonly Listed[]): Promise<Checked> {
  try {
    const report = await patiently(wizard);
    if (report === undefined) return { findings: [], cells: [cell(CHECK, 'aws-global', 'failed', say('AWS did not finish the report.'))] };
    return { findings: [...(wizard.session.caller.type === 'root' ? [] : rootUse(report, investigation)), ...gone(report, investigation, listed)], cells: [cell(CHECK, 'aws-global', 'done', ageOf(report, listed))] };
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const { code, message } = failureOf(error);
    return { findings: [], cells: [cell(CHECK, 'aws-global', coverageOf(error), say('{{operation}}: {{code}} {{message}}', { operation: 'iam:GetCredentialReport', code, message }))] };
  }
}

async function patiently({ session, clock, engine }: Wizard): Promise<CredentialReport | undefined> {
  const aws = session.reads(READS_REPORT);
  for (let n = 0; n < TRIES; n++) {
    const report = await readReport(aws);
    if (report) return report;
    await beginReport(aws);
    await clock.sleep(PAUSE_MS, engine.signal);
  }
  return readReport(aws);
}

/** What is younger than the report is known from the lists alone. */
function ageOf({ of }: CredentialReport, listed: readonly Listed[]): Text {
  const younger = (kind: string): number => listed.filter((l) => l.kind.id === kind && (l.resource.createdAt ?? '') > of).length;
  return say('The report is of {{time}}; AWS makes one every four hours at most. Made since, and seen in the lists alone: {{users}} users, {{keys}} access keys. It never shows service-specific credentials and SSH keys.', { time: of, users: younger('iam/user'), keys: younger('iam/access-key') });
}

/** What the stranger is known to have done as root is a finding of its own. */
function rootUse({ rows }: CredentialReport, { since, lineage }: Investigation): Finding[] {
  const root = rows.find((r) => r.get('user') === '<root_account>');
  const uses = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'].map((name) => instantOf(root?.get(name))).sort();
  const last = uses.at(-1) ?? '';
  if (since === '' || last < since || lineage.attributed.some((a) => a.hand === 'attacker' && a.event.identity.type === 'Root')) return [];
  return [{
    about: 'account', id: 'beyond:root-used', verdict: 'weak', techniques: ['T1078.004'], region: 'aws-global', evidence: [], subject: say('The root user was used at {{time}}', { time: last }),
    because: say('That is after the first sign, and nothing ties it to the stranger. If it was not you, change the password of the mailbox that belongs to it, then its own.'),
  }];
}
/** `N/A`, `no_information`, `not_supported` are no times. */
const instantOf = (text = ''): Instant => (/^\d{4}-/.test(text) ? new Date(text).toISOString() : '');

/** A user who is in the report and no longer there, and whose deletion no event shows. Only where the users could be listed. */
function gone({ of, rows }: CredentialReport, { events }: Investigation, listed: readonly Listed[]): Finding[] {
  const users = new Set(listed.flatMap((l) => (l.kind.id === 'iam/user' ? [l.resource.arn] : [])));
  if (users.size === 0) return [];
  const explained = new Set(events.filter((e) => e.operation === 'iam:DeleteUser' || e.operation === 'iam:UpdateUser').map((e) => e.request?.['userName']));
  return rows.flatMap((row): Finding[] => {
    const [user = '', arn = ''] = [row.get('user'), row.get('arn')];
    if (user === '<root_account>' || users.has(arn) || explained.has(user)) return [];
    return [{
      about: 'account', id: `beyond:gone-user:${arn}`, verdict: 'weak', techniques: ['T1070'], region: 'aws-global', evidence: [], subject: say('User {{user}} was there at {{time}}, and is gone', { user, time: of }),
      because: say('The credential report shows it, the list of users does not, and no event says who deleted it: events come some minutes late.'),
    }];
  });
}
