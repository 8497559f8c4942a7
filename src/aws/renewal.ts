// Credentials that expire in the middle: the run pauses, one question is asked, and every call that waited goes on.
import { IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Credentials } from './credentials.ts';
import { failureOf } from './errors.ts';

export interface RenewalOptions {
  readonly credentials: Credentials;
  /** Asks the operator: true when the credentials were renewed. Without it nobody can be asked. */
  readonly renew?: (() => Promise<boolean>) | undefined;
  /** Throws where the renewed credentials are another account's. */
  readonly check: () => Promise<unknown>;
}

export class Renewal {
  /** How often the credentials were renewed: a call that was sent before the last time needs no question of its own. */
  #renewals = 0;
  #asking: Promise<void> | undefined;
  constructor(private readonly options: RenewalOptions) {}

  /** An answer that the credentials expired proves that nothing was done: asks for new ones, and sends again. Throws `interrupted` where there are none. */
  async send<T>(send: () => Promise<T>): Promise<T> {
    for (;;) {
      const sentWith = this.#renewals;
      try {
        return await send();
      } catch (error) {
        if (failureOf(error).class !== 'expired') throw error;
        if (sentWith === this.#renewals) await this.#renew(error);
      }
    }
  }

  #renew(cause: unknown): Promise<void> {
    this.#asking ??= this.#ask(cause).finally(() => { this.#asking = undefined; });
    return this.#asking;
  }
  async #ask(cause: unknown): Promise<void> {
    if (await this.options.renew?.() !== true) throw new IncidentError('interrupted', say('Your AWS credentials have expired. Renew them, then go on with: aws-incident resume'), { cause });
    this.options.credentials.renew();
    await this.options.check();
    this.#renewals += 1;
  }
}
