// What AWS does not do at once: tries that go on while a thing is busy, and waits until it has come to rest.
import { failureOf, type AwsFailure } from '../aws/errors.ts';
import { failed } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Deed } from './kind.ts';

/** About a quarter of an hour, asked ever more rarely. */
const PAUSES_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, ...Array.from({ length: 60 }, () => 15_000)];

/** Sends it again for as long as AWS refuses it as `isBusy` tells; the last refusal is thrown. */
export async function whileBusy<T>(deed: Deed, send: () => Promise<T>, isBusy: (failure: AwsFailure) => boolean): Promise<T> {
  for (const ms of PAUSES_MS) {
    try {
      return await send();
    } catch (error) {
      if (!isBusy(failureOf(error))) throw error;
    }
    await deed.sleep(ms);
  }
  return send();
}

/** Looks until it is so. What does not come to rest is told, and nothing more is done to it. */
export async function until(deed: Deed, name: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const ms of PAUSES_MS) {
    if (await isSo()) return;
    await deed.sleep(ms);
  }
  if (!await isSo()) throw failed(say('AWS has been at work on {{name}} for a quarter of an hour and is not done. Go on with the case later.', { name }));
}

/** Lists in pieces that one request takes. */
export const inPieces = <T>(all: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
