// Promise 5, for every action that can be undone: given back by another process; and where the thing was deleted meanwhile, that is said and nothing is touched, except what the deed had done elsewhere. What was changed meanwhile is the engine's to tell, and tried in its own room.
import { describe, expect, test } from 'vitest';
import { CaseLedger } from '../../src/case/ledger.ts';
import { say } from '../../src/core/text.ts';
import type { Resource, Step, Verb } from '../../src/core/types.ts';
import { applyWave } from '../../src/engine/apply.ts';
import { isIrreversible, type Engine } from '../../src/engine/engine.ts';
import { undoCallsOf } from '../../src/engine/permits.ts';
import { findingIdOf, stepIdOf, waveOf } from '../../src/engine/plan.ts';
import { undoStep } from '../../src/engine/undo.ts';
import { KIND_IDS, kindById } from '../../src/kinds/catalog.ts';
import type { Action, Kind } from '../../src/kinds/kind.ts';
import { newCase } from '../case/fixtures.ts';
import { Operator } from '../engine/stage.ts';
import { sampled } from '../harness/sample.ts';
import { stage, type Stage } from './account.ts';
import { changesOf, listOf, targetOf } from './contract.ts';
import { furnishing, withAim } from './furnish/all.ts';

const reversible = (await Promise.all(KIND_IDS.map(async (id) => [id, await kindById(id) as Kind] as const))).flatMap(([id, kind]) =>
  (Object.entries(kind.actions) as [Verb, Action][]).flatMap(([verb, action]) => (verb === 'preserve' || isIrreversible(action.undo) || action.operations.length === 0 ? [] : [[`${id} ${verb}`, kind, verb, action] as const])));

interface Done { readonly at: Stage; readonly step: Step; readonly engine: (kind?: Kind) => Engine; readonly ui: Operator }

/** Done under a gate; what undoes it is another process, with another ledger over the same case. */
async function done(kind: Kind, verb: Verb, action: Action): Promise<Done | undefined> {
  const at = await stage(furnishing(kind.id));
  const { found } = await listOf(at, kind);
  const target = await targetOf(at, kind, action, found, found[0] && action.ways?.(withAim(kind, found[0]), 'created')[0]?.id);
  if (!target) throw new Error(`nothing to try ${kind.id} on`);
  const step: Step = { id: stepIdOf(kind.id, verb, target), wave: waveOf(kind.role, verb), finding: findingIdOf(kind.id, target), kind: kind.id, verb, resource: target, origin: 'created', because: say('The stranger made it.'), after: [] };
  const folder = newCase({ clock: at.clock });
  const ui = new Operator();
  const engine = (seen: Kind = kind): Engine => ({ session: at.session, ledger: new CaseLedger(folder), ui, clock: at.clock, kind: () => Promise.resolve(seen), dryRun: false, signal: new AbortController().signal });
  const { verified } = await applyWave(engine(), [step], { id: 'do', title: say('Contain now'), advice: say('Do it.') });
  return verified.length === 1 ? { at, step, engine, ui } : undefined;
}
const undo = async (engine: Engine, { id }: Step): Promise<string> => {
  const entry = engine.ledger.step(id);
  if (!entry) throw new Error(`The journal does not hold ${id}.`);
  return undoStep(engine, entry);
};
/** AWS as it would answer where somebody did this meanwhile. */
const seeing = (kind: Kind, what: (now: Resource | undefined) => Resource | undefined): Kind => ({ ...kind, look: async (aws, rs) => (await kind.look(aws, rs)).map(what) });

describe.each(sampled(reversible, 2, 'undo'))('%s', (_, kind, verb, action) => {
  test('is given back by another process', async () => {
    const one = await done(kind, verb, action);
    // A deed that must ask the operator is tried in the room of its own.
    if (!one) { expect(action.asks).toBe(true); return; }
    expect(await undo(one.engine(), one.step)).toBe('undone');
    expect(one.engine().ledger.step(one.step.id)?.state).toBe('undone');
  }, 60_000);

  if (!action.outlives) test('whose thing was deleted meanwhile is not touched, and that is said', async () => {
    const one = await done(kind, verb, action);
    if (!one) { expect(action.asks).toBe(true); return; }
    const entry = one.engine().ledger.step(one.step.id);
    // Where the deed itself takes the thing away, its absence is what it left.
    if (action.done(undefined, { made: entry?.made ?? {}, way: entry?.way, before: one.step.resource })) return;
    const [from, asked] = [one.at.world.requests.entries.length, one.ui.gates.length];
    expect(await undo(one.engine(seeing(kind, () => undefined)), one.step)).toBe(action.undone?.(undefined, one.step.resource) === true ? 'undone' : 'gone');
    expect([changesOf(one.at, from), one.ui.gates.length]).toEqual([[], asked]);
  }, 60_000);

  // What it did stands elsewhere: in a group, say, that its owner still needs.
  if (action.outlives) test('whose thing was deleted meanwhile gives back what stands elsewhere, under a gate', async () => {
    const one = await done(kind, verb, action);
    if (!one) throw new Error('Nothing was done that could be given back.');
    const [from, asked] = [one.at.world.requests.entries.length, one.ui.gates.length];
    expect(await undo(one.engine(seeing(kind, () => undefined)), one.step)).toBe('undone');
    const back = undoCallsOf(action, one.step.resource, one.step.way, one.engine().ledger.step(one.step.id)?.made ?? {});
    expect(back.length).toBeGreaterThan(0);
    expect([changesOf(one.at, from), one.ui.gates.length]).toEqual([back, asked + 1]);
  }, 60_000);
});
