// Killed anywhere, gone on with anywhere: nothing is lost, nothing is done twice; and everything reversible can be given back.
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/case/facts.ts';
import { applyWave } from '../../src/engine/apply.ts';
import { runDeeds } from '../../src/engine/deed.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import { undoable, undoStep } from '../../src/engine/undo.ts';
import { say } from '../../src/core/text.ts';
import type { Resource, Step } from '../../src/core/types.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { refusal } from '../aws/fake-handler.ts';
import { GATE, person, personKind, stage, steps, type Person, type Stage } from './stage.ts';

const decided = (step: Step): Fact => ({ type: 'decided', gate: 'g', title: say('g'), steps: [step.id], decision: { approved: [step.id], standing: false, stop: false }, digest: '', caller: '' });
/** The journal of a process that was killed after these facts. */
function killed(at: Stage, step: Step, facts: readonly Fact[] = []): Step {
  at.folder.recordAll([
    { type: 'planned', step, title: say('Step'), calls: { value: [] } }, decided(step),
    { type: 'started', step: step.id, attempt: 1, before: { value: person('bob') } }, ...facts,
  ]);
  return step;
}
const only = (verb: Step['verb']): Step => steps(verb, 'bob')[0]!;
const stateOf = (at: Stage, step: Step): string | undefined => at.again().ledger.step(step.id)?.state;

describe('a step that was begun', () => {
  it('and not done, is done under its approval', async () => {
    const at = await stage();
    const step = killed(at, only('contain'));
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step), at.ui.gates.length]).toEqual([['UpdateUser bob'], 'verified', 0]);
  });
  it('and done, is only written down', async () => {
    const at = await stage();
    const step = killed(at, only('contain'));
    at.people.set('bob', '/contained/');
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step)]).toEqual([[], 'verified']);
  });
  it('and whose thing is gone, is over', async () => {
    const at = await stage();
    const step = killed(at, only('contain'));
    at.people.delete('bob');
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step)]).toEqual([[], 'gone']);
  });
  it('and had made a part that was handed over, makes no second one', async () => {
    const at = await stage();
    const step = killed(at, only('replace'), [{ type: 'made', step: only('replace').id, part: 'key', value: 'AKIAI44QH8DHBEXAMPLE' }, { type: 'made', step: only('replace').id, part: 'handed-over', value: 'AKIAI44QH8DHBEXAMPLE' }]);
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step)]).toEqual([[], 'verified']);
  });
  it('and had made a part that was not handed over, knows of it', async () => {
    const at = await stage();
    const step = killed(at, only('replace'), [{ type: 'made', step: only('replace').id, part: 'key', value: 'AKIAI44QH8DHBEXAMPLE' }]);
    await reconcile(at.engine);
    expect([at.changes(), at.again().ledger.step(step.id)?.made]).toEqual([[], { key: 'AKIAI44QH8DHBEXAMPLE' }]);
  });
  it('and that AWS does not show, stays in doubt', async () => {
    const at = await stage();
    const step = killed(at, only('contain'));
    at.fake.on('GetUser', () => refusal('AccessDenied', 403));
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step), at.ui.shown]).toEqual([[], 'started', ['Step: unverified']]);
  });
  it('is only shown in a dry run', async () => {
    const at = await stage(['bob'], { dryRun: true });
    const step = killed(at, only('contain'));
    const lines = at.folder.journal.entries.length;
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step), at.ui.shown, at.folder.journal.entries.length]).toEqual([[], 'started', ['Step: would'], lines]);
    await expect(runDeeds(at.engine, [{ step, action: personKind.actions.contain!, title: say('Step'), before: person('bob') }])).rejects.toMatchObject({ fault: 'internal' });
    expect(at.folder.journal.entries.length).toBe(lines);
  });
});

describe('a step that failed, or was not seen to be done', () => {
  it.each([
    ['and stands now, is done', 'unverified', '/contained/', 'verified'], ['and stands now, by whatever hand, is done', 'failed', '/contained/', 'verified'],
    ['and whose thing is gone, is over', 'failed', undefined, 'gone'], ['and does not stand, is left for the plan', 'failed', '/open/', 'failed'],
  ] as const)('%s', async (_, outcome, path, state) => {
    const at = await stage();
    const step = killed(at, only('contain'), [{ type: 'settled', step: only('contain').id, outcome, after: { value: person('bob') } }]);
    if (path === undefined) at.people.delete('bob'); else at.people.set('bob', path);
    await reconcile(at.engine);
    expect([at.changes(), stateOf(at, step), at.ui.gates.length]).toEqual([[], state, 0]);
  });
});

describe('an undo that was begun', () => {
  const begun = async (path: string): Promise<{ at: Stage; step: Step }> => {
    const at = await stage();
    const step = killed(at, only('contain'), [{ type: 'settled', step: only('contain').id, outcome: 'verified', after: { value: person('bob', '/contained/') } }, { type: 'undo-started', step: only('contain').id }]);
    at.people.set('bob', path);
    return { at, step };
  };
  it.each([['and not done, is done', '/contained/', ['UpdateUser bob']], ['and done, is only written down', '/open/', []]])('%s', async (_, path, changes) => {
    const { at, step } = await begun(path);
    await reconcile(at.engine);
    expect([at.changes(), at.people.get('bob'), stateOf(at, step)]).toEqual([changes, '/open/', 'undone']);
  });
});

describe('giving back', () => {
  const contained = async (verb: Step['verb'] = 'contain'): Promise<Stage> => {
    const at = await stage();
    await applyWave(at.engine, [{ ...only(verb), after: [] }], GATE);
    at.ui.gates.length = 0; at.ui.events.length = 0;
    return at;
  };
  const entry = (at: Stage) => at.again().ledger.steps()[0]!;

  it('asks for the name, shows the exact call, and restores what stood before', async () => {
    const at = await contained();
    expect(await undoStep(at.again(), entry(at))).toBe('undone');
    expect(at.ui.gates[0]).toMatchObject({ type: 'bob', steps: [{ calls: [{ operation: 'iam:UpdateUser', region: 'aws-global', input: { UserName: 'bob', NewPath: '/open/' } }] }] });
    expect([at.people.get('bob'), entry(at).state]).toEqual(['/open/', 'undone']);
  });

  it.each([['a no', {}], ['a wrong name', { typed: 'alice' }], ['no name', { typed: '' }], ['a stop', { stop: true, typed: 'bob' }]])('does nothing after %s', async (_, answer) => {
    const at = await contained();
    at.ui.answer = (gate) => ({ approved: 'typed' in answer ? gate.steps.map((v) => v.step.id) : [], ...answer });
    expect(await undoStep(at.again(), entry(at))).toBe('stop' in answer ? 'stopped' : 'declined');
    expect([at.changes(), at.people.get('bob'), entry(at).state]).toEqual([['UpdateUser bob'], '/contained/', 'verified']);
  });

  it.each([['before', undefined], ['while', 'asked']])('tells what somebody changed %s it was asked about, and does not overwrite it', async (_, during) => {
    const at = await contained();
    const change = (): void => { at.people.set('bob', '/elsewhere/'); };
    if (during === undefined) change();
    const yes = at.ui.answer;
    at.ui.answer = (gate) => { change(); return yes(gate); };
    expect(await undoStep(at.again(), entry(at))).toBe('drifted');
    expect([at.changes(), at.people.get('bob')]).toEqual([['UpdateUser bob'], '/elsewhere/']);
  });

  it.each([['what this case did to it by way of another kind is nobody else’s change', '/contained/hard/', 0], ['what somebody did besides is told', '/contained/else/', 1]])('%s', async (_, path, told) => {
    const at = await stage();
    // The other kind shows the same member of the same owner's thing, as a user's boundary stands in what is known of the user's sessions.
    const theirs = { ...person('bob'), owner: 'arn:aws:iam::111122223333:user/bob' };
    const loose = { ...personKind, actions: { ...personKind.actions, contain: { ...personKind.actions.contain!, done: (now: Resource | undefined) => (now as Person | undefined)?.path.startsWith('/contained/') === true } } };
    const other = { ...personKind, id: 'test/key' };
    const engine = at.again({ kind: (id) => Promise.resolve((id === 'test/key' ? other : loose) as Kind) });
    await applyWave(engine, [{ ...only('contain'), resource: theirs }], GATE);
    await applyWave(engine, [{ ...only('contain'), id: 'harden:test/key:bob', kind: 'test/key', verb: 'harden', resource: theirs }], GATE);
    expect(at.people.get('bob')).toBe('/contained/hard/');
    at.people.set('bob', path);
    await undoStep(engine, engine.ledger.steps()[0]!);
    expect(at.ui.said.filter((said) => said.includes('somebody has changed bob again'))).toHaveLength(told);
  });

  it('sends nothing where it was given back already', async () => {
    const at = await contained();
    at.people.set('bob', '/open/');
    expect(await undoStep(at.again(), entry(at))).toBe('undone');
    expect([at.changes(), at.ui.gates.length]).toEqual([['UpdateUser bob'], 0]);
  });

  it('says what cannot be given back, and why', async () => {
    const at = await contained('eradicate');
    expect(await undoable(at.again())).toMatchObject([{ reversible: false, why: { say: 'AWS never gives a deleted user back.' } }]);
    expect(await undoStep(at.again(), entry(at))).toBe('irreversible');
    expect(at.changes()).toEqual(['DeleteUser bob']);
  });

  it('that AWS refuses has failed, and can be tried again', async () => {
    const at = await contained();
    const update = at.fake.answers.get('UpdateUser')!;
    at.fake.on('UpdateUser', () => refusal('AccessDenied', 403));
    expect(await undoStep(at.again(), entry(at))).toBe('failed');
    at.fake.on('UpdateUser', update);
    expect(await undoStep(at.again(), entry(at))).toBe('undone');
  });

  it('in a dry run only shows it', async () => {
    const at = await contained();
    await undoStep(at.again({ dryRun: true }), entry(at));
    expect([at.changes(), at.ui.shown, at.ui.gates.length]).toEqual([['UpdateUser bob'], ['Undo: Contain bob: would'], 0]);
  });

  it('and doing again begins from what stands then, not from the first time', async () => {
    const at = await contained();
    await undoStep(at.again(), entry(at));
    at.people.set('bob', '/promoted/');
    await applyWave(at.again(), [only('contain')], GATE);
    expect(await undoStep(at.again(), entry(at))).toBe('undone');
    expect(at.people.get('bob')).toBe('/promoted/');
  });
});
