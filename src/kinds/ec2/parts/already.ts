// What EC2 refuses because it is so already, or only for now because something still uses it.
import { failureOf } from '../../../aws/errors.ts';
import type { Deed } from '../../kind.ts';

/** Waits for the answer; a refusal with that code means that the thing is there already. */
export async function unlessThere(code: string, answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (failureOf(error).code !== code) throw error;
  }
}

const PAUSE_MS = 5_000;
const TRIES = 24;

/** Tries for two minutes: what a terminated machine used is given free only some time after it is gone. */
export async function onceUnused<T>(deed: Deed, send: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await send();
    } catch (error) {
      if (tried >= TRIES || failureOf(error).code !== 'DependencyViolation') throw error;
      await deed.sleep(PAUSE_MS);
    }
  }
}
