// What small regional services share: a room for each region, made when it is first asked for, and lists cut into pages.
import type { SimCall } from '../account.ts';
import { AwsError } from '../wire/types.ts';

type Where = Pick<SimCall, 'account' | 'region'>;

/** All rooms of one service that somebody entered, by Region. */
export const roomsIn = <R>(service: string) => (account: Where['account']): ReadonlyMap<string, R> => account.state(service, () => new Map<string, R>());

/** One service's rooms; a region that nobody asked about has none. */
export function rooms<R>(service: string, make: () => R): (where: Where) => R {
  const none = (): Map<string, R> => new Map<string, R>();
  return ({ account, region }) => {
    const all = account.state(service, none);
    const known = all.get(region);
    if (known !== undefined) return known;
    const made = make();
    all.set(region, made);
    return made;
  };
}

interface Asked {
  readonly max?: number | undefined;
  readonly token?: string | undefined;
  /** AWS's largest page of this list; default 100. */
  readonly most?: number;
  /** The service's code for a token that is none of its own. */
  readonly refusal?: string;
}
/** A page of the list, never larger than the account's, and the token of the next one. */
export function pageOf<T>(all: readonly T[], call: SimCall, { max, token, most = 100, refusal = 'InvalidParameterException' }: Asked): { readonly page: T[]; readonly next: string | undefined } {
  const from = token === undefined || token === '' ? 0 : offsetOf(token, call.operation, refusal);
  const page = all.slice(from, from + Math.min(max ?? most, most, call.account.behaviour.pageSize));
  const end = from + page.length;
  return { page, next: end < all.length ? Buffer.from(`${call.operation}:${String(end)}`).toString('base64url') : undefined };
}
function offsetOf(token: string, operation: string, refusal: string): number {
  const [name, offset] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  if (name !== operation || !/^\d{1,9}$/u.test(offset ?? '')) throw new AwsError(refusal, 'Invalid token.');
  return Number(offset);
}

/** `arn:aws:ecs:us-east-1:111122223333:cluster/web` */
export const arnIn = ({ account, region }: Where, service: string, resource: string): string => `arn:${account.partition}:${service}:${region}:${account.id}:${resource}`;

/** Does it when so much time of the account's clock has passed. */
export function later(call: Where, ms: number, deed: () => void): void {
  call.account.schedule(new Date(call.account.now().getTime() + ms), deed);
}
