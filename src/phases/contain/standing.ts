// How the operator stands: root, quarantined, or holding the very credential that leaked; then another way in comes first.
import { byForm } from '../../core/alike.ts';
import { say } from '../../core/text.ts';
import type { Operation } from '../../core/types.ts';
import type { Listed } from '../../engine/scan.ts';
import type { QuarantinePolicy } from '../../kinds/iam/quarantine-policy.ts';
import { standingOf } from '../../kinds/sts/caller.ts';
import { comeInOtherwise } from './containment.ts';
import type { Investigation } from '../investigation.ts';
import { otherWaysIn } from './own-way-in.ts';
import { tell, type Wizard } from '../wizard.ts';

const serviceOf = (operation: string): string => operation.split(':')[0] ?? '';
const isQuarantine = (l: Listed): l is Listed & { readonly resource: QuarantinePolicy } => l.kind.id === 'iam/quarantine-policy';

/** Tells what is in the way of this caller, and, where the way is barred, leads to another one before the long look. */
export async function standOrComeInOtherwise(wizard: Wizard, listed: readonly Listed[], abused: readonly string[]): Promise<void> {
  const { session, ui } = wizard;
  const wanted = new Set<Operation>(['cloudtrail:LookupEvents']);
  for (const kind of wizard.kinds.values()) for (const action of Object.values(kind.actions)) for (const o of action.operations) wanted.add(o);
  const standing = standingOf(session.caller, listed.filter(isQuarantine).map((l) => l.resource), { accessKeyIds: abused, principals: [] }, [...wanted]);
  if (standing.advice === undefined) return;
  tell(wizard, 'warn', standing.advice);
  if (standing.denied.length > 0) ui.show({ type: 'list', title: say("AWS's quarantine refuses these to you"), items: byForm(standing.denied, serviceOf).map((of) => say('{{service}}: {{calls}}', { service: serviceOf(of[0] ?? ''), calls: of.map((o) => o.slice(o.indexOf(':') + 1)) })) });
  if (standing.root || (standing.leak === undefined && standing.quarantine === undefined)) return;
  if (wizard.waysIn === undefined) ui.show({ type: 'list', title: say('Come in another way, and the case goes on from there'), items: otherWaysIn(session.partition.hasRoot, wizard.folder.dir) });
  await comeInOtherwise(wizard);
}

/** A stranger's deny, or too few rights: without the history nobody can be told from anybody. True: came in as somebody else. */
export async function comeInToRead(wizard: Wizard, { cells, events }: Investigation): Promise<boolean> {
  if (cells.length === 0 || events.length > 0 || cells.some(({ state }) => state !== 'denied')) return false;
  tell(wizard, 'warn', say('You may not read the event history. Without it nobody can tell who made what.'));
  wizard.ui.show({ type: 'list', title: say('Come in another way, and the case goes on from there'), items: otherWaysIn(wizard.session.partition.hasRoot, wizard.folder.dir) });
  return comeInOtherwise(wizard);
}
