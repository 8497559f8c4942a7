// Saves a thing as AWS showed it, before it can be deleted: the `preserve` of kinds whose whole content is in their reads.
import type { Text } from '../core/text.ts';
import type { Operation, Resource } from '../core/types.ts';
import { nothingToUndo, type Action } from './kind.ts';

/** `file`: what it is, in one word; the thing's name follows. */
export const saving = <R extends Resource>(title: (r: R) => Text, file: string, operation: Operation): Action<R> => ({
  operations: [],
  title,
  calls: () => [],
  done: (_, { made }) => made['kept'] !== undefined,
  apply: async (_, r, deed) => {
    const name = `${file}-${r.name}.json`;
    await deed.keep(name, `${JSON.stringify(r, null, 2)}\n`, { operation });
    await deed.making('kept', name);
  },
  undo: nothingToUndo,
});
