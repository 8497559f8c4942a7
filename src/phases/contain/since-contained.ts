// What was done in the account after the containment had begun: by the stranger, and by somebody whom nothing ties to the stranger yet.
import { failed, issuesOf } from '../../activity/lineage/issues.ts';
import type { TrailEvent } from '../../activity/event.ts';
import type { Instant } from '../../core/types.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

/** When the first containing step was begun, to the second, as events have it. */
export function begunAt({ folder: { journal }, engine }: Wizard): Instant | undefined {
  const first = journal.entries.find((e) => e.type === 'started' && engine.ledger.step(e.step)?.step.verb === 'contain');
  return first && `${first.at.slice(0, 19)}Z`;
}

/** The stranger's own changes since then, and what gave out a session, oldest first. */
export function strangersSince(investigation: Investigation, begun: Instant): readonly TrailEvent[] {
  return investigation.lineage.attributed.filter(({ hand, event }) => hand === 'attacker' && event.time >= begun && !failed(event) && (!event.readOnly || issuesOf(event).length > 0)).map(({ event }) => event);
}

/** Changes since then that neither the tool nor anybody of the lineage made. */
export function othersSince(wizard: Wizard, investigation: Investigation, begun: Instant): readonly TrailEvent[] {
  const own = new Set(wizard.folder.journal.entries.flatMap((e) => (e.type === 'called' ? [e.requestId] : [])));
  const tied = new Set(investigation.lineage.attributed.map(({ event }) => event.id));
  return investigation.events.filter((e) => e.time >= begun && !e.readOnly && !failed(e) && !tied.has(e.id) && !own.has(e.requestId));
}

/** Those of them that touch a user or role which the tool has contained: whoever takes a deny away is no bystander. */
export function onContained(wizard: Wizard, events: readonly TrailEvent[]): readonly TrailEvent[] {
  const contained = new Set(wizard.engine.ledger.steps().flatMap(({ step: { verb, kind, resource } }) => (verb === 'contain' && kind.startsWith('iam/') ? [(resource.owner ?? resource.arn).split('/').at(-1)] : [])));
  return events.filter(({ request }) => [request?.['userName'], request?.['roleName']].some((name) => typeof name === 'string' && contained.has(name)));
}
