// Code packages: their digest, and the location that a plain GET fetches them from.
import { createHash } from 'node:crypto';
import { sha256 } from '../../../core/digest.ts';
import type { SimCall } from '../../account.ts';
import { downloads } from '../../downloads.ts';
import { invalid } from './errors.ts';
import type { Code } from './state.ts';

/** What a request may give as code. Objects of S3 and images are stood for by their names. */
export interface GivenCode { readonly ZipFile?: Uint8Array | undefined; readonly ImageUri?: string | undefined; readonly S3Bucket?: string | undefined; readonly S3Key?: string | undefined; readonly S3ObjectVersion?: string | undefined }

export function codeOf({ ZipFile, ImageUri, S3Bucket, S3Key, S3ObjectVersion = '' }: GivenCode): Code {
  if (ImageUri !== undefined) return { sha256: sha256(ImageUri), size: 0, image: ImageUri };
  const zip = ZipFile ?? (S3Bucket === undefined || S3Key === undefined ? undefined : Buffer.from(`s3://${S3Bucket}/${S3Key}?${S3ObjectVersion}`));
  if (zip === undefined || zip.length === 0) throw invalid('Please provide a source for function code.');
  return { sha256: createHash('sha256').update(zip).digest('base64'), size: zip.length, zip };
}

/** A presigned location, good for ten minutes. Asking draws no id: the path follows from what it shows. */
export function locationOf(call: SimCall, name: string, { zip, sha256: digest }: Code): string | undefined {
  if (zip === undefined) return undefined;
  const path = `/snapshots/${call.account.id}/${name}-${sha256(`${call.region} ${name} ${digest}`).slice(0, 32)}`;
  downloads(call.account).set(path, zip);
  const suffix = call.account.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const date = call.now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `https://awslambda-${call.region}-tasks.s3.${call.region}.${suffix}${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-Expires=600&X-Amz-Signature=example`;
}
