// Pages of a list, as IAM gives them: a marker names the last item seen, so that items may go and come between two pages.
import type { SimCall } from '../../account.ts';
import { validation } from './errors.ts';

export interface PageInput { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined }
export interface Page<T> { readonly items: T[]; readonly rest: { readonly IsTruncated: boolean; readonly Marker?: string } }

const DEFAULT_ITEMS = 100;
const MOST_ITEMS = 1_000;
const MARK = 'after:';

/** `key` must be unique and give the list's order. */
export function pageOf<T>(all: readonly T[], key: (item: T) => string, input: PageInput, call: SimCall): Page<T> {
  const most = input.MaxItems ?? DEFAULT_ITEMS;
  if (most < 1 || most > MOST_ITEMS) {
    throw validation(`1 validation error detected: Value '${most}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and ${MOST_ITEMS}`);
  }
  const size = Math.min(most, call.account.behaviour.pageSize);
  const keyed = all.map((item) => ({ item, key: key(item) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const after = readMarker(input.Marker);
  const left = after === undefined ? keyed : keyed.filter((one) => one.key > after);
  const items = left.slice(0, size);
  const last = items.at(-1);
  const more = left.length > size && last !== undefined;
  return { items: items.map(({ item }) => item), rest: more ? { IsTruncated: true, Marker: Buffer.from(MARK + last.key).toString('base64') } : { IsTruncated: false } };
}

function readMarker(marker: string | undefined): string | undefined {
  if (marker === undefined) return undefined;
  const text = Buffer.from(marker, 'base64').toString();
  if (!text.startsWith(MARK)) throw validation(`Invalid Marker.`);
  return text.slice(MARK.length);
}
