// A mail file (.eml) as messages: the mail itself, and every mail that it carries inside.
import PostalMime from 'postal-mime';
import type { Attachment, Email } from 'postal-mime';
import { addressOf } from './header.ts';
import { htmlToText } from './html.ts';
import type { Message } from './message.ts';
import { parseInstant } from './time.ts';

const DEEPEST = 4;
const MOST_PARTS = 20;
const KNOWN = /^(?:from|to|cc|subject|date|sent|received|message-id|mime-version|content-type|content-transfer-encoding|delivered-to|return-path|reply-to|authentication-results|x-[a-z-]+|arc-[a-z-]+|dkim-signature|list-[a-z-]+|feedback-id|references|in-reply-to|sender|importance|thread-[a-z]+|user-agent|received-spf)$/i;

/** A block of header lines, two of them well known, and then an empty line. */
export function looksLikeMail(text: string): boolean {
  const end = /\r?\n[ \t]*\r?\n/.exec(text.slice(0, 200_000))?.index;
  if (end === undefined) return false;
  const lines = text.slice(0, end).split(/\r?\n/);
  if (/^From \S/.test(lines[0] ?? '')) lines.shift();
  const names = lines.filter((line) => !/^[ \t]/.test(line)).map((line) => /^([A-Za-z][A-Za-z0-9-]{0,60}):(?: |\t|$)/.exec(line)?.[1]);
  if (names.some((name) => name === undefined)) return false;
  return names.filter((name) => name !== undefined && KNOWN.test(name)).length >= 2 && names.some((name) => /^from$/i.test(name ?? ''));
}

/** The outermost first. Undefined when it is no mail that can be read. */
export async function readMail(bytes: Uint8Array, depth = 0): Promise<Message[] | undefined> {
  const mail = await parse(bytes);
  if (mail === undefined) return undefined;
  const messages = [messageOf(mail, depth > 0)];
  if (depth >= DEEPEST) return messages;
  for (const part of mail.attachments.slice(0, MOST_PARTS)) {
    const inner = await carried(part, depth + 1);
    messages.push(...inner);
    if (messages.length > MOST_PARTS) break;
  }
  return messages;
}

async function parse(bytes: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 32, maxHeadersSize: 512 * 1024 });
  } catch (error) {
    // The parser refuses bombs of nested parts or headers with an Error; the caller reads the text as it is.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

async function carried(part: Attachment, depth: number): Promise<Message[]> {
  const bytes = typeof part.content === 'string' ? new TextEncoder().encode(part.content) : new Uint8Array(part.content);
  const isMail = part.mimeType === 'message/rfc822' || /\.eml$/i.test(part.filename ?? '');
  return isMail ? await readMail(bytes, depth) ?? [] : [];
}

function messageOf(mail: Email, forwarded: boolean): Message {
  const html = mail.html === undefined ? undefined : htmlToText(mail.html);
  const plain = mail.text?.trim() ?? '';
  // Some mails have a plain part that only says "view this in HTML".
  const text = html !== undefined && html.text.length > plain.length * 3 ? html.text : plain;
  return {
    source: 'mail', text, forwarded, links: html?.links ?? [],
    subject: mail.subject ?? null,
    from: mail.from?.address === undefined ? null : addressOf(mail.from.address) ?? mail.from.name,
    senderName: mail.from?.name,
    sentAt: parseInstant(mail.date),
    attachments: mail.attachments.map((part) => part.filename ?? part.mimeType),
    verdicts: mail.headers.filter((header) => header.key === 'authentication-results').map((header) => header.value),
  };
}

