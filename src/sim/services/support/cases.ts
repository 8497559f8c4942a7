// Support cases as both sides see them; AWS opens its own by `openCase`.
import type { CaseDetails, Communication } from '@aws-sdk/client-support';
import type { SimAccount } from '../../account.ts';

export type CaseStatus = 'opened' | 'pending-customer-action' | 'customer-action-completed' | 'reopened' | 'resolved' | 'unassigned' | 'work-in-progress';
export interface Letter { readonly body: string; readonly by: string; readonly at: Date }
export interface SupportCase {
  readonly id: string; readonly displayId: string; readonly subject: string; readonly serviceCode: string; readonly categoryCode: string; readonly severityCode: string; readonly language: string;
  readonly submittedBy: string; readonly created: Date; readonly cc: readonly string[];
  status: CaseStatus; resolvedAt?: Date; readonly letters: Letter[];
}
export interface SupportState { readonly cases: SupportCase[] }
const newSupportState = (): SupportState => ({ cases: [] });
export const supportState = (account: SimAccount): SupportState => account.state('support', newSupportState);

/** Who writes from AWS's side. */
export const AWS_AGENT = 'Amazon Web Services';

export interface NewCase {
  readonly subject: string;
  readonly body: string;
  /** Default: now. */
  readonly at?: Date;
  readonly submittedBy?: string;
  readonly serviceCode?: string;
  readonly categoryCode?: string;
  readonly severityCode?: string;
  readonly language?: string;
  readonly status?: CaseStatus;
  readonly cc?: readonly string[];
  /** Fixed ids, where a notice names them already. */
  readonly displayId?: string;
}

/** A case that AWS opens about the account, as its trust and safety team does. */
export function openCase(account: SimAccount, given: NewCase): SupportCase {
  const { ids } = account;
  const at = given.at ?? account.now();
  const by = given.submittedBy ?? AWS_AGENT;
  const made: SupportCase = {
    id: `case-${account.id}-muen-${String(at.getUTCFullYear())}-${ids.hex(16)}`, displayId: given.displayId ?? digits(ids.hex(14)), subject: given.subject, serviceCode: given.serviceCode ?? 'account-management',
    categoryCode: given.categoryCode ?? 'security', severityCode: given.severityCode ?? 'urgent', language: given.language ?? 'en', submittedBy: by, created: at, cc: given.cc ?? [], status: given.status ?? 'pending-customer-action',
    letters: [{ body: given.body, by, at }],
  };
  supportState(account).cases.push(made);
  return made;
}

/** AWS writes again in a case; the case waits for the customer then. */
export function awsReplies(account: SimAccount, supportCase: SupportCase, body: string, status: CaseStatus = 'pending-customer-action'): void {
  supportCase.letters.push({ body, by: AWS_AGENT, at: account.now() });
  supportCase.status = status;
}

/** Case numbers that people see are fifteen digits, the first of them a 1. */
const digits = (hex: string): string => `1${Array.from(hex, (c) => String(Number.parseInt(c, 16) % 10)).join('')}`;

export const communication = (c: SupportCase, { body, by, at }: Letter): Communication => ({ caseId: c.id, body, submittedBy: by, timeCreated: at.toISOString(), attachmentSet: [] });
/** Newest first. */
export const lettersOf = (c: SupportCase): Letter[] => [...c.letters].reverse();

/** The newest five communications stand in the case itself. */
export function caseView(c: SupportCase, withLetters: boolean): CaseDetails {
  const recent = lettersOf(c);
  return {
    caseId: c.id, displayId: c.displayId, subject: c.subject, status: c.status, serviceCode: c.serviceCode, categoryCode: c.categoryCode, severityCode: c.severityCode, submittedBy: c.submittedBy, timeCreated: c.created.toISOString(), language: c.language, ccEmailAddresses: [...c.cc],
    ...(withLetters ? { recentCommunications: { communications: recent.slice(0, 5).map((l) => communication(c, l)), ...(recent.length > 5 ? { nextToken: '5' } : {}) } } : {}),
  };
}
