// The endpoint as an SDK request handler inside the same process: no socket exists, faults look like a network's.
import { Readable } from 'node:stream';
import type { HttpHandlerOptions, HttpRequest, HttpResponse, RequestHandler } from '@smithy/types';
import { FOREIGN_PAGE, TRUNCATED_BODY, WireFault, type WireRequest, type WireResponse } from './types.ts';

/** What SDK clients take as `requestHandler`. */
export type InProcessHandler = RequestHandler<HttpRequest, HttpResponse, HttpHandlerOptions> & {
  updateHttpClientConfig(key: string, value: unknown): void;
  httpHandlerConfigs(): Record<string, unknown>;
};

export function inProcessHandler(handle: (request: WireRequest) => Promise<WireResponse>): InProcessHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      const signal = options?.abortSignal as AbortSignal | undefined;
      if (signal?.aborted) throw aborted();
      try {
        return { response: answer(await handle(wireRequest(request))) };
      } catch (error) {
        if (!(error instanceof WireFault)) throw error;
        return await suffer(error, request.hostname, signal);
      }
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function wireRequest(request: HttpRequest): WireRequest {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) query.append(name, one);
  }
  const search = query.toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method: request.method, path: request.path + (search ? `?${search}` : ''), headers, body: bytesOf(request.body) };
}
function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  // A copy: the SDK's own array warns when it is read as text.
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  throw new Error('The simulated account takes no streamed request bodies.');
}
function answer(response: WireResponse): HttpResponse {
  // A copy: the SDK makes an object of its own out of the array that it is given.
  const body = typeof response.body === 'string' ? new TextEncoder().encode(response.body) : Uint8Array.from(response.body);
  return { statusCode: response.status, headers: { ...response.headers }, body: response.stream === true ? Readable.from([body]) : body };
}

async function suffer(fault: WireFault, host: string, signal: AbortSignal | undefined): Promise<{ response: HttpResponse }> {
  switch (fault.fault) {
    case 'reset': throw reset('read ECONNRESET');
    case 'hang': return silence(signal);
    case 'not-resolved': throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: host });
    case 'certificate': throw Object.assign(new Error('self-signed certificate in certificate chain'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    case 'page': return { response: { statusCode: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(FOREIGN_PAGE) } };
    case 'nothing': return { response: { statusCode: 200, headers: {}, body: new Uint8Array() } };
    case 'truncate': return { response: { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: Readable.from(cutOff()) } };
  }
}
/** Never answers; the client's own timeout or Ctrl-C ends it. */
function silence(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => { reject(aborted()); };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  });
}
async function* cutOff(): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(TRUNCATED_BODY));
  throw reset('aborted');
}
/** As Node's sockets report a connection that the other side closed. */
function reset(message: string): Error { return Object.assign(new Error(message), { code: 'ECONNRESET', errno: -104, syscall: 'read' }); }
/** As the SDK's own handler reports an aborted request. */
function aborted(): Error { return Object.assign(new Error('Request aborted'), { name: 'AbortError' }); }
