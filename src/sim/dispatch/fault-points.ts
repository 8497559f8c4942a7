// Where in a request's life each injected fault strikes.
import type { ServiceId } from '../../aws/session.ts';
import type { Fault } from '../faults.ts';
import { AwsError, WireFault } from '../wire/types.ts';
import { expiredCredentials, throttled } from './refusals.ts';

/** Before anybody looked at the account: nothing was done. */
export function strikeBefore(faults: readonly Fault[], service: ServiceId): void {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'throttle': throw throttled(service);
      case 'expired-credentials': throw expiredCredentials(service);
      case 'error-500': case 'error-503': if (fault.after !== true) throw serverError(fault.kind, service); break;
      case 'reset': case 'hang': if (fault.after !== true) throw new WireFault(fault.kind, false); break;
      case 'access-denied': case 'truncate': case 'clock-skew': break;
    }
  }
}

/** After the deed was done and recorded: only the answer is lost. */
export function strikeAfter(faults: readonly Fault[], service: ServiceId): void {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'error-500': case 'error-503': if (fault.after === true) throw serverError(fault.kind, service); break;
      case 'reset': case 'hang': if (fault.after === true) throw new WireFault(fault.kind, true); break;
      case 'truncate': throw new WireFault('truncate', true);
      case 'throttle': case 'expired-credentials': case 'access-denied': case 'clock-skew': break;
    }
  }
}

export const deniedByFault = (faults: readonly Fault[]): boolean => faults.some(({ kind }) => kind === 'access-denied');
/** Milliseconds by which this answer's Date header is off. */
export const skewOf = (faults: readonly Fault[]): number => faults.reduce((sum, fault) => (fault.kind === 'clock-skew' ? sum + fault.ms : sum), 0);

const serverError = (kind: 'error-500' | 'error-503', service: ServiceId): AwsError => (kind === 'error-500'
  ? new AwsError(service === 'ec2' ? 'InternalError' : 'InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', 500)
  : new AwsError(service === 'ec2' ? 'Unavailable' : 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', 503));
