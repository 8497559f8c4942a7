// Takes a raw HTTP request apart: its form, and the scope that its signature names.
import type { ParsedRequest } from './protocol.ts';
import type { WireRequest } from './types.ts';

export interface Scope { readonly accessKeyId: string; readonly region: string; readonly service: string; readonly signedAt: Date | undefined }

export function parseRequest(raw: WireRequest): ParsedRequest {
  // Not resolved against a base: a key of S3 may begin with a slash.
  const url = new URL(`http://endpoint${raw.path}`);
  const text = Buffer.from(raw.body.buffer, raw.body.byteOffset, raw.body.byteLength).toString('utf8');
  const isForm = raw.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return { method: raw.method, url, headers: raw.headers, text, bytes: raw.body, form: isForm ? new URLSearchParams(text) : undefined };
}

/** From the Authorization header, or from a presigned URL. The signature itself is not checked: an id names its caller. */
export function scopeOf(request: ParsedRequest): Scope | undefined {
  const presigned = request.url.searchParams.get('X-Amz-Credential');
  const credential = /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1] ?? presigned ?? '';
  const [accessKeyId, , region, service, last] = credential.split('/');
  if (!accessKeyId || !region || !service || last !== 'aws4_request') return undefined;
  return { accessKeyId, region, service, signedAt: basicTime(request.headers['x-amz-date'] ?? request.url.searchParams.get('X-Amz-Date') ?? '') };
}
/** `20261120T090000Z` */
function basicTime(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  return parts ? new Date(`${parts.slice(1, 4).join('-')}T${parts.slice(4).join(':')}Z`) : undefined;
}
