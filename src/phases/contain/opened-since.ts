// Sessions that the stranger opened after the older ones had been denied: before IAM enforced what cut the way in, or by a way in that was kept. They are denied as well.
import { issuesOf, live } from '../../activity/lineage/issues.ts';
import { say } from '../../core/text.ts';
import type { Instant } from '../../core/types.ts';
import { stepOf, type StepEntry } from '../../engine/engine.ts';
import { doAgain, watch } from '../../engine/watch.ts';
import type { Investigation } from '../investigation.ts';
import { contain } from './containment.ts';
import { tell, type Wizard } from '../wizard.ts';

/** What a denial of older sessions writes down: until when a session must have been opened to be denied. */
const OLDER_THAN = 'older-than';
interface Outlived { readonly entry: StepEntry; /** When the newest session was opened that it does not reach, and a second: events have whole ones. */ readonly opened: Instant; readonly n: number }

/** Denials that a session of the stranger's is younger than, and that session can be alive. */
export function outlived({ engine, clock }: Wizard, { lineage }: Investigation): readonly Outlived[] {
  const now = clock.now().toISOString();
  const sessions = lineage.attributed.flatMap(({ hand, event }) => (hand === 'attacker' ? issuesOf(event) : [])).flatMap((issue) => (issue.gives === 'credential' && issue.credential.expiresAt !== null && live(issue.credential, now) ? [issue.credential] : []));
  return engine.ledger.steps().flatMap((entry) => {
    const until = entry.state === 'verified' ? entry.made[OLDER_THAN] : undefined;
    const opened = until === undefined ? [] : sessions.filter(({ principal }) => principal === entry.step.resource.owner).map(({ issuedAt }) => new Date(Date.parse(issuedAt) + 1000).toISOString()).filter((at) => at > until);
    return opened.length === 0 ? [] : [{ entry, opened: opened.reduce((a, b) => (a > b ? a : b)), n: opened.length }];
  });
}

/** Under the standing approval, or else through a gate: it is what the operator approved before, with the time of now. */
export async function denyOutlived(wizard: Wizard, investigation: Investigation): Promise<void> {
  const { engine, options, clock } = wizard;
  const found = options.dryRun ? [] : outlived(wizard, investigation);
  if (found.length === 0) return;
  const text = say('The stranger opened sessions after the older ones had been ended: {{n}}. They are ended too.', { n: found.reduce((n, one) => n + one.n, 0) });
  tell(wizard, 'bad', text);
  // From here on it counts as done when it reaches these sessions.
  engine.ledger.recordAll(found.flatMap(({ entry: { step, after }, opened }) => [
    { type: 'made' as const, step: step.id, part: OLDER_THAN, value: opened },
    { type: 'settled' as const, step: step.id, outcome: 'drifted' as const, after: after ?? engine.ledger.store(null), error: text },
  ]));
  const steps = found.map(({ entry }) => stepOf(entry)), until = wizard.state().standing?.until;
  if (until === undefined || until <= clock.now().toISOString()) {
    await contain(wizard, steps, { id: 'contain:sessions', title: say('Contain what else was found') }, () => Promise.resolve([]));
    return;
  }
  await doAgain(engine, steps);
  await watch(engine, steps, until);
}
