// What would take a call for each of many to list, is listed where a call of the stranger's says that there is some.
import { failed } from '../../activity/lineage/issues.ts';
import type { CoverageCell } from '../../core/types.ts';
import { sweep, type Listed } from '../../engine/scan.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

interface Seen { readonly listed: readonly Listed[]; readonly cells: readonly CoverageCell[] }

/** Kinds that are no part of a pass, in the Regions in which somebody who may be the stranger made one. */
export async function listApart({ engine, kinds }: Wizard, { lineage }: Investigation): Promise<Seen> {
  const seen = await Promise.all([...kinds.values()].filter(({ apart }) => apart).map((kind): Promise<Seen> => {
    const made = lineage.attributed.filter(({ event, hand }) => hand !== 'owner' && !failed(event) && kind.traces.created.includes(event.operation));
    return made.length === 0 ? Promise.resolve({ listed: [], cells: [] }) : sweep(engine, [kind], [...new Set(made.map(({ event }) => event.region))]);
  }));
  return { listed: seen.flatMap(({ listed }) => listed), cells: seen.flatMap(({ cells }) => cells) };
}
