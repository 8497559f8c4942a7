// While the last look is waited for: what the stranger did during the containment stands in the history some minutes later, and is contained then.
import { nameMatches } from '../../engine/attribute.ts';
import { plan } from '../../engine/plan.ts';
import { sweep, type Listed } from '../../engine/scan.ts';
import { watch } from '../../engine/watch.ts';
import type { TrailEvent } from '../../activity/event.ts';
import { say } from '../../core/text.ts';
import type { Instant, Region } from '../../core/types.ts';
import type { Kind } from '../../kinds/kind.ts';
import { contain, isOpen } from './containment.ts';
import type { Investigation } from '../investigation.ts';
import { denyOutlived } from './opened-since.ts';
import { begunAt, strangersSince } from './since-contained.ts';
import { settleNew } from './until-known.ts';
import { askUntied } from '../verify/untied.ts';
import { tell, type Wizard } from '../wizard.ts';

/** What is new is contained under the standing approval; what was there before, and was changed, goes through a gate. Quiet where nothing happened. */
export async function vigil(wizard: Wizard, investigation: Investigation, regions: readonly Region[]): Promise<void> {
  const begun = begunAt(wizard);
  if (begun === undefined || wizard.options.dryRun) return;
  await investigation.catchUp();
  await askUntied(wizard, investigation);
  await denyOutlived(wizard, investigation);
  await settleNew(wizard, investigation);
  const events = strangersSince(investigation, begun);
  if (events.length === 0) return;
  tell(wizard, 'bad', say('The stranger went on after the containment had begun (changes: {{n}}). What came of it is contained now.', { n: events.length }));
  const listed = await touched(wizard, events, regions);
  const steps = plan(investigation.findings(listed), wizard.kinds).filter((s) => s.verb === 'contain' && isOpen(wizard, s));
  const fresh = new Set(listed.filter((one) => isNew(investigation, one, begun)).map(({ resource }) => `${resource.arn} ${resource.uid}`));
  const made = steps.filter((s) => s.origin === 'created' && fresh.has(`${s.resource.arn} ${s.resource.uid}`));
  const until = wizard.state().standing?.until;
  const stands = until !== undefined && until > wizard.clock.now().toISOString();
  if (stands && made.length > 0) await watch(wizard.engine, [], until, () => Promise.resolve(made));
  const left = steps.filter((s) => isOpen(wizard, s));
  if (left.length > 0) await contain(wizard, left, { id: 'contain:since', title: say('Contain what else was found') }, () => Promise.resolve([]));
}

/** Everything of the sorts that these events make or change, where they did. */
async function touched(wizard: Wizard, events: readonly TrailEvent[], regions: readonly Region[]): Promise<readonly Listed[]> {
  const where = (kind: Kind): readonly Region[] => {
    const at = new Set(events.filter((e) => nameMatches([...kind.traces.created, ...kind.traces.changed, ...(kind.traces.used ?? [])], e.operation)).map((e) => e.region));
    return kind.scope === 'global' ? (at.size > 0 ? ['aws-global'] : []) : regions.filter((r) => at.has(r));
  };
  const listed: Listed[] = [];
  for (const kind of wizard.kinds.values()) {
    const at = kind.actions.contain === undefined ? [] : where(kind);
    if (at.length > 0) listed.push(...(await sweep(wizard.engine, [kind], at)).listed);
  }
  return listed;
}

/** Made after the containment had begun, and not there before: nothing older is touched without being asked for. */
function isNew(investigation: Investigation, one: Listed, begun: Instant): boolean {
  if (one.resource.createdAt !== undefined) return one.resource.createdAt >= begun;
  const makings = investigation.touchesOf(one).filter((e) => nameMatches(one.kind.traces.created, e.operation));
  return makings.length > 0 && makings.every((e) => e.time >= begun);
}
