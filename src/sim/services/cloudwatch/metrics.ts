// The one metric that a kind asks for: how often an instance's metadata was read without a token (IMDSv1).
import type { Datapoint, GetMetricStatisticsCommandInput } from '@aws-sdk/client-cloudwatch';
import type { SimAccount, SimCall } from '../../account.ts';

const newCounts = (): Map<string, number> => new Map();
const counts = (account: SimAccount): Map<string, number> => account.state('cloudwatch-imdsv1', newCounts);
/** For scenarios and tests; where nobody says, software asks with a token. */
export function setCallsWithoutToken(account: SimAccount, instanceId: string, count: number): void { counts(account).set(instanceId, count); }

/** One datapoint over the whole time. A metric without data is an empty list, and no error. */
export function metricStatistics({ Namespace, MetricName, Dimensions = [], StartTime }: GetMetricStatisticsCommandInput, { account }: SimCall): { Label: string; Datapoints: Datapoint[] } {
  const id = Dimensions.find(({ Name }) => Name === 'InstanceId')?.Value ?? '';
  const known = Namespace === 'AWS/EC2' && MetricName === 'MetadataNoToken' && id !== '';
  return { Label: MetricName ?? '', Datapoints: known ? [{ Timestamp: StartTime, Sum: counts(account).get(id) ?? 0, Unit: 'Count' }] : [] };
}
