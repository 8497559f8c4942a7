// Lists of objects and of versions: by key in the order of bytes, each key's newest version first.
import {
  ListObjectsV2Command, ListObjectVersionsCommand,
  type DeleteMarkerEntry, type ListObjectsV2CommandInput, type ListObjectsV2CommandOutput, type ListObjectVersionsCommandInput, type ListObjectVersionsCommandOutput, type ObjectVersion,
} from '@aws-sdk/client-s3';
import type { SimCall } from '../../account.ts';
import { etag } from './objects.ts';
import { ofObjects, onBucket, type S3Service } from './operation.ts';
import { canonicalId, sortedKeys, type Bucket, type Version } from './state.ts';

const MOST = 1_000;
/** As S3 writes keys when it is asked to: XML cannot hold every character that a key may have. */
const encoder = (type: string | undefined) => (key: string): string => (type === 'url' ? encodeURIComponent(key).replace(/%20/g, '+').replace(/%2F/g, '/') : key);
const sizeOf = (max: number | undefined, call: SimCall): number => Math.min(max ?? MOST, MOST, call.account.behaviour.pageSize);

/** The first key at or after `key`, by halves: pages of a large bucket must not be searched for from its start. */
function placeOf(keys: readonly string[], key: string): number {
  const wanted = Buffer.from(key);
  let [from, to] = [0, keys.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (Buffer.compare(Buffer.from(keys[middle] ?? ''), wanted) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

interface At { readonly key: string; readonly version: Version; readonly latest: boolean }
/** From behind the markers; a key marker without a version marker begins with the next key. */
function* versionsFrom(bucket: Bucket, { KeyMarker, VersionIdMarker, Prefix = '' }: ListObjectVersionsCommandInput): Generator<At> {
  const keys = sortedKeys(bucket);
  for (let at = placeOf(keys, KeyMarker ?? Prefix); at < keys.length; at++) {
    const key = keys[at] ?? '';
    if (!key.startsWith(Prefix)) { if (key > Prefix) return; continue; }
    const versions = bucket.objects.get(key) ?? [];
    const begin = key !== KeyMarker ? 0 : VersionIdMarker === undefined ? versions.length : versions.findIndex((v) => v.id === VersionIdMarker) + 1;
    for (const [n, version] of versions.entries()) if (n >= begin) yield { key, version, latest: n === 0 };
  }
}

function listVersions(bucket: Bucket, input: ListObjectVersionsCommandInput, call: SimCall): Omit<ListObjectVersionsCommandOutput, '$metadata'> {
  const size = sizeOf(input.MaxKeys, call);
  const encode = encoder(input.EncodingType);
  const Owner = { ID: canonicalId(call.account) };
  const versions: ObjectVersion[] = [];
  const markers: DeleteMarkerEntry[] = [];
  let last: At | undefined;
  let more = false;
  for (const at of versionsFrom(bucket, input)) {
    if (versions.length + markers.length >= size) { more = true; break; }
    const entry = { Key: encode(at.key), VersionId: at.version.id, IsLatest: at.latest, LastModified: at.version.at, Owner };
    if (at.version.marker) markers.push(entry);
    else versions.push({ ...entry, ETag: etag(at.version.body), Size: at.version.body.length, StorageClass: 'STANDARD' });
    last = at;
  }
  return {
    Name: bucket.name, Prefix: input.Prefix ?? '', KeyMarker: input.KeyMarker ?? '', MaxKeys: input.MaxKeys ?? MOST, IsTruncated: more, Versions: versions, DeleteMarkers: markers,
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }), ...(more && last ? { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.version.id } : {}),
  };
}

function list(bucket: Bucket, input: ListObjectsV2CommandInput, call: SimCall): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const size = sizeOf(input.MaxKeys, call);
  const after = input.ContinuationToken === undefined ? input.StartAfter : Buffer.from(input.ContinuationToken, 'base64url').toString('utf8');
  const keys = sortedKeys(bucket);
  const here = keys.slice(placeOf(keys, after ?? input.Prefix ?? '')).filter((key) => key !== after && key.startsWith(input.Prefix ?? '') && bucket.objects.get(key)?.[0]?.marker === false);
  const page = here.slice(0, size);
  const encode = encoder(input.EncodingType);
  const token = Buffer.from(page.at(-1) ?? '').toString('base64url');
  return {
    Name: bucket.name, Prefix: input.Prefix ?? '', MaxKeys: input.MaxKeys ?? MOST, KeyCount: page.length, IsTruncated: here.length > page.length,
    Contents: page.map((key) => { const [v] = bucket.objects.get(key) ?? []; return { Key: encode(key), LastModified: v?.at, Size: v?.body.length, ETag: etag(v?.body ?? new Uint8Array()), StorageClass: 'STANDARD' }; }),
    ...(here.length > page.length ? { NextContinuationToken: token } : {}),
  };
}

export const registerObjectLists = (s3: S3Service): S3Service => s3
  .on(ListObjectVersionsCommand, onBucket(listVersions), ofObjects)
  .on(ListObjectsV2Command, onBucket(list), ofObjects);
