// Versions and delete markers of a bucket, page by page: memory holds a few pages, however many there are.
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Instant } from '../../../core/types.ts';

export interface Marker { readonly key: string; readonly versionId: string; readonly at: Instant }
export interface MarkerPage { readonly markers: readonly Marker[]; readonly last: boolean }
/** A version of an object, or a delete marker. `bytes`: none of a marker. */
export interface Version extends Marker { readonly marker: boolean; readonly latest: boolean; readonly bytes: number }

/** Keys may hold what XML cannot; so AWS is asked to write them as in a URL. */
const decoded = (key: string): string => decodeURIComponent(key.replace(/\+/g, ' '));

/** All that is in a bucket. `most` pages, all of them where it is not given. */
export async function* versionPages(client: S3Client, bucket: string, most = Infinity): AsyncGenerator<{ readonly versions: readonly Version[]; readonly last: boolean }> {
  let next: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  for (let page = 0; next && page < most; page++) {
    const answer: Awaited<ReturnType<typeof ask>> = await ask(client, bucket, next);
    next = answer.IsTruncated === true ? { KeyMarker: decoded(answer.NextKeyMarker ?? ''), ...(answer.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: answer.NextVersionIdMarker }) } : undefined;
    const of = (all: readonly Listed[] | undefined, marker: boolean): Version[] => (all ?? []).flatMap(({ Key, VersionId, IsLatest, LastModified, Size = 0 }) =>
      (Key !== undefined && VersionId !== undefined && LastModified !== undefined ? [{ key: decoded(Key), versionId: VersionId, at: LastModified.toISOString(), marker, latest: IsLatest === true, bytes: Size }] : []));
    yield { versions: [...of(answer.Versions, false), ...of(answer.DeleteMarkers, true)], last: next === undefined };
  }
}
interface Listed { readonly Key?: string | undefined; readonly VersionId?: string | undefined; readonly IsLatest?: boolean | undefined; readonly LastModified?: Date | undefined; readonly Size?: number | undefined }
const ask = (client: S3Client, Bucket: string, from: object) => client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1_000, EncodingType: 'url', ...from }));

/** Markers that hide an object now and were made at `since` or after it. Events tell whole seconds. */
export async function* markerPages(client: S3Client, bucket: string, since: Instant, most = Infinity): AsyncGenerator<MarkerPage> {
  for await (const { versions, last } of versionPages(client, bucket, most)) yield { markers: versions.filter((v) => v.marker && v.latest && !(Date.parse(v.at) < Date.parse(since))), last };
}
