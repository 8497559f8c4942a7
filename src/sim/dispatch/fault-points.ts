// Where in a request's life each injected fault strikes.
import type { ServiceId } from '../../aws/session.ts';
import type { Fault } from '../faults.ts';
import { AwsError, WireFault } from '../wire/types.ts';
import { expiredCredentials, throttled, tooSkewed, unknownCredentials } from './refusals.ts';

/** Before anybody looked at the account: nothing was done. `signed`: when the client signed, and the account's time. */
export function strikeBefore(faults: readonly Fault[], service: ServiceId, signed?: { readonly at: Date | undefined; readonly now: Date }): void {
  for (const fault of faults) {
    refuse(fault, service);
    if ('after' in fault && fault.after) continue;
    if (fault.kind === 'reset' || fault.kind === 'hang' || fault.kind === 'not-resolved' || fault.kind === 'certificate') throw new WireFault(fault.kind, false);
    answerBadly(fault, service);
    if (fault.kind === 'garbage') throw new WireFault(fault.body, false);
    if (fault.kind === 'strict-clock' && signed?.at !== undefined && Math.abs(signed.at.getTime() - signed.now.getTime()) > SKEW_MS) throw tooSkewed(service, signed.at, signed.now);
  }
}
function answerBadly({ kind }: Fault, service: ServiceId): void { if (kind === 'error-500' || kind === 'error-503') throw serverError(kind, service); }
/** What AWS itself answers without a look at the account. */
function refuse({ kind }: Fault, service: ServiceId): void {
  if (kind === 'throttle') throw throttled(service);
  if (kind === 'expired-credentials') throw expiredCredentials(service);
  if (kind === 'unknown-key') throw unknownCredentials(service);
}

/** After the deed was done and recorded: only the answer is lost. */
export function strikeAfter(faults: readonly Fault[], service: ServiceId): void {
  for (const fault of faults) {
    if (fault.kind === 'truncate') throw new WireFault('truncate', true);
    if (!('after' in fault) || !fault.after) continue;
    if (fault.kind === 'error-500' || fault.kind === 'error-503') throw serverError(fault.kind, service);
    throw new WireFault(fault.kind, true);
  }
}
/** https://docs.aws.amazon.com/general/latest/gr/signing-aws-api-requests.html */
const SKEW_MS = 5 * 60_000;

export const deniedByFault = (faults: readonly Fault[]): boolean => faults.some(({ kind }) => kind === 'access-denied');
/** Milliseconds by which this answer's Date header is off. */
export const skewOf = (faults: readonly Fault[]): number => faults.reduce((sum, fault) => (fault.kind === 'clock-skew' ? sum + fault.ms : sum), 0);

const serverError = (kind: 'error-500' | 'error-503', service: ServiceId): AwsError => (kind === 'error-500'
  ? new AwsError(service === 'ec2' ? 'InternalError' : 'InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', 500)
  : new AwsError(service === 'ec2' ? 'Unavailable' : 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', 503));
