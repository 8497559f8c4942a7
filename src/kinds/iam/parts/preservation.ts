// Saves a thing as it was looked at, as a file of the evidence, before it is deleted.
import type { ReadAws } from '../../../aws/session.ts';
import type { Text } from '../../../core/text.ts';
import type { Operation, Resource } from '../../../core/types.ts';
import { nothingToUndo, type Action } from '../../kind.ts';

interface Saving<R extends Resource> {
  readonly title: (r: R) => Text;
  /** A plain name, without its ending. */
  readonly file: (r: R) => string;
  /** The read that it comes from; one of the kind's. */
  readonly operation: Operation;
  /** What the resource itself does not hold. */
  readonly more?: (aws: ReadAws, r: R) => Promise<object>;
}

/** The action that keeps the resource as one JSON file and marks the deed `kept`. It changes nothing in AWS. */
export const preserving = <R extends Resource>({ title, file, operation, more }: Saving<R>): Action<R> => ({
  operations: [], title, calls: () => [],
  done: (_, { made }) => made['kept'] !== undefined,
  apply: async (aws, r, deed) => {
    const name = `${file(r)}.json`;
    await deed.keep(name, `${JSON.stringify({ ...r, ...await more?.(aws, r) }, null, 2)}\n`, { operation });
    await deed.making('kept', name);
  },
  undo: nothingToUndo,
});
