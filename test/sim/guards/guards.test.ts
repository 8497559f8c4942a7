// Trails that can be changed, GuardDuty, Config, Access Analyzer, Security Hub, alarms and log groups, as their BEHAVIOUR.md say.
import { CreateAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import {
  CreateTrailCommand, DeleteEventDataStoreCommand, DescribeTrailsCommand, GetEventDataStoreCommand, GetEventSelectorsCommand, GetInsightSelectorsCommand, GetTrailStatusCommand, ListTrailsCommand, PutEventSelectorsCommand,
  RestoreEventDataStoreCommand, StartLoggingCommand, StopLoggingCommand, UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { DeleteAlarmsCommand, DescribeAlarmsCommand, DisableAlarmActionsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, DeleteLogGroupCommand, DescribeLogGroupsCommand, PutLogGroupDeletionProtectionCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteDeliveryChannelCommand, PutConfigurationRecorderCommand, PutDeliveryChannelCommand, StartConfigurationRecorderCommand, StopConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import { CreateDetectorCommand, CreateIPSetCommand, DeleteDetectorCommand, GetDetectorCommand, GetFilterCommand, ListDetectorsCommand, UpdateDetectorCommand } from '@aws-sdk/client-guardduty';
import { DescribeHubCommand, EnableSecurityHubCommand, GetEnabledStandardsCommand } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from 'vitest';
import { plantEventDataStore, plantTrail } from '../../../src/sim/services/cloudtrail/trail-state.ts';
import { addGuardDutyFinding, putUnderAdministrator } from '../../../src/sim/services/guardduty/detectors.ts';
import { s3State } from '../../../src/sim/services/s3/state.ts';
import { refusal } from '../ec2/opened.ts';
import { opened } from './opened.ts';

const codeOf = async (asking: Promise<unknown>): Promise<string> => (await refusal(asking))[0];
const MAIN = { Name: 'main', S3BucketName: 'logs-example', IsMultiRegionTrail: true };

describe('trails', () => {
  it('made by a call do not log until they are told to', async () => {
    const { cloudtrail } = await opened();
    await cloudtrail.send(new CreateTrailCommand(MAIN));
    expect((await cloudtrail.send(new GetTrailStatusCommand({ Name: 'main' }))).IsLogging).toBe(false);
    await cloudtrail.send(new StartLoggingCommand({ Name: 'main' }));
    await cloudtrail.send(new StopLoggingCommand({ Name: 'main' }));
    const status = await cloudtrail.send(new GetTrailStatusCommand({ Name: 'main' }));
    expect([status.IsLogging, status.StopLoggingTime]).toEqual([false, new Date('2026-11-20T09:00:00Z')]);
  });
  it('are changed at home only, and by the account that has them', async () => {
    const { cloudtrail, elsewhere, world } = await opened();
    const { TrailARN } = await cloudtrail.send(new CreateTrailCommand(MAIN));
    expect(await codeOf(elsewhere.send(new StopLoggingCommand({ Name: TrailARN })))).toBe('InvalidHomeRegionException');
    expect(await codeOf(elsewhere.send(new StopLoggingCommand({ Name: 'main' })))).toBe('TrailNotFoundException');
    plantTrail(world, { name: 'organization', region: 'us-east-1', bucket: 'central-example', owner: '444455556666' });
    expect(await codeOf(cloudtrail.send(new StopLoggingCommand({ Name: 'organization' })))).toBe('NotOrganizationMasterAccountException');
    expect((await elsewhere.send(new ListTrailsCommand({}))).Trails?.map((t) => t.Name)).toEqual(['main', 'organization']);
  });
  it('keep what an update does not name; an empty text takes a setting away', async () => {
    const { cloudtrail, event } = await opened();
    await cloudtrail.send(new CreateTrailCommand({ ...MAIN, S3KeyPrefix: 'audit' }));
    await cloudtrail.send(new UpdateTrailCommand({ Name: 'main', S3KeyPrefix: '', EnableLogFileValidation: true }));
    const [trail] = (await cloudtrail.send(new DescribeTrailsCommand({}))).trailList ?? [];
    expect([trail?.S3BucketName, trail?.S3KeyPrefix, trail?.LogFileValidationEnabled]).toEqual(['logs-example', undefined, true]);
    expect(event('UpdateTrail')['response']).toMatchObject({ name: 'main', s3BucketName: 'logs-example', isMultiRegionTrail: true, logFileValidationEnabled: true });
    expect(await codeOf(cloudtrail.send(new UpdateTrailCommand({ Name: 'main', IncludeGlobalServiceEvents: false })))).toBe('InvalidParameterCombinationException');
  });
  it('are five in a Region, shadows counted', async () => {
    const { cloudtrail, elsewhere } = await opened();
    for (const n of [1, 2, 3, 4, 5]) await cloudtrail.send(new CreateTrailCommand({ ...MAIN, Name: `trail-${String(n)}` }));
    expect(await codeOf(cloudtrail.send(new CreateTrailCommand({ ...MAIN, Name: 'trail-1' })))).toBe('TrailAlreadyExistsException');
    expect(await codeOf(elsewhere.send(new CreateTrailCommand(MAIN)))).toBe('MaximumNumberOfTrailsExceededException');
  });
  it('have basic selectors or advanced ones, and insights only where they were asked for', async () => {
    const { cloudtrail } = await opened();
    await cloudtrail.send(new CreateTrailCommand(MAIN));
    const AdvancedEventSelectors = [{ Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }];
    await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'main', AdvancedEventSelectors }));
    const found = await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: 'main' }));
    expect([found.EventSelectors, found.AdvancedEventSelectors]).toEqual([undefined, AdvancedEventSelectors]);
    expect(await codeOf(cloudtrail.send(new GetInsightSelectorsCommand({ TrailName: 'main' })))).toBe('InsightNotEnabledException');
  });
  it('need a bucket that lets them in, where the account has it', async () => {
    const { cloudtrail, world } = await opened();
    s3State(world).buckets.set('logs-example', { name: 'logs-example', region: 'us-east-1', created: new Date(0), grants: [], ownership: undefined, publicBlock: undefined, encryption: [], objects: new Map(), keys: undefined });
    expect(await codeOf(cloudtrail.send(new CreateTrailCommand(MAIN)))).toBe('InsufficientS3BucketPolicyException');
    await expect(cloudtrail.send(new CreateTrailCommand({ ...MAIN, S3BucketName: 'elsewhere-example' }))).resolves.toMatchObject({ Name: 'main' });
  });
  it('event data stores that are deleted wait for seven days', async () => {
    const { cloudtrail, world, pass } = await opened();
    const EventDataStore = plantEventDataStore(world, { name: 'lake', region: 'us-east-1', createdAt: new Date(0) });
    await cloudtrail.send(new DeleteEventDataStoreCommand({ EventDataStore }));
    expect((await cloudtrail.send(new GetEventDataStoreCommand({ EventDataStore }))).Status).toBe('PENDING_DELETION');
    pass(6 * 86_400);
    expect((await cloudtrail.send(new RestoreEventDataStoreCommand({ EventDataStore }))).Status).toBe('ENABLED');
    await cloudtrail.send(new DeleteEventDataStoreCommand({ EventDataStore }));
    pass(7 * 86_400);
    expect(await codeOf(cloudtrail.send(new RestoreEventDataStoreCommand({ EventDataStore })))).toBe('EventDataStoreNotFoundException');
  });
});

describe('GuardDuty', () => {
  it('has one detector a Region, with all plans but runtime monitoring unless they are named', async () => {
    const { guardduty } = await opened();
    const { DetectorId } = await guardduty.send(new CreateDetectorCommand({ Enable: true }));
    const { Features } = await guardduty.send(new GetDetectorCommand({ DetectorId }));
    expect(Features?.filter((f) => f.Status === 'DISABLED').map((f) => f.Name)).toEqual(['RUNTIME_MONITORING']);
    expect(await codeOf(guardduty.send(new CreateDetectorCommand({ Enable: true })))).toBe('BadRequestException');
  });
  it('changes the plans that are named, and forgets everything when it is deleted', async () => {
    const { guardduty } = await opened();
    const { DetectorId } = await guardduty.send(new CreateDetectorCommand({ Enable: true, Features: [] }));
    await guardduty.send(new UpdateDetectorCommand({ DetectorId, Enable: false, Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] }));
    const now = await guardduty.send(new GetDetectorCommand({ DetectorId }));
    expect([now.Status, now.Features?.filter((f) => f.Status === 'ENABLED').map((f) => f.Name)]).toEqual(['DISABLED', ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS', 'S3_DATA_EVENTS']]);
    await guardduty.send(new DeleteDetectorCommand({ DetectorId }));
    expect((await guardduty.send(new ListDetectorsCommand({}))).DetectorIds).toEqual([]);
  });
  it('calls what is not there a bad request, takes one active trusted list, and obeys an administrator', async () => {
    const { guardduty, world } = await opened();
    const { DetectorId } = await guardduty.send(new CreateDetectorCommand({ Enable: true }));
    expect(await refusal(guardduty.send(new GetFilterCommand({ DetectorId, FilterName: 'none' })))).toMatchObject(['BadRequestException', expect.stringContaining('no such resource'), 400]);
    const set = (Name: string) => guardduty.send(new CreateIPSetCommand({ DetectorId, Name, Format: 'TXT', Location: `s3://lists-example/${Name}`, Activate: true }));
    await set('one');
    expect(await codeOf(set('two'))).toBe('BadRequestException');
    addGuardDutyFinding(world, 'us-east-1', { Id: 'f', AccountId: world.id, Arn: 'arn', CreatedAt: '', Region: 'us-east-1', Resource: {}, SchemaVersion: '2.0', Severity: 8, Type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller', UpdatedAt: '' });
    putUnderAdministrator(world, 'us-east-1', '444455556666');
    expect(await codeOf(guardduty.send(new UpdateDetectorCommand({ DetectorId, Enable: false })))).toBe('BadRequestException');
  });
});

it('AWS Config records only with a delivery channel, and gives up its last one only when it stands still', async () => {
  const { config } = await opened();
  const named = { ConfigurationRecorderName: 'default' };
  await config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: { roleARN: 'arn:aws:iam::111122223333:role/config' } }));
  expect(await codeOf(config.send(new StartConfigurationRecorderCommand(named)))).toBe('NoAvailableDeliveryChannelException');
  await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: { s3BucketName: 'config-example' } }));
  await config.send(new StartConfigurationRecorderCommand(named));
  expect(await codeOf(config.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' })))).toBe('LastDeliveryChannelDeleteFailedException');
  await config.send(new StopConfigurationRecorderCommand(named));
  await config.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' }));
  expect(await codeOf(config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'second', roleARN: 'arn:aws:iam::111122223333:role/config' } })))).toBe('MaxNumberOfConfigurationRecordersExceededException');
});

it('an account has one analyzer of a type in a Region', async () => {
  const { analyzer } = await opened();
  await analyzer.send(new CreateAnalyzerCommand({ analyzerName: 'one', type: 'ACCOUNT' }));
  expect(await codeOf(analyzer.send(new CreateAnalyzerCommand({ analyzerName: 'one', type: 'ACCOUNT_UNUSED_ACCESS' })))).toBe('ConflictException');
  expect(await codeOf(analyzer.send(new CreateAnalyzerCommand({ analyzerName: 'two', type: 'ACCOUNT' })))).toBe('ServiceQuotaExceededException');
});

it('Security Hub says that it is off by refusing', async () => {
  const { hub } = await opened();
  expect((await refusal(hub.send(new DescribeHubCommand({}))))[2]).toBe(401);
  await hub.send(new EnableSecurityHubCommand({}));
  expect((await hub.send(new GetEnabledStandardsCommand({}))).StandardsSubscriptions).toHaveLength(2);
  expect(await codeOf(hub.send(new EnableSecurityHubCommand({})))).toBe('ResourceConflictException');
});

it('alarms are replaced whole, silenced by name, and deleted all or none; their events are those of monitoring', async () => {
  const { cloudwatch, event, world } = await opened();
  const put = (more: object) => cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'charges', Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, ...more }));
  await put({ AlarmActions: ['arn:aws:sns:us-east-1:111122223333:alerts'] });
  await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['charges', 'none'] }));
  expect((await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.ActionsEnabled).toBe(false);
  await put({});
  expect((await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]).toMatchObject({ ActionsEnabled: true, AlarmActions: [] });
  expect((await refusal(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['charges', 'none'] }))))[2]).toBe(404);
  expect(event('DisableAlarmActions')['request']).toEqual({ alarmNames: ['charges', 'none'] });
  expect(world.history.records().at(-1)?.source).toBe('monitoring.amazonaws.com');
});

it('log groups take the periods that AWS offers, and a protected one is not deleted', async () => {
  const { logs } = await opened();
  const logGroupName = 'audit';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  expect(await codeOf(logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })))).toBe('InvalidParameterException');
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
  expect((await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'aud' }))).logGroups?.[0]).toMatchObject({ retentionInDays: 30, arn: 'arn:aws:logs:us-east-1:111122223333:log-group:audit:*' });
  await logs.send(new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: logGroupName, deletionProtectionEnabled: true }));
  expect(await codeOf(logs.send(new DeleteLogGroupCommand({ logGroupName })))).toBe('ValidationException');
});
