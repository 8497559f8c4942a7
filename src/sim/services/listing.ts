// Pages of the JSON services' lists: an opaque token, good for its operation only, and never more than the account's page size.
import type { SimCall } from '../account.ts';
import type { AwsError } from '../wire/types.ts';

export interface ListAsked { readonly max?: number | undefined; readonly token?: string | undefined; readonly most?: number }

/** `refuse` makes the error of a token that is none of this operation's. */
export function listing<T>(all: readonly T[], { max, token, most = 100 }: ListAsked, call: SimCall, refuse: () => AwsError): { page: T[]; next: string | undefined } {
  const from = token === undefined ? 0 : offsetOf(token, call.operation);
  if (from === undefined) throw refuse();
  const page = all.slice(from, from + Math.min(max ?? most, most, call.account.behaviour.pageSize));
  const next = from + page.length;
  return { page, next: next < all.length ? Buffer.from(`${call.operation}:${String(next)}`).toString('base64url') : undefined };
}

function offsetOf(token: string, operation: string): number | undefined {
  const [name, offset = ''] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  return name === operation && /^\d{1,9}$/u.test(offset) ? Number(offset) : undefined;
}
