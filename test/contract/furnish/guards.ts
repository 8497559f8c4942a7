// What the contract suite finds of what watches an account: trails, detectors, recorders, analyzers, alarms, log groups.
import type { JsonObject, Resource } from '../../../src/core/types.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { plantEventDataStore } from '../../../src/sim/services/cloudtrail/trail-state.ts';
import { REGION, type Play } from '../account.ts';

const NAMES = ['one', 'two', 'three'] as const;

/** Each logs the reads only, and its insights are on. */
export async function furnishTrails(play: Play): Promise<void> {
  for (const name of NAMES) {
    await play('cloudtrail', 'CreateTrail', { Name: `trail-${name}`, S3BucketName: `logs-${name}-example`, IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false, EnableLogFileValidation: true });
    await play('cloudtrail', 'StartLogging', { Name: `trail-${name}` });
    await play('cloudtrail', 'PutEventSelectors', { TrailName: `trail-${name}`, EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::data-example/'] }] }] });
    await play('cloudtrail', 'PutInsightSelectors', { TrailName: `trail-${name}`, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] });
  }
}

/** AWS makes no new ones: they were there before. */
export async function furnishStores(play: Play, _: unknown, account: SimAccount): Promise<void> {
  for (const name of NAMES) {
    const EventDataStore = plantEventDataStore(account, { name, region: REGION, createdAt: new Date('2025-01-01T00:00:00Z') });
    await play('cloudtrail', 'StopEventDataStoreIngestion', { EventDataStore });
  }
}


/** A Region without a detector: it can be switched on, or given back. */
export const furnishNothing = (): Promise<void> => Promise.resolve();

export async function furnishFilters(play: Play): Promise<void> {
  const { DetectorId } = await play('guardduty', 'CreateDetector', { Enable: true }) as { DetectorId: string };
  for (const [n, name] of NAMES.entries()) {
    await play('guardduty', 'CreateFilter', { DetectorId, Name: `filter-${name}`, Action: 'ARCHIVE', FindingCriteria: { Criterion: { severity: { Lt: 4 + n }, 'service.action.actionType': { Equals: ['AWS_API_CALL'] } } } });
    await play('guardduty', 'CreateIPSet', { DetectorId, Name: `list-${name}`, Format: 'TXT', Location: `s3://lists-example/${name}.txt`, Activate: n === 0 });
  }
}
/** Stopped, and its channel gone: recovered with both. */
export async function furnishRecorder(play: Play): Promise<void> {
  await play('config', 'PutConfigurationRecorder', { ConfigurationRecorder: { name: 'default', roleARN: 'arn:aws:iam::111122223333:role/config', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } } });
  await play('config', 'PutDeliveryChannel', { DeliveryChannel: { name: 'default', s3BucketName: 'config-example' } });
}
export async function furnishAlarms(play: Play): Promise<void> {
  for (const [n, name] of NAMES.entries()) {
    await play('cloudwatch', 'PutMetricAlarm', {
      AlarmName: `alarm-${name}`, ActionsEnabled: true, AlarmActions: ['arn:aws:sns:us-east-1:111122223333:alerts'], Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', Statistic: 'Maximum', Period: 21_600, EvaluationPeriods: 1, Threshold: 100 + n,
      ComparisonOperator: 'GreaterThanThreshold', Dimensions: [{ Name: 'Currency', Value: 'USD' }],
    });
  }
}
export async function furnishLogGroups(play: Play): Promise<void> {
  for (const name of ['cloudtrail', 'cloudtrail/archive', 'vpc-flow-logs']) {
    await play('logs', 'CreateLogGroup', { logGroupName: name });
    await play('logs', 'PutRetentionPolicy', { logGroupName: name, retentionInDays: 1 });
  }
}

export const GUARD_AIMS: Readonly<Record<string, (r: Resource) => JsonObject>> = {
  'cloudtrail/trail': () => ({ S3BucketName: 'audit-example', IncludeGlobalServiceEvents: true, KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555566667777', logging: true }),
  'cloudtrail/event-selectors': () => ({ selectors: { AdvancedEventSelectors: [{ Name: 'writes', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', Equals: ['false'] }] }] }, insights: [] }),
  'cloudtrail/event-data-store': () => ({ status: 'ENABLED' }),
  'guardduty/detector': () => ({ enabled: true, features: { S3_DATA_EVENTS: 'ENABLED', EKS_AUDIT_LOGS: 'DISABLED' } }),
  'guardduty/filter': () => ({ Action: 'NOOP', FindingCriteria: { Criterion: { severity: { Lt: 2 } } } }),
  'guardduty/ip-set': (r) => ({ location: 's3://lists-example/office.txt', active: r.name === 'list-one' }),
  'config/configuration-recorder': () => ({ recording: true, recorder: { name: 'default', roleARN: 'arn:aws:iam::111122223333:role/config', recordingGroup: { allSupported: true, includeGlobalResourceTypes: false } }, channel: { name: 'default', s3BucketName: 'audit-example' } }),
  'access-analyzer/analyzer': () => ({ name: 'account' }),
  'securityhub/hub': () => ({ enabled: true, standards: ['arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0'] }),
  'cloudwatch/alarm': () => ({ actionsEnabled: true, rule: { AlarmActions: ['arn:aws:sns:us-east-1:111122223333:on-call'], Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', Statistic: 'Maximum', Period: 21_600, EvaluationPeriods: 1, Threshold: 50, ComparisonOperator: 'GreaterThanThreshold' } }),
  'logs/log-group': () => ({ retentionDays: 365 }),
};
