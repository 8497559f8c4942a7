// Digest files made here with a key made here: the chain, the signatures, the hashes, and what breaks them.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { logFolder } from '../../src/activity/logs/digest-files.ts';
import { checkIntegrity, type DigestFile, type KeysOf, type OpenLog, type PublicKey } from '../../src/activity/logs/log-integrity.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY: PublicKey = { fingerprint: '00112233445566778899aabbccddeeff', value: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64') };
const BUCKET = 'logs-example';
const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const logKey = (hour: number): string => `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/18/log-${String(hour)}.json.gz`;
const time = (hour: number): string => `2026-11-18T0${String(hour)}:00:00Z`;
const digestKey = (hour: number): string => `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/18/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20261118T0${String(hour)}0000Z.json.gz`;

const scratch = (): Disposable & { readonly dir: string } => {
  const dir = mkdtempSync(join(tmpdir(), 'log-integrity-'));
  return { dir, [Symbol.dispose]: () => { rmSync(dir, { recursive: true }); } };
};

interface Made { readonly file: DigestFile; readonly text: string; readonly signature: string; readonly hash: string; readonly key: string }
const fileOf = (path: string, text: string, signature?: string): DigestFile => ({ path, signature, read: () => Promise.resolve(Buffer.from(text)) });
const given = (keys: readonly PublicKey[] = [KEY]): KeysOf => () => Promise.resolve(keys);
/** The digest of one hour with one log file, after the one before it. */
function digest(hour: number, before: Made | undefined, key: KeyObject = privateKey): Made {
  const text = JSON.stringify({
    awsAccountId: '111122223333', digestStartTime: time(hour - 1), digestEndTime: time(hour), digestS3Bucket: BUCKET, digestS3Object: digestKey(hour), digestPublicKeyFingerprint: KEY.fingerprint, digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestS3Bucket: before ? BUCKET : null, previousDigestS3Object: before?.key ?? null, previousDigestHashValue: before?.hash ?? null, previousDigestHashAlgorithm: before ? 'SHA-256' : null, previousDigestSignature: before?.signature ?? null,
    logFiles: [{ s3Bucket: BUCKET, s3Object: logKey(hour), hashValue: sha256(`log ${String(hour)}`), hashAlgorithm: 'SHA-256' }],
  });
  const signature = sign('RSA-SHA256', Buffer.from([time(hour), `${BUCKET}/${digestKey(hour)}`, sha256(text), before?.signature ?? 'null'].join('\n')), key).toString('hex');
  return { file: fileOf(`${String(hour)}.json`, text, signature), text, signature, hash: sha256(text), key: digestKey(hour) };
}
const first = digest(1, undefined);
const second = digest(2, first);
const third = digest(3, second);
const chain = [first, second, third];
const bare = ({ file: { path }, text }: Made): DigestFile => fileOf(path, text);
async function* chunks(text: string): AsyncGenerator<Uint8Array> { for (const one of text) yield Promise.resolve(Buffer.from(one)); }
const logs = (...but: readonly [hour: number, text: string | undefined][]): OpenLog => (_, key) => {
  const hour = [1, 2, 3].find((n) => logKey(n) === key) ?? 0;
  const other = but.find(([n]) => n === hour);
  const text = other ? other[1] : `log ${String(hour)}`;
  return text === undefined ? undefined : chunks(text);
};
const states = async (files: readonly DigestFile[], keys: readonly PublicKey[] = [KEY]): Promise<string[]> => (await checkIntegrity(files, given(keys), logs())).digests.map((d) => d.state);

describe('a chain', () => {
  test('is proven by AWS’s signatures, in whatever order its files come', async () => {
    const found = await checkIntegrity([third, first, second].map((d) => d.file), given(), logs());
    expect(found).toMatchObject({ whole: true, gaps: [], counts: { whole: 3, changed: 0, missing: 0 } });
    expect(found.digests.map((d) => [d.region, d.from, d.to, d.state])).toEqual([1, 2, 3].map((n) => ['us-east-1', time(n - 1), time(n), 'proven']));
  });
  test('is proven from its newest digest, where the copies of the others have lost their signatures', async () => {
    expect(await states([bare(first), bare(second), third.file])).toEqual(['proven', 'proven', 'proven']);
    // A digest holds the signature of the one before it: only the newest cannot be proven from copies.
    expect(await states([bare(first), bare(second), bare(third)])).toEqual(['proven', 'proven', 'unsigned']);
    expect(await states([first.file], [])).toEqual(['unknown-key']);
  });
  test('shows the digest that is missing, and where it begins anew', async () => {
    const { gaps, whole } = await checkIntegrity([first.file, third.file], given(), logs());
    expect([gaps.map((g) => [g.from, g.to]), whole]).toEqual([[[time(1), time(2)]], false]);
    const anew = await checkIntegrity([first.file, digest(3, undefined).file], given(), logs());
    expect(anew.gaps.map((g) => g.why.say)).toEqual(['The chain of digest files begins anew: logging or log file validation was off before.']);
  });
  test('is broken by a digest that was rewritten, also with a key of the forger’s', async () => {
    const rewritten = fileOf(second.file.path, second.text.replace(sha256('log 2'), sha256('other')), second.signature);
    expect(await states([first.file, rewritten, third.file])).toEqual(['proven', 'forged', 'proven']);
    expect(await states([bare(first), fileOf('2', rewritten.path), bare(third)])).toEqual(['not-a-digest', 'unsigned', 'unsigned']);
    expect(await states([bare(first), fileOf('2', second.text.replace(sha256('log 2'), sha256('other'))), bare(third)])).toEqual(['proven', 'forged', 'unsigned']);
    const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await states([first.file, digest(2, first, other).file])).toEqual(['proven', 'forged']);
    expect(await states([{ ...first.file, signature: 'no hex' }])).toEqual(['forged']);
  });
});

describe('log files', () => {
  test('are whole, changed or missing', async () => {
    const found = await checkIntegrity(chain.map((d) => d.file), given(), logs([1, 'log 1 and more'], [3, undefined]));
    expect(found.counts).toEqual({ whole: 1, changed: 1, missing: 1 });
    expect(found.whole).toBe(false);
    expect(found.bad).toEqual([{ key: logKey(1), state: 'changed' }, { key: logKey(3), state: 'missing' }]);
  });
  test('what is no digest is said to be none', async () => {
    expect(await states([fileOf('x', '{"Records":[]}'), fileOf('y', '<html>'), { path: 'z', read: () => Promise.resolve(undefined) }])).toEqual(['not-a-digest', 'not-a-digest', 'not-a-digest']);
    expect((await checkIntegrity([], given(), logs())).whole).toBe(false);
  });
});

describe('a folder that was copied from the bucket', () => {
  test('is read by the names that CloudTrail gave its files, wherever they lie', async () => {
    using home = scratch();
    mkdirSync(join(home.dir, 'copy', 'digests'), { recursive: true });
    for (const made of chain) writeFileSync(join(home.dir, 'copy', 'digests', made.key.split('/').at(-1) ?? ''), gzipSync(made.text));
    for (const hour of [1, 2]) writeFileSync(join(home.dir, 'copy', `log-${String(hour)}.json.gz`), gzipSync(`log ${String(hour)}`));
    const { digests, open, unnamed } = await logFolder(home.dir);
    const newest = digests.map((d) => ({ ...d, signature: d.path.includes('T030000Z') ? third.signature : undefined }));
    const found = await checkIntegrity(newest, given(), open);
    expect(found.digests.map((d) => d.state)).toEqual(['proven', 'proven', 'proven']);
    expect(found.counts).toEqual({ whole: 2, changed: 0, missing: 1 });
    expect(unnamed()).toBe(0);
  });
});
