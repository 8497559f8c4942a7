// One message to be read, however it came: mail, pasted text, a support case, a Health event.
import type { Instant } from '../core/types.ts';
import type { NoticeSource } from './claims.ts';

/** A link as the reader sees it (`shown`) and where it really goes. */
export interface Link { readonly href: string; readonly shown: string }

export interface Message {
  readonly source: NoticeSource;
  /** The body as plain text, decoded; hostile. */
  readonly text: string;
  readonly subject: string | null;
  /** The sender's address, or what stands where it should be. */
  readonly from: string | null;
  /** The name that the sender gave itself. */
  readonly senderName?: string | undefined;
  readonly sentAt: Instant | null;
  readonly forwarded: boolean;
  readonly links: readonly Link[];
  readonly attachments: readonly string[];
  /** `Authentication-Results` headers of the receiving servers. */
  readonly verdicts: readonly string[];
}

export const textMessage = (text: string, links: readonly Link[] = []): Message => ({
  source: 'text', text, subject: null, from: null, sentAt: null, forwarded: false, links, attachments: [], verdicts: [],
});
