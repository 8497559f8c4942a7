// The simulated CloudWatch, as far as its alarms go. Behaviour: BEHAVIOUR.md beside it.
import {
  CloudWatchClient, DeleteAlarmsCommand, DescribeAlarmsCommand, DisableAlarmActionsCommand, EnableAlarmActionsCommand, GetMetricStatisticsCommand, PutMetricAlarmCommand,
  type DescribeAlarmsCommandInput, type DescribeAlarmsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { metricStatistics } from './metrics.ts';
import { alarmArn, alarms, deleteAlarms, putAlarm, setActions } from './alarms.ts';

const arns = ({ AlarmNames = [] }: { AlarmNames?: string[] | undefined }, call: SimCall): string[] => AlarmNames.map((name) => alarmArn(name, call));

function describe({ AlarmNames, AlarmNamePrefix = '', AlarmTypes, MaxRecords, NextToken }: DescribeAlarmsCommandInput, call: SimCall): Omit<DescribeAlarmsCommandOutput, '$metadata'> {
  const metric = AlarmTypes === undefined || AlarmTypes.length === 0 || AlarmTypes.includes('MetricAlarm');
  const all = metric ? [...alarms(call).values()].sort((a, b) => (a.AlarmName < b.AlarmName ? -1 : 1)) : [];
  const wanted = all.filter(({ AlarmName: name }) => (AlarmNames === undefined || AlarmNames.includes(name)) && name.startsWith(AlarmNamePrefix));
  const { page, next } = listing(wanted, { max: MaxRecords, token: NextToken }, call, () => new AwsError('InvalidNextToken', 'The next token specified is invalid.', 400));
  return { MetricAlarms: page, CompositeAlarms: [], ...(next === undefined ? {} : { NextToken: next }) };
}

export default (): Service<SimCall> => new Service<SimCall>(CloudWatchClient, { id: 'cloudwatch', signingName: 'monitoring' })
  .on(DescribeAlarmsCommand, describe)
  .on(GetMetricStatisticsCommand, metricStatistics)
  .on(PutMetricAlarmCommand, putAlarm, { resources: ({ AlarmName = '' }, call) => [alarmArn(AlarmName, call)] })
  .on(EnableAlarmActionsCommand, ({ AlarmNames }, call) => setActions(AlarmNames, true, call), { resources: arns })
  .on(DisableAlarmActionsCommand, ({ AlarmNames }, call) => setActions(AlarmNames, false, call), { resources: arns })
  .on(DeleteAlarmsCommand, ({ AlarmNames }, call) => deleteAlarms(AlarmNames, call), { resources: arns });
