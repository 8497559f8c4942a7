// IAM's credential report: every user and root, with the last use of each password and key. It may be four hours old, and knows no other sort of credential.
import { failureOf } from './errors.ts';
import type { ReadAws } from './session.ts';
import type { Instant, Operation } from '../core/types.ts';

export const READS_REPORT: readonly Operation[] = ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'];
/** A row by the names of its columns: AWS adds columns, and leaves some out. */
export type ReportRow = ReadonlyMap<string, string>;
export interface CredentialReport { readonly of: Instant; readonly rows: readonly ReportRow[] }

/** Asks AWS to make one; a report of the last four hours is given again. */
export async function beginReport(aws: ReadAws): Promise<void> {
  const { GenerateCredentialReportCommand } = await import('@aws-sdk/client-iam');
  await (await aws.client('iam')).send(new GenerateCredentialReportCommand({}));
}
/** Undefined while AWS is still writing it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export async function readReport(aws: ReadAws): Promise<CredentialReport | undefined> {
  const { GetCredentialReportCommand } = await import('@aws-sdk/client-iam');
  try {
    const { Content = new Uint8Array(), GeneratedTime } = await (await aws.client('iam')).send(new GetCredentialReportCommand({}));
    return { of: GeneratedTime?.toISOString() ?? '', rows: rowsOf(Buffer.from(Content).toString('utf8')) };
  } catch (error) {
    if (/Report(NotPresent|Expired|NotReady|InProgress)/.test(failureOf(error).code)) return undefined;
    throw error;
  }
}

export function rowsOf(csv: string): readonly ReportRow[] {
  const [names = [], ...lines] = csv.split('\n').map((line) => line.trim()).filter((line) => line !== '').map(cellsOf);
  return lines.map((cells) => new Map(names.map((name, i) => [name, cells[i] ?? ''])));
}
/** A user's name may hold a comma. */
const cellsOf = (line: string): readonly string[] => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
