// What the lineage makes while it is being contained: contained too, under the operator's standing approval. Nothing older is touched.
import { say } from '../../core/text.ts';
import type { Region, ResourceFinding, Step } from '../../core/types.ts';
import { findingIdOf, plan } from '../../engine/plan.ts';
import { sweep, type Listed } from '../../engine/scan.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

/** Looks again at every sort of credential that can be contained, and gives the containment of what appeared on the stranger's principals since it began. */
export async function newlyMade(wizard: Wizard, investigation: Investigation, regions: readonly Region[], contained: readonly Step[]): Promise<readonly Step[]> {
  const { entries } = wizard.folder.journal;
  const since = entries.find((e) => e.type === 'started')?.at;
  if (since === undefined) return [];
  const { listed } = await sweep(wizard.engine, [...wizard.kinds.values()].filter((k) => k.role === 'credential' && k.scope === 'global' && k.actions.contain !== undefined), regions);
  const { principals } = investigation.indicators();
  const known = new Set(contained.map((s) => s.resource.uid));
  const ours = new Set(entries.flatMap((e) => (e.type === 'made' ? [e.value] : [])));
  const isNew = ({ resource }: Listed): boolean => resource.owner !== undefined && principals.includes(resource.owner) && (resource.createdAt ?? '') >= since && !known.has(resource.uid) && !ours.has(resource.name);
  return plan(listed.filter(isNew).map(findingOf), wizard.kinds).filter((s) => s.verb === 'contain');
}

/** The event history lags by minutes; that it appeared now, and on whom, is what is known. */
const findingOf = ({ kind, resource }: Listed): ResourceFinding => ({
  about: 'resource', id: findingIdOf(kind.id, resource), kind: kind.id, resource, verdict: 'malicious', origin: 'created', techniques: [], evidence: [],
  because: say('It appeared on a principal of the stranger\'s at {{at}}, after the containment had begun.', { at: resource.createdAt ?? '' }),
});
