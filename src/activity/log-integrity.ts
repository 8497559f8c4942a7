// Proves that CloudTrail log files are whole: the chain of digest files, their signatures, and the hash of each log file. Pure: files and keys are given.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { say, type Text } from '../core/text.ts';
import type { Instant, JsonObject } from '../core/types.ts';
import { isObject, listAt, parsedOf, textAt } from './fields.ts';

/** As `cloudtrail:ListPublicKeys` of the digest's Region gives them: `value` is DER (PKCS #1), in base64. */
export interface PublicKey { readonly fingerprint: string; readonly value: string }
/** A digest file, uncompressed, and where it was in S3. `signature`: its object's metadata `x-amz-meta-signature`, in hex; a copy that was downloaded mostly lacks it. */
export interface DigestFile { readonly path: string; readonly bytes: Uint8Array; readonly signature?: string | undefined }
/** Where log files are read: by the key that they had in the bucket. Yields the uncompressed content; undefined where there is no such file. */
export type OpenLog = (bucket: string, key: string) => AsyncIterable<Uint8Array> | undefined;

export type FileState = 'whole' | 'changed' | 'missing';
export interface FileResult { readonly key: string; readonly state: FileState }
export type DigestState = 'proven' | 'chained' | 'unsigned' | 'forged' | 'unknown-key' | 'not-a-digest';
export interface DigestResult {
  readonly path: string;
  readonly region: string;
  readonly from: Instant;
  readonly to: Instant;
  /** `proven`: signed by AWS. `chained`: its content is what the proven digest after it names. `unsigned`: no signature is at hand and nothing names it. */
  readonly state: DigestState;
  readonly files: readonly FileResult[];
}
export interface Gap { readonly region: string; readonly from: Instant; readonly to: Instant; readonly why: Text }
export interface Integrity {
  readonly digests: readonly DigestResult[];
  /** Between two digests of a Region that do not follow each other: files of that time can be missing without a trace. */
  readonly gaps: readonly Gap[];
  readonly counts: Readonly<Record<FileState, number>>;
  /** Every digest is proven or chained, no gap, no file changed or missing. */
  readonly whole: boolean;
}

interface Digest {
  readonly file: DigestFile; readonly json: JsonObject; readonly trail: string; readonly region: string; readonly account: string; readonly from: Instant; readonly to: Instant;
  readonly sha256: string; readonly previousKey: string; readonly previousHash: string; readonly previousSignature: string;
}

/**
 * Checks digests of any number of Regions and trails, and the log files that they name. A digest whose own signature is not at hand
 * is proven by the one after it, which names its hash and its signature. One log file is read at a time, as a stream.
 */
export async function checkIntegrity(files: readonly DigestFile[], keys: readonly PublicKey[], open: OpenLog, signal?: AbortSignal): Promise<Integrity> {
  const digests = files.map(digestOf);
  const chains = chainsOf(digests.filter((d): d is Digest => !('why' in d)));
  const results: DigestResult[] = digests.flatMap((d) => ('why' in d ? [{ path: d.path, region: '', from: '', to: '', state: 'not-a-digest' as const, files: [] }] : []));
  for (const chain of chains) {
    const states = statesOf(chain, keys);
    for (const [n, digest] of chain.entries()) results.push({ path: digest.file.path, region: digest.region, from: digest.from, to: digest.to, state: states[n] ?? 'unsigned', files: await checkFiles(digest, open, signal) });
  }
  const gaps = chains.flatMap(gapsIn);
  const counts = { whole: 0, changed: 0, missing: 0 };
  for (const { files: some } of results) for (const { state } of some) counts[state]++;
  return { digests: results, gaps, counts, whole: results.length > 0 && gaps.length === 0 && counts.changed + counts.missing === 0 && results.every(({ state }) => state === 'proven' || state === 'chained') };
}

function digestOf(file: DigestFile): Digest | { readonly path: string; readonly why: 'not-a-digest' } {
  const json = parsedOf(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength).toString('utf8'));
  if (!isObject(json) || textAt(json, 'digestStartTime') === '' || textAt(json, 'digestEndTime') === '') return { path: file.path, why: 'not-a-digest' };
  const object = textAt(json, 'digestS3Object');
  return {
    file, json, account: textAt(json, 'awsAccountId'), from: textAt(json, 'digestStartTime'), to: textAt(json, 'digestEndTime'), sha256: createHash('sha256').update(file.bytes).digest('hex'),
    region: /\/CloudTrail-Digest\/([a-z0-9-]+)\//.exec(object)?.[1] ?? '', trail: /_CloudTrail-Digest_[a-z0-9-]+_(.+)_[a-z0-9-]+_\d{8}T\d{6}Z(?:_backfill)?\.json\.gz$/.exec(object)?.[1] ?? '',
    previousKey: textAt(json, 'previousDigestS3Object'), previousHash: textAt(json, 'previousDigestHashValue'), previousSignature: textAt(json, 'previousDigestSignature'),
  };
}

/** By account, trail and Region, each oldest first. */
function chainsOf(digests: readonly Digest[]): readonly (readonly Digest[])[] {
  const chains = new Map<string, Digest[]>();
  for (const digest of digests) {
    // What arrived late has digests of its own, in a chain of its own.
    const late = textAt(digest.json, 'digestS3Object').includes('_backfill.') ? 'late' : '';
    const key = [digest.account, digest.trail, digest.region, late].join(' ');
    const chain = chains.get(key);
    if (chain) chain.push(digest); else chains.set(key, [digest]);
  }
  return [...chains.values()].map((chain) => chain.sort((a, b) => (a.to < b.to ? -1 : 1)));
}

/** From the newest back: a proven digest names hash and signature of the one before it. */
function statesOf(chain: readonly Digest[], keys: readonly PublicKey[]): DigestState[] {
  const states = chain.map((): DigestState => 'unsigned');
  for (let n = chain.length - 1; n >= 0; n--) {
    const digest = chain[n] as Digest;
    const next = chain[n + 1];
    const named = next !== undefined && follows(next, digest) && (states[n + 1] === 'proven' || states[n + 1] === 'chained') ? next : undefined;
    states[n] = stateOf(digest, digest.file.signature ?? named?.previousSignature, named, keys);
  }
  return states;
}
const follows = (next: Digest, digest: Digest): boolean => next.previousKey !== '' && next.previousKey === textAt(digest.json, 'digestS3Object');

function stateOf(digest: Digest, signature: string | undefined, named: Digest | undefined, keys: readonly PublicKey[]): DigestState {
  // What a proven digest says of it counts more than any signature that lies beside it.
  if (named && named.previousHash !== digest.sha256) return 'forged';
  if (signature === undefined || signature === '') return named ? 'chained' : 'unsigned';
  const key = keys.find(({ fingerprint }) => fingerprint === textAt(digest.json, 'digestPublicKeyFingerprint'));
  if (!key) return named ? 'chained' : 'unknown-key';
  return isSigned(digest, signature, key) ? 'proven' : 'forged';
}

/** RSA, PKCS #1 v1.5, over SHA-256 of: end time, place, hash of the digest, signature before it; a line each. */
function isSigned(digest: Digest, signature: string, { value }: PublicKey): boolean {
  const place = `${textAt(digest.json, 'digestS3Bucket')}/${textAt(digest.json, 'digestS3Object')}`;
  const text = [digest.to, place, digest.sha256, digest.previousSignature === '' ? 'null' : digest.previousSignature].join('\n');
  const key = keyOf(value);
  return key !== undefined && /^([0-9a-f]{2})+$/i.test(signature) && verify('RSA-SHA256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'hex'));
}
function keyOf(value: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'pkcs1' });
  } catch {
    // Not a key at all: then nothing is proven by it.
    return undefined;
  }
}

async function checkFiles({ json }: Digest, open: OpenLog, signal?: AbortSignal): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const file of listAt(json, 'logFiles').filter(isObject)) {
    signal?.throwIfAborted();
    const key = textAt(file, 's3Object');
    const content = open(textAt(file, 's3Bucket'), key);
    results.push({ key, state: content === undefined ? 'missing' : await hashOf(content) === textAt(file, 'hashValue') ? 'whole' : 'changed' });
  }
  return results;
}
async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

function gapsIn(chain: readonly Digest[]): Gap[] {
  return chain.flatMap((digest, n) => {
    const before = chain[n - 1];
    if (before === undefined || follows(digest, before)) return [];
    // A digest without a predecessor begins a chain: logging or validation was switched on again there.
    const why = digest.previousKey === '' ? say('The chain of digest files begins anew: logging or log file validation was off before.') : say('A digest file between them is missing.');
    return [{ region: digest.region, from: before.to, to: digest.from, why }];
  });
}
