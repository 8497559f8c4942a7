// When a call is tried again, on the injected clock: reads after anything that may pass, changes only after an answer that proves that nothing was done.
import type { RetryErrorInfo, RetryStrategyV2, RetryToken, StandardRetryToken } from '@smithy/types';
import type { Clock } from '../core/clock.ts';
import { failureOf } from './errors.ts';

class Token implements StandardRetryToken {
  constructor(readonly count: number) {}
  getRetryCount(): number { return this.count; }
  getRetryCost(): number { return 0; }
  getRetryDelay(): number { return 0; }
}

export interface RetryOptions { readonly clock: Clock; readonly random: () => number; readonly attempts: number; readonly changes: boolean; readonly onThrottle?: () => void }

// The SDK marks any refusal as corrected whose Date is not this machine's (in a drill all of them): only these are refused for the time.
const FOR_THE_TIME = new Set(['AuthFailure', 'InvalidSignatureException', 'RequestExpired', 'RequestTimeTooSkewed', 'SignatureDoesNotMatch']);
/** The SDK has just learnt AWS's time from a refusal (nothing was done) and signs with it from now on. */
const corrected = (error: unknown): boolean => FOR_THE_TIME.has(failureOf(error).code) && (error as { $metadata?: { clockSkewCorrected?: boolean } } | undefined)?.$metadata?.clockSkewCorrected === true;

/** Full-jitter backoff: 100 ms doubling (500 ms after throttling), at most 20 s. Throws the error itself when it gives up. */
export function retryStrategy({ clock, random, attempts, changes, onThrottle }: RetryOptions): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: () => Promise.resolve(new Token(0)),
    refreshRetryTokenForRetry: async (token: RetryToken, info: RetryErrorInfo) => {
      const failure = failureOf(info.error);
      const again = failure.class === 'throttled' || corrected(info.error) || (!changes && (failure.class === 'network' || failure.class === 'server'));
      const count = token.getRetryCount() + 1;
      if (!again || count >= attempts) throw info.error instanceof Error ? info.error : new Error(failure.message);
      if (failure.class === 'throttled') onThrottle?.();
      const base = failure.class === 'throttled' ? 500 : 100;
      await clock.sleep(Math.ceil(random() * Math.min(20_000, base * 2 ** (count - 1))));
      return new Token(count);
    },
    recordSuccess: () => undefined,
  };
}
