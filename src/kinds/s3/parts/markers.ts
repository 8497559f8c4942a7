// Delete markers of a bucket, page by page: memory holds a few pages, however many there are.
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Instant } from '../../../core/types.ts';

export interface Marker { readonly key: string; readonly versionId: string; readonly at: Instant }
export interface MarkerPage { readonly markers: readonly Marker[]; readonly last: boolean }

/** Keys may hold what XML cannot; so AWS is asked to write them as in a URL. */
const decoded = (key: string): string => decodeURIComponent(key.replace(/\+/g, ' '));

/** Markers that hide an object now and were made at `since` or after it. `most` pages, all of them where it is not given. */
export async function* markerPages(client: S3Client, bucket: string, since: Instant, most = Infinity): AsyncGenerator<MarkerPage> {
  let next: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  for (let page = 0; next && page < most; page++) {
    const answer: Awaited<ReturnType<typeof ask>> = await ask(client, bucket, next);
    next = answer.IsTruncated === true ? { KeyMarker: decoded(answer.NextKeyMarker ?? ''), ...(answer.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: answer.NextVersionIdMarker }) } : undefined;
    const markers = (answer.DeleteMarkers ?? []).flatMap(({ Key, VersionId, IsLatest, LastModified }) =>
      (IsLatest === true && Key !== undefined && VersionId !== undefined && LastModified !== undefined && LastModified.toISOString() >= since ? [{ key: decoded(Key), versionId: VersionId, at: LastModified.toISOString() }] : []));
    yield { markers, last: next === undefined };
  }
}
const ask = (client: S3Client, Bucket: string, from: object) => client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1_000, EncodingType: 'url', ...from }));
