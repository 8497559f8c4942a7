// Cases of the Support Center as claims: which of them AWS opened about security, and what they say. Pure.
import type { CaseDetails, Communication } from '@aws-sdk/client-support';
import { noClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import { extractClaims } from './extract.ts';
import { findAccount } from './identifier.ts';
import type { Message } from './message.ts';
import { parseInstant } from './time.ts';

/** Claims of one case: AWS's newest message that says something leads, what older ones named is kept. */
export function caseClaims(details: CaseDetails): Claims {
  const read = messagesOf(details).map(extractClaims);
  const lead = read.find((claims) => claims.isNotice) ?? read[0];
  if (lead === undefined) return { ...noClaims('support-case'), ...frameOf(details) };
  const union = (pick: (claims: Claims) => readonly string[]): string[] => [...new Set(read.flatMap(pick))];
  return {
    ...lead, ...frameOf(details),
    // An older deadline is past or was replaced; the newest one that was given counts.
    deadline: read.find((claims) => claims.deadline !== null)?.deadline ?? null,
    accountId: lead.accountId ?? read.find((claims) => claims.accountId !== null)?.accountId ?? accountIn(details),
    settled: read[0]?.settled ?? false,
    exposedUrl: lead.exposedUrl ?? read.find((claims) => claims.exposedUrl !== null)?.exposedUrl ?? null,
    accessKeyIds: union((claims) => claims.accessKeyIds),
    iamUsers: union((claims) => claims.iamUsers),
    sourceIps: union((claims) => claims.sourceIps),
    policyNames: union((claims) => claims.policyNames),
    masked: union((claims) => claims.masked),
    times: union((claims) => claims.times),
    events: read.flatMap((claims) => claims.events),
  };
}

/** A case about the account's security: AWS's words say so, or AWS opened it under account security. */
export function isSecurityCase(details: CaseDetails): boolean {
  const categories = `${details.serviceCode ?? ''} ${details.categoryCode ?? ''}`;
  return caseClaims(details).isNotice || (openedByAws(details) && /security|abuse|trust/i.test(categories));
}

/** AWS signs with its name; a customer's case is signed with an address or a user's ARN. */
export const openedByAws = (details: CaseDetails): boolean => /amazon web services|^aws\b/i.test(details.submittedBy ?? '') && !(details.submittedBy ?? '').includes('@');

/** Newest first, as AWS gives them; what the customer wrote is no claim of AWS's. */
function messagesOf(details: CaseDetails): Message[] {
  const communications = details.recentCommunications?.communications ?? [];
  const byAws = communications.filter((one) => openedByAws({ submittedBy: one.submittedBy ?? details.submittedBy }));
  const newest = [...byAws].sort((a, b) => (b.timeCreated ?? '').localeCompare(a.timeCreated ?? ''));
  return newest.map((one) => messageOf(details, one));
}

const messageOf = (details: CaseDetails, one: Communication): Message => ({
  source: 'support-case', text: one.body ?? '', subject: details.subject ?? null, from: null, sentAt: parseInstant(one.timeCreated ?? details.timeCreated),
  forwarded: false, links: [], attachments: (one.attachmentSet ?? []).flatMap((file) => file.fileName ?? []), verdicts: [],
});

function frameOf(details: CaseDetails): Pick<Claims, 'source' | 'subject' | 'caseId' | 'receivedAt'> {
  return {
    source: 'support-case', subject: details.subject ?? null, caseId: details.displayId ?? details.caseId ?? null, receivedAt: parseInstant(details.timeCreated),
  };
}

/** `case-111122223333-…` holds the account. */
const accountIn = (details: CaseDetails): string | null => {
  const id = /^case-(\d{12})-/.exec(details.caseId ?? '')?.[1];
  return id === undefined ? null : findAccount(`account ${id}`).accountId;
};
