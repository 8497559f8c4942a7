// What the operator is told of log files that were given: with AWS's keys, with keys from a file, without any, and with rubbish.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keysFrom, proveLogs, type AskKeys } from '../../src/activity/logs/log-proof.ts';
import type { ReadAws } from '../../src/aws/session.ts';
import { traceCommand, type TraceOptions } from '../../src/commands/trace.ts';
import type { LogProof } from '../../src/core/record.ts';
import { render } from '../../src/core/text.ts';
import { cloudTrailState } from '../../src/sim/services/cloudtrail/trail-state.ts';
import { openAccount } from '../sim/world/account.ts';
import { record } from './records.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DER = publicKey.export({ type: 'pkcs1', format: 'der' });
const FINGERPRINT = '00112233445566778899aabbccddeeff';
const AWS_KEYS: AskKeys = () => Promise.resolve([{ fingerprint: FINGERPRINT, value: DER.toString('base64') }]);
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hour = (n: number): string => `2026-11-18T0${String(n)}:00:00Z`;
const at = (n: number): string => `20261118T0${String(n)}00`;
const logName = (n: number): string => `111122223333_CloudTrail_us-east-1_${at(n)}Z_example${String(n)}.json.gz`;
const digestName = (n: number): string => `111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_${at(n)}00Z.json.gz`;
const place = (kind: string, name: string): string => `AWSLogs/111122223333/${kind}/us-east-1/2026/11/18/${name}`;

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'log-proof-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });
const put = (path: string, content: string | Buffer): void => { mkdirSync(join(folder, path, '..'), { recursive: true }); writeFileSync(join(folder, path), content); };

/** What `aws s3 sync` brings of a trail: three hours, a log file each, every digest signed and chained. */
function copy(key = privateKey): readonly string[] {
  const logs: string[] = [];
  let before: { readonly key: string; readonly hash: string; readonly signature: string } | undefined;
  for (const n of [1, 2, 3]) {
    const log = JSON.stringify({ Records: [record(hour(n), 'iam:ListUsers')] });
    const object = place('CloudTrail-Digest', digestName(n));
    const text = JSON.stringify({
      awsAccountId: '111122223333', digestStartTime: hour(n - 1), digestEndTime: hour(n), digestS3Bucket: 'logs-example', digestS3Object: object, digestPublicKeyFingerprint: FINGERPRINT,
      previousDigestS3Object: before?.key ?? null, previousDigestHashValue: before?.hash ?? null, previousDigestSignature: before?.signature ?? null,
      logFiles: [{ s3Bucket: 'logs-example', s3Object: place('CloudTrail', logName(n)), hashValue: sha256(log), hashAlgorithm: 'SHA-256' }],
    });
    const signature = sign('RSA-SHA256', Buffer.from([hour(n), `logs-example/${object}`, sha256(text), before?.signature ?? 'null'].join('\n')), key).toString('hex');
    put(place('CloudTrail', logName(n)), gzipSync(log));
    logs.push(log);
    put(object, gzipSync(text));
    before = { key: object, hash: sha256(text), signature };
  }
  return logs;
}
const prove = async (ask: AskKeys | undefined = AWS_KEYS): Promise<LogProof> => (await proveLogs([folder], ask))[0] as LogProof;
const saidOf = (proof: LogProof): string => proof.said.map((one) => render(one)).join('\n');

describe('a copy of the bucket', () => {
  test('is proven by AWS’s keys, but for the newest digest, whose signature is in S3 only', async () => {
    copy();
    const proof = await prove();
    expect(proof).toMatchObject({ digests: 3, proven: 2, unproven: 1, forged: 0, files: { whole: 3, changed: 0, missing: 0, unnamed: 0 }, sound: true });
    expect(saidOf(proof)).toContain('of 3 digest files 2 are proven to be from AWS; 3 log files are as their digest files say.');
    expect(saidOf(proof)).toContain('only S3 has its signature (1)');
  });
  test('tells what was changed, what is missing, and what no digest names', async () => {
    copy();
    put(place('CloudTrail', logName(1)), gzipSync('{"Records":[]}'));
    rmSync(join(folder, place('CloudTrail', logName(2))));
    put('more/smuggled.json', JSON.stringify({ Records: [record(hour(2), 'iam:CreateUser')] }));
    const proof = await prove();
    expect(proof).toMatchObject({ files: { whole: 1, changed: 1, missing: 1, unnamed: 1 }, sound: false });
    expect(saidOf(proof)).toContain(`Log files that are not as AWS wrote them: 1 (${logName(1)})`);
    expect(saidOf(proof)).toContain(`Log files that a digest file names and that are missing: 1 (${logName(2)})`);
  });
  test('tells a digest that was taken away, and one that a stranger signed', async () => {
    copy();
    rmSync(join(folder, place('CloudTrail-Digest', digestName(2))));
    expect(saidOf(await prove())).toContain('us-east-1, 2026-11-18T01:00:00Z to 2026-11-18T02:00:00Z: A digest file between them is missing.');
    copy(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    expect(await prove()).toMatchObject({ proven: 0, forged: 2, sound: false });
  });
  test('downloads that a browser has unpacked under the old name are whole', async () => {
    const [first = ''] = copy();
    put(place('CloudTrail', logName(1)), first);
    expect((await prove()).files).toMatchObject({ whole: 3, changed: 0 });
  });
});

describe('keys', () => {
  const keyFile = (): string => { put('../keys-of-trail.json', JSON.stringify({ PublicKeyList: [{ Fingerprint: FINGERPRINT, Value: DER.toString('base64') }] })); return join(folder, '../keys-of-trail.json'); };
  afterEach(() => { rmSync(join(folder, '../keys-of-trail.json'), { force: true }); });

  test('come from a file that the operator names, where there are no credentials', async () => {
    copy();
    const [proof, ...more] = await proveLogs([folder, keyFile()], undefined);
    expect(more).toEqual([]);
    expect(proof).toMatchObject({ proven: 2, forged: 0 });
    expect(saidOf(proof as LogProof)).toContain('The signatures were checked with the keys that you gave.');
  });
  test('that lie among the logs prove nothing: whoever wrote the logs may have put them there', async () => {
    copy();
    put('keys.json', JSON.stringify({ PublicKeyList: [{ Fingerprint: FINGERPRINT, Value: DER.toString('base64') }] }));
    expect(await proveLogs([folder], undefined)).toMatchObject([{ proven: 0, unproven: 3 }]);
  });
  test('without any, the files are compared with their digests, and that is said to be all', async () => {
    copy();
    const proof = (await proveLogs([folder], undefined))[0] as LogProof;
    expect(proof).toMatchObject({ proven: 0, unproven: 3, forged: 0, files: { whole: 3 }, sound: true });
    expect(saidOf(proof)).toContain('could not be checked (without credentials)');
    const denied = await prove(() => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })));
    expect(saidOf(denied)).toContain('could not be checked (AccessDeniedException: no)');
  });
  test('are asked of CloudTrail in the digest’s Region, and of no Region that only a digest names', async () => {
    const { cloudtrail, world } = await openAccount();
    cloudTrailState(world).keys.push({ region: 'us-east-1', fingerprint: FINGERPRINT, value: DER, from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') });
    const asked: string[] = [];
    const ask = keysFrom((region) => { asked.push(region); return { client: () => Promise.resolve(cloudtrail(undefined, region)) } as unknown as ReadAws; }, ['us-east-1', 'eu-west-1']);
    expect(await ask('us-east-1', hour(1), hour(3))).toEqual([{ fingerprint: FINGERPRINT, value: DER.toString('base64') }]);
    expect(await ask('eu-west-1', hour(1), hour(3))).toEqual([]);
    expect(await ask('evil-1', hour(1), hour(3))).toEqual([]);
    expect(asked).toEqual(['us-east-1', 'eu-west-1']);
  });
});

describe('rubbish', () => {
  test('without digests nothing is proven, and it is said', async () => {
    put('1.json', JSON.stringify({ Records: [record(hour(1), 'iam:ListUsers')] }));
    const proof = await prove();
    expect(proof).toMatchObject({ digests: 0, sound: true });
    expect(saidOf(proof)).toContain('has no digest files: nothing can show whether its log files were changed or left out.');
  });
  test('no bytes that anybody can write make it fail', async () => {
    copy();
    const bad = place('CloudTrail-Digest', digestName(3));
    for (const bytes of ['', '{', '[]', 'null', '\u0000\u001f', '{"digestStartTime":1,"digestEndTime":[]}', '{"digestStartTime":"x","digestEndTime":"y","logFiles":7}']) {
      put(bad, Buffer.from(bytes));
      expect(await prove(), bytes).toMatchObject({ digests: 3, forged: 1, sound: false });
    }
    put(bad, Buffer.concat([gzipSync('{"digest'), Buffer.from('torn')]));
    put(place('CloudTrail', logName(1)), gzipSync('x'.repeat(2_000)).subarray(0, 25));
    expect(await prove()).toMatchObject({ forged: 1, files: { changed: 1 } });
  });
});

describe('in the commands', () => {
  const none: TraceOptions = { logs: [], keys: [], users: [], ips: [], since: '', json: false };
  const run = async (options: Partial<TraceOptions>): Promise<{ code: number; out: string }> => {
    const out: string[] = [];
    return { code: await traceCommand({ ...none, logs: [folder], ...options }, { write: (text) => { out.push(text); } }, undefined, AWS_KEYS), out: out.join('') };
  };
  test('trace says it, holds it in its document, and counts a broken proof as a gap', async () => {
    copy();
    expect(await run({})).toMatchObject({ code: 0, out: expect.stringContaining('are proven to be from AWS') as string });
    rmSync(join(folder, place('CloudTrail', logName(2))));
    const { code, out } = await run({ json: true });
    expect(code).toBe(5);
    expect((JSON.parse(out) as { sources: unknown }).sources).toMatchObject([{ files: 2, integrity: { proven: 2, files: { missing: 1 }, sound: false } }]);
  });
});
