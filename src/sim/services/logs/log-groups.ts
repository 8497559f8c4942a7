// Log groups of one Region: names, retention, protection. What they hold is not simulated.
import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface SimLogGroup { readonly name: string; readonly createdAt: Date; readonly kmsKeyId: string | undefined; readonly class: LogGroup['logGroupClass']; retention: number | undefined; protected: boolean; storedBytes: number }
export type LogGroups = Map<string, SimLogGroup>;
export const logGroups = ({ account, region }: Pick<SimCall, 'account' | 'region'>): LogGroups => inRegion(account, 'logs', region, (): LogGroups => new Map());

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const PERIODS: readonly number[] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export function findLogGroup(name: string, call: SimCall): SimLogGroup {
  const found = logGroups(call).get(name);
  if (!found) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.', 400);
  return found;
}
export const logGroupArn = (name: string, { account, region }: Pick<SimCall, 'account' | 'region'>): string => `arn:${account.partition}:logs:${region}:${account.id}:log-group:${name}`;

export function logGroupOut(group: SimLogGroup, call: SimCall): LogGroup {
  const arn = logGroupArn(group.name, call);
  return {
    logGroupName: group.name, creationTime: group.createdAt.getTime(), metricFilterCount: 0, arn: `${arn}:*`, logGroupArn: arn, storedBytes: group.storedBytes, logGroupClass: group.class ?? 'STANDARD', deletionProtectionEnabled: group.protected,
    ...(group.retention === undefined ? {} : { retentionInDays: group.retention }), ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
  };
}
