// Where an S3 request names its bucket: before the host (virtual-hosted style) or first in the path (path style).
import type { ParsedRequest } from './protocol.ts';

export interface Addressed { readonly bucket: string | undefined; readonly url: URL }

// `bucket.s3.eu-west-1.amazonaws.com`, `bucket.s3-eu-west-1.…`; a host without a bucket begins with `s3` itself.
const VIRTUAL_HOST = /^(.+)\.s3[.-][^/]*$/;

/** The bucket, and the URL without it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function addressOf({ headers, url }: ParsedRequest): Addressed {
  const host = VIRTUAL_HOST.exec((headers['host'] ?? '').replace(/:\d+$/, ''))?.[1];
  if (host !== undefined) return { bucket: host, url };
  const [, bucket = '', rest = '/'] = /^\/([^/]*)(\/.*)?$/s.exec(url.pathname) ?? [];
  if (bucket === '') return { bucket: undefined, url };
  const inside = new URL(url);
  inside.pathname = rest;
  return { bucket: decodeURIComponent(bucket), url: inside };
}
