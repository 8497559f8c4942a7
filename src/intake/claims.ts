// What a notice claims: the data of `notice --json` and what the wizard needs besides. Nothing in it is believed before AWS shows it.
import { render, say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { Instant, JsonObject } from '../core/types.ts';

export type NoticeKind =
  | 'exposed-key' | 'compromised-key' | 'compromised-account' | 'unauthorized-user'
  | 'suspended-or-second-notice' | 'abuse-report' | 'other';
export type NoticeLanguage = 'en' | 'zh-CN' | 'zh-TW' | 'ja' | 'ko' | 'de' | 'fr' | 'es' | 'pt';
export type NoticeSource = 'mail' | 'text' | 'health' | 'support-case';

/** One row of the activity that a notice lists. AWS lists a sample, not the whole. */
export interface ClaimedEvent {
  readonly name: string;
  readonly time: Instant | null;
  readonly sourceIp: string | null;
}

export type DemandId =
  | 'rotate-key' | 'delete-key' | 'change-root-password' | 'enable-mfa' | 'review-cloudtrail' | 'delete-unknown-users' | 'revoke-sessions'
  | 'review-usage' | 'keep-quarantine' | 'restore-resources' | 'remove-exposure' | 'stop-abuse' | 'pay-balance' | 'reply-to-case';
/** One thing that AWS asks for, as a line of a checklist. */
export interface Demand { readonly id: DemandId; readonly title: Text }

/** Who sent it, as far as the message itself tells. Headers are the sender's to write, except what the reader's own mail server added. */
export interface Authenticity {
  readonly sentBy: string | null;
  /** `unknown`: pasted text without a sender. */
  readonly sender: 'aws' | 'other' | 'unknown';
  readonly forwarded: boolean;
  /** The verdict of the receiving mail server, where it left one. */
  readonly checks: 'passed' | 'failed' | 'none';
  readonly phishing: boolean;
  /** Links that are not AWS's, defanged: `hxxps://example[.]com/`. */
  readonly foreignLinks: readonly string[];
}

export interface Claims {
  readonly isNotice: boolean;
  readonly kind: NoticeKind;
  readonly language: NoticeLanguage;
  readonly accountId: string | null;
  /** The display id that people see, or `case-…` where only that is given. */
  readonly caseId: string | null;
  readonly accessKeyIds: readonly string[];
  readonly iamUsers: readonly string[];
  readonly sourceIps: readonly string[];
  readonly events: readonly ClaimedEvent[];
  readonly exposedUrl: string | null;
  /** A day (`2026-10-05`), or a UTC time where hours were given. Null when the message has no date to count from. */
  readonly deadline: string | null;
  readonly policyNames: readonly string[];
  /** ARNs and resource ids, without the keys. */
  readonly resources: readonly string[];
  readonly warnings: readonly Text[];
  readonly source: NoticeSource;
  readonly subject: string | null;
  readonly receivedAt: Instant | null;
  /** "within five days": hours from the sending of the notice. */
  readonly replyWithinHours: number | null;
  readonly demands: readonly Demand[];
  /** AWS writes that it is satisfied, or that a restriction was lifted. */
  readonly settled: boolean;
  /** Values that the sender or the reader blotted out: never real. */
  readonly masked: readonly string[];
  /** Every time in the body, in UTC. */
  readonly times: readonly Instant[];
  readonly authenticity: Authenticity;
}

/** Claims as they are carried in the journal. */
export const claimsData = (claims: Claims): JsonObject => JSON.parse(JSON.stringify(claims)) as JsonObject;

/** The document of `notice FILE --json`; sentences are rendered in English. */
export function claimsJson(claims: Claims): JsonObject {
  return {
    ...claimsData(claims),
    warnings: claims.warnings.map((warning) => render(warning)),
    demands: claims.demands.map((demand) => ({ id: demand.id, title: render(demand.title) })),
  };
}

/** Claims of something that says nothing. */
export const noClaims = (source: NoticeSource, warnings: readonly Text[] = []): Claims => ({
  isNotice: false, kind: 'other', language: 'en', accountId: null, caseId: null, accessKeyIds: [], iamUsers: [], sourceIps: [], events: [],
  exposedUrl: null, deadline: null, policyNames: [], resources: [], warnings, source, subject: null, receivedAt: null, replyWithinHours: null,
  demands: [], settled: false, masked: [], times: [],
  authenticity: { sentBy: null, sender: 'unknown', forwarded: false, checks: 'none', phishing: false, foreignLinks: [] },
});

/** What each kind of notice is about, for people. */
export const kindTitle: Readonly<Record<NoticeKind, Text>> = {
  'exposed-key': say('An access key was found in public'),
  'compromised-key': say('An access key was used by a stranger'),
  'compromised-account': say('The account may be in a stranger’s hands'),
  'unauthorized-user': say('An IAM user was made that nobody of yours may have made'),
  'suspended-or-second-notice': say('A second notice, or a suspension'),
  'abuse-report': say('A report that resources of the account do harm to others'),
  other: say('A message about the account’s security'),
};
