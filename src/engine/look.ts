// Looks at the targets of steps, many at once: one look per kind and region.
import type { KindId, Region, Resource, Step } from '../core/types.ts';
import { inParallel, type Engine } from './engine.ts';

/** What stands now, in the order of the steps; `undefined` where the thing is gone. */
export async function lookAt(engine: Engine, steps: readonly Step[]): Promise<(Resource | undefined)[]> {
  const groups = new Map<string, { kind: KindId; region: Region; at: number[] }>();
  steps.forEach((step, index) => {
    const key = `${step.kind} ${step.resource.region}`;
    const group = groups.get(key) ?? { kind: step.kind, region: step.resource.region, at: [] };
    group.at.push(index);
    groups.set(key, group);
  });
  const results: (Resource | undefined)[] = new Array<Resource | undefined>(steps.length);
  await inParallel([...groups.values()], 16, async ({ kind: id, region, at }) => {
    const kind = await engine.kind(id);
    const seen = await kind.look(engine.session.reads(kind.reads, region), at.map((index) => (steps[index] as Step).resource));
    at.forEach((index, n) => { results[index] = seen[n]; });
  });
  return results;
}
