// The only facts about the root user that can be read without being root (iam:GetAccountSummary).
import { failureOf } from './errors.ts';
import type { ReadAws } from './session.ts';
import type { Operation } from '../core/types.ts';

export const READS_ROOT: readonly Operation[] = ['iam:GetAccountSummary'];
export interface RootFacts { readonly mfa: boolean; readonly keys: boolean; readonly password: boolean | undefined }

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export async function rootFacts(aws: ReadAws): Promise<RootFacts> {
  const { GetAccountSummaryCommand } = await import('@aws-sdk/client-iam');
  const { SummaryMap = {} } = await (await aws.client('iam')).send(new GetAccountSummaryCommand({}));
  const map: Partial<Record<string, number>> = SummaryMap;
  const { AccountMFAEnabled: mfa = 0, AccountAccessKeysPresent: keys = 0, AccountPasswordPresent: password } = map;
  return { mfa: mfa > 0, keys: keys > 0, password: password === undefined ? undefined : password > 0 };
}

export const READS_ORGANIZATION: readonly Operation[] = ['organizations:DescribeOrganization'];
/** The account that manages the organization of this one (`client`: of whom is asked); undefined where there is none, or nobody may know. */
export async function managementAccount(aws: ReadAws, client = () => aws.client('organizations')): Promise<string | undefined> {
  const { DescribeOrganizationCommand } = await import('@aws-sdk/client-organizations');
  try {
    return (await (await client()).send(new DescribeOrganizationCommand({}))).Organization?.MasterAccountId;
  } catch (error) {
    const { code, class: sort } = failureOf(error);
    if (sort === 'denied' || code === 'AWSOrganizationsNotInUseException') return undefined;
    throw error;
  }
}
