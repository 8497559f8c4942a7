// `aws-incident notice FILE`: reads a notice and says what it understood. Asks AWS nothing and changes nothing.
import { open } from 'node:fs/promises';
import { liveClock } from '../core/clock.ts';
import { EXIT, usage, whyNot } from '../core/errors.ts';
import { inert, render, say } from '../core/text.ts';
import type { Catalogue, Text } from '../core/text.ts';
import { claimsJson, kindTitle } from '../intake/claims.ts';
import type { Claims } from '../intake/claims.ts';
import { MAX_NOTICE_BYTES } from '../intake/decode.ts';
import { readNotice, tooLarge } from '../intake/read.ts';
import { catalogueFor } from '../ui/languages.ts';
import { fitted } from '../ui/style.ts';
import { text } from './raw.ts';

export interface NoticeOptions {
  readonly json?: boolean;
  readonly now: Date;
  readonly catalogue?: Catalogue;
  readStdin(): Promise<Uint8Array>;
}

/**
 * Prints what `file` claims (`-`: standard input) and returns the exit code: 0 also when it is no notice.
 * @throws IncidentError `usage` for a file that cannot be read or is too large.
 */
export async function noticeCommand(file: string, options: NoticeOptions, out: { write(s: string): void }): Promise<number> {
  const claims = await readNotice(file === '-' ? await options.readStdin() : await readFileOf(file));
  if (options.json === true) out.write(`${JSON.stringify(claimsJson(claims), undefined, 2)}\n`);
  else out.write(`${describe(claims, options.now).map((line) => render(line, options.catalogue)).join('\n')}\n`);
  return EXIT.done;
}

/** The command line's way in. */
export async function run(options: Readonly<Record<string, unknown>>, [file = '-']: readonly string[]): Promise<number> {
  const settings = { json: options['json'] === true, now: liveClock.now(), readStdin, catalogue: await catalogueFor(text(options, 'lang'), process.env) };
  return await noticeCommand(file, settings, settings.json ? process.stdout : fitted(process.stdout));
}

/** Stops reading where nothing could be a notice any more, so that an endless pipe ends. */
async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_NOTICE_BYTES) throw tooLarge(size);
  }
  return Buffer.concat(chunks);
}

async function readFileOf(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > MAX_NOTICE_BYTES) throw tooLarge(size);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw usage(say('Could not read the notice {{file}}: {{why}}. Give the file of the message, or - and paste it.', { file, why: whyNot(error) }));
  }
}
const isSystemError = (error: unknown): error is Error & { readonly code: string } => error instanceof Error && 'code' in error && typeof error.code === 'string';

/** What was understood, a line each. */
export function describe(claims: Claims, now: Date): Text[] {
  const warnings = claims.warnings.map((warning) => say('Careful: {{warning}}', { warning }));
  if (!claims.isNotice) return [say('This is not a notice of AWS’s about the account’s security, as far as can be seen.'), ...identity(claims), ...warnings, ...links(claims)];
  return [
    kindTitle[claims.kind], ...identity(claims), ...findings(claims), ...deadline(claims, now), ...warnings, ...links(claims), ...demands(claims),
    say('All of this is what the message says. Nothing of it is believed before AWS shows it:  npx aws-incident --notice FILE'),
  ];
}

const listed = (label: (values: { list: readonly string[] }) => Text, values: readonly string[]): Text[] => (values.length === 0 ? [] : [label({ list: values.slice(0, 50) })]);

function identity(claims: Claims): Text[] {
  return [
    ...(claims.subject === null ? [] : [say('Subject: {{subject}}', { subject: inert(claims.subject).slice(0, 200) })]),
    ...(claims.authenticity.sentBy === null ? [] : [say('From: {{from}}', { from: claims.authenticity.sentBy })]),
    ...(claims.accountId === null ? [] : [say('Account: {{account}}', { account: claims.accountId })]),
    ...(claims.caseId === null ? [] : [say('Case: {{case}}', { case: claims.caseId })]),
  ];
}

function findings(claims: Claims): Text[] {
  const events = claims.events.slice(0, 50).map((event) => say('Event: {{name}} at {{time}} from {{ip}}', { name: event.name, time: event.time ?? '?', ip: event.sourceIp ?? '?' }));
  return [
    ...listed((values) => say('Access keys: {{list}}', values), claims.accessKeyIds),
    ...listed((values) => say('IAM users: {{list}}', values), claims.iamUsers),
    ...listed((values) => say('Policies: {{list}}', values), claims.policyNames),
    ...listed((values) => say('Source addresses: {{list}}', values), claims.sourceIps),
    ...listed((values) => say('Resources: {{list}}', values), claims.resources),
    ...events,
    ...(claims.exposedUrl === null ? [] : [say('Found in public at: {{url}}', { url: claims.exposedUrl })]),
    ...listed((values) => say('Blotted out, and therefore unknown: {{list}}', values), claims.masked),
  ];
}

function deadline(claims: Claims, now: Date): Text[] {
  if (claims.deadline !== null) {
    // A day ends with it: AWS gives no hour.
    const end = Date.parse(claims.deadline.length === 10 ? `${claims.deadline}T23:59:59Z` : claims.deadline);
    if (end < now.getTime()) return [say('Deadline: {{deadline}}, which has passed', { deadline: claims.deadline })];
    return [say('Deadline: {{deadline}}', { deadline: claims.deadline })];
  }
  return claims.replyWithinHours === null ? [] : [say('Deadline: {{hours}} hours after AWS sent it; the message has no date to count from', { hours: claims.replyWithinHours })];
}

const links = (claims: Claims): Text[] => (claims.authenticity.phishing ? listed((values) => say('Links, made unclickable: {{list}}', values), claims.authenticity.foreignLinks) : []);
const demands = (claims: Claims): Text[] => (claims.demands.length === 0 ? [] : [say('AWS asks you to:'), ...claims.demands.map((demand) => say('- {{title}}', { title: demand.title }))]);
