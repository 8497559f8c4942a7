// The command line's options as the wizard wants them: read, checked, and with a clear word where they are wrong.
import { existsSync, readFileSync } from 'node:fs';
import { ipVersion } from '../activity/origin.ts';
import type { Clock } from '../core/clock.ts';
import { usage, whyNot, type IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { WizardOptions } from '../phases/wizard.ts';
import { indicatorsIn } from './indicator-file.ts';
import { list, flag, text, type Raw } from './raw.ts';
import { parseAnswers, type Answers } from '../ui/scripted.ts';

/** An option that means nothing without another one. */
export const goesWith = (option: string, other: string): IncidentError => usage(say('{{option}} goes with {{other}}.', { option, other }));

/** An ISO time, or `7d`, `12h`, `30m` before now. */
export function instantOf(word: string, clock: Clock): string {
  const ago = /^(\d{1,5})([dhm])$/.exec(word);
  if (ago) {
    const unit = { d: 86_400_000, h: 3_600_000, m: 60_000 }[ago[2] as 'd' | 'h' | 'm'];
    return new Date(clock.now().getTime() - Number(ago[1]) * unit).toISOString();
  }
  const at = new Date(word);
  if (!/^\d{4}-\d\d-\d\d/.test(word) || Number.isNaN(at.getTime())) throw usage(say('--since takes an ISO time (2026-11-20T03:00:00Z) or a span (7d, 12h), not {{word}}.', { word }));
  return at.toISOString();
}

function keys(raw: Raw): readonly string[] {
  const given = list(raw, 'key').map((k) => k.trim());
  const wrong = given.find((k) => !/^A[KS]IA[A-Z0-9]{12,124}$/.test(k));
  if (wrong !== undefined) throw usage(say('--key takes an access key id (AKIA… or ASIA…), not {{wrong}}. Never give the secret key to anybody.', { wrong }));
  return given;
}

function addresses(raw: Raw): readonly string[] {
  const given = list(raw, 'ip').map((ip) => ip.trim());
  const wrong = given.find((ip) => ipVersion(ip) === 0);
  if (wrong !== undefined) throw usage(say('--ip takes an IP address (203.0.113.66), not {{wrong}}.', { wrong }));
  return given;
}

/** Reads a JSON file; a `usage` error names the option, the file and what is wrong. */
export function jsonFile(file: string, option: string): object {
  let parsed: unknown;
  try { parsed = JSON.parse(readText(file, option)); } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usage(say('{{option}}: {{file}} is not JSON ({{why}}).', { option, file, why: error.message }));
  }
  if (typeof parsed !== 'object' || parsed === null) throw usage(say('{{option}}: {{file}} holds no JSON object.', { option, file }));
  return parsed;
}
export const readText = (file: string, option: string): string => readBytes(file, option).toString('utf8');
function readBytes(file: string, option: string): Buffer {
  try { return readFileSync(file); } catch (error) { throw usage(say('{{option}}: could not read {{file}} ({{why}}).', { option, file, why: whyNot(error) })); }
}

async function noticeFrom(file: string | undefined): Promise<WizardOptions['notice']> {
  if (file === undefined) return undefined;
  if (file !== '-') return { bytes: readBytes(file, '--notice'), name: file };
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), name: 'standard input' };
}

export async function wizardOptions(raw: Raw, clock: Clock, drill: boolean): Promise<WizardOptions> {
  const file = text(raw, 'indicators');
  const carried = indicatorsIn(file === undefined ? {} : jsonFile(file, '--indicators'));
  const since = text(raw, 'since');
  const regions = text(raw, 'regions')?.split(',').map((r) => r.trim()).filter((r) => r !== '');
  if (text(raw, 'plan') !== undefined && !flag(raw, 'dryRun')) throw goesWith('--plan', '--dry-run');
  const lost = list(raw, 'logs').find((path) => !existsSync(path));
  if (lost !== undefined) readBytes(lost, '--logs');
  const wrong = regions?.length === 0 ? text(raw, 'regions') : regions?.find((r) => !/^[a-z]{2,5}(-[a-z]+)+-\d$/.test(r));
  if (wrong !== undefined) throw usage(say('--regions takes Region names separated by commas (us-east-1,eu-west-1), not {{wrong}}.', { wrong }));
  return {
    accessKeyIds: [...keys(raw), ...carried.accessKeyIds], users: [...list(raw, 'user'), ...carried.principals], sourceIps: [...addresses(raw), ...carried.sourceIps],
    since: since === undefined ? undefined : instantOf(since, clock), regions, notice: await noticeFrom(text(raw, 'notice')), logs: list(raw, 'logs'), dryRun: flag(raw, 'dryRun'), drill,
  };
}

export function answersFrom(raw: Raw): { readonly answers: Answers; readonly text: string } | undefined {
  const file = text(raw, 'answers');
  if (file === undefined) return undefined;
  const body = readText(file, '--answers');
  return { answers: parseAnswers(body, file), text: body };
}
