// What watches an account is given back as it was: out of the events that CloudTrail wrote of it, before the stranger's hand.
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/activity/event.ts';
import type { Indicators, Judgement, Resource, Touch } from '../../src/core/types.ts';
import analyzer from '../../src/kinds/access-analyzer/analyzer.ts';
import alarm from '../../src/kinds/cloudwatch/alarm.ts';
import selectors from '../../src/kinds/cloudtrail/event-selectors.ts';
import store from '../../src/kinds/cloudtrail/event-data-store.ts';
import multiRegionTrail from '../../src/kinds/cloudtrail/multi-region-trail.ts';
import trail from '../../src/kinds/cloudtrail/trail.ts';
import recorder from '../../src/kinds/config/configuration-recorder.ts';
import detector from '../../src/kinds/guardduty/detector.ts';
import filter from '../../src/kinds/guardduty/filter.ts';
import ipSet from '../../src/kinds/guardduty/ip-set.ts';
import type { HistoryEvent, Kind } from '../../src/kinds/kind.ts';
import logGroup from '../../src/kinds/logs/log-group.ts';
import hub from '../../src/kinds/securityhub/hub.ts';
import { plantEventDataStore } from '../../src/sim/services/cloudtrail/trail-state.ts';
import { eventJson } from '../../src/sim/trail/record.ts';
import { REGION, stage, type Play, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';

const SINCE = '2026-11-20T00:00:00Z';
const INDICATORS: Indicators = { accessKeyIds: [], principals: [], sourceIps: [], since: SINCE };
type Deed = (play: Play, at: Stage) => Promise<unknown>;

/** What the owner did, then what the stranger did: the one thing of the kind that stands then, and what its history tells of before. */
async function recalled<R extends Resource>(kind: Kind<R>, owner: Deed, stranger: Deed): Promise<{ r: R; aim: unknown; at: Stage }> {
  const at = await stage(() => Promise.resolve());
  await owner(at.play, at);
  const before = at.world.history.records().length;
  await stranger(at.play, at);
  const history = at.world.history.records().flatMap((record, n): HistoryEvent[] => {
    const parsed = parseRecord(JSON.stringify(eventJson(record)));
    if (!('event' in parsed)) return [];
    const { operation, time, request, response } = parsed.event;
    return [{ event: operation, time, request, response, by: n < before ? 'owner' : 'attacker' }];
  });
  const [r] = (await listOf(at, kind)).found as R[];
  if (!r) throw new Error('Nothing is there.');
  return { r, at, aim: kind.recall?.(r, history.filter((e) => kind.traces.concerns?.(r, { name: e.event, request: e.request, response: e.response }) ?? true), SINCE) };
}
const nothing: Deed = () => Promise.resolve();
const calls = (...deeds: readonly (readonly [Parameters<Play>[0], string, object])[]): Deed => async (play) => { for (const [service, operation, input] of deeds) await play(service, operation, input); };

const TRAIL = [['cloudtrail', 'CreateTrail', { Name: 'main', S3BucketName: 'logs-example', IsMultiRegionTrail: true, EnableLogFileValidation: true }], ['cloudtrail', 'StartLogging', { Name: 'main' }]] as const;

describe('a trail', () => {
  test('that was stopped is started again; one that its owner had stopped is not', async () => {
    expect((await recalled(trail, calls(...TRAIL), calls(['cloudtrail', 'StopLogging', { Name: 'main' }]))).aim).toEqual({ logging: true });
    const own = await recalled(trail, calls(...TRAIL, ['cloudtrail', 'StopLogging', { Name: 'main' }]), nothing);
    expect(own.aim).toBeUndefined();
    expect(trail.actions.contain?.done(own.r, { made: {}, way: 'start', before: own.r })).toBe(true);
  });
  test('gets back what was changed, and nothing that was not', async () => {
    const { aim } = await recalled(trail, calls(...TRAIL), calls(['cloudtrail', 'UpdateTrail', { Name: 'main', S3BucketName: 'elsewhere-example', IsMultiRegionTrail: false, KmsKeyId: 'alias/theirs' }]));
    expect(aim).toEqual({ S3BucketName: 'logs-example', IsMultiRegionTrail: true, KmsKeyId: '' });
  });
  test('of which the history does not tell is left as it is', async () => {
    expect(trail.recall?.({} as never, [{ event: 'cloudtrail:UpdateTrail', time: SINCE, by: 'attacker', request: { name: 'main', s3BucketName: 'elsewhere-example' }, response: null }], SINCE)).toBeUndefined();
  });
  test('is another one than that of the same name in another Region', () => {
    const concerns = (region: string, name: string) => trail.traces.concerns?.({ name: 'main', arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main', region: 'us-east-1' } as never, { name: 'cloudtrail:StopLogging', region, request: { name }, response: null });
    expect([concerns('us-east-1', 'main'), concerns('eu-west-1', 'main'), concerns('eu-west-1', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main')]).toEqual([true, false, true]);
  });
  test('is stopped where it is the stranger’s, and started where it is the owner’s', () => {
    expect(trail.actions.contain?.ways?.({} as never, 'created').map((w) => w.id)).toEqual(['stop']);
    expect(trail.actions.contain?.ways?.({} as never, 'changed').map((w) => w.id)).toEqual(['start']);
  });
  test('that fell silent after the first sign is suspicious, before it is not', async () => {
    const { r } = await recalled(trail, calls(...TRAIL), calls(['cloudtrail', 'StopLogging', { Name: 'main' }]));
    const judged = (since: string) => trail.judge?.(r, { indicators: { ...INDICATORS, since }, touches: [], attributed: undefined, accountId: '111122223333' })?.verdict;
    expect([judged(SINCE), judged('2026-12-01T00:00:00Z')]).toEqual(['suspicious', undefined]);
  });
});

describe('what a trail records', () => {
  const NONE = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::data-example/'] }] }];
  const narrowed = calls(['cloudtrail', 'PutEventSelectors', { TrailName: 'main', EventSelectors: NONE }]);
  test('comes back from the owner’s own selectors, basic or advanced', async () => {
    const advanced = [{ Name: 'mine', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', NotEquals: ['true'] }] }];
    expect((await recalled(selectors, calls(...TRAIL, ['cloudtrail', 'PutEventSelectors', { TrailName: 'main', AdvancedEventSelectors: advanced }]), narrowed)).aim).toEqual({ selectors: { AdvancedEventSelectors: advanced } });
  });
  test('comes back as AWS sets it, where the owner never chose', async () => {
    expect((await recalled(selectors, calls(...TRAIL), narrowed)).aim).toEqual({ selectors: { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }] } });
  });
  test('is widened at once without losing the data events', async () => {
    const { r } = await recalled(selectors, calls(...TRAIL), narrowed);
    expect(selectors.actions.contain?.calls(r)[0]?.input['EventSelectors']).toEqual([{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: NONE[0]?.DataResources, ExcludeManagementEventSources: [] }]);
  });
  test('on a stranger’s trail goes with the trail', () => {
    const created: Judgement = { verdict: 'malicious', origin: 'created', because: { say: 'Theirs.' }, techniques: [] };
    expect(selectors.judge?.({ name: 'copies' } as never, { indicators: INDICATORS, touches: [], attributed: created, accountId: '111122223333' })?.verdict).toBe('benign');
  });
});

test('an event data store that was deleted is given back', async () => {
  let arn = '';
  const { r, aim } = await recalled(store, (_, at) => Promise.resolve(arn = plantEventDataStore(at.world, { name: 'lake', region: REGION, createdAt: new Date('2025-01-01T00:00:00Z') })), (play) => play('cloudtrail', 'DeleteEventDataStore', { EventDataStore: arn }));
  expect([r.status, aim]).toEqual(['PENDING_DELETION', { status: 'ENABLED' }]);
  expect(store.actions.recover?.calls(r).map((c) => c.operation)).toEqual(['cloudtrail:RestoreEventDataStore']);
});

describe('one trail for the whole account', () => {
  const weak = async (...made: readonly (readonly ['cloudtrail', string, object])[]): Promise<string | undefined> => {
    const { r } = await recalled(multiRegionTrail, calls(...made), nothing);
    return multiRegionTrail.judge?.(r, { indicators: INDICATORS, touches: [], attributed: undefined, accountId: '111122223333' })?.verdict;
  };
  test('is enough; without one, or with one that does not log or leaves something out, there is none', async () => {
    expect(await weak(...TRAIL)).toBeUndefined();
    expect(await weak()).toBe('weak');
    expect(await weak(TRAIL[0])).toBe('weak');
    expect(await weak(...TRAIL, ['cloudtrail', 'PutEventSelectors', { TrailName: 'main', EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }])).toBe('weak');
  });
  test('one that lacks only a switch is switched on, and no second one is made', async () => {
    const { r } = await recalled(multiRegionTrail, calls(['cloudtrail', 'CreateTrail', { Name: 'main', S3BucketName: 'logs-example', IsMultiRegionTrail: true }]), nothing);
    expect(multiRegionTrail.actions.harden?.calls(r).map((c) => [c.operation, c.input['Name']])).toEqual([['cloudtrail:UpdateTrail', r.candidate?.arn], ['cloudtrail:StartLogging', r.candidate?.arn]]);
  });
});

describe('GuardDuty', () => {
  const id = async (play: Play): Promise<string> => ((await play('guardduty', 'ListDetectors', {})) as { DetectorIds: string[] }).DetectorIds[0] ?? '';
  const ENABLE = ['guardduty', 'CreateDetector', { Enable: true, Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }, { Name: 'RDS_LOGIN_EVENTS', Status: 'DISABLED' }] }] as const;
  test('suspended is enabled; a plan that was switched off is switched on', async () => {
    const { aim } = await recalled(detector, calls(ENABLE), async (play) => play('guardduty', 'UpdateDetector', { DetectorId: await id(play), Enable: false, Features: [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }] }));
    expect(aim).toEqual({ enabled: true, features: { S3_DATA_EVENTS: 'ENABLED' } });
  });
  test('deleted is made again with the plans that it had, and no others', async () => {
    const { r, aim } = await recalled(detector, calls(ENABLE), async (play) => play('guardduty', 'DeleteDetector', { DetectorId: await id(play) }));
    const [call] = detector.actions.contain?.calls({ ...r, aim: aim as never }) ?? [];
    expect([r.detectorId, call?.operation]).toEqual([null, 'guardduty:CreateDetector']);
    expect((call?.input['Features'] as { Name: string; Status: string }[]).filter((f) => f.Status === 'ENABLED').map((f) => f.Name)).toEqual(['S3_DATA_EVENTS']);
  });
  test('off is weak; how much of it is switched on is the operator’s choice', async () => {
    const { r } = await recalled(detector, nothing, nothing);
    expect(detector.judge?.(r, { indicators: INDICATORS, touches: [], attributed: undefined, accountId: '111122223333' })?.verdict).toBe('weak');
    expect(detector.actions.harden?.ways?.(r, 'unknown').map((w) => w.id)).toEqual(['base', 's3', 'all']);
    // Each plan is named, because AWS switches on what is left out.
    for (const way of ['base', 's3', 'all']) expect(detector.actions.harden?.calls(r, way)[0]?.input['Features']).toHaveLength(5);
  });
  test('a rewritten filter keeps the names of the fields that it compares', async () => {
    const put = (FindingCriteria: object): Deed => async (play) => play('guardduty', 'CreateFilter', { DetectorId: await id(play), Name: 'low', Action: 'ARCHIVE', FindingCriteria });
    const criteria = { Criterion: { 'service.action.actionType': { Equals: ['PORT_PROBE'] }, severity: { Lt: 2 } } };
    const { aim } = await recalled(filter, async (play, at) => { await calls(ENABLE)(play, at); await put(criteria)(play, at); }, async (play) => play('guardduty', 'UpdateFilter', { DetectorId: await id(play), FilterName: 'low', FindingCriteria: { Criterion: { severity: { Gte: 1 } } } }));
    expect(aim).toEqual({ Action: 'ARCHIVE', FindingCriteria: criteria });
  });
  test('a trusted list that was pointed elsewhere is pointed back', async () => {
    let set = '';
    const owner: Deed = async (play, at) => {
      await calls(ENABLE)(play, at);
      set = (await play('guardduty', 'CreateIPSet', { DetectorId: await id(play), Name: 'office', Format: 'TXT', Location: 's3://lists-example/office.txt', Activate: true }) as { IpSetId: string }).IpSetId;
    };
    expect((await recalled(ipSet, owner, async (play) => play('guardduty', 'UpdateIPSet', { DetectorId: await id(play), IpSetId: set, Location: 's3://elsewhere-example/x.txt' }))).aim).toEqual({ location: 's3://lists-example/office.txt' });
  });
});

test('AWS Config gets its delivery channel back before it is started', async () => {
  const channel = { name: 'default', s3BucketName: 'config-example' };
  const { r, aim } = await recalled(recorder, calls(
    ['config', 'PutConfigurationRecorder', { ConfigurationRecorder: { name: 'default', roleARN: 'arn:aws:iam::111122223333:role/config' } }], ['config', 'PutDeliveryChannel', { DeliveryChannel: channel }], ['config', 'StartConfigurationRecorder', { ConfigurationRecorderName: 'default' }],
  ), calls(['config', 'StopConfigurationRecorder', { ConfigurationRecorderName: 'default' }], ['config', 'DeleteDeliveryChannel', { DeliveryChannelName: 'default' }]));
  expect(aim).toEqual({ recording: true, channel });
  expect(recorder.actions.contain?.impossible?.(r)?.say).toMatch(/delivery channel/);
  expect(recorder.actions.recover?.calls({ ...r, aim: aim as never }).map((c) => c.operation)).toEqual(['config:PutDeliveryChannel', 'config:StartConfigurationRecorder']);
});

test('Security Hub comes back with the standards that the owner chose', async () => {
  const StandardsArn = 'arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0';
  const { aim } = await recalled(hub, calls(['securityhub', 'EnableSecurityHub', { EnableDefaultStandards: false }], ['securityhub', 'BatchEnableStandards', { StandardsSubscriptionRequests: [{ StandardsArn }] }]), calls(['securityhub', 'DisableSecurityHub', {}]));
  expect(aim).toEqual({ enabled: true, standards: [StandardsArn] });
});

test('an analyzer is made again under its name', async () => {
  const { r, aim } = await recalled(analyzer, calls(['access-analyzer', 'CreateAnalyzer', { analyzerName: 'account', type: 'ACCOUNT' }]), calls(['access-analyzer', 'DeleteAnalyzer', { analyzerName: 'account' }]));
  expect([r.analyzer, aim]).toEqual([null, { name: 'account' }]);
});

describe('an alarm', () => {
  const RULE = { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', Statistic: 'Maximum', Period: 21_600, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: ['arn:aws:sns:us-east-1:111122223333:alerts'], OKActions: ['arn:aws:sns:us-east-1:111122223333:alerts'] };
  const put = (Threshold: number) => ['cloudwatch', 'PutMetricAlarm', { AlarmName: 'charges', ...RULE, Threshold }] as const;
  test('that was silenced speaks again, and one that was rewritten gets its rule back', async () => {
    expect((await recalled(alarm, calls(put(100)), calls(['cloudwatch', 'DisableAlarmActions', { AlarmNames: ['charges'] }]))).aim).toEqual({ actionsEnabled: true });
    expect((await recalled(alarm, calls(put(100)), calls(put(100_000)))).aim).toEqual({ rule: { ...RULE, Threshold: 100 } });
  });
  test('that was there before the stranger rewrote it is never the stranger’s', () => {
    const touch = (attribution: Touch['attribution'], time: string): Touch => ({ eventId: time, time, region: REGION, event: 'cloudwatch:PutMetricAlarm', by: '', credential: '', sourceIp: '', attribution, failed: false });
    const created: Judgement = { verdict: 'malicious', origin: 'created', because: { say: 'Theirs.' }, techniques: [] };
    const origin = (stateSince: string, ...touches: Touch[]) => alarm.judge?.({ seen: { stateSince } } as never, { indicators: INDICATORS, touches, attributed: created, accountId: '111122223333' })?.origin;
    expect(origin('2026-11-20T03:00:01Z', touch('attacker', '2026-11-20T03:00:00Z'))).toBe('created');
    expect(origin('2025-01-01T00:00:00Z', touch('attacker', '2026-11-20T03:00:00Z'))).toBe('changed');
    expect(origin('2026-11-20T03:00:01Z', touch('owner', '2026-10-01T00:00:00Z'), touch('attacker', '2026-11-20T03:00:00Z'))).toBe('changed');
  });
});

test('a log group keeps its events as long as before; for good, where it never had a period', async () => {
  const made = ['logs', 'CreateLogGroup', { logGroupName: 'audit' }] as const;
  const shortened = calls(['logs', 'PutRetentionPolicy', { logGroupName: 'audit', retentionInDays: 1 }]);
  expect((await recalled(logGroup, calls(made, ['logs', 'PutRetentionPolicy', { logGroupName: 'audit', retentionInDays: 365 }]), shortened)).aim).toEqual({ retentionDays: 365 });
  expect((await recalled(logGroup, calls(made), shortened)).aim).toEqual({ retentionDays: null });
});
