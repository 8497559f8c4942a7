// A generic AWS endpoint: takes any request of any registered service to its typed handler, and back.
import { randomUUID } from 'node:crypto';
import type { ServiceId } from '../../aws/session.ts';
import type { Clock } from '../../core/clock.ts';
import { inProcessHandler, type InProcessHandler } from './in-process.ts';
import { listenOn, type Listener } from './listener.ts';
import type { ParsedRequest } from './protocol.ts';
import { BadRequest } from './scalar.ts';
import type { RegisteredOperation, Service } from './service.ts';
import { AwsError, type RequestInfo, type WireRequest, type WireResponse } from './types.ts';
import { parseRequest, scopeOf, type Scope } from './request.ts';
import { wireError } from './wire-error.ts';

/**
 * What the account does around every handler: authenticate, authorize, inject faults, record the event.
 * It calls `handler` with the call's context, or throws `AwsError` or `WireFault`.
 */
export type Run<C> = (info: RequestInfo, operation: RegisteredOperation<C>, input: unknown, handler: (call: C) => Promise<unknown>) => Promise<unknown>;

/** A service whose module is loaded when the first request for it arrives. */
export interface LazyService<C> { readonly id: ServiceId; readonly signingName?: string;
  /** Tells services apart that share a signing name (S3 and S3 Control): is this path one of this service's? */
  readonly takes?: (path: string) => boolean;
  load(): Promise<Service<C>>;
}

export interface EndpointOptions {
  /** AWS's time: it stands in every answer's Date header. */
  readonly clock: Pick<Clock, 'now'>;
  readonly requestId?: () => string;
  /** The address that requests come from, unless an in-process one carries `x-sim-source-ip`. */
  readonly sourceIp?: () => string;
  /** What a plain GET of a presigned location gives, by its path. */
  readonly download?: (path: string) => Uint8Array | undefined;
  /** Told of errors that are no AWS errors: mistakes in a handler. A socket's client sees InternalFailure. */
  readonly report?: (error: unknown) => void;
}

export class Endpoint<C> {
  readonly #services: readonly (Service<C> | LazyService<C>)[];
  readonly #run: Run<C>;
  readonly #options: EndpointOptions;
  readonly #loaded = new Map<ServiceId, Promise<Service<C>>>();

  constructor(services: readonly (Service<C> | LazyService<C>)[], run: Run<C>, options: EndpointOptions) {
    this.#services = services;
    this.#run = run;
    this.#options = options;
  }

  /**
   * One request, one answer. AWS errors are answers; `WireFault` and mistakes of handlers are thrown.
   * The header `x-sim-source-ip` is believed: the listener takes it out of what strangers send.
   */
  async handle(raw: WireRequest): Promise<WireResponse> {
    const response = await this.#answer(raw);
    return raw.method === 'HEAD' ? { ...response, body: '' } : response;
  }

  async #answer(raw: WireRequest): Promise<WireResponse> {
    const request = parseRequest(raw);
    const file = request.method === 'GET' ? this.#options.download?.(request.url.pathname) : undefined;
    if (file !== undefined) return this.#dated({ status: 200, headers: { 'content-type': 'application/octet-stream' }, body: file });
    const scope = scopeOf(request);
    const service = await this.#serviceFor(request, scope);
    const requestId = this.#newRequestId();
    if (!service) return this.#dated({ status: 501, headers: { 'content-type': 'text/plain', 'x-amzn-requestid': requestId }, body: `The simulated account has no service ${scope?.service ?? request.url.pathname}` });
    try {
      const { operation, input } = readOperation(service, request);
      const info = { ...this.#infoOf(request, scope, requestId), service: service.id, operation: operation.name };
      const output = await this.#run(info, operation, input, handlerOf(operation, input));
      return this.#dated(service.protocolFor(request).write(operation.schema, (output ?? {}) as Record<string, unknown>, requestId));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.#dated(service.protocolFor(request).writeError(wireError(service.model, error), requestId));
    }
  }

  /** The same as a request, without its encoding: `input` as a handler takes it, the handler's output back. `AwsError` is thrown. */
  async invoke(info: Omit<RequestInfo, 'requestId'>, input: object): Promise<unknown> {
    const operation = await this.operation(info.service, info.operation);
    return this.#run({ ...info, requestId: this.#newRequestId() }, operation, input, handlerOf(operation, input));
  }

  /** A registered operation; throws `AwsError` where the account does not simulate it. */
  async operation(service: string, name: string): Promise<RegisteredOperation<C>> {
    const entry = this.#services.find((s) => s.id === service);
    const operation = entry && (await this.#load(entry)).operations.get(name);
    if (!operation) throw new AwsError('UnknownOperationException', `The simulated account has no operation ${service}:${name}`, 400);
    return operation;
  }

  /** For `requestHandler` of any SDK client: no socket is opened. */
  requestHandler(): InProcessHandler { return inProcessHandler((request) => this.handle(request)); }

  /** Serves on loopback; port 0 takes a free one. */
  listen(port: number): Promise<Listener> { return listenOn(port, (request) => this.handle(request), (error) => this.#options.report?.(error)); }

  #load(entry: Service<C> | LazyService<C>): Promise<Service<C>> {
    let loaded = this.#loaded.get(entry.id);
    if (!loaded) this.#loaded.set(entry.id, (loaded = 'load' in entry ? entry.load() : Promise.resolve(entry)));
    return loaded;
  }

  /** By the signature's scope; an unsigned request (sts:AssumeRoleWithWebIdentity) by what its protocol carries. */
  async #serviceFor(request: ParsedRequest, scope: Scope | undefined): Promise<Service<C> | undefined> {
    if (scope) {
      const entry = this.#services.find((s) => (s.signingName ?? s.id) === scope.service && (!('takes' in s) || s.takes(request.url.pathname)));
      return entry && this.#load(entry);
    }
    const target = request.headers['x-amz-target'];
    const version = (request.form ?? request.url.searchParams).get('Version');
    for (const entry of this.#services) {
      const service = await this.#load(entry);
      if (target === undefined ? version !== null && service.model.version === version : target.includes(service.model.target)) return service;
    }
    return undefined;
  }

  #infoOf(request: ParsedRequest, scope: Scope | undefined, requestId: string): Omit<RequestInfo, 'service' | 'operation'> {
    return {
      requestId,
      region: scope?.region ?? 'us-east-1',
      accessKeyId: scope?.accessKeyId,
      sessionToken: request.headers['x-amz-security-token'] ?? request.url.searchParams.get('X-Amz-Security-Token') ?? undefined,
      sourceIp: request.headers['x-sim-source-ip'] ?? this.#options.sourceIp?.() ?? '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
      ...(scope?.signedAt ? { signedAt: scope.signedAt } : {}),
    };
  }
  #newRequestId(): string { return this.#options.requestId?.() ?? randomUUID(); }
  #dated(response: WireResponse): WireResponse {
    return { ...response, headers: { ...response.headers, date: this.#options.clock.now().toUTCString() } };
  }
}

/** What a handler throws at once is a rejection too. */
const handlerOf = <C>(operation: RegisteredOperation<C>, input: unknown) => (call: C): Promise<unknown> => new Promise((resolve) => { resolve(operation.handler(input, call)); });

function readOperation<C>(service: Service<C>, request: ParsedRequest): { operation: RegisteredOperation<C>; input: Record<string, unknown> } {
  const protocol = service.protocolFor(request);
  const operation = service.operations.get(protocol.route(request, service.operations) ?? '');
  if (!operation) throw new AwsError(protocol.faults.unknownOperation, `The simulated account has no operation ${service.id}:${named(request)}`, 400);
  try {
    const input = protocol.read(operation.schema, request);
    const missing = operation.schema.input.required.find((name) => input[name] === undefined);
    if (missing !== undefined) throw new AwsError(protocol.faults.missingMember, `The request must contain the parameter ${missing}`, 400);
    return { operation, input };
  } catch (error) {
    if (error instanceof BadRequest || error instanceof SyntaxError || error instanceof URIError) throw new AwsError(protocol.faults.malformed, error.message, 400);
    throw error;
  }
}
function named(request: ParsedRequest): string {
  return request.headers['x-amz-target'] ?? request.form?.get('Action') ?? `${request.method} ${request.url.pathname}`;
}
