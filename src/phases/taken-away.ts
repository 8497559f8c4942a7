// What a containment of this case took away whole, and the whole history shows by now to have been the owner's before: it is given back.
import type { Finding } from '../core/types.ts';
import type { Listed } from '../engine/scan.ts';
import type { Investigation } from './investigation.ts';
import type { Wizard } from './wizard.ts';

/** At the first gate only the stranger's own events are known, and a put does not say whether it made a thing or wrote over it. */
export function takenAway({ engine, kinds }: Wizard, investigation: Investigation, listed: readonly Listed[]): Finding[] {
  const there = new Set(listed.map(({ resource }) => resource.uid));
  const gone = engine.ledger.steps().flatMap(({ step, state }): Listed[] => {
    const kind = step.verb === 'contain' && state === 'verified' && !there.has(step.resource.uid) ? kinds.get(step.kind) : undefined;
    return kind?.recall && kind.actions.recover ? [{ kind, resource: step.resource }] : [];
  });
  return investigation.findings(gone).filter((f) => f.about === 'resource' && f.origin === 'changed' && f.resource.aim !== undefined);
}
