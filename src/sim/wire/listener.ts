// The endpoint on a loopback socket, for the AWS CLI, boto3 or any other client.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FOREIGN_PAGE, TRUNCATED_BODY, WireFault, type WireRequest, type WireResponse } from './types.ts';

export interface Listener { readonly url: string; readonly port: number; close(): Promise<void> }

const MAX_BODY = 16 * 1024 * 1024;
const LOOPBACK = '127.0.0.1';

/** Listens on 127.0.0.1 only. `report` hears of answers that could not be made because of a mistake of ours. */
export async function listenOn(port: number, handle: (request: WireRequest) => Promise<WireResponse>, report: (error: unknown) => void): Promise<Listener> {
  const server = createServer((message, response) => {
    serve(message, response, handle).catch((error: unknown) => {
      report(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('InternalFailure');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => { server.off('error', reject); resolve(); });
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${LOOPBACK}:${String(bound)}`,
    port: bound,
    close: () => new Promise((resolve, reject) => {
      server.close((error) => { if (error) reject(error); else resolve(); });
      server.closeAllConnections();
    }),
  };
}

async function serve(message: IncomingMessage, response: ServerResponse, handle: (request: WireRequest) => Promise<WireResponse>): Promise<void> {
  const body = await readBody(message);
  if (!body) { response.writeHead(413).end(); return; }
  try {
    const answer = await handle({ method: message.method ?? 'GET', path: message.url ?? '/', headers: headersOf(message), body });
    // What HEAD answers tells the length of a body that it does not send.
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
    response.writeHead(answer.status, { 'content-length': Buffer.byteLength(answer.body), ...headers });
    response.end(message.method === 'HEAD' ? undefined : answer.body);
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    suffer(error, message, response);
  }
}
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
/** A stranger must not choose the address that the event history shows. */
function headersOf(message: IncomingMessage): Record<string, string | undefined> {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const);
  return Object.fromEntries(headers.filter(([name]) => name !== 'x-sim-source-ip'));
}
function suffer(fault: WireFault, message: IncomingMessage, response: ServerResponse): void {
  switch (fault.fault) {
    // Who speaks to the socket has resolved the name and trusts it.
    case 'reset': case 'not-resolved': case 'certificate': message.socket.resetAndDestroy(); return;
    case 'page': response.writeHead(200, { 'content-type': 'text/html' }).end(FOREIGN_PAGE); return;
    case 'nothing': response.writeHead(200).end(); return;
    // The socket stays open and silent until the client gives up or the server closes.
    case 'hang': return;
    case 'truncate':
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': TRUNCATED_BODY.length * 2 });
      response.write(TRUNCATED_BODY, () => { message.socket.destroy(); });
  }
}
