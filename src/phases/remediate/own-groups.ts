// The security groups of this case that outlive the machines they cut off: taken away, each where nothing uses it any more.
import { say } from '../../core/text.ts';
import type { KindId, Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { lookEach } from '../../engine/look.ts';
import { stepIdOf, waveOf } from '../../engine/plan.ts';
import { foreseen, isOpen } from '../contain/containment.ts';
import type { Wizard } from '../wizard.ts';

const KIND: KindId = 'ec2/security-group';
const BECAUSE = say('This program made it to cut something off that is gone by now.');

/** Also those of a step that failed half-way, before its machine was gone. */
function groupsLeft(parts: Readonly<Record<string, string>>): readonly string[] {
  const ids = (some: RegExp): string[] => Object.entries(parts).flatMap(([part, id]) => (some.test(part) && id.startsWith('sg-') ? [id] : []));
  const removed = new Set(ids(/^removed-/));
  return ids(/^(?:closed|open)-/).filter((id) => !removed.has(id));
}

/** Known by the journal, and not by a name or a tag that anybody may set. */
export async function removeOwnGroups(wizard: Wizard): Promise<void> {
  const { engine, kinds } = wizard;
  const role = kinds.get(KIND)?.role;
  if (role === undefined || wizard.options.dryRun || engine.signal.aborted) return;
  const made = engine.ledger.steps().flatMap(({ step, state, made: parts }) => {
    const ids = step.verb === 'contain' && state !== 'undone' ? groupsLeft(parts) : [];
    return ids.length > 0 ? [{ step, ids }] : [];
  });
  const looks = await lookEach(engine, made.map(({ step }) => step));
  const steps = made.flatMap(({ step: { resource: { region } }, ids }, i): Step[] => (looks[i]?.now ?? looks[i]?.unseen ? [] : ids.map((id) => {
    const resource = { arn: id, uid: id, name: id, region };
    return { id: stepIdOf(KIND, 'eradicate', resource), wave: waveOf(role, 'eradicate'), kind: KIND, verb: 'eradicate', resource, origin: 'unknown', because: BECAUSE, after: [] };
  })));
  const open = steps.filter((s) => isOpen(wizard, s));
  await applyWave(engine, open, { id: 'own-groups', title: say('Take away what this program made'), advice: say('Do it: nothing uses them any more, and AWS refuses it where something does.'), foresee: await foreseen(wizard, open) });
}
