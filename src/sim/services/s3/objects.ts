// Objects and their versions: written, read, deleted, one or a thousand.
import {
  DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand,
  type DeleteObjectsCommandInput, type DeleteObjectsCommandOutput, type GetObjectCommandInput, type GetObjectCommandOutput, type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { SimCall } from '../../account.ts';
import { wholeSecond } from './buckets.ts';
import { forbidden, missing, noKey, refused } from './errors.ts';
import { bucketArn, ofObject, ofObjects, onBucket, type S3Service } from './operation.ts';
import type { Bucket, Version } from './state.ts';

export const etag = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;
const EMPTY = new Uint8Array();

/** A new version on top; not versioned or suspended, it takes the place of the version `null`. */
function lay(bucket: Bucket, key: string, version: Omit<Version, 'id' | 'at'>, call: SimCall): Version {
  const id = bucket.versioning === 'Enabled' ? call.account.ids.secret(32).replace(/[+/]/g, '_') : 'null';
  const made: Version = { ...version, id, at: wholeSecond(call.now) };
  const held = bucket.objects.get(key);
  if (!held) bucket.keys = undefined;
  bucket.objects.set(key, [made, ...(held ?? []).filter((v) => v.id !== 'null' || id !== 'null')]);
  return made;
}
function put(bucket: Bucket, input: PutObjectCommandInput, call: SimCall): { ETag: string; VersionId?: string } {
  const blocked = bucket.encryption.some((r) => r.BlockedEncryptionTypes?.EncryptionType?.includes('SSE-C'));
  if (input.SSECustomerAlgorithm !== undefined && blocked) throw forbidden('AccessDenied', 'Access Denied because SSE-C encryption is blocked on this bucket.');
  const body = input.Body instanceof Uint8Array ? input.Body : typeof input.Body === 'string' ? Buffer.from(input.Body) : EMPTY;
  const made = lay(bucket, input.Key ?? '', {
    marker: false, body, metadata: input.Metadata ?? {}, ...(input.ContentType === undefined ? {} : { contentType: input.ContentType }),
    ...(input.SSECustomerAlgorithm === undefined ? {} : { customerAlgorithm: input.SSECustomerAlgorithm }), ...(input.SSEKMSKeyId === undefined ? {} : { kmsKeyId: input.SSEKMSKeyId }),
  }, call);
  return { ETag: etag(body), ...(made.id === 'null' ? {} : { VersionId: made.id }) };
}

/** The newest version, or the one that was asked for. */
function versionOf(bucket: Bucket, { Key = '', VersionId }: Pick<GetObjectCommandInput, 'Key' | 'VersionId'>): Version {
  const versions = bucket.objects.get(Key) ?? [];
  const found = VersionId === undefined ? versions[0] : versions.find((v) => v.id === VersionId);
  if (!found) throw VersionId === undefined ? noKey() : missing('NoSuchVersion', 'The specified version does not exist.');
  if (found.marker) throw noKey();
  return found;
}
const shown = (bucket: Bucket, v: Version): Omit<GetObjectCommandOutput, '$metadata' | 'Body'> => ({
  ETag: etag(v.body), ContentLength: v.body.length, LastModified: v.at, Metadata: { ...v.metadata }, ContentType: v.contentType ?? 'binary/octet-stream', ...(bucket.versioning === undefined ? {} : { VersionId: v.id }),
  ...(v.customerAlgorithm === undefined ? {} : { SSECustomerAlgorithm: v.customerAlgorithm }), ...(v.kmsKeyId === undefined ? {} : { SSEKMSKeyId: v.kmsKeyId, ServerSideEncryption: 'aws:kms' }),
});
function get(bucket: Bucket, input: GetObjectCommandInput): Omit<GetObjectCommandOutput, '$metadata'> {
  const found = versionOf(bucket, input);
  // The wire takes the bytes; the type is the client's stream.
  return { ...shown(bucket, found), Body: found.body as unknown as NonNullable<GetObjectCommandOutput['Body']> };
}

interface Gone { readonly DeleteMarker?: boolean; readonly VersionId?: string }
/** Without a version: a delete marker, or, not versioned, nothing of it stays. */
function remove(bucket: Bucket, key: string, versionId: string | undefined, call: SimCall): Gone & { readonly made?: boolean } {
  const held = bucket.objects.get(key);
  if (versionId !== undefined) {
    const found = held?.find((v) => v.id === versionId);
    keep(bucket, key, (held ?? []).filter((v) => v !== found));
    return { VersionId: versionId, ...(found?.marker ? { DeleteMarker: true } : {}) };
  }
  if (bucket.versioning === undefined) { keep(bucket, key, []); return {}; }
  const { id } = lay(bucket, key, { marker: true, body: EMPTY, metadata: {} }, call);
  return { DeleteMarker: true, VersionId: id, made: true };
}
function keep(bucket: Bucket, key: string, versions: Version[]): void {
  if (versions.length > 0) bucket.objects.set(key, versions);
  else if (bucket.objects.delete(key)) bucket.keys = undefined;
}

const MOST = 1_000;
function removeMany(bucket: Bucket, { Delete }: DeleteObjectsCommandInput, call: SimCall): Omit<DeleteObjectsCommandOutput, '$metadata'> {
  const objects = Delete?.Objects ?? [];
  if (objects.length === 0 || objects.length > MOST) throw refused('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
  for (const { Key } of objects) call.authorize('s3:DeleteObject', `${bucketArn(call, bucket.name)}/${Key ?? ''}`);
  const deleted = objects.map(({ Key = '', VersionId }) => {
    const { made, VersionId: gone, DeleteMarker } = remove(bucket, Key, VersionId, call);
    return { Key, ...(DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: gone } : {}), ...(made || gone === undefined ? {} : { VersionId: gone }) };
  });
  return Delete?.Quiet === true ? {} : { Deleted: deleted };
}

export const registerObjects = (s3: S3Service): S3Service => s3
  .on(PutObjectCommand, onBucket(put), ofObject)
  .on(GetObjectCommand, onBucket(get), ofObject)
  .on(HeadObjectCommand, onBucket((bucket, input) => shown(bucket, versionOf(bucket, input))), ofObject)
  .on(DeleteObjectCommand, onBucket((bucket, input, call) => { const { made: _, ...gone } = remove(bucket, input.Key ?? '', input.VersionId, call); return gone; }), ofObject)
  .on(DeleteObjectsCommand, onBucket(removeMany), { ...ofObjects, actions: [] });
