// Looking at many things of EC2 by a filter: asked by their ids, one that is gone would fail the whole call.
import type { ReadAws } from '../../../aws/session.ts';
import type { Resource } from '../../../core/types.ts';

/** As many values as one filter takes. */
const CHUNK = 200;

/** `list` gives what stands with those names (by default the resources' own). */
export async function foundBy<R extends Resource>(rs: readonly R[], list: (names: string[]) => AsyncIterable<R>, nameOf: (r: R) => string = (r) => r.name): Promise<(R | undefined)[]> {
  const names = [...new Set(rs.map(nameOf))];
  const found = new Map<string, R>();
  for (let n = 0; n < names.length; n += CHUNK) {
    for await (const r of list(names.slice(n, n + CHUNK))) found.set(r.uid, r);
  }
  return rs.map((r) => found.get(r.uid));
}

export const ec2Arn = ({ partition, region, accountId }: ReadAws, type: string, id: string): string => `arn:${partition}:ec2:${region}:${accountId}:${type}/${id}`;
/** The members that AWS gave a value. */
export const given = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
