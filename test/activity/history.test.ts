import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { estimateHistory, FIRST_PIVOTS, HISTORY_READS, readHistory, type HistoryProgress } from '../../src/activity/history/history.ts';
import { pursue } from '../../src/activity/lineage/pursue.ts';
import type { ReadAws } from '../../src/aws/session.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import { failed } from '../../src/core/errors.ts';
import { say } from '../../src/core/text.ts';
import { issued, KEY, record, session, user, type Raw } from './records.ts';

interface Asked extends LookupEventsCommandInput { readonly region: string; readonly at: number }
/** An event history: per region, newest first, one attribute, two of a page; it throttles whoever asks sooner than twice a second. */
class FakeHistory {
  readonly asked: Asked[] = [];
  readonly #last = new Map<string, number[]>();
  constructor(private readonly clock: SteppedClock, private readonly regions: Readonly<Record<string, readonly Raw[]>>, private readonly fail: (asked: Asked, nth: number) => string | Error | undefined = () => undefined) {}
  awsFor = (region: string): ReadAws => ({ accountId: '111122223333', partition: 'aws', region, client: () => Promise.resolve({ send: (command: { input: LookupEventsCommandInput }) => this.#answer(region, command.input) } as never) });
  #answer(region: string, input: LookupEventsCommandInput): Promise<object> {
    const at = this.clock.now().getTime();
    const asked = { ...input, region, at };
    this.asked.push(asked);
    const recent = (this.#last.get(region) ?? []).filter((t) => t > at - 1000);
    this.#last.set(region, [...recent, at]);
    const why = recent.length >= 2 ? 'ThrottlingException' : this.fail(asked, this.asked.length);
    if (typeof why === 'object') return Promise.reject(why);
    if (why !== undefined) return Promise.reject(Object.assign(new Error('no'), { name: why, $metadata: { httpStatusCode: 400 } }));
    const [attribute] = input.LookupAttributes ?? [];
    const found = (this.regions[region] ?? []).filter((r) => attribute === undefined || valueOf(r, attribute.AttributeKey ?? '') === attribute.AttributeValue);
    const from = Number(input.NextToken ?? 0);
    return Promise.resolve({ Events: found.slice(from, from + 2).map((r) => ({ EventId: r['eventID'], CloudTrailEvent: JSON.stringify(r) })), ...(from + 2 < found.length ? { NextToken: String(from + 2) } : {}) });
  }
}
function valueOf(raw: Raw, key: string): string {
  const who = raw['userIdentity'] as { accessKeyId?: string; userName?: string };
  return { AccessKeyId: who.accessKeyId ?? '', Username: who.userName ?? '', ReadOnly: String(raw['readOnly']), EventName: String(raw['eventName']) }[key] ?? '';
}
const START = '2026-11-20T09:00:00Z';
const options = (clock: SteppedClock, fake: FakeHistory, regions: readonly string[]) => ({ clock, regions, awsFor: fake.awsFor, since: '2026-11-01T00:00:00Z', until: START });
const many = (n: number): Raw[] => Array.from({ length: n }, (_, i) => record(`2026-11-18T03:${String(59 - i).padStart(2, '0')}:00Z`, 'iam:CreateUser'));

describe('the event history', () => {
  it('is one declared read', () => { expect(HISTORY_READS).toEqual(['cloudtrail:LookupEvents']); });

  it('is read to the last page, in all regions side by side, at two requests a second in each', async () => {
    const clock = new SteppedClock(START);
    const fake = new FakeHistory(clock, { 'us-east-1': many(9), 'eu-west-1': many(5) });
    const { events, cells, pages } = await readHistory({ ...options(clock, fake, ['us-east-1', 'eu-west-1']), pivots: [{ by: 'ReadOnly', value: 'false' }] });
    expect([events.length, pages]).toEqual([14, 8]);
    expect(cells.map((c) => [c.region, c.state, c.gap])).toEqual([['us-east-1', 'done', false], ['eu-west-1', 'done', false]]);
    expect(clock.now().getTime() - Date.parse(START)).toBe(2000);
    expect(events.map((e) => e.time)).toEqual(events.map((e) => e.time).sort());
  });
  it('keeps the order in which AWS tells the events of one second', async () => {
    const clock = new SteppedClock(START);
    const told = ['iam:DeleteUser', 'iam:UpdateUser', 'iam:CreateUser'].map((what) => record('2026-11-18T03:00:00Z', what));
    const { events } = await readHistory({ ...options(clock, new FakeHistory(clock, { 'us-east-1': told }), ['us-east-1']), pivots: [{ by: 'ReadOnly', value: 'false' }] });
    expect(events.map((e) => e.operation)).toEqual(['iam:CreateUser', 'iam:UpdateUser', 'iam:DeleteUser']);
  });
  it('asks every page of a lookup for the same frozen time range, with one attribute at most', async () => {
    const clock = new SteppedClock(START);
    const fake = new FakeHistory(clock, { 'us-east-1': many(5) });
    await readHistory({ ...options(clock, fake, ['us-east-1']), pivots: [...FIRST_PIVOTS, { by: 'AccessKeyId', value: KEY }] });
    expect(new Set(fake.asked.map((a) => `${String(a.StartTime?.toISOString())} ${String(a.EndTime?.toISOString())} ${String(a.MaxResults)}`))).toEqual(new Set(['2026-11-01T00:00:00.000Z 2026-11-20T09:00:00.000Z 50']));
    expect(fake.asked.every((a) => (a.LookupAttributes ?? []).length === 1)).toBe(true);
  });
  it('tells how far it is', async () => {
    const clock = new SteppedClock(START);
    const seen: HistoryProgress[] = [];
    await readHistory({ ...options(clock, new FakeHistory(clock, { 'us-east-1': many(3) }), ['us-east-1']), pivots: [{ by: 'all' }], onProgress: (p) => seen.push(p) });
    expect(seen).toEqual([
      { region: 'us-east-1', pages: 1, events: 2, oldest: '2026-11-18T03:58:00Z', done: false },
      { region: 'us-east-1', pages: 2, events: 3, oldest: '2026-11-18T03:57:00Z', done: false },
      { region: 'us-east-1', pages: 2, events: 3, oldest: '2026-11-18T03:57:00Z', done: true },
    ]);
  });
  it('reckons the rest from what was read, once there is enough of it', async () => {
    const clock = new SteppedClock(START);
    const left: (number | undefined)[] = [];
    // A change each minute, two to a page, for the whole window.
    await readHistory({ ...options(clock, new FakeHistory(clock, { 'us-east-1': many(40) }), ['us-east-1']), since: '2026-11-18T03:20:00Z', until: '2026-11-18T04:00:00Z', pivots: [{ by: 'all' }], onProgress: (p) => left.push(p.left) });
    expect(left.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => undefined));
    expect(left[9]).toBeGreaterThan(4_000);
    expect(left[9]).toBeLessThan(6_000);
  });
  it('looks what is too long up by the names of the calls that matter, and says so', async () => {
    const clock = new SteppedClock(START);
    const old = record('2026-11-18T01:00:00Z', 'iam:CreateUser'), dull = record('2026-11-18T01:01:00Z', 'logs:CreateLogStream');
    const busy = many(20).map((one): Raw => ({ ...one, eventName: 'CreateLogStream' }));
    const fake = new FakeHistory(clock, { 'us-east-1': [...busy, dull, old] });
    const { events, cells } = await readHistory({ ...options(clock, fake, ['us-east-1']), pivots: [{ by: 'ReadOnly', value: 'false' }], longest: 3 });
    expect(events.map((e) => e.id)).toContain(old['eventID']);
    expect(events.map((e) => e.id)).not.toContain(dull['eventID']);
    expect(cells).toMatchObject([{ state: 'skipped', gap: true }]);
  });
  it('waits out throttling, and loses nothing by it', async () => {
    const clock = new SteppedClock(START);
    const fake = new FakeHistory(clock, { 'us-east-1': many(5) }, (_, nth) => (nth === 2 || nth === 3 ? 'ThrottlingException' : undefined));
    const { events, cells } = await readHistory({ ...options(clock, fake, ['us-east-1']), pivots: [{ by: 'all' }] });
    expect([events.length, cells[0]?.state]).toEqual([5, 'done']);
  });
  it.each([
    ['ThrottlingException', 'throttled', true], ['AccessDeniedException', 'denied', true], ['ExpiredTokenException', 'caller-lost', true], ['InternalFailure', 'failed', true], ['UnrecognizedClientException', 'region-disabled', false],
  ] as const)('shows a region that answers %s as %s, and keeps the others', async (code, state, gap) => {
    const clock = new SteppedClock(START);
    const fake = new FakeHistory(clock, { 'us-east-1': many(3) }, (asked) => (asked.region === 'ap-east-1' ? code : undefined));
    const { events, cells } = await readHistory({ ...options(clock, fake, ['us-east-1', 'ap-east-1']), pivots: [{ by: 'all' }] });
    expect(events).toHaveLength(3);
    expect(cells.map((c) => [c.region, c.state, c.gap])).toEqual([['us-east-1', 'done', false], ['ap-east-1', state, gap]]);
  });
  it('calls a disabled region a gap where the history shows that it was switched off', async () => {
    const clock = new SteppedClock(START);
    const off = record('2026-11-18T03:00:00Z', 'account:DisableRegion', { requestParameters: { RegionName: 'ap-east-1' } });
    const fake = new FakeHistory(clock, { 'us-east-1': [off] }, (asked) => (asked.region === 'ap-east-1' ? 'UnrecognizedClientException' : undefined));
    const { cells } = await readHistory({ ...options(clock, fake, ['us-east-1', 'ap-east-1']), pivots: [{ by: 'all' }] });
    expect(cells[1]).toMatchObject({ state: 'region-disabled', gap: true });
  });
  it('calls it a lost caller where no region knows the key', async () => {
    const clock = new SteppedClock(START);
    const { cells } = await readHistory({ ...options(clock, new FakeHistory(clock, {}, () => 'UnrecognizedClientException'), ['us-east-1']), pivots: [{ by: 'all' }] });
    expect(cells[0]).toMatchObject({ state: 'caller-lost', gap: true });
  });
  it('hands on an error that pauses the run', async () => {
    const clock = new SteppedClock(START);
    const paused = failed(say('Your AWS credentials have expired.'));
    await expect(readHistory({ ...options(clock, new FakeHistory(clock, {}, () => paused), ['us-east-1']), pivots: [{ by: 'all' }] })).rejects.toBe(paused);
  });
  it('estimates its length from the slowest region', () => {
    expect(estimateHistory([{ lookups: 2, events: 100 }, { lookups: 2, events: 10_000 }])).toBe(101_000);
    expect(estimateHistory([])).toBe(0);
  });
});

describe('following the lineage through the history', () => {
  it('goes on until nothing new is found', async () => {
    const clock = new SteppedClock(START);
    const S1 = 'ASIAIOSFODNN7EXAMPLE', K2 = 'AKIAI44QH8DHBEXAMPLE';
    const assumed = record('2026-11-18T03:00:00Z', 'sts:AssumeRole', issued(S1, 'a', 'x'));
    const made = record('2026-11-18T03:10:00Z', 'iam:CreateAccessKey', { userIdentity: session('a', 'x', S1), requestParameters: { userName: 'bob' }, responseElements: { accessKey: { accessKeyId: K2 } } });
    const used = record('2026-11-18T03:20:00Z', 'ec2:DescribeInstances', { userIdentity: user('bob', K2), awsRegion: 'eu-north-1' });
    const fake = new FakeHistory(clock, { 'us-east-1': [made, assumed], 'eu-north-1': [used] });
    const result = await pursue({ ...options(clock, fake, ['us-east-1', 'eu-north-1']), from: '2026-11-01T00:00:00Z', depth: 'triage', indicators: { accessKeyIds: [KEY], principals: [], sourceIps: [], since: '' } });
    expect(result.trace.events.map((e) => [e.event.name, e.attribution])).toEqual([['AssumeRole', 'attacker'], ['CreateAccessKey', 'attacker'], ['DescribeInstances', 'attacker']]);
    expect(result.complete).toBe(true);
    expect(result.trace.lineage.credentials.map((c) => c.id)).toEqual([KEY, S1, K2]);
  });
});
