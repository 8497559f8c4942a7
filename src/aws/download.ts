// Fetches a file from a presigned location that AWS has just given: the one request that no SDK client makes. GET only, AWS's hosts only.
import { failed } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { RequestHandler } from './handler.ts';

/** A deployment package may be 250 MB unzipped; nothing larger is kept in memory. */
const MOST_BYTES = 300 * 1024 * 1024;
const AWS_HOST = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;

/** The location carries its own signature and stands in no message. Throws `failed` where the file is not given whole. */
export const downloader = (handler: RequestHandler) => async (location: string): Promise<Uint8Array> => {
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || !AWS_HOST.test(url.hostname)) throw failed(say('AWS gave a location to fetch a file from that is none of its own; it was not fetched.'));
  const request = { protocol: 'https:', method: 'GET', hostname: url.hostname, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { host: url.hostname } };
  const { response } = await handler.handle(request);
  if (response.statusCode !== 200) throw failed(say('AWS did not give a file that it had told the location of (status {{status}}).', { status: response.statusCode }));
  return bytesOf(response.body);
};

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const parts: Uint8Array[] = [];
  let size = 0;
  if (!isStream(body)) throw failed(say('AWS gave an empty file where it had told the location of one.'));
  for await (const part of body) {
    size += part.length;
    if (size > MOST_BYTES) throw failed(say('A file of AWS is larger than {{n}} MB and was not kept.', { n: MOST_BYTES / 1024 / 1024 }));
    parts.push(part);
  }
  return Buffer.concat(parts);
}
const isStream = (body: unknown): body is AsyncIterable<Uint8Array> => typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
