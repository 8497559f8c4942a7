// The credential report: asked for, made after a moment, kept for four hours.
import { GenerateCredentialReportCommand, GetCredentialReportCommand, type ReportFormatType, type ReportStateType } from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { keysOf } from './access-keys.ts';
import { devicesOf } from './mfa-devices.ts';
import { rootArn } from './names.ts';
import type { CertificateRecord, KeyRecord } from './records.ts';
import { register, type IamService } from './register.ts';
import { certificatesOf } from './signing-certificates.ts';
import { iamState, type IamState } from './state.ts';

/** How long AWS takes to make one here; and how long it is kept, during which no newer one is made. */
export const REPORT_TAKES_MS = 2_000;
export const REPORT_LASTS_MS = 4 * 60 * 60_000;
const NONE = 'N/A';
const DAY_MS = 24 * 60 * 60_000;

const KEY_COLUMNS = [1, 2].flatMap((n) => ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((column) => `access_key_${n}_${column}`));
const COLUMNS = [
  'user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed', 'password_next_rotation', 'mfa_active',
  ...KEY_COLUMNS, 'cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated',
];

const date = (at: Date | undefined): string => (at === undefined ? NONE : at.toISOString().replace(/\.\d+Z$/, '+00:00'));
const truth = (value: boolean): string => String(value);
const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

function keyCells(key: KeyRecord | undefined, state: IamState): string[] {
  if (key === undefined) return [truth(false), NONE, NONE, NONE, NONE];
  const use = state.keyUses.get(key.id);
  return [truth(key.status === 'Active'), date(key.changedAt), date(use?.at), use?.region ?? NONE, use?.service ?? NONE];
}
const certificateCells = (one: CertificateRecord | undefined): string[] => (one === undefined ? [truth(false), NONE] : [truth(one.status === 'Active'), date(one.changedAt)]);
function credentialCells(ownerId: string, state: IamState): string[] {
  const keys = keysOf(ownerId, state);
  const certificates = certificatesOf(ownerId, state);
  return [
    truth(devicesOf(ownerId, state).length > 0), ...keyCells(keys[0], state), ...keyCells(keys[1], state),
    ...certificateCells(certificates[0]), ...certificateCells(certificates[1]),
  ];
}

function passwordCells(userId: string, state: IamState): string[] {
  const profile = state.loginProfiles.get(userId);
  if (profile === undefined) return [truth(false), NONE, NONE, NONE];
  const used = state.passwordUses.get(userId);
  const days = state.passwordPolicy?.maxAgeDays;
  const next = days === undefined ? undefined : new Date(profile.changedAt.getTime() + days * DAY_MS);
  return [truth(true), used === undefined ? 'no_information' : date(used), date(profile.changedAt), date(next)];
}
function rootPasswordCells(account: SimAccount, state: IamState): string[] {
  const used = state.passwordUses.get(account.id);
  return ['not_supported', used === undefined ? 'no_information' : date(used), 'not_supported', 'not_supported'];
}

function contentOf(account: SimAccount): string {
  const state = iamState(account);
  const root = ['<root_account>', rootArn(account), date(state.since), ...rootPasswordCells(account, state), ...credentialCells(account.id, state)];
  const users = state.users.list().map((user) => [user.name, user.arn, date(user.createdAt), ...passwordCells(user.id, state), ...credentialCells(user.id, state)]);
  return [COLUMNS, root, ...users].map((row) => row.map(cell).join(',')).join('\n');
}

const age = (startedAt: Date, call: SimCall): number => call.now.getTime() - startedAt.getTime();
function generate(_: unknown, call: SimCall): { State: ReportStateType; Description?: string } {
  const state = iamState(call.account);
  if (state.report === undefined || age(state.report.startedAt, call) >= REPORT_LASTS_MS) {
    state.report = { startedAt: call.now, content: contentOf(call.account) };
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
  }
  return age(state.report.startedAt, call) < REPORT_TAKES_MS ? { State: 'INPROGRESS' } : { State: 'COMPLETE' };
}

function get(_: unknown, call: SimCall): { Content: Uint8Array; ReportFormat: ReportFormatType; GeneratedTime: Date } {
  const { report } = iamState(call.account);
  if (report === undefined) throw new AwsError('ReportNotPresent', 'Credential report is not present. Use GenerateCredentialReport to make one.');
  if (age(report.startedAt, call) < REPORT_TAKES_MS) throw new AwsError('ReportInProgress', 'Credential report generation is in progress.');
  if (age(report.startedAt, call) >= REPORT_LASTS_MS) throw new AwsError('ReportExpired', 'The most recent credential report has expired. Use GenerateCredentialReport to make a new one.');
  return { Content: new TextEncoder().encode(report.content), ReportFormat: 'text/csv', GeneratedTime: report.startedAt };
}

export function addCredentialReport(iam: IamService): void {
  register(iam, GenerateCredentialReportCommand, generate);
  register(iam, GetCredentialReportCommand, get);
}
