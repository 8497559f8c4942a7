// SageMaker has no error of its own for what is not there: it calls the request invalid, in words that differ by operation.
import { failureOf } from '../../../aws/errors.ts';

const WORDS = /RecordNotFound|could not find|not found|does not exist/iu;

export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === 'ResourceNotFound' || (code === 'ValidationException' && WORDS.test(message))) return undefined;
    throw error;
  }
}
