// Bytes of a notice to claims: mail, pasted text, a saved page, a Health event or a support case. Reads only what it is given.
import { usage, type IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { noClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import { decodeText, MAX_NOTICE_BYTES } from './decode.ts';
import { extractClaims } from './extract.ts';
import { htmlToText, looksLikeHtml } from './html.ts';
import { readJson } from './json-notice.ts';
import { looksLikeMail, readMail } from './mail.ts';
import { textMessage } from './message.ts';
import type { Message } from './message.ts';

/**
 * What the bytes claim. Anything that is text is read; what is no notice is told so (`isNotice: false`), never an error.
 * @throws IncidentError `usage` when it is larger than `MAX_NOTICE_BYTES`.
 */
export async function readNotice(bytes: Uint8Array): Promise<Claims> {
  if (bytes.length > MAX_NOTICE_BYTES) throw tooLarge(bytes.length);
  const text = decodeText(bytes);
  if (text === undefined) return noClaims('text', [say('This is no text: it cannot be a notice.')]);
  if (text.trim() === '') return noClaims('text', [say('There is nothing in it.')]);
  return readJson(text) ?? await readAsMail(text) ?? best(carriedIn(text));
}

/** The error of a file that is too large to be a notice. */
export const tooLarge = (size: number): IncidentError =>
  usage(say('The notice is {{size}} bytes long, and a notice has at most {{most}}. Give the message alone.', { size, most: MAX_NOTICE_BYTES }));

async function readAsMail(text: string): Promise<Claims | undefined> {
  if (!looksLikeMail(text.trimStart())) return undefined;
  const messages = await readMail(new TextEncoder().encode(text.trimStart()));
  return messages === undefined ? undefined : best(messages);
}

const carriedIn = (text: string): readonly Message[] => {
  if (!looksLikeHtml(text)) return [textMessage(text)];
  const page = htmlToText(text);
  return [textMessage(page.text, page.links)];
};

/** Of a mail and those inside it, the one that says most: a notice, then identifiers, then the outermost. */
function best(messages: readonly Message[]): Claims {
  const read = messages.map(extractClaims);
  const weight = (claims: Claims): number => (claims.isNotice ? 1000 : 0) + claims.accessKeyIds.length + claims.iamUsers.length + (claims.accountId === null ? 0 : 1) + (claims.caseId === null ? 0 : 1);
  const [first] = [...read].sort((a, b) => weight(b) - weight(a));
  return first ?? noClaims('mail');
}
