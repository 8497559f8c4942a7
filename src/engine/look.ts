// Looks at the targets of steps, many at once: one look per kind and region.
import { askedBy, failureOf } from '../aws/errors.ts';
import { isIncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { KindId, Region, Resource, Step } from '../core/types.ts';
import { inParallel, type Engine } from './engine.ts';

/** `unseen`: AWS did not let us look, and why; then `now` says nothing. */
export interface Look { readonly now: Resource | undefined; readonly unseen?: Text }

/** What stands now, in the order of the steps: nothing where the thing is gone. What cannot be looked at is said, and the rest goes on. */
export async function lookEach(engine: Engine, steps: readonly Step[]): Promise<Look[]> {
  const groups = new Map<string, { kind: KindId; region: Region; at: number[] }>();
  steps.forEach((step, index) => {
    const key = `${step.kind} ${step.resource.region}`;
    const group = groups.get(key) ?? { kind: step.kind, region: step.resource.region, at: [] };
    group.at.push(index);
    groups.set(key, group);
  });
  const looks: Look[] = steps.map(() => ({ now: undefined }));
  await inParallel([...groups.values()], 16, async ({ kind: id, region, at }) => {
    const kind = await engine.kind(id);
    try {
      const seen = await kind.look(engine.session.reads(kind.reads, region), at.map((index) => (steps[index] as Step).resource));
      at.forEach((index, n) => { looks[index] = { now: aimed(seen[n], steps[index] as Step) }; });
    } catch (error) {
      const unseen = unseenBecause(error);
      for (const index of at) looks[index] = { now: undefined, unseen };
    }
  });
  return looks;
}

/** AWS does not know what we mean to give back. */
const aimed = (now: Resource | undefined, { resource: { aim } }: Step): Resource | undefined => (now && aim ? { ...now, aim } : now);

function unseenBecause(error: unknown): Text {
  if (isIncidentError(error)) throw error;
  const { code, message } = failureOf(error);
  const operation = askedBy(error);
  return operation === undefined ? say('AWS did not show it ({{code}}: {{message}}).', { code, message }) : say('AWS did not show it ({{operation}}: {{code}} {{message}}).', { operation, code, message });
}
