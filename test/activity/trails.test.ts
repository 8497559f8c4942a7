// Which trails record, and since when the record has holes.
import { describe, expect, test } from 'vitest';
import { trailHealth, type SelectorFacts, type TrailFacts } from '../../src/activity/record/trails.ts';
import { event, type Raw } from './records.ts';

const arn = (name: string): string => `arn:aws:cloudtrail:us-east-1:111122223333:trail/${name}`;
const trail = (name = 'main', settings: Partial<TrailFacts['settings']> = {}, more: Partial<TrailFacts> = {}): TrailFacts => ({
  arn: arn(name), name, region: 'us-east-1', logging: true, own: true, seen: { startedAt: '2025-01-01T00:00:00Z', stoppedAt: null },
  settings: { S3BucketName: 'logs-example', KmsKeyId: '', CloudWatchLogsLogGroupArn: '', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true, ...settings }, ...more,
});
const all = (name = 'main'): SelectorFacts => ({ trailArn: arn(name), selectors: { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }] } });
const done = (time: string, what: string, request: Raw) => event(time, `cloudtrail:${what}`, { requestParameters: request });
const [AT, LATER] = ['2026-11-18T03:00:00Z', '2026-11-18T05:00:00Z'];

describe('what a trail records', () => {
  test('a multi-Region trail of everything is sound', () => {
    const health = trailHealth([trail()], [all()], []);
    expect(health).toMatchObject({ trails: [{ sound: true, records: 'all', flaws: [] }], holes: [], summary: { say: 'Trail {{trail}} records all management events in every Region.' } });
    expect(health.incompleteSince).toBeUndefined();
  });
  test('without a trail there is the event history', () => {
    expect(trailHealth([], [], []).summary.say).toMatch(/^No trail records this account\./);
  });
  test.each([
    ['reads', { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] }],
    ['writes', { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }],
    ['none', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] }],
    ['part', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }],
    ['all', { AdvancedEventSelectors: [{ Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] }],
    ['part', { AdvancedEventSelectors: [{ Name: 'writes', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', Equals: ['false'] }] }] }],
    ['none', { AdvancedEventSelectors: [{ Name: 'data', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] }],
  ])('%s', (records, selectors) => {
    expect(trailHealth([trail()], [{ trailArn: arn('main'), selectors }], []).trails[0]?.records).toBe(records);
  });
  test('of an organization’s trail a member says only that it is there', () => {
    expect(trailHealth([trail('org', {}, { own: false, arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org' })], [], []).trails[0]).toMatchObject({ records: 'unknown', sound: false });
  });
});

describe('holes', () => {
  test('from stop to start, also where the trail is named by its ARN', () => {
    const { holes, incompleteSince } = trailHealth([trail()], [all()], [done(LATER, 'StartLogging', { name: arn('main') }), done(AT, 'StopLogging', { name: 'main' })]);
    expect(holes).toMatchObject([{ name: 'main', lost: 'everything', from: AT, to: LATER }]);
    expect(incompleteSince).toBe(AT);
  });
  test('an event data store of CloudTrail Lake is a record as a trail is: stopped and started, deleted and given back', () => {
    const lake = 'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/11111111-2222-3333-4444-555555555555';
    const store = trail('lake (CloudTrail Lake)', {}, { arn: lake });
    const selectors: SelectorFacts = { trailArn: lake, selectors: { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] } };
    expect(trailHealth([store], [selectors], []).trails).toMatchObject([{ sound: true, flaws: [] }]);
    const stopped = trailHealth([store], [selectors], [done(AT, 'StopEventDataStoreIngestion', { eventDataStore: lake }), done(LATER, 'StartEventDataStoreIngestion', { eventDataStore: lake.split('/')[1] ?? '' })]);
    expect(stopped).toMatchObject({ holes: [{ trail: lake, lost: 'everything', from: AT, to: LATER }], incompleteSince: AT });
    const deleted = trailHealth([], [], [done(AT, 'DeleteEventDataStore', { eventDataStore: lake })]);
    expect(deleted.holes).toMatchObject([{ trail: lake, lost: 'everything', from: AT }]);
  });
  test('a trail of the same name in another Region is another trail, and what was refused tore nothing', () => {
    const elsewhere = event(AT, 'cloudtrail:StopLogging', { awsRegion: 'eu-west-1', requestParameters: { name: 'main' } });
    const refused = event(AT, 'cloudtrail:StopLogging', { errorCode: 'AccessDenied', requestParameters: { name: 'main' } });
    expect(trailHealth([trail()], [all()], [elsewhere, refused]).holes).toEqual([]);
  });
  test('a deleted trail is known by its deletion, and still missing', () => {
    const [hole] = trailHealth([], [], [done(AT, 'DeleteTrail', { name: 'main' })]).holes;
    expect([hole?.trail, hole?.lost, hole?.from, hole?.to]).toEqual([arn('main'), 'everything', AT, undefined]);
  });
  test('a trail that nobody may list is known by having been stopped, once', () => {
    const { holes } = trailHealth([], [], [done(AT, 'StopLogging', { name: 'main' }), done(LATER, 'DeleteTrail', { name: arn('main') })]);
    expect(holes.map((h) => [h.name, h.lost, h.from, h.because.say])).toEqual([['main', 'everything', AT, 'Its logging was stopped.'], ['main', 'everything', LATER, 'It was deleted.']]);
  });
  test('another sound trail covers them', () => {
    const { holes, incompleteSince } = trailHealth([trail(), trail('second')], [all(), all('second')], [done(AT, 'StopLogging', { name: 'main' })]);
    expect([holes[0]?.covered, incompleteSince]).toEqual(['second', undefined]);
  });
  test('not one that was started only afterwards', () => {
    const late = trail('second', {}, { seen: { startedAt: LATER, stoppedAt: null } });
    expect(trailHealth([trail(), late], [all(), all('second')], [done(AT, 'StopLogging', { name: 'main' })]).incompleteSince).toBe(AT);
  });
  test('Regions, global services, proof and events that were left out', () => {
    const lost = (what: string, request: Raw): string | undefined => trailHealth([trail()], [all()], [done(AT, what, request)]).holes[0]?.lost;
    expect(lost('UpdateTrail', { name: 'main', isMultiRegionTrail: false })).toBe('other-regions');
    expect(lost('UpdateTrail', { name: 'main', includeGlobalServiceEvents: false })).toBe('global-services');
    expect(lost('UpdateTrail', { name: 'main', enableLogFileValidation: false })).toBe('proof');
    expect(lost('PutEventSelectors', { trailName: 'main', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: false }] })).toBe('selected-events');
    expect(lost('UpdateTrail', { name: 'main', s3BucketName: 'elsewhere-example' })).toBe('copies');
    expect(lost('UpdateTrail', { name: 'main', s3BucketName: 'logs-example', isMultiRegionTrail: true })).toBeUndefined();
  });
  test('files that went to another bucket, until the first bucket came back', () => {
    const to = (time: string, s3BucketName: string) => done(time, 'UpdateTrail', { name: 'main', s3BucketName, isMultiRegionTrail: true });
    const { holes } = trailHealth([trail()], [all()], [to('2026-10-01T00:00:00Z', 'logs-example'), to(AT, 'elsewhere-example'), to(LATER, 'logs-example')]);
    expect(holes.map((h) => [h.lost, h.from, h.to])).toEqual([['copies', AT, LATER]]);
  });
  test('what stands still is a hole, also where no event tells of it', () => {
    expect(trailHealth([trail('main', {}, { logging: false, seen: { startedAt: '2025-01-01T00:00:00Z', stoppedAt: AT } })], [all()], []).holes).toMatchObject([{ lost: 'everything', from: AT }]);
  });
  test('a bucket’s lifecycle counts where it was a stranger’s hand, not the owner’s', () => {
    const changed = event(AT, 's3:PutBucketLifecycle', { requestParameters: { bucketName: 'logs-example' } });
    expect(trailHealth([trail()], [all()], [changed]).holes).toEqual([]);
    expect(trailHealth([trail()], [all()], [changed], new Map([[changed.id, 'attacker']])).holes).toMatchObject([{ lost: 'copies', from: AT }]);
  });
});
