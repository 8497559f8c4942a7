// What blinds an account: trails, detectors, recorders, analyzers, alarms and logs that are stopped, narrowed, silenced or deleted.
import type { ServiceId } from '../../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../row.ts';

const ACCOUNT = '111122223333';
const by = (service: ServiceId) => (operation: string, input: Played['input'], more: Partial<Played> = {}): Played => ({ service, operation, input, ...more });
const [cloudtrail, guardduty, config, logs, cloudwatch] = [by('cloudtrail'), by('guardduty'), by('config'), by('logs'), by('cloudwatch')];
const OFF = 'That something is off, or less than it could be, is not by itself a stranger\'s doing.';
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';

const trail = (Name: string): readonly Played[] => [
  cloudtrail('CreateTrail', { Name, S3BucketName: `${Name}-logs-example`, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true }), cloudtrail('StartLogging', { Name }),
];
const detector = (as: string, region: string): Played => guardduty('CreateDetector', { Enable: true }, { as, region });
const detectorId = (a: Answers, as: string): string => (a[as] as { DetectorId: string }).DetectorId;
const recorder = (region: string): readonly Played[] => [
  config('PutConfigurationRecorder', { ConfigurationRecorder: { name: 'default', roleARN: `arn:aws:iam::${ACCOUNT}:role/config` } }, { region }),
  config('PutDeliveryChannel', { DeliveryChannel: { name: 'default', s3BucketName: 'config-example' } }, { region }),
  config('StartConfigurationRecorder', { ConfigurationRecorderName: 'default' }, { region }),
];
const alarm = (AlarmName: string): Played => cloudwatch('PutMetricAlarm', {
  AlarmName, AlarmActions: [`arn:aws:sns:us-east-1:${ACCOUNT}:alerts`], Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', Statistic: 'Maximum', Period: 21_600, EvaluationPeriods: 1, Threshold: 100, ComparisonOperator: 'GreaterThanThreshold',
});

export const rows: readonly Mechanism[] = [
  { row: 99, title: 'a trail is stopped', setUp: trail('stopped'), plant: [cloudtrail('StopLogging', { Name: 'stopped' })], shows: ['cloudtrail/trail'] },
  { row: 99, title: 'a trail is deleted', alone: true, setUp: trail('deleted'), plant: [cloudtrail('DeleteTrail', { Name: 'deleted' })], shows: [], notFromConfiguration: 'It is gone.' },
  { row: 99, title: 'a trail is narrowed to one Region and sent elsewhere', alone: true, setUp: trail('narrowed'), plant: [cloudtrail('UpdateTrail', { Name: 'narrowed', S3BucketName: 'elsewhere-example', IsMultiRegionTrail: false })], shows: ['cloudtrail/trail'], notFromConfiguration: OFF },
  {
    row: 99, title: 'a trail records no management events', alone: true, setUp: trail('selective'),
    plant: [cloudtrail('PutEventSelectors', { TrailName: 'selective', EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::nothing-example/'] }] }] })],
    shows: ['cloudtrail/event-selectors'], notFromConfiguration: OFF,
  },
  { row: 99, title: 'a trail of the stranger\'s own, into the stranger\'s bucket', alone: true, plant: trail('copies'), shows: ['cloudtrail/trail'], notFromConfiguration: ORDINARY },
  { row: 99, title: 'a log group keeps its events for a day', setUp: [logs('CreateLogGroup', { logGroupName: 'short' }), logs('PutRetentionPolicy', { logGroupName: 'short', retentionInDays: 365 })], plant: [logs('PutRetentionPolicy', { logGroupName: 'short', retentionInDays: 1 })], shows: ['logs/log-group'], notFromConfiguration: OFF },
  { row: 99, title: 'a log group is deleted', setUp: [logs('CreateLogGroup', { logGroupName: 'gone' })], plant: [logs('DeleteLogGroup', { logGroupName: 'gone' })], shows: [], notFromConfiguration: 'It is gone.' },
  { row: 100, title: 'GuardDuty is suspended', alone: true, setUp: [detector('suspended', 'eu-north-1')], plant: [guardduty('UpdateDetector', (a) => ({ DetectorId: detectorId(a, 'suspended'), Enable: false }), { region: 'eu-north-1' })], shows: ['guardduty/detector'], notFromConfiguration: OFF },
  { row: 100, title: 'a detector is deleted', alone: true, setUp: [detector('deleted', 'ap-south-1')], plant: [guardduty('DeleteDetector', (a) => ({ DetectorId: detectorId(a, 'deleted') }), { region: 'ap-south-1' })], shows: ['guardduty/detector'], notFromConfiguration: OFF },
  {
    row: 100, title: 'findings are hidden by a filter', alone: true, setUp: [detector('filtered', 'us-east-1')],
    plant: [guardduty('CreateFilter', (a) => ({ DetectorId: detectorId(a, 'filtered'), Name: 'quiet', Action: 'ARCHIVE', FindingCriteria: { Criterion: { severity: { Gte: 1 } } } }))], shows: ['guardduty/filter'], notFromConfiguration: ORDINARY,
  },
  {
    row: 100, title: 'the stranger\'s addresses are trusted', alone: true,
    plant: [guardduty('CreateIPSet', (a) => ({ DetectorId: detectorId(a, 'filtered'), Name: 'partners', Format: 'TXT', Location: 's3://elsewhere-example/addresses.txt', Activate: true }))], shows: ['guardduty/ip-set'], notFromConfiguration: ORDINARY,
  },
  {
    row: 100, title: 'findings are published no more', alone: true,
    setUp: [guardduty('CreatePublishingDestination', (a) => ({ DetectorId: detectorId(a, 'filtered'), DestinationType: 'S3', DestinationProperties: { DestinationArn: 'arn:aws:s3:::findings-example', KmsKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-4333-8444-555566667777` } }), { as: 'destination' })],
    plant: [guardduty('DeletePublishingDestination', (a) => ({ DetectorId: detectorId(a, 'filtered'), DestinationId: (a['destination'] as { DestinationId: string }).DestinationId }))], shows: [], notFromConfiguration: 'It is gone.',
  },
  { row: 100, title: 'AWS Config is stopped', alone: true, setUp: recorder('us-east-1'), plant: [config('StopConfigurationRecorder', { ConfigurationRecorderName: 'default' })], shows: ['config/configuration-recorder'], notFromConfiguration: OFF },
  {
    row: 100, title: 'AWS Config has nowhere to deliver to', alone: true, setUp: recorder('eu-north-1'), shows: ['config/configuration-recorder'], notFromConfiguration: OFF,
    plant: [config('StopConfigurationRecorder', { ConfigurationRecorderName: 'default' }, { region: 'eu-north-1' }), config('DeleteDeliveryChannel', { DeliveryChannelName: 'default' }, { region: 'eu-north-1' })],
  },
  { row: 100, title: 'Security Hub is switched off', alone: true, setUp: [by('securityhub')('EnableSecurityHub', {})], plant: [by('securityhub')('DisableSecurityHub', {})], shows: ['securityhub/hub'], notFromConfiguration: OFF },
  { row: 100, title: 'an analyzer is deleted', alone: true, setUp: [by('access-analyzer')('CreateAnalyzer', { analyzerName: 'account', type: 'ACCOUNT' })], plant: [by('access-analyzer')('DeleteAnalyzer', { analyzerName: 'account' })], shows: ['access-analyzer/analyzer'], notFromConfiguration: OFF },
  { row: 100, title: 'an alarm is silenced', setUp: [alarm('charges')], plant: [cloudwatch('DisableAlarmActions', { AlarmNames: ['charges'] })], shows: ['cloudwatch/alarm'], notFromConfiguration: OFF },
  { row: 100, title: 'an alarm is deleted', setUp: [alarm('root-use')], plant: [cloudwatch('DeleteAlarms', { AlarmNames: ['root-use'] })], shows: [], notFromConfiguration: 'It is gone.' },
];
