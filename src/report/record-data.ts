// The record and the data page as plain data, for the report's JSON and for the plan's.
import type { CaseState } from '../case/state.ts';
import { render } from '../core/text.ts';
import { rotations } from './rotations.ts';

/** Null before the first look. `rotations`: what has to be changed because it was read. */
export function recordData(state: CaseState): object | null {
  const { record } = state;
  if (record === undefined) return null;
  return {
    ...record, summary: render(record.summary),
    trails: record.trails.map((trail) => ({ ...trail, flaws: trail.flaws.map((flaw) => render(flaw)) })),
    holes: record.holes.map((hole) => ({ ...hole, because: render(hole.because) })),
    logs: record.logs.map((proof) => ({ ...proof, said: proof.said.map((one) => render(one)) })),
    data: { ...record.data, sorts: record.data.sorts.map((sort) => ({ ...sort, title: render(sort.title) })) },
    rotations: rotations(state).map(({ what, region, sort, last, done }) => ({ what, region, sort, last, done })),
  };
}
