// Proves that CloudTrail log files are whole: the chain of digest files, their signatures, and the hash of each log file. Files and keys are given; one file is in memory at a time.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { say, type Text } from '../../core/text.ts';
import type { Instant, JsonObject } from '../../core/types.ts';
import { isObject, listAt, parsedOf, textAt } from '../fields.ts';
import { codeOf } from './log-walk.ts';

/** As `cloudtrail:ListPublicKeys` of the digest's Region gives them: `value` is DER (PKCS #1), in base64. */
export interface PublicKey { readonly fingerprint: string; readonly value: string }
/** The keys of a Region that were in use in that time. */
export type KeysOf = (region: string, from: Instant, to: Instant) => Promise<readonly PublicKey[]>;
/** A digest file. `read`: its content, uncompressed, or undefined where it cannot be read; asked twice. `signature`: its object's metadata `x-amz-meta-signature`, in hex; a copy that was downloaded mostly lacks it. */
export interface DigestFile { readonly path: string; readonly signature?: string | undefined; read(): Promise<Uint8Array | undefined> }
/** Where log files are read: by the key that they had in the bucket. Yields the uncompressed content; undefined where there is no such file. Throws where what is there is no archive. */
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
}
export interface Gap { readonly region: string; readonly from: Instant; readonly to: Instant; readonly why: Text }
export interface Integrity {
  readonly digests: readonly DigestResult[];
  /** Between two digests of a Region that do not follow each other: files of that time can be missing without a trace. */
  readonly gaps: readonly Gap[];
  readonly counts: Readonly<Record<FileState, number>>;
  /** Changed or missing, the first of each; `counts` has them all. */
  readonly bad: readonly FileResult[];
  /** Every digest is proven or chained, no gap, no file changed or missing. */
  readonly whole: boolean;
}
/** `onProgress`: how many log files were checked so far, now and then. */
export interface Watch { readonly signal?: AbortSignal | undefined; readonly onProgress?: (files: number) => void }
const EVERY = 200;
/** So many changed and so many missing files are named. */
const NAMED = 50;

interface Digest {
  readonly file: DigestFile; readonly place: string; readonly key: string; readonly fingerprint: string; readonly trail: string; readonly region: string; readonly account: string; readonly from: Instant; readonly to: Instant;
  readonly sha256: string; readonly previousKey: string; readonly previousHash: string; readonly previousSignature: string;
}

/**
 * Checks digests of any number of Regions and trails, and the log files that they name. A digest whose own signature is not at hand
 * is proven by the one after it, which holds that signature.
 */
export async function checkIntegrity(files: readonly DigestFile[], keysOf: KeysOf, open: OpenLog, watch: Watch = {}): Promise<Integrity> {
  const { signal } = watch;
  const digests: Digest[] = [];
  const results: DigestResult[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const digest = digestOf(file, await file.read());
    if (digest) digests.push(digest); else results.push({ path: file.path, region: '', from: '', to: '', state: 'not-a-digest' });
  }
  const tally = new Tally(watch);
  const chains = chainsOf(digests);
  for (const chain of chains) {
    const keys = await keysOf(chain[0]?.region ?? '', chain[0]?.from ?? '', chain.at(-1)?.to ?? '');
    const states = statesOf(chain, keys);
    for (const [n, digest] of chain.entries()) {
      results.push({ path: digest.file.path, region: digest.region, from: digest.from, to: digest.to, state: states[n] ?? 'unsigned' });
      await checkFiles(digest, open, tally, signal);
    }
  }
  const found = { digests: results, gaps: chains.flatMap(gapsIn), counts: tally.counts, bad: tally.bad };
  return { ...found, whole: isWhole(found) };
}
const isWhole = ({ digests, gaps, counts }: Omit<Integrity, 'whole'>): boolean =>
  digests.length > 0 && gaps.length === 0 && counts.changed + counts.missing === 0 && digests.every(({ state }) => state === 'proven' || state === 'chained');
class Tally {
  readonly counts = { whole: 0, changed: 0, missing: 0 };
  readonly bad: FileResult[] = [];
  #files = 0;
  constructor(private readonly watch: Watch) {}
  add(key: string, state: FileState): void {
    if (++this.counts[state] <= NAMED && state !== 'whole') this.bad.push({ key, state });
    if (++this.#files % EVERY === 0) this.watch.onProgress?.(this.#files);
  }
}

function digestOf(file: DigestFile, bytes: Uint8Array | undefined): Digest | undefined {
  const json = jsonOf(bytes);
  if (bytes === undefined || !isObject(json) || Number.isNaN(Date.parse(textAt(json, 'digestStartTime'))) || Number.isNaN(Date.parse(textAt(json, 'digestEndTime')))) return undefined;
  const key = textAt(json, 'digestS3Object');
  return {
    file, key, place: `${textAt(json, 'digestS3Bucket')}/${key}`, fingerprint: textAt(json, 'digestPublicKeyFingerprint'), account: textAt(json, 'awsAccountId'), from: textAt(json, 'digestStartTime'), to: textAt(json, 'digestEndTime'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    region: /\/CloudTrail-Digest\/([a-z0-9-]+)\//.exec(key)?.[1] ?? '', trail: /_CloudTrail-Digest_[a-z0-9-]+_(.+)_[a-z0-9-]+_\d{8}T\d{6}Z(?:_backfill)?\.json\.gz$/.exec(key)?.[1] ?? '',
    previousKey: textAt(json, 'previousDigestS3Object'), previousHash: textAt(json, 'previousDigestHashValue'), previousSignature: textAt(json, 'previousDigestSignature'),
  };
}
const jsonOf = (bytes: Uint8Array | undefined): unknown => (bytes === undefined ? undefined : parsedOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')));

/** By account, trail and Region, each oldest first. */
function chainsOf(digests: readonly Digest[]): readonly (readonly Digest[])[] {
  const chains = new Map<string, Digest[]>();
  for (const digest of digests) {
    // What arrived late has digests of its own, in a chain of its own.
    const late = digest.key.includes('_backfill.') ? 'late' : '';
    const key = [digest.account, digest.trail, digest.region, late].join(' ');
    const chain = chains.get(key);
    if (chain) chain.push(digest); else chains.set(key, [digest]);
  }
  return [...chains.values()].map((chain) => chain.sort((a, b) => (a.to < b.to ? -1 : 1)));
}

/** From the newest back: each digest holds hash and signature of the one before it. AWS's signature proves by itself, wherever it stood; a hash only where the digest that names it is proven. */
function statesOf(chain: readonly Digest[], keys: readonly PublicKey[]): DigestState[] {
  const states = chain.map((): DigestState => 'unsigned');
  for (let n = chain.length - 1; n >= 0; n--) {
    const digest = chain[n] as Digest;
    const next = chain[n + 1];
    const after = next !== undefined && follows(next, digest) ? next : undefined;
    states[n] = stateOf(digest, after, states[n + 1] === 'proven' || states[n + 1] === 'chained', keys);
  }
  return states;
}
const follows = (next: Digest, digest: Digest): boolean => next.previousKey !== '' && next.previousKey === digest.key;

function stateOf(digest: Digest, after: Digest | undefined, afterStands: boolean, keys: readonly PublicKey[]): DigestState {
  // One of the two was changed; where the later one is proven, it was this one.
  if (after && after.previousHash !== digest.sha256) return 'forged';
  const named = after !== undefined && afterStands;
  const signature = digest.file.signature ?? after?.previousSignature ?? '';
  if (signature === '') return named ? 'chained' : 'unsigned';
  const key = keys.find(({ fingerprint }) => fingerprint === digest.fingerprint);
  if (!key) return named ? 'chained' : 'unknown-key';
  return isSigned(digest, signature, key) ? 'proven' : 'forged';
}

/** RSA, PKCS #1 v1.5, over SHA-256 of: end time, place, hash of the digest, signature before it; a line each. */
function isSigned(digest: Digest, signature: string, { value }: PublicKey): boolean {
  const text = [digest.to, digest.place, digest.sha256, digest.previousSignature === '' ? 'null' : digest.previousSignature].join('\n');
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

async function checkFiles({ file }: Digest, open: OpenLog, tally: Tally, signal?: AbortSignal): Promise<void> {
  for (const named of listAt(jsonOf(await file.read()) as JsonObject | undefined, 'logFiles').filter(isObject)) {
    signal?.throwIfAborted();
    const key = textAt(named, 's3Object');
    tally.add(key, await stateOfFile(open(textAt(named, 's3Bucket'), key), textAt(named, 'hashValue')));
  }
}
async function stateOfFile(content: AsyncIterable<Uint8Array> | undefined, hash: string): Promise<FileState> {
  if (content === undefined) return 'missing';
  try {
    return await hashOf(content) === hash ? 'whole' : 'changed';
  } catch (error) {
    // A torn archive is not what AWS wrote; a file that cannot be opened may well be.
    return codeOf(error).startsWith('Z_') ? 'changed' : 'missing';
  }
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
