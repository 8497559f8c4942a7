// Deletes versions and delete markers in bulk: the next page is read while the last ones are on their way.
import { DeleteObjectCommand, DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import { IncidentError } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Call, Instant, Region } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { markerPages, versionPages, type Marker } from './markers.ts';

const WIDTH = 4;
/** XML cannot hold these, so an object whose key does is named in the path instead. */
const UNWRITABLE = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** As the gate shows it: any of this bucket's keys, each with a version, so that nothing but that version is deleted. */
export const undeleteCalls = (region: Region, Bucket: string, version = '‹delete marker›'): readonly Call[] => [
  { operation: 's3:DeleteObjects', region, input: { Bucket, ChecksumAlgorithm: 'CRC32', Delete: { Quiet: true, Objects: ['‹each›', { Key: '‹any text›', VersionId: version }] } } },
  { operation: 's3:DeleteObject', region, input: { Bucket, Key: '‹any text›', VersionId: version } },
];

/** Takes the markers since then away. `of`: how many there are to do, as far as is known. Throws at the end where AWS refused some. */
export const undelete = (client: S3Client, Bucket: string, since: Instant, of: number, deed: Deed): Promise<void> => removeAll(client, Bucket, markerPages(client, Bucket, since), of, deed);
/** Deletes every version and every marker. */
export async function emptyBucket(client: S3Client, Bucket: string, of: number, deed: Deed): Promise<void> {
  const all = async function* (): AsyncGenerator<{ readonly markers: readonly Marker[] }> { for await (const { versions } of versionPages(client, Bucket)) yield { markers: versions }; };
  await removeAll(client, Bucket, all(), of, deed);
}
async function removeAll(client: S3Client, Bucket: string, pages: AsyncIterable<{ readonly markers: readonly Marker[] }>, of: number, deed: Deed): Promise<void> {
  const running = new Set<Promise<void>>();
  const refused: string[] = [];
  let done = 0;
  const begin = async (markers: readonly Marker[]): Promise<void> => {
    const codes = await remove(client, Bucket, markers);
    refused.push(...codes.slice(0, 10));
    done += markers.length - codes.length;
    deed.progress(done, Math.max(of, done));
  };
  for await (const { markers } of pages) {
    if (markers.length === 0) continue;
    const one = begin(markers);
    running.add(one);
    one.then(() => running.delete(one), () => undefined);
    if (running.size >= WIDTH) await Promise.race(running);
  }
  await Promise.all(running);
  if (refused.length > 0) throw new IncidentError('failed', say('AWS did not delete {{n}} or more versions or delete markers of bucket {{bucket}} ({{code}}).', { n: refused.length, bucket: Bucket, code: refused[0] ?? '' }));
}

/** Gives the codes of those that AWS refused. */
async function remove(client: S3Client, Bucket: string, markers: readonly Marker[]): Promise<readonly string[]> {
  const plain = markers.filter((m) => !UNWRITABLE.test(m.key));
  for (const odd of markers) if (UNWRITABLE.test(odd.key)) await client.send(new DeleteObjectCommand({ Bucket, Key: odd.key, VersionId: odd.versionId }));
  if (plain.length === 0) return [];
  const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, ChecksumAlgorithm: 'CRC32', Delete: { Quiet: true, Objects: plain.map((m) => ({ Key: m.key, VersionId: m.versionId })) } }));
  return Errors.map((e) => e.Code ?? 'Error');
}
