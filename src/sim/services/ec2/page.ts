// Pages of EC2's lists. MaxResults has a least value; a token is opaque and belongs to one operation.
import type { SimCall } from '../../account.ts';
import { invalidCombination, invalidValue } from './errors.ts';

interface Asked { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }
interface Limits { readonly least?: number; readonly most?: number }

/** Lists that were asked for by id come whole. */
export function paged<T>(things: readonly T[], asked: Asked, call: SimCall, byId = false, { least = 5, most = 1000 }: Limits = {}): { page: T[]; NextToken: string | undefined } {
  const { MaxResults: max } = asked;
  if (max !== undefined && max < least) throw invalidValue(`Value ( ${String(max)} ) for parameter maxResults is invalid. Expecting a value greater than ${String(least)}.`);
  if (max !== undefined && max > most) throw invalidValue(`Value ( ${String(max)} ) for parameter maxResults is invalid. Expecting a value less than or equal to ${String(most)}.`);
  const from = asked.NextToken ? offsetOf(asked.NextToken, call.operation) : 0;
  const size = byId ? things.length : Math.min(max ?? most, call.account.behaviour.pageSize);
  const page = things.slice(from, from + size);
  const next = from + page.length;
  return { page, NextToken: next < things.length ? Buffer.from(`${call.operation}:${String(next)}`).toString('base64url') : undefined };
}

/** MaxResults beside ids is refused where the API reference says so. */
export function notBoth(asked: Asked, ids: readonly string[] | undefined, parameter: string): void {
  if (asked.MaxResults !== undefined && ids?.length) throw invalidCombination(`The parameter ${parameter} cannot be used with the parameter maxResults`);
}

function offsetOf(token: string, operation: string): number {
  const [name, offset] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  if (name !== operation || !/^\d{1,9}$/u.test(offset ?? '')) throw invalidValue('Unable to parse pagination token');
  return Number(offset);
}
