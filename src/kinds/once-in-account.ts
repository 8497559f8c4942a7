// A setting of the whole account that a regional service keeps: looked at in the partition's global Region, and nowhere else.
import { partitionById } from '../aws/partition.ts';
import type { ReadAws } from '../aws/session.ts';
import type { Resource } from '../core/types.ts';
import type { Kind } from './kind.ts';

/** `list` and `look` of the one thing that `read` gives. */
export const onceInAccount = <R extends Resource>(read: (aws: ReadAws) => Promise<R>): Pick<Kind<R>, 'list' | 'look'> => ({
  async *list({ aws }) {
    if (aws.region === partitionById(aws.partition).globalRegion) yield await read(aws);
  },
  async look(aws, rs) {
    const now = await read(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
});
