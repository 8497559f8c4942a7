// An account with nothing in it but its root, for the services that keep data.
import type { ServiceId } from '../../src/aws/session.ts';
import { historyOf } from '../../src/sim/trail/history.ts';
import { AwsError } from '../../src/sim/wire/types.ts';
import { stage } from '../contract/account.ts';

export interface Quiet {
  /** Root calls it; gives the answer, or the code of the refusal. */
  readonly ask: (operation: string, input?: object) => Promise<Record<string, unknown>>;
  readonly refusal: (operation: string, input?: object) => Promise<string>;
  readonly pass: (seconds: number) => Promise<void>;
  /** Request parameters and response elements of the newest event of that name. */
  readonly event: (name: string) => { readonly request: unknown; readonly response: unknown; readonly resources: readonly string[] };
}
export async function quiet(service: ServiceId): Promise<Quiet> {
  const at = await stage(async () => { await Promise.resolve(); });
  const ask = async (operation: string, input: object = {}): Promise<Record<string, unknown>> => {
    while (at.world.mustSettle()) await at.world.settle();
    return await at.play(service, operation, input) as Record<string, unknown>;
  };
  return {
    ask,
    refusal: async (operation, input = {}) => {
      try { await ask(operation, input); } catch (error) {
        if (error instanceof AwsError) return error.code;
        throw error;
      }
      return 'done';
    },
    pass: async (seconds) => { at.clock.set(new Date(at.clock.now().getTime() + seconds * 1_000)); while (at.world.mustSettle()) await at.world.settle(); },
    event: (name) => {
      const found = historyOf(at.world).records().filter((e) => e.name === name).at(-1);
      if (!found) throw new Error(`No event ${name}`);
      return { request: found.request, response: found.response, resources: found.resources.map((r) => r.name) };
    },
  };
}
