// What AWS's refusals mean to a deed: already gone, no room, or not yet.
import { failureOf, isNotFound } from '../aws/errors.ts';
import type { Deed } from './kind.ts';

/** What the call gives, or `undefined` where AWS says that the thing is not there (any more). */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A quota is full: too many policies, or too long ones. The SDK takes IAM's code for a rate limit; it is none. */
export const isQuotaFull = (error: unknown): boolean => /^LimitExceeded(Exception)?$/.test(failureOf(error).code);

const NOT_YET = new Set(['EntityTemporarilyUnmodifiable', 'EntityTemporarilyUnmodifiableException', 'ConcurrentModification', 'ConcurrentModificationException', 'OperationNotPermitted', 'IncorrectInstanceState', 'ScalingActivityInProgress', 'ScalingActivityInProgressFault', 'ResourceContentionFault', 'ResourceInUse', 'ResourceInUseFault', 'InvalidSnapshot.InUse', 'ResourceInUseException']);
const TRIES = 7;

/** Tries again, for about a minute, what AWS refuses only for now: it says so, and so nothing was done. */
export async function patiently<T>(deed: Deed, send: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await send();
    } catch (error) {
      if (tried >= TRIES || !NOT_YET.has(failureOf(error).code)) throw error;
      await deed.sleep(1_000 * 2 ** (tried - 1));
    }
  }
}
