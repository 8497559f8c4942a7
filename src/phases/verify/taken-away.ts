// What was the owner's and was taken away whole: by a containment of this case, as the whole history shows by now, or by the stranger. It is given back.
import { failed } from '../../activity/lineage/issues.ts';
import type { ResourceFinding } from '../../core/types.ts';
import type { Listed } from '../../engine/scan.ts';
import type { Find } from '../../kinds/kind.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

export function takenAway(wizard: Wizard, investigation: Investigation, listed: readonly Listed[]): ResourceFinding[] {
  const there = new Set(listed.map(({ resource }) => resource.uid));
  const places = new Map([...byStranger(wizard, investigation, listed), ...byUs(wizard)].filter(({ resource }) => !there.has(resource.uid)).map(({ kind, resource }): [string, Listed] => [resource.uid, { kind, resource: { ...resource, vacant: true } }]));
  return investigation.findings([...places.values()]).filter((f): f is ResourceFinding => f.about === 'resource' && f.origin === 'changed' && f.resource.aim !== undefined);
}

/** At the first gate only the stranger's own events are known, and a put does not say whether it made a thing or wrote over it. */
const byUs = ({ engine, kinds }: Wizard): Listed[] => engine.ledger.steps().flatMap(({ step, state }) => {
  const kind = step.verb === 'contain' && state === 'verified' ? kinds.get(step.kind) : undefined;
  return kind?.recall && kind.actions.recover ? [{ kind, resource: step.resource }] : [];
});

/** Only from what still stands: one made anew under an old name is another. */
function byStranger({ kinds }: Wizard, { lineage }: Investigation, listed: readonly Listed[]): Listed[] {
  const named = new Map(listed.map(({ kind, resource }) => [`${kind.id} ${resource.name}`, resource]));
  return lineage.attributed.flatMap(({ event, hand }) => {
    const find: Find = (kind, name) => { const found = typeof name === 'string' ? named.get(`${kind} ${name}`) : undefined; return found && (found.createdAt ?? '') <= event.time ? found : undefined; };
    return hand === 'owner' || failed(event) || event.request === null ? [] : [...kinds.values()].flatMap((kind) => {
      const resource = kind.taken?.by === event.operation ? kind.taken.place(event.request ?? {}, find) : undefined;
      return resource ? [{ kind, resource }] : [];
    });
  });
}
