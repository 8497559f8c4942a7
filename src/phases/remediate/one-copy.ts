// Many machines of one image: the disks of each are copied, or one of them is copied in full and stands for the others, as the operator chooses.
import { byForm } from '../../core/alike.ts';
import { say, type Text } from '../../core/text.ts';
import type { Step } from '../../core/types.ts';
import { lookEach } from '../../engine/look.ts';
import { restingOn } from '../../kinds/ec2/parts/instance-snapshots.ts';
import type { Instance } from '../../kinds/ec2/parts/instance-view.ts';
import { isOpen } from '../contain/containment.ts';
import { stopIfAsked, type Wizard } from '../wizard.ts';

/** So many are copied without a question. */
const HANDFUL = 5;
const QUESTION = 'one-copy';
type Group = readonly Step[];
const instanceIn = ({ resource }: Step): Instance => resource as Instance;

/** Steps that keep what is on disks, in two parts: the copies, and after those what rests on them. */
export interface Parted { readonly copied: readonly Step[]; /** To be asked for when the copies are made: where one could not be made, each is copied itself. */ readonly resting: () => readonly Step[] }

export async function partByImage(wizard: Wizard, wave: readonly Step[]): Promise<Parted> {
  const groups = byForm(wave.filter((s) => s.verb === 'preserve' && s.kind === 'ec2/instance' && s.origin === 'created'), likeness)
    .filter((group) => group.length > HANDFUL && group.some((s) => isOpen(wizard, s)));
  const chosen = groups.length === 0 || wizard.options.dryRun ? 'each' : wizard.state().answers.get(QUESTION) ?? await ask(wizard, groups);
  if (chosen !== 'one') return { copied: wave, resting: () => [] };
  const pairs = groups.flatMap((group) => { const first = copiedOf(wizard, group); return first ? [{ first, others: group.filter((s) => s !== first) }] : []; });
  const resting = new Set(pairs.flatMap(({ others }) => others));
  return { copied: wave.filter((s) => !resting.has(s)), resting: () => pairs.flatMap(({ first, others }) => others.map((s) => onCopy(wizard, first, s))) };
}

/** Machines that differ in none of this were made alike, by one hand. */
function likeness(step: Step): string {
  const { region, imageId, type, startedBy, profile, volumes } = instanceIn(step);
  return JSON.stringify([region, imageId, type.split('.')[0], startedBy?.name, profile, volumes.map((v) => v.device).sort()]);
}

/** One that has been copied already, or the first that can be. */
const copiedOf = (wizard: Wizard, group: Group): Step | undefined => group.find((s) => snapshotsOf(wizard, s).length > 0) ?? group.find((s) => isOpen(wizard, s));
/** Of a copy that AWS showed to be whole. */
function snapshotsOf({ engine }: Wizard, { id }: Step): readonly string[] {
  const entry = engine.ledger.step(id);
  return entry?.state === 'verified' ? entry.made['snapshots']?.split(' ') ?? [] : [];
}
function onCopy(wizard: Wizard, first: Step, step: Step): Step {
  const snapshots = snapshotsOf(wizard, first);
  return snapshots.length === 0 ? step : { ...step, resource: restingOn(instanceIn(step), { of: first.resource.name, snapshots }) };
}

async function ask(wizard: Wizard, groups: readonly Group[]): Promise<string | undefined> {
  const gib = await sizes(wizard, groups);
  const hint = (n: number | undefined): { readonly hint?: Text } => (n === undefined ? {} : { hint: say('At most {{gib}} GiB of snapshots', { gib: n }) });
  const alike = groups.flatMap((group) => { const [one] = group; return one ? [say('{{region}}: {{n}} × {{titles}}', { region: one.resource.region, n: group.length, titles: `${instanceIn(one).imageId} (${instanceIn(one).type})` })] : []; });
  const chosen = await wizard.ui.ask({
    ask: 'choose', id: QUESTION, text: say('Which disks shall be copied?'),
    about: say('The stranger made many machines alike, of one image each: {{details}}.', { details: alike }),
    advice: say('One tells what all of them ran. Copy every disk where the police or an insurer may ask, or where data of yours may lie on one.'),
    choices: [{ value: 'one', title: say('Those of one machine of each image'), ...hint(gib?.one) }, { value: 'each', title: say('Those of every machine'), ...hint(gib?.each) }],
  });
  stopIfAsked(wizard);
  if (typeof chosen !== 'string') return undefined;
  wizard.folder.record({ type: 'answered', question: QUESTION, answer: chosen });
  return chosen;
}

/** By the disks of one machine of each: AWS stores at most as much as they hold. Undefined where it does not show them. */
async function sizes({ engine, kinds }: Wizard, groups: readonly Group[]): Promise<{ readonly one: number; readonly each: number } | undefined> {
  if (!kinds.has('ec2/volume')) return undefined;
  const disks = groups.flatMap((group) => { const [one] = group; return one ? instanceIn(one).volumes.map(({ id }) => ({ n: group.length, step: { ...one, kind: 'ec2/volume' as const, resource: { arn: id, uid: id, name: id, region: one.resource.region } } })) : []; });
  const looks = await lookEach(engine, disks.map(({ step }) => step));
  let one = 0, each = 0;
  for (const [i, { n }] of disks.entries()) {
    const gib: unknown = Object.entries(looks[i]?.now ?? {}).find(([member]) => member === 'gib')?.[1];
    if (typeof gib !== 'number') return undefined;
    one += gib;
    each += gib * n;
  }
  return { one, each };
}
