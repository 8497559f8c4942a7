// Temporary credentials: who holds which, until when. They outlive the key that opened them.
import type { SimAccount, SimCaller } from '../../account.ts';

export interface Credentials { readonly AccessKeyId: string; readonly SecretAccessKey: string; readonly SessionToken: string; readonly Expiration: Date }
interface Held { readonly caller: SimCaller; readonly token: string; readonly expiresAt: Date }

export class Sessions {
  readonly #held = new Map<string, Held>();
  readonly #account: SimAccount;
  constructor(account: SimAccount) { this.#account = account; }

  /** Opens a session: `caller` is who acts with it, but for the key id, which is made here. */
  open(caller: Omit<SimCaller, 'accessKeyId'> & { readonly session: NonNullable<SimCaller['session']> }): { readonly caller: SimCaller; readonly credentials: Credentials } {
    const { ids } = this.#account;
    const held: SimCaller = { ...caller, accessKeyId: ids.id('ASIA', 16) };
    const credentials = { AccessKeyId: held.accessKeyId, SecretAccessKey: ids.secret(40), SessionToken: ids.secret(200), Expiration: caller.session.expiresAt };
    this.#held.set(held.accessKeyId, { caller: held, token: credentials.SessionToken, expiresAt: caller.session.expiresAt });
    return { caller: held, credentials };
  }

  /** Also after it expired: AWS still knows an expired token from an unknown one. */
  find(accessKeyId: string): Held | undefined { return this.#held.get(accessKeyId); }
  /** Sessions that can still be used, oldest first. */
  *live(now: Date): IterableIterator<SimCaller> {
    for (const { caller, expiresAt } of this.#held.values()) if (expiresAt > now) yield caller;
  }
}

export const sessionsOf = (account: SimAccount): Sessions => account.state('sts', (owner) => new Sessions(owner));
