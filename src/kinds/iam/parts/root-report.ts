// The root user's line of the credential report: what of root can be known without being root. It may be four hours old.
import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam';
import { failureOf } from '../../../aws/errors.ts';
import type { Operation } from '../../../core/types.ts';

export const READS_REPORT: readonly Operation[] = ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'];

/**
 * Cells of root's line by the names of their columns. Undefined while AWS is still writing the report, `null` where it does not let it be read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html: root's line is the first.
 */
export async function rootLine(client: IAMClient): Promise<ReadonlyMap<string, string> | null | undefined> {
  try {
    await client.send(new GenerateCredentialReportCommand({}));
    const { Content } = await client.send(new GetCredentialReportCommand({}));
    const [header = '', root = ''] = Buffer.from(Content ?? new Uint8Array()).toString('utf8').split('\n');
    const cells = root.trim().split(',');
    return new Map(header.trim().split(',').map((name, i) => [name, cells[i] ?? '']));
  } catch (error) {
    const { code, class: sort } = failureOf(error);
    if (sort === 'denied') return null;
    if (/Report(NotPresent|Expired|NotReady|InProgress)|LimitExceeded/.test(code)) return undefined;
    throw error;
  }
}
