// Is it from AWS? Looks at the sender, at where links go and at the receiving server's verdict. It warns; it cannot prove.
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { Authenticity } from './claims.ts';
import type { Link, Message } from './message.ts';
import { defang, findUrls, hostOf } from './network.ts';

export interface Examined { readonly authenticity: Authenticity; readonly warnings: readonly Text[] }

const AWS_DOMAINS = ['amazon.com', 'amazon.cn', 'awsstatic.com', 'amazonaws.com', 'amazonaws.cn', 'amazonaws.com.cn', 'amazonaws.eu', 'amazon.co.jp', 'aws.com'];
/** What customers of AWS serve under AWS's names: anybody can put a page there. */
const CUSTOMER_HOST = /(?:^|\.)(?:s3|s3-website|execute-api|lambda-url|elb|compute(?:-\d)?|cloudfront|elasticbeanstalk|amplifyapp|awsapps|awstrack)(?:[.-]|$)/;
/** Mail gateways and newsletters rewrite links to these; where they lead cannot be seen. */
const REWRITER = /(?:^|\.)(?:safelinks\.protection\.outlook\.com|urldefense\.(?:com|proofpoint\.com)|awstrack\.me|linkprotect\.cudasvc\.com|mimecast\.com)$/;
const IMITATES_AWS = /aws|amaz[o0]n|arnazon|amazom|amzn|amazn|awssupport/;
const ASKS_CREDENTIALS = /(?:verify|confirm|validate|re-?enter|provide|submit|update) (?:your )?(?:login |AWS |account )?(?:credentials|password|identity|account details|card|payment details|secret (?:access )?key|one-time)|(?:send|reply with)[^.]{0,40}(?:password|secret (?:access )?key|MFA code)/i;
const CALLS_ITSELF_AWS = /\bamazon\b|\bAWS\b/i;
const LURE = /\b(?:click|sign ?-?in|log ?-?in|verify|confirm|unlock|restore)\b[^.!?]{0,80}$/i;
const RISKY_FILE = /\.(?:exe|scr|js|vbs|hta|iso|img|lnk|bat|cmd|ps1|html?|zip|rar|7z|docm|xlsm|jar)$/i;

const within = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
/** AWS's own: its domains, and everything below its top-level domain `.aws`. */
export const isAwsHost = (host: string): boolean => (host.endsWith('.aws') || AWS_DOMAINS.some((domain) => within(host, domain))) && !CUSTOMER_HOST.test(host);

/** The address is one of AWS's, as far as it says itself. */
export const isAwsSender = (from: string | null): boolean => from !== null && isAwsHost(domainOf(from));

/** `exposedUrl`: the place of the leak is no link to follow and says nothing about the sender. */
export function examine(message: Message, flat: string, exposedUrl: string | null): Examined {
  const domain = domainOf(message.from);
  const sender = message.from === null ? 'unknown' : isAwsSender(message.from) ? 'aws' : 'other';
  const links = allLinks(message, flat).filter((link) => link.href !== exposedUrl);
  const foreign = links.filter((link) => !isAwsHost(hostOf(link.href)) && !REWRITER.test(hostOf(link.href)));
  const checks = verdictOf(message.verdicts);
  const signs = [...senderSigns(message, sender, domain), ...checkSigns(sender, checks), ...linkSigns(foreign, flat), ...askSigns(flat, sender, foreign), ...fileSigns(message.attachments)];
  const phishing = signs.reduce((sum, sign) => sum + sign.weight, 0) >= 3;
  const warnings = phishing ? [say('This looks like phishing. Follow none of its links; open the AWS console by yourself instead.'), ...signs.map((sign) => sign.text)] : signs.map((sign) => sign.text);
  return {
    authenticity: {
      sentBy: message.from, sender, forwarded: message.forwarded, checks, phishing,
      foreignLinks: [...new Set(foreign.map((link) => defang(link.href)))].slice(0, 50),
    },
    warnings,
  };
}

interface Sign { readonly weight: number; readonly text: Text }

function senderSigns(message: Message, sender: Authenticity['sender'], domain: string): Sign[] {
  if (sender !== 'other') return [];
  const imitates = IMITATES_AWS.test(domain) || domain.includes('xn--');
  if (imitates) return [{ weight: 3, text: say('The sender’s domain {{domain}} imitates AWS and is not AWS’s.', { domain }) }];
  // A mailing list writes "Amazon Web Services via Security" with an address of its own.
  const poses = CALLS_ITSELF_AWS.test(message.senderName ?? '') && !/\bvia\b/i.test(message.senderName ?? '');
  return [{ weight: message.forwarded ? 0 : poses ? 3 : 2, text: say('It was sent by {{from}}, which is no address of AWS’s.', { from: (message.from ?? '').slice(0, 120) }) }];
}

function checkSigns(sender: Authenticity['sender'], checks: Authenticity['checks']): Sign[] {
  if (sender !== 'aws' || checks !== 'failed') return [];
  return [{ weight: 2, text: say('The receiving mail server could not confirm that AWS sent it (DMARC, DKIM or SPF failed).') }];
}

function linkSigns(foreign: readonly Link[], flat: string): Sign[] {
  const imitating = foreign.filter((link) => imitatesAws(link.href));
  const imitations = hostsOf(imitating);
  const lures = imitating.slice(0, 20).some((link) => { const at = flat.indexOf(link.href); return LURE.test(flat.slice(Math.max(0, at - 120), Math.max(0, at))); });
  const mismatches = hostsOf(foreign.filter((link) => showsAnother(link)));
  const signs: Sign[] = [];
  if (mismatches.length > 0) signs.push({ weight: 3, text: say('Links that show an address of AWS’s lead to {{hosts}}.', { hosts: mismatches }) });
  if (imitations.length > 0) signs.push({ weight: lures ? 3 : 2, text: say('Links lead to {{hosts}}, which imitate AWS’s name and are not AWS’s.', { hosts: imitations }) });
  return signs;
}

function askSigns(flat: string, sender: Authenticity['sender'], foreign: readonly Link[]): Sign[] {
  const asks = ASKS_CREDENTIALS.test(flat);
  if (!asks || sender === 'aws' || foreign.length === 0) return [];
  return [{ weight: 2, text: say('It asks for credentials. AWS never asks for a password or a secret key by mail.') }];
}

const fileSigns = (attachments: readonly string[]): Sign[] =>
  attachments.filter((name) => RISKY_FILE.test(name)).slice(0, 3).map((file) => ({ weight: 1, text: say('Do not open its attachment {{file}}: AWS attaches no such files to notices.', { file: file.slice(0, 100) }) }));

function imitatesAws(href: string): boolean {
  const host = hostOf(href);
  const authority = /^https?:\/\/([^/?#]{1,300})/i.exec(href)?.[1] ?? '';
  return host.includes('xn--') || authority.includes('@') || IMITATES_AWS.test(host);
}

function showsAnother(link: Link): boolean {
  const shown = /^(?:https?:\/\/)?([a-z0-9.-]{4,200}\.[a-z]{2,12})(?:[/?#]|$)/i.exec(link.shown.trim())?.[1]?.toLowerCase();
  return shown !== undefined && isAwsHost(shown) && hostOf(link.href) !== shown;
}

/** Every host once, unclickable. */
const hostsOf = (links: readonly Link[]): string[] => [...new Set(links.map((link) => hostOf(link.href).replaceAll('.', '[.]').slice(0, 100)))].slice(0, 5);

function allLinks(message: Message, flat: string): Link[] {
  const written = findUrls(flat).map((url) => ({ href: url.value, shown: '' }));
  const marked = [...flat.matchAll(/\[([^\][]{1,200})\]\((https?:\/\/[^\s()<>]{1,1000})\)/gi)].map((match) => ({ href: match[2] ?? '', shown: match[1] ?? '' }));
  return [...message.links.filter((link) => /^https?:/i.test(link.href)), ...marked, ...written];
}

function domainOf(from: string | null): string {
  const address = from ?? '';
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase().replace(/[^a-z0-9.-].*$/, '');
}

/** The topmost header is the nearest server's; a pass of DMARC or DKIM is a pass. */
function verdictOf(verdicts: readonly string[]): Authenticity['checks'] {
  const [nearest] = verdicts;
  if (nearest === undefined) return 'none';
  if (/\bdmarc=pass\b/i.test(nearest) || (/\bdkim=pass\b/i.test(nearest) && !/\bdmarc=fail\b/i.test(nearest))) return 'passed';
  return /\b(?:dmarc|dkim|spf)=(?:fail|softfail|permerror)\b/i.test(nearest) ? 'failed' : 'none';
}
