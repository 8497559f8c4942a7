// What an error of AWS means to us: whether it was denied, throttled, came too late, and whether the deed can have been done.
import type { CoverageState, Operation } from '../core/types.ts';

export type ErrorClass = 'denied' | 'throttled' | 'expired' | 'caller-lost' | 'region-disabled' | 'not-found' | 'not-subscribed' | 'network' | 'server' | 'other';
export interface AwsFailure {
  readonly class: ErrorClass;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
  /** False only where AWS's answer proves that nothing was done. */
  readonly maybeDone: boolean;
}

// https://github.com/smithy-lang/smithy-typescript (service-error-classification), less LimitExceeded, which for IAM is a full quota and not a rate.
const THROTTLED = new Set(['BandwidthLimitExceeded', 'EC2ThrottledException', 'PriorRequestNotComplete', 'RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'SlowDown', 'ThrottledException', 'Throttling', 'ThrottlingException', 'TooManyRequestsException']);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Client.UnauthorizedOperation', 'AuthorizationError', 'AuthorizationErrorException', 'Forbidden', 'UnauthorizedException', 'NotAuthorized']);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired', 'CredentialsProviderError']);
const LOST = new Set(['InvalidClientTokenId', 'InvalidAccessKeyId', 'UnrecognizedClientException', 'AuthFailure', 'InvalidClientTokenIdException', 'OptInRequired']);
const NETWORK = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);

interface Shape { name?: unknown; code?: unknown; Code?: unknown; message?: unknown; $metadata?: { httpStatusCode?: number; requestId?: string } }
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads any error that the SDK throws. Errors that are none of AWS's are classed `other`. */
export function failureOf(error: unknown): AwsFailure {
  if (error instanceof AggregateError) return failureOf(error.errors[0]);
  const shape: Shape = typeof error === 'object' && error !== null ? error : {};
  const code = text(shape.code) || text(shape.Code) || text(shape.name) || 'Error';
  const names = [code, text(shape.name)];
  const status = shape.$metadata?.httpStatusCode;
  const kind = classOf(names, status);
  return { class: kind, code: text(shape.name) === 'Error' ? code : text(shape.name) || code, message: text(shape.message), requestId: shape.$metadata?.requestId, maybeDone: mayBeDone(kind, names, status) };
}
/** An answer of 2xx that could not be read is no proof that nothing was done; what the guard refused was not sent. */
const mayBeDone = (kind: ErrorClass, names: readonly string[], status = 0): boolean =>
  kind === 'network' || kind === 'server' || (kind === 'other' && status < 400 && !names.includes('CallRefused'));

function classOf(names: readonly string[], status: number | undefined): ErrorClass {
  const is = (set: ReadonlySet<string>): boolean => names.some((n) => set.has(n));
  if (is(THROTTLED) || status === 429) return 'throttled';
  if (is(DENIED)) return 'denied';
  if (is(EXPIRED)) return 'expired';
  if (is(LOST)) return 'caller-lost';
  if (names.some((n) => n.startsWith('SubscriptionRequired'))) return 'not-subscribed';
  if (is(NETWORK)) return 'network';
  if (status !== undefined && status >= 500) return 'server';
  if (status === 404 || names.some((n) => /^(NoSuch|UnknownResource)|NotFound|DoesNotExist/.test(n))) return 'not-found';
  return 'other';
}

/** Which operation an error answers: written on it by the guard of the client that sent it. */
const ASKED = Symbol('aws-incident.asked');
export function answering(error: unknown, operation: Operation): void {
  if (typeof error === 'object' && error !== null && Object.isExtensible(error)) Object.defineProperty(error, ASKED, { value: operation, configurable: true });
}
export function askedBy(error: unknown): Operation | undefined {
  return typeof error === 'object' && error !== null ? (error as { readonly [ASKED]?: Operation })[ASKED] : undefined;
}

/** How a failed read is shown in the coverage. A disabled region answers like an unknown key, so the caller says if the key works elsewhere. */
export function coverageOf(error: unknown, keyWorksElsewhere = false): CoverageState {
  const failure = failureOf(error);
  switch (failure.class) {
    case 'denied': return 'denied';
    case 'throttled': return 'throttled';
    case 'not-subscribed': return 'unavailable';
    case 'region-disabled': return 'region-disabled';
    case 'caller-lost': return keyWorksElsewhere ? 'region-disabled' : 'caller-lost';
    case 'expired': return 'caller-lost';
    case 'not-found': case 'network': case 'server': case 'other': return 'failed';
    default: return failure.class satisfies never;
  }
}
export const isNotFound = (error: unknown): boolean => failureOf(error).class === 'not-found';
