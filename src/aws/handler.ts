// The one way to the network: it sends what a guard has marked, and the credential chain's own calls, and nothing else.
import { CallRefused } from './permit.ts';
import { isMarked } from './guard.ts';

/** As the SDK calls it (HttpHandler of @smithy/types), without its generics. */
export interface RequestHandler {
  handle(request: HandledRequest, options?: object): Promise<{ response: HandledResponse }>;
  destroy?(): void;
  updateHttpClientConfig(key: never, value: never): void;
  httpHandlerConfigs(): object;
  readonly metadata?: { readonly handlerProtocol: string };
}
export interface HandledRequest { readonly method: string; readonly hostname: string; readonly path: string; readonly query?: Readonly<Record<string, unknown>>; readonly body?: unknown; readonly headers: Readonly<Record<string, string>> }
export interface HandledResponse { readonly statusCode: number; readonly headers: Readonly<Record<string, string>>; readonly body?: unknown }

const wrap = (inner: RequestHandler, admit: (request: HandledRequest) => void, seen: (response: HandledResponse) => void): RequestHandler => ({
  handle: async (request, options) => {
    admit(request);
    const answer = await inner.handle(request, options);
    seen(answer.response);
    return answer;
  },
  destroy: () => { inner.destroy?.(); },
  updateHttpClientConfig: (key, value) => { inner.updateHttpClientConfig(key, value); },
  httpHandlerConfigs: () => inner.httpHandlerConfigs(),
  ...(inner.metadata ? { metadata: inner.metadata } : {}),
});

/** For the tool's clients. `onDate`: the Date header of each answer, which is AWS's clock. */
export const guardedHandler = (inner: RequestHandler, onDate: (date: Date) => void): RequestHandler => wrap(inner, (request) => {
  if (!isMarked(request)) throw new CallRefused(`unknown:${request.method}`, request.hostname, 'unmarked');
}, (response) => {
  const date = new Date(response.headers['date'] ?? response.headers['Date'] ?? NaN);
  if (!Number.isNaN(date.getTime())) onDate(date);
});

/** What credential providers of the SDK may send: they get sessions for the operator, as `aws` does. */
const CREDENTIAL_ACTIONS = new Set(['AssumeRole', 'AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML']);
const CREDENTIAL_PATHS = ['/federation/credentials', '/token', '/v1/token'];
export const credentialHandler = (inner: RequestHandler): RequestHandler => wrap(inner, (request) => {
  const action = typeof request.body === 'string' ? new URLSearchParams(request.body).get('Action') : null;
  if (!(action !== null && CREDENTIAL_ACTIONS.has(action)) && !CREDENTIAL_PATHS.includes(request.path)) throw new CallRefused(`credentials:${request.method}`, request.hostname, 'unmarked');
}, () => undefined);
