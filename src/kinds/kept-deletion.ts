// `eradicate` of what a stranger made, where one read shows all of it: that goes into the evidence, then it is deleted.
import type { ChangeAws } from '../aws/session.ts';
import { say, type Text } from '../core/text.ts';
import type { JsonObject, Operation, Resource } from '../core/types.ts';
import { KEPT_ALL, type Action, type Deed } from './kind.ts';
import { ifThere } from './refusal.ts';

interface Deletion<R extends Resource> {
  /** In a sentence: `say('the Transfer Family server {{name}}', …)`. */
  readonly thing: (r: R) => Text;
  readonly destroys: () => Text;
  readonly operation: Operation;
  readonly input: (r: R) => JsonObject;
  /** All that AWS shows of it, by the kind's read `from`. */
  readonly from: Operation;
  readonly whole: (aws: ChangeAws, r: R) => Promise<object | undefined>;
  readonly send: (aws: ChangeAws, r: R, deed: Deed) => Promise<unknown>;
}

export const keptDeletion = <R extends Resource>({ thing, destroys, operation, input, from, whole, send }: Deletion<R>): Action<R> => ({
  operations: [operation],
  title: (r) => say('Delete {{thing}} in {{region}}', { thing: thing(r), region: r.region }),
  destroys,
  calls: (r) => [{ operation, region: r.region, input: input(r) }],
  done: (now) => now === undefined,
  apply: async (aws, r, deed) => {
    const found = await whole(aws, r);
    if (!found) return;
    await deed.keep(`${from.split(':')[0] ?? ''}-${r.name}.json`, `${JSON.stringify(found, null, 2)}\n`, { operation: from });
    await ifThere(send(aws, r, deed));
  },
  undo: KEPT_ALL,
});
