// One message to claims: identifiers first, words as hints, then whether it can be AWS's at all.
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { examine, isAwsHost, isAwsSender } from './authenticity.ts';
import { classify } from './classify.ts';
import type { Classified } from './classify.ts';
import type { Claims } from './claims.ts';
import { findDemands } from './demand.ts';
import { findEvents } from './event-table.ts';
import { innerHeaders } from './header.ts';
import { DOCUMENTATION_KEYS, findAccount, findCase, findIdentifiers, STAND_IN_ACCOUNT } from './identifier.ts';
import type { FoundAccount } from './identifier.ts';
import type { Message } from './message.ts';
import { findAddresses, findUrls } from './network.ts';
import { flatten, MOST_CHARACTERS, tidy } from './tidy.ts';
import type { Tidied } from './tidy.ts';
import { deadlineAfter, frameTime, replyWithinHours, writtenDeadline } from './deadline.ts';
import { findTimes } from './time.ts';
import { findUsers } from './user-name.ts';

const MOST = 1000;
const unique = (values: readonly string[]): string[] => [...new Set(values)].slice(0, MOST);

export function extractClaims(original: Message): Claims {
  const page = tidy(original.text);
  const message = withInnerHeaders(original, page);
  const flat = flatten(`${message.subject ?? ''}\n${page.text}`);
  const ids = findIdentifiers(`${message.subject ?? ''}\n${page.text}`);
  const account = findAccount(flat);
  const whole = `${message.subject ?? ''}\n${page.text}`;
  const users = findUsers(whole);
  const caseId = findCase(flat);
  const addressed = account.accountId !== null || caseId !== null;
  const done = activity(page.text);
  const events = done.events.filter((event) => event.time !== null || event.sourceIp !== null).length;
  const asked = findDemands(whole);
  const judged = judge(message, page, flat, {
    keys: ids.accessKeyIds.length, maskedKeys: ids.masked.filter((one) => /^A[KS]IA/.test(one)).length, policies: ids.policyNames.length, users: users.users.length,
    events, addressed, exposedUrl: exposedUrlOf(flat, true).url !== null, demands: asked.map((demand) => demand.id), sentByAws: isAwsSender(message.from),
  });
  const exposed = exposedUrlOf(flat, judged.isNotice);
  const { authenticity, warnings } = examine(message, flat, exposed.url);
  const isNotice = judged.isNotice && !authenticity.phishing;
  const hours = replyWithinHours(flat);
  const sentAt = message.sentAt ?? frameTime(page.text);
  return {
    isNotice, kind: authenticity.phishing ? 'other' : judged.kind, language: judged.language, settled: judged.settled && isNotice,
    accountId: account.accountId, caseId, accessKeyIds: ids.accessKeyIds, iamUsers: users.users,
    ...done,
    exposedUrl: authenticity.phishing ? null : exposed.url,
    deadline: writtenDeadline(flat, sentAt) ?? deadlineAfter(sentAt, hours), replyWithinHours: hours,
    policyNames: ids.policyNames, resources: unique([...ids.resources, ...ownAddresses(flat)]),
    warnings: [...warnings, ...valueWarnings(ids.accessKeyIds, account, page)],
    source: message.source, subject: message.subject, receivedAt: message.sentAt,
    demands: isNotice ? asked : [],
    masked: unique([...ids.masked, ...account.masked, ...users.masked, ...exposed.masked]),
    authenticity,
  };
}

/** The oldest headers in the text are those of the message itself: who forwarded it is not who wrote it. */
function withInnerHeaders(message: Message, page: Tidied): Message {
  const inner = innerHeaders(page.text);
  if (inner?.from == null) return message;
  return {
    ...message, from: inner.from, senderName: undefined, subject: inner.subject ?? message.subject, sentAt: inner.sentAt ?? message.sentAt,
    forwarded: message.forwarded || message.from !== null,
  };
}

// Where a text quotes something that is a notice, the quotation is judged, and not what was written around it.
function judge(message: Message, page: Tidied, flat: string, tokens: Parameters<typeof classify>[2]): Classified {
  const whole = classify(flat, `${message.subject ?? ''}\n${page.text}`, tokens);
  if (page.quoted === undefined) return whole;
  const quoted = classify(flatten(page.quoted), page.quoted, tokens);
  return quoted.isNotice ? quoted : whole;
}

function activity(text: string): Pick<Claims, 'sourceIps' | 'events' | 'times'> {
  const own = new Set(ownAddresses(text));
  return {
    sourceIps: unique(findAddresses(text).map((address) => address.value).filter((ip) => !own.has(ip))),
    events: findEvents(text),
    times: unique(findTimes(text).filter((time) => time.hasHour).map((time) => time.value)),
  };
}

/** `Instance Id: i-… [198.51.100.7]`: the customer's own address. */
const ownAddresses = (text: string): string[] =>
  [...text.matchAll(/\bi-[0-9a-f]{8,17}\s{0,3}[[(]((?:\d{1,3}\.){3}\d{1,3})[\])]/g)].map((match) => match[1] ?? '');

const EXPOSURE = /(?:online|available|exposed|published|public|found|leaked|repository|公开|泄露|公開|漏洩|공개|노출|öffentlich|publi|expuest|expost)[^.!?]{0,80}$/i;
const CODE_HOST = /(?:^|\.)(?:github\.(?:com|io)|githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|pastebin\.com|npmjs\.(?:com|org)|pypi\.org|docker\.com|huggingface\.co|sourceforge\.net|replit\.com|postman\.com)$/;

function exposedUrlOf(flat: string, isNotice: boolean): { url: string | null; masked: string[] } {
  const urls = findUrls(flat).filter((url) => !isAwsHost(url.host) && url.host !== '');
  const near = urls.filter((url) => EXPOSURE.test(flat.slice(Math.max(0, url.at - 120), url.at)));
  const candidates = isNotice ? [...near, ...urls.filter((url) => CODE_HOST.test(url.host))] : [];
  const masked = candidates.filter((url) => url.masked).map((url) => url.value);
  return { url: candidates.find((url) => !url.masked && !isReading(url.host))?.value ?? null, masked };
}
// A guide that a notice points to is not where the key leaked.
const isReading = (host: string): boolean => /^(?:docs|help|support)\./.test(host);

function valueWarnings(keys: readonly string[], account: FoundAccount, page: Tidied): Text[] {
  const warnings: Text[] = [];
  const examples = keys.filter((key) => DOCUMENTATION_KEYS.includes(key));
  if (examples.length > 0) warnings.push(say('{{keys}} stands in AWS’s documentation and is nobody’s key.', { keys: examples }));
  if (account.masked.includes(STAND_IN_ACCOUNT)) warnings.push(say('{{account}} is the account of AWS’s examples; it is not taken for yours.', { account: STAND_IN_ACCOUNT }));
  if (account.others.length > 0) warnings.push(say('It names more than one account: {{accounts}}.', { accounts: [account.accountId ?? '', ...account.others].slice(0, 10) }));
  if (page.hidden) warnings.push(say('The text holds characters that hide or reverse what is written. They were taken out.'));
  if (page.cut) warnings.push(say('Only the first {{most}} characters were read. Give the message alone.', { most: MOST_CHARACTERS }));
  return warnings;
}
