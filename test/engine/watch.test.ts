// Containment is watched until it holds, and repeated only under a standing approval.
import { describe, expect, it } from 'vitest';
import { applyWave } from '../../src/engine/apply.ts';
import { watch } from '../../src/engine/watch.ts';
import { say } from '../../src/core/text.ts';
import { refusal } from '../aws/fake-handler.ts';
import { GATE, person, stage, steps, type Stage } from './stage.ts';

/** bob contained, and how long the standing approval runs, if there is one. */
async function contained(standing: boolean): Promise<{ at: Stage; run: (onLook?: Parameters<typeof watch>[3]) => ReturnType<typeof watch> }> {
  const at = await stage(['bob', 'mallory']);
  at.ui.answer = (gate) => ({ approved: gate.steps.map((v) => v.step.id), standing });
  const wave = await applyWave(at.engine, steps('contain', 'bob'), { ...GATE, standing: { text: say('Again?'), minutes: 30 } });
  return { at, run: (onLook) => watch(at.engine, wave.verified, wave.standingUntil, onLook) };
}
/** The stranger takes it back, the first `times` times that it is looked at. */
function adversary(at: Stage, times: number): void {
  const get = at.fake.answers.get('GetUser')!;
  let left = times;
  at.fake.on('GetUser', (seen, n) => { if (left > 0 && seen.input.get('UserName') === 'bob' && at.people.get('bob') === '/contained/') { left -= 1; at.people.set('bob', '/open/'); } return get(seen, n); });
}

describe('a containment', () => {
  it('that holds is looked at after 5, 15 and 60 seconds, and said to hold', async () => {
    const { at, run } = await contained(false);
    const from = at.clock.now().getTime();
    expect(await run()).toMatchObject({ lost: [], again: 0 });
    expect(at.facts('held').map((f) => [f.seconds, f.holds, (new Date(f.at).getTime() - from) / 1000])).toEqual([[5, true, 5], [15, true, 15], [60, true, 60]]);
    expect(at.ui.said).toEqual(['The containment held for 60 seconds.']);
  });

  it('that is undone twice is done again twice, under the standing approval', async () => {
    const { at, run } = await contained(true);
    adversary(at, 2);
    const { lost, again } = await run();
    expect([lost.length, at.people.get('bob'), at.changes().length]).toEqual([0, '/contained/', 1 + again]);
    expect(again).toBeGreaterThanOrEqual(1);
    expect(at.ui.gates).toHaveLength(1);
  });

  it('that is undone is only shown without a standing approval, and offered again', async () => {
    const { at, run } = await contained(false);
    at.people.set('bob', '/open/');
    expect((await run()).lost).toHaveLength(1);
    expect(at.changes()).toEqual(['UpdateUser bob']);
    expect(at.ui.shown.at(-1)).toBe('Contain bob: drifted');
    expect(at.ui.said).toEqual([]);
    expect(at.engine.ledger.steps()[0]?.state).toBe('drifted');
    await applyWave(at.engine, steps('contain', 'bob'), GATE);
    expect([at.ui.gates.length, at.people.get('bob')]).toEqual([2, '/contained/']);
  });

  it('covers what the lineage newly makes, and keeps it undoable', async () => {
    const { at, run } = await contained(true);
    const fresh = steps('contain', 'mallory');
    expect(await run((seconds) => Promise.resolve(seconds === 5 ? fresh : []))).toMatchObject({ lost: [] });
    expect(at.people.get('mallory')).toBe('/contained/');
    expect(at.engine.ledger.step(fresh[0]!.id)).toMatchObject({ state: 'verified', before: { value: person('mallory') } });
  });

  it('covers nothing new without a standing approval, and nothing that cannot be undone with one', async () => {
    const without = await contained(false);
    await without.run(() => Promise.resolve(steps('contain', 'mallory')));
    expect(without.at.changes()).toEqual(['UpdateUser bob']);
    expect(without.at.ui.shown).toContain('Contain mallory: waiting');
    const { at, run } = await contained(true);
    await run(() => Promise.resolve([...steps('eradicate', 'mallory'), ...steps('preserve', 'mallory')]));
    expect(at.changes()).toEqual(['UpdateUser bob']);
    expect(at.facts('planned')).toHaveLength(1);
    await watch(at.engine, steps('preserve', 'mallory'), '2026-11-22T00:00:00.000Z');
    expect(at.facts('kept')).toEqual([]);
  });

  it('does nothing to what is new and cannot be contained', async () => {
    const { at, run } = await contained(true);
    at.people.set('mallory', '/frozen/');
    expect(await run(() => Promise.resolve(steps('contain', 'mallory')))).toMatchObject({ lost: [], again: 0 });
    expect(at.changes()).toEqual(['UpdateUser bob']);
  });

  it('is not repeated once the standing approval has run out', async () => {
    const { at, run } = await contained(true);
    at.clock.set(new Date(at.clock.now().getTime() + 31 * 60_000));
    at.people.set('bob', '/open/');
    expect((await run()).again).toBe(0);
    expect(at.changes()).toHaveLength(1);
  });

  it('is said to hold by nobody who could not look', async () => {
    const { at, run } = await contained(false);
    at.fake.on('GetUser', () => refusal('AccessDenied', 403));
    await run();
    expect([at.facts('held').length, at.ui.said.length]).toEqual([0, 1]);
    expect(at.ui.said[0]).toContain('could not be looked at');
  });

  it('is no longer watched after Ctrl-C, and not said to have held', async () => {
    const { at, run } = await contained(true);
    await run(() => { at.stop.abort(new Error('stop')); return Promise.resolve([]); });
    expect([at.facts('held').length, at.ui.said]).toEqual([1, []]);
  });
});
