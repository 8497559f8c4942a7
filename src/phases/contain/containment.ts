// One round of containment: the burst behind its gate, what would cut the operator off held back, and the watch that it holds.
import { endedWell, isInPlace } from '../../case/facts.ts';
import { readable } from '../../core/alike.ts';
import { say, type Text } from '../../core/text.ts';
import type { Operation, Step } from '../../core/types.ts';
import { applyWave, isWorse, type WaveResult } from '../../engine/apply.ts';
import { actionOf, isIrreversible } from '../../engine/engine.ts';
import { watch } from '../../engine/watch.ts';
import { foresee } from '../../aws/foresee.ts';
import type { Foresee } from '../../engine/views.ts';
import type { OnLook } from './newly-made.ts';
import { otherWaysIn, partByOwnWayIn } from './own-way-in.ts';
import { stopIfAsked, tell, type Wizard } from '../wizard.ts';

const STANDING_MINUTES = 30;

/** Settled well, declined, or undone: not offered again by itself. */
export function isOpen(wizard: Wizard, step: Step): boolean {
  const entry = wizard.engine.ledger.step(step.id);
  const state = entry?.state;
  // What was only used when it was contained, and was changed since, is another matter: another way is offered for it.
  if (entry !== undefined && isWorse(entry.step, step) && isInPlace(state)) return true;
  if (isGivenBack(wizard, step)) return false;
  return state === undefined || !(endedWell(state) || state === 'declined' || state === 'undone');
}

/** There was nothing of it to contain, and it has been given back since: what it holds now is the owner's. */
function isGivenBack({ engine, kinds }: Wizard, { id, kind, verb, finding, resource }: Step): boolean {
  const recover = verb === 'contain' && (engine.ledger.step(id)?.attempts ?? 0) === 0 ? kinds.get(kind)?.actions.recover : undefined;
  return recover !== undefined && engine.ledger.steps().some((e) => e.step.verb === 'recover' && e.step.finding === finding && e.state === 'verified' && recover.done(resource, { made: e.made, way: e.way, before: e.step.resource }));
}

export async function foreseen(wizard: Wizard, steps: readonly Step[]): Promise<Foresee> {
  const operations = new Set<Operation>();
  for (const step of steps) for (const o of (await actionOf(wizard.engine, step)).action.operations) if (!wizard.session.manager || !/^(organizations:|sts:AssumeRoot$)/.test(o)) operations.add(o);
  const refused = await foresee(wizard.session, [...operations]);
  return (asked) => new Map([...refused].filter(([o]) => asked.includes(o)));
}

/** Contains everything in `steps` as one burst. `onLook`: what was newly made since it began. */
export async function contain(wizard: Wizard, steps: readonly Step[], gate: { readonly id: string; readonly title: Text; readonly advice?: Text }, onLook: OnLook): Promise<WaveResult> {
  const { free, own } = await partByOwnWayIn(wizard.engine, steps.filter((s) => isOpen(wizard, s)));
  const result = await applyWave(wizard.engine, free, {
    ...gate, advice: await adviceFor(wizard, free, gate.advice), foresee: await foreseen(wizard, free),
    standing: { minutes: STANDING_MINUTES, text: say('The tool watches for {{minutes}} minutes. What the stranger undoes in that time, and users, roles and keys that anybody makes, can be contained without asking you: by steps that can be undone, and never anything that was there before. What turns out to be yours is given back.', { minutes: STANDING_MINUTES }) },
  });
  if (result.verified.length > 0) {
    const held = await watch(wizard.engine, result.verified, result.standingUntil, () => onLook(result));
    if (held.lost.length > 0) tell(wizard, 'bad', say('Steps that somebody undid while the tool watched: {{n}}. They are offered again.', { n: held.lost.length }));
  }
  if (own.length === 0) return result;
  await holdBack(wizard, own);
  return await comeInOtherwise(wizard) ? contain(wizard, own, gate, onLook) : result;
}

/** Nearly all containment can be undone; where AWS has no way back, nobody is told so. */
async function adviceFor({ engine }: Wizard, steps: readonly Step[], otherwise = say('Do all of it at once; every step here can be undone.')): Promise<Text> {
  const actions = await Promise.all(steps.map((step) => actionOf(engine, step)));
  return actions.some(({ action }) => isIrreversible(action.undo)) ? say('Do all of it at once. What cannot be undone says so; all else can be.') : otherwise;
}

/** In a drill the other way in is here; with AWS it is another terminal, and the case waits. */
export async function comeInOtherwise(wizard: Wizard): Promise<boolean> {
  const { waysIn, ui } = wizard;
  if (!waysIn || waysIn.names.length === 0 || wizard.options.dryRun) return false;
  const name = await ui.ask({
    ask: 'choose', id: 'way-in', text: say('Which way do you come in?'), advice: say('Any way that is not the leak.'),
    choices: [...waysIn.names.map((n) => ({ value: n, title: say('As {{name}}, in CloudShell', { name: n }) })), { value: 'none', title: say('None now; the case waits') }],
  });
  if (typeof name !== 'string' || !waysIn.names.includes(name)) return false;
  await waysIn.enter(name);
  ui.show({ type: 'caller', caller: wizard.session.caller });
  await releaseOwn(wizard);
  return true;
}

/** What would cut the operator off waits in the case until somebody goes on under another identity. */
async function holdBack(wizard: Wizard, steps: readonly Step[]): Promise<void> {
  const titles: Text[] = [];
  for (const step of steps) titles.push((await actionOf(wizard.engine, step)).action.title(step.resource, step.way));
  wizard.ui.show({ type: 'list', tone: 'warn', title: say('Not done yet, because it would end your own way into the account'), items: readable(titles) });
  wizard.ui.show({ type: 'list', title: say('Come in another way, and the case goes on from there'), items: otherWaysIn(wizard.session.partition.hasRoot, wizard.folder.dir) });
  if (wizard.options.dryRun) return;
  const task = say('Come in with credentials other than {{key}} and go on with: aws-incident resume', { key: wizard.session.caller.accessKeyId });
  wizard.folder.recordAll(steps.filter((s) => !wizard.state().waits.has(`own:${s.id}`)).map((s) => ({ type: 'waiting' as const, id: `own:${s.id}`, step: s.id, wait: { for: 'operator' as const, task } })));
}

/** Steps that waited for another identity, and may go on now. */
export async function releaseOwn(wizard: Wizard): Promise<void> {
  const waits = [...wizard.state().waits.values()].filter((w) => w.id.startsWith('own:'));
  for (const one of waits) {
    const entry = one.step === undefined ? undefined : wizard.engine.ledger.step(one.step);
    const { own } = entry ? await partByOwnWayIn(wizard.engine, [entry.step]) : { own: [] };
    if (own.length === 0) wizard.folder.record({ type: 'waited', id: one.id, because: say('The case goes on as {{arn}}.', { arn: wizard.session.caller.arn }) });
  }
  stopIfAsked(wizard);
}
