// Log files are traced without holding them in memory, and the answer is the one that the whole log gives.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLogs } from '../../src/activity/logs/files.ts';
import { RecordView, parseRecord, type TrailEvent } from '../../src/activity/event.ts';
import { candidatesOf } from '../../src/activity/signs/candidates.ts';
import { traceLogs } from '../../src/activity/logs/trace-logs.ts';
import { trace, traceJson } from '../../src/activity/trace.ts';
import { openDrill } from '../../src/sim/drill/world.ts';
import { SHIPPED } from '../../src/sim/scenarios/shipped.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import { eventJson } from '../../src/sim/trail/record.ts';
import { FULL, sampled } from '../harness/sample.ts';
import type { Indicators } from '../../src/core/types.ts';
import { issued, KEY, OFFICE, record, RUNNER, session, STRANGER, user, type Raw } from './records.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'trace-logs-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });
const NOTHING: Indicators = { accessKeyIds: [], principals: [], sourceIps: [], since: '' };

/** Asserts that both ways give one answer, and returns it. */
async function same(paths: readonly string[], indicators: Partial<Indicators>): Promise<ReturnType<typeof traceJson>> {
  const given = { ...NOTHING, ...indicators };
  const events: TrailEvent[] = [];
  const sources = await readLogs(paths, (e) => events.push(e));
  const sieved = await traceLogs({ paths, indicators: given });
  const whole = traceJson(trace({ events, indicators: given }), sources);
  expect(traceJson(sieved.trace, sieved.sources)).toEqual(whole);
  return whole;
}
/** Files are read in the order of their names: `region/n.json.gz`. */
async function put(name: string, records: readonly Raw[]): Promise<void> {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), gzipSync(JSON.stringify({ Records: records })));
}

describe('a trace of log files', () => {
  it('finds what a session did in a Region whose files were read before the one that tells of the session', async () => {
    const hop = session('deploy', 'x', 'ASIAEXAMPLEHOP000001');
    await put('ap-northeast-1/1.json.gz', [record('2026-11-18T03:05:00Z', 'ec2:RunInstances', { awsRegion: 'ap-northeast-1', userIdentity: user('helper', 'AKIAEXAMPLEHELPER001') }), record('2026-11-18T03:06:00Z', 's3:ListBuckets', { userIdentity: user('bob', 'AKIAEXAMPLEBOB000001'), sourceIPAddress: OFFICE })]);
    await put('eu-west-1/1.json.gz', [record('2026-11-18T03:02:00Z', 'iam:CreateAccessKey', { userIdentity: hop, requestParameters: { userName: 'helper' }, responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLEHELPER001', userName: 'helper' } } })]);
    await put('us-east-1/1.json.gz', [record('2026-11-18T03:00:00Z', 'sts:AssumeRole', issued('ASIAEXAMPLEHOP000001', 'deploy', 'x'))]);
    const found = await same([folder], { accessKeyIds: [KEY] });
    expect(found['counts']).toMatchObject({ read: 4, attacker: 3 });
  });
  it('finds bursts, whoever is asked about', async () => {
    const names = ['iam:ListUsers', 'iam:ListRoles', 'iam:GetUser', 's3:ListBuckets', 'ec2:DescribeInstances', 'sts:GetCallerIdentity', 'iam:ListGroups'];
    await put('a/1.json.gz', names.map((name, i) => record(`2026-11-18T03:0${String(i)}:00Z`, name)));
    expect((await same([folder], { accessKeyIds: ['AKIAEXAMPLEOTHER0001'] }))['counts']).toMatchObject({ suspect: 7 });
  });
  it('knows the places where the user of a leaked key worked otherwise, and the issuer of its sessions', async () => {
    const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T09:00:00Z`;
    await put('a/1.json.gz', Array.from({ length: 12 }, (_, i) => record(day(i + 1), 's3:ListBuckets', { userIdentity: user('ci', 'AKIAEXAMPLECISECOND1'), sourceIPAddress: RUNNER })));
    await put('b/1.json.gz', [record('2026-11-18T03:00:00Z', 's3:ListBuckets', { sourceIPAddress: RUNNER }), record('2026-11-18T03:01:00Z', 'iam:ListUsers'), record('2026-11-18T03:02:00Z', 'sts:GetSessionToken', { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLECI000001' } } })]);
    await put('c/1.json.gz', [record('2026-11-18T03:03:00Z', 's3:ListBuckets', { userIdentity: user('ci', 'ASIAEXAMPLECI000001') })]);
    expect((await same([folder], { accessKeyIds: [KEY] }))['counts']).toMatchObject({ undecided: 1, attacker: 3 });
  });
  it('knows what a product provider did whom the stranger let in, in a Region that was read before; and whom else the same user let in', async () => {
    const byProvider = { ...user('ci', 'ASIAEXAMPLEDELEGATE0'), invokedByDelegate: { accountId: '444455556666' } };
    await put('ap-northeast-1/1.json.gz', [record('2026-11-18T03:05:00Z', 'ec2:RunInstances', { awsRegion: 'ap-northeast-1', userIdentity: byProvider, sourceIPAddress: '192.0.2.44' })]);
    await put('us-east-1/1.json.gz', [record('2026-11-18T03:00:00Z', 'iam:AcceptDelegationRequest', { requestParameters: { delegationRequestId: 'dr-1' } })]);
    expect((await same([folder], { accessKeyIds: [KEY] }))['counts']).toMatchObject({ attacker: 2 });
    await put('eu-west-1/1.json.gz', [record('2026-11-10T09:00:00Z', 'iam:AcceptDelegationRequest', { userIdentity: user('ci', 'AKIAEXAMPLECISECOND1'), sourceIPAddress: RUNNER, requestParameters: { delegationRequestId: 'dr-2' } })]);
    expect((await same([folder], { accessKeyIds: [KEY] }))['counts']).toMatchObject({ attacker: 1, undecided: 1 });
  });
  it('takes what somebody else deleted, and what was made anew by somebody else, for gone', async () => {
    const alice = { userIdentity: user('alice', 'AKIAEXAMPLEALICE0000'), sourceIPAddress: OFFICE };
    const mallory = { requestParameters: { userName: 'mallory' } };
    await put('a/1.json.gz', [record('2026-11-18T04:00:00Z', 'iam:DeleteUser', { ...alice, ...mallory }), record('2026-11-18T04:10:00Z', 'iam:DeleteUser', { ...alice, requestParameters: { userName: 'bob' } }), record('2026-11-18T05:00:00Z', 'iam:CreateUser', { ...alice, ...mallory })]);
    await put('b/1.json.gz', [record('2026-11-18T03:00:00Z', 'iam:CreateUser', mallory), record('2026-11-18T06:00:00Z', 's3:ListBuckets', { userIdentity: user('mallory', 'AKIAEXAMPLEMALLORY01'), sourceIPAddress: OFFICE })]);
    expect((await same([folder], { accessKeyIds: [KEY] }))['footholds']).toEqual([]);
  });
  it('counts what comes twice, what is torn and what is no record as ever', async () => {
    const one = record('2026-11-18T03:00:00Z', 'iam:ListUsers');
    await put('a/1.json.gz', [one, one, { nothing: true }, { ...one, eventID: undefined }, { eventVersion: '1', detail: one }, { CloudTrailEvent: JSON.stringify(record('2026-11-18T03:01:00Z', 'iam:ListRoles')) }]);
    await writeFile(join(folder, 'a', '2.jsonl'), `${JSON.stringify({ ...one, userIdentity: JSON.stringify(one['userIdentity']) })}\n{"torn`);
    await same([folder], { accessKeyIds: [KEY], sourceIps: [STRANGER] });
  });
  it('says how far it is, and stops between two files', async () => {
    for (const name of ['1', '2', '3']) await put(`a/${name}.json.gz`, [record('2026-11-18T03:00:00Z', 'iam:ListUsers')]);
    const stop = new AbortController();
    const seen: unknown[] = [];
    await expect(traceLogs({ paths: [folder], indicators: NOTHING, signal: stop.signal, onFile: (progress) => { seen.push(progress); if (progress.files === 2) stop.abort(new Error('stopped')); } })).rejects.toThrow('stopped');
    expect(seen).toEqual([{ files: 1, events: 1, again: false }, { files: 2, events: 2, again: false }]);
  });
});

describe('what a log is held against', () => {
  it.each([['kms', 'Decrypt'], ['s3', 'GetBucketAcl'], ['logs', 'CreateLogStream'], ['sts', 'AssumeRole']])('is not asked of %s:%s, which no sign speaks of', (service, name) => {
    expect(candidatesOf({ source: `${service}.amazonaws.com`, name, operation: `${service}:${name}`, errorCode: undefined }).signs).toEqual([]);
  });
});

describe('a record read piece by piece', () => {
  const odd: readonly Raw[] = [
    record('2026-11-18T03:00:00Z', 'lambda:UpdateFunctionCode20150331v2', { errorCode: 'AccessDenied', errorMessage: 'no', sharedEventID: 's', additionalEventData: '{"MFAUsed":"No"}', resources: [{ ARN: 'arn:aws:s3:::a', accountId: '444455556666' }] }),
    record('2026-11-18 03:00:00.000', 's3:GetObject', { readOnly: 'true', errorCode: 403, sourceIPAddress: null, userAgent: ['a', 'b'], userIdentity: null, eventName: ' GetObject ', recipientAccountId: undefined }),
  ];
  it.each(odd)('says what the whole event says', (raw) => {
    const parsed = parseRecord(raw);
    const view = new RecordView(raw as never);
    if ('why' in parsed) throw new Error(parsed.why.say);
    for (const [name, value] of Object.entries(parsed.event)) expect([name, view[name as keyof TrailEvent]]).toEqual([name, value]);
  });
});

/** Two of the scenarios by day, all of them in the whole run. */
const scenarios = FULL ? Object.keys(SHIPPED) : ['crypto-miners', 'root-stolen'];
describe.each(scenarios)('the history of %s', (id) => {
  it('as files is traced as the whole is', async () => {
    const drill = await openDrill({ source: await shippedScenario(id), clock: (start) => new SteppedClock(start) });
    const records = drill.world.history.records();
    const regions = new Set(records.map((one) => one.region));
    const of = (region: string): Raw[] => records.flatMap((one) => (one.region === region ? [eventJson(one) as Raw] : []));
    for (const region of regions) for (const some of [of(region)]) for (let i = 0; i < some.length; i += 40) await put(`${region}/${String(i).padStart(6, '0')}.json.gz`, some.slice(i, i + 40));
    const strange = records.filter((one) => one.sourceIp.startsWith('203.0.113.'));
    for (const key of [...new Set(strange.flatMap((one) => one.caller?.accessKeyId || []))].slice(0, FULL ? undefined : 3)) await same([folder], { accessKeyIds: [key] });
    await same([folder], { sourceIps: [strange[0]?.sourceIp ?? STRANGER] });
    await same([folder], { principals: ['alice', 'root'] });
    await same([folder], {});
    await drill.close();
  });
});

const corpora = fileURLToPath(new URL('../../../shared/corpora/cloudtrail/', import.meta.url));
describe.skipIf(!existsSync(`${corpora}manifest.json`))('public logs', () => {
  const { entries } = JSON.parse(existsSync(`${corpora}manifest.json`) ? readFileSync(`${corpora}manifest.json`, 'utf8') : '{"entries":[]}') as { entries: readonly { id: string; path: string; label: { class: string; attackerIP?: string }; traceTruth?: { seedKeys: readonly string[]; seedPrincipal?: string } }[] };
  it.each(sampled(entries.filter((e) => e.label.class !== 'rule-test'), 8, 'trace-logs'))('$id are traced as the whole is', async ({ path, label, traceTruth }) => {
    const paths = [corpora + path];
    await same(paths, { accessKeyIds: traceTruth?.seedKeys ?? [], principals: traceTruth?.seedPrincipal === undefined ? [] : [traceTruth.seedPrincipal], sourceIps: label.attackerIP === undefined ? [] : [label.attackerIP] });
    await same(paths, label.attackerIP === undefined ? {} : { sourceIps: [label.attackerIP] });
  });
});
