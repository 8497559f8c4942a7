// Auto Scaling has one code for everything that is wrong; only its sentence says that a thing is not there.
import { failureOf } from '../../../aws/errors.ts';

/** What the call gives, or `undefined` where AWS says that the thing is not there any more. */
export async function isSaidGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === 'ValidationError' && message.includes('not found')) return undefined;
    throw error;
  }
}
