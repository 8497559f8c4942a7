// One wave through its gate: what is approved is done as shown, and nothing else ever.
import { describe, expect, it } from 'vitest';
import { applyWave } from '../../src/engine/apply.ts';
import { inParallel } from '../../src/engine/engine.ts';
import { ok, refusal, reset } from '../aws/fake-handler.ts';
import { GATE, stage, steps } from './stage.ts';

const ids = (list: readonly { readonly id: string }[]): string[] => list.map((s) => s.id);

describe('a wave', () => {
  it('does what is approved, looks, and writes everything down in order', async () => {
    const at = await stage();
    const [bob] = steps('contain', 'bob');
    const { verified } = await applyWave(at.engine, [bob!], GATE);
    expect(ids(verified)).toEqual([bob!.id]);
    expect(at.people.get('bob')).toBe('/contained/');
    expect(at.folder.journal.entries.map((e) => e.type)).toEqual(['opened', 'planned', 'decided', 'started', 'called', 'settled']);
    expect(at.ui.gates[0]?.steps[0]?.calls).toEqual([{ operation: 'iam:UpdateUser', region: 'aws-global', input: { UserName: 'bob', NewPath: '/contained/' } }]);
    expect(at.ui.shown).toEqual(['Contain bob: verified']);
  });

  it('changes nothing where it is declined', async () => {
    const at = await stage();
    at.ui.answer = () => ({});
    const { declined } = await applyWave(at.engine, steps('contain', 'bob'), GATE);
    expect(declined).toHaveLength(1);
    expect(at.changes()).toEqual([]);
    expect(at.ui.shown).toEqual(['Contain bob: declined']);
    expect(at.engine.ledger.steps()[0]?.state).toBe('declined');
  });

  it('changes nothing where the operator stops, whatever else the answer says, and does not take that for a no', async () => {
    const at = await stage();
    at.ui.answer = (gate) => ({ stop: true, approved: gate.steps.map((v) => v.step.id) });
    expect(await applyWave(at.engine, steps('contain', 'bob'), GATE)).toMatchObject({ stopped: true, verified: [] });
    expect(at.changes()).toEqual([]);
    expect(at.engine.ledger.steps()[0]?.state).toBe('planned');
  });

  it('does only the steps that were named, and none that the gate did not hold', async () => {
    const at = await stage(['alice', 'bob']);
    const [alice, bob] = steps('contain', 'alice', 'bob');
    at.ui.answer = () => ({ approved: [bob!.id, 'contain:test/person:carol'] });
    const { declined } = await applyWave(at.engine, [alice!, bob!], GATE);
    expect(ids(declined)).toEqual([alice!.id]);
    expect(at.changes()).toEqual(['UpdateUser bob']);
  });

  it.each([['nothing', undefined], ['another name', 'alice'], ['another case', 'BOB']])('destroys nothing where %s was typed', async (_, typed) => {
    const at = await stage();
    at.ui.answer = (gate) => ({ approved: gate.steps.map((v) => v.step.id), ...(typed === undefined ? {} : { typed }) });
    const [step] = steps('eradicate', 'bob');
    await applyWave(at.engine, [{ ...step!, after: [] }], GATE);
    expect(at.ui.gates[0]).toMatchObject({ type: 'bob', steps: [{ reversible: false, type: 'bob', irreversible: { say: 'AWS never gives a deleted user back.' } }] });
    expect(at.changes()).toEqual([]);
  });

  it('destroys what was named: one by its name, several by their count, of those that were chosen', async () => {
    const at = await stage(['alice', 'bob', 'carol']);
    const wave = steps('eradicate', 'alice', 'bob', 'carol').map((s) => ({ ...s, after: [] }));
    at.ui.answer = (gate) => ({ approved: gate.steps.slice(0, 2).map((v) => v.step.id), typed: '3' });
    await applyWave(at.engine, wave, GATE);
    expect(at.ui.gates[0]?.type).toBe('3');
    expect(at.changes()).toEqual([]);
    at.ui.answer = (gate) => ({ approved: gate.steps.slice(0, 2).map((v) => v.step.id), typed: '2' });
    await applyWave(at.engine, wave, GATE);
    expect([...at.people.keys()]).toEqual(['carol']);
  });

  it('does nothing to what changed while the operator decided, and offers it again', async () => {
    const at = await stage(['alice', 'bob']);
    const wave = steps('contain', 'alice', 'bob');
    at.ui.answer = (gate) => { at.people.delete('bob'); return { approved: gate.steps.map((v) => v.step.id) }; };
    const { verified, declined } = await applyWave(at.engine, wave, GATE);
    expect([verified.length, declined.length]).toEqual([1, 0]);
    expect(at.ui.shown).toContain('Contain bob: drifted');
    expect(at.changes()).toEqual(['UpdateUser alice']);
    expect(at.engine.ledger.step(wave[1]!.id)?.state).toBe('planned');
  });

  it('does not ask about what is so already, what is gone, what AWS does not allow, and what it does not show', async () => {
    const at = await stage(['alice', 'bob', 'carol']);
    at.people.set('alice', '/contained/').set('carol', '/frozen/').delete('bob');
    await applyWave(at.engine, steps('contain', 'alice', 'bob', 'carol'), GATE);
    expect(at.ui.shown.sort()).toEqual(['Contain alice: already-done', 'Contain bob: already-done', 'Contain carol: waiting']);
    expect(at.ui.gates).toEqual([]);
    at.fake.on('GetUser', () => refusal('AccessDenied', 403));
    await applyWave(at.engine, steps('contain', 'carol'), GATE);
    expect(at.ui.shown.at(-1)).toBe('Contain carol: waiting');
    expect(at.changes()).toEqual([]);
  });

  it('does not offer a deletion before its evidence is kept, and does afterwards', async () => {
    const at = await stage();
    const [keep] = steps('preserve', 'bob');
    const [remove] = steps('eradicate', 'bob').map((s) => ({ ...s, after: [keep!.id] }));
    await applyWave(at.engine, [remove!], GATE);
    expect(at.ui.gates).toEqual([]);
    expect(at.ui.shown).toEqual(['Delete bob: waiting']);
    await applyWave(at.engine, [keep!], GATE);
    await applyWave(at.engine, [remove!], GATE);
    expect(at.changes()).toEqual(['DeleteUser bob']);
    expect(at.facts('kept')).toHaveLength(1);
  });

  it('in a dry run shows what it would do, records nothing and changes nothing', async () => {
    const at = await stage(['alice', 'bob'], { dryRun: true });
    const [keep] = steps('preserve', 'bob');
    await applyWave(at.engine, [...steps('contain', 'alice', 'bob'), ...steps('eradicate', 'bob').map((s) => ({ ...s, after: [keep!.id] }))], GATE);
    expect(at.ui.shown.sort()).toEqual(['Contain alice: would', 'Contain bob: would', 'Delete bob: would']);
    expect([at.ui.gates.length, at.folder.journal.entries.length, at.changes().length]).toEqual([0, 1, 0]);
  });
});

describe('an approval of an earlier run', () => {
  const approved = async () => {
    const at = await stage();
    const wave = steps('contain', 'bob').map((s) => ({ ...s, verb: 'harden' as const }));
    at.ui.answer = (gate) => { queueMicrotask(() => { at.stop.abort(); }); return { approved: gate.steps.map((v) => v.step.id) }; };
    await applyWave(at.engine, wave, GATE);
    expect([at.changes(), at.engine.ledger.steps()[0]?.state]).toEqual([[], 'approved']);
    at.ui.answer = () => ({});
    return { at, wave, engine: at.again({ signal: new AbortController().signal }) };
  };
  it('is not asked for again', async () => {
    const { at, wave, engine } = await approved();
    await applyWave(engine, wave, GATE);
    expect([at.ui.gates.length, at.people.get('bob')]).toEqual([1, '/open/hard/']);
  });
  it('does not hold where the calls would be others now: then it is asked for anew', async () => {
    const { at, wave, engine } = await approved();
    at.people.set('bob', '/other/');
    await applyWave(engine, wave, GATE);
    expect([at.ui.gates.length, at.changes()]).toEqual([2, []]);
  });
});

describe('a deed', () => {
  it('that AWS refuses is failed, and the rest of the burst goes on', async () => {
    const at = await stage(['alice', 'bob', 'carol']);
    const update = at.fake.answers.get('UpdateUser')!;
    at.fake.on('UpdateUser', (seen, n) => (seen.input.get('UserName') === 'bob' ? refusal('AccessDenied', 403) : update(seen, n)));
    const { verified, failed } = await applyWave(at.engine, steps('contain', 'alice', 'bob', 'carol'), GATE);
    expect([verified.length, ids(failed)]).toEqual([2, [steps('contain', 'bob')[0]!.id]]);
    expect(at.facts('settled').find((f) => f.outcome === 'failed')?.error?.say).toContain('AWS answered {{code}}');
    expect(at.ui.gates).toHaveLength(1);
  });

  it.each([['after it was done', true, 'verified', 1, 1], ['before it was done', false, 'failed', 0, 2]])('whose answer is lost %s is settled by looking, and sent once more only where it is not done', async (_, done, state, verified, sent) => {
    const at = await stage();
    const update = at.fake.answers.get('UpdateUser')!;
    at.fake.on('UpdateUser', (seen, n) => { if (done) update(seen, n); return reset(); });
    expect((await applyWave(at.engine, steps('contain', 'bob'), GATE)).verified).toHaveLength(verified);
    expect([at.ui.shown, at.changes()]).toEqual([[`Contain bob: ${state}`], Array.from({ length: sent }, () => 'UpdateUser bob')]);
  });

  it('is looked at past IAM\'s propagation before it is called unverified', async () => {
    const at = await stage();
    at.fake.on('UpdateUser', ({ input }) => { const shows = at.clock.now().getTime() + 3_000; const get = at.fake.answers.get('GetUser')!; at.fake.on('GetUser', (seen, n) => { if (at.clock.now().getTime() >= shows) at.people.set(input.get('UserName')!, '/contained/'); return get(seen, n); }); return ok('UpdateUser'); });
    expect((await applyWave(at.engine, steps('contain', 'bob'), GATE)).verified).toHaveLength(1);
    const deaf = await stage();
    deaf.fake.on('UpdateUser', () => ok('UpdateUser'));
    await applyWave(deaf.engine, steps('contain', 'bob'), GATE);
    expect(deaf.ui.shown).toEqual(['Contain bob: unverified']);
  });

  it('writes every intent before the first call of its burst', async () => {
    const at = await stage(['alice', 'bob', 'carol']);
    const update = at.fake.answers.get('UpdateUser')!;
    const intents: number[] = [];
    at.fake.on('UpdateUser', (seen, n) => { intents.push(at.facts('started').length); return update(seen, n); });
    await applyWave(at.engine, steps('contain', 'alice', 'bob', 'carol'), GATE);
    expect(intents).toEqual([3, 3, 3]);
  });

  it('writes down what it made before it hands the secret over, and the secret nowhere', async () => {
    const at = await stage();
    await applyWave(at.engine, steps('replace', 'bob'), GATE);
    expect(at.folder.journal.entries.map((e) => (e.type === 'made' ? `made ${e.part}` : e.type)).slice(3)).toEqual(['started', 'called', 'made key', 'handed-over', 'made handed-over', 'settled']);
    expect(at.ui.secrets[0]?.reveal()).toEqual({ secretAccessKey: 'wJalrXUtnFEMIEXAMPLEKEY' });
    expect(JSON.stringify([at.folder.journal.entries, at.ui.events])).not.toContain('wJalrXUtnFEMI');
  });

  it('is not begun after Ctrl-C; what was under way ends and is written down', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `user-${String(n).padStart(2, '0')}`);
    const at = await stage(names);
    const update = at.fake.answers.get('UpdateUser')!;
    at.fake.on('UpdateUser', (seen, n) => { at.stop.abort(); return update(seen, n); });
    const { verified } = await applyWave(at.engine, steps('contain', ...names), GATE);
    expect(at.changes()).toHaveLength(12);
    expect(verified).toHaveLength(12);
    expect(at.engine.ledger.steps().filter((e) => e.state === 'started')).toHaveLength(8);
    expect(at.ui.shown.filter((s) => s.endsWith('stopped'))).toHaveLength(8);
  });
});

describe('a session that would not outlive its wave', () => {
  const ending = async (minutes: number, renewed: number) => {
    const at = await stage();
    const expiresAt = (ms: number): string => new Date(at.clock.now().getTime() + ms * 60_000).toISOString();
    let caller = { ...at.engine.session.caller, expiresAt: expiresAt(minutes) };
    const session = Object.create(at.engine.session, { caller: { get: () => caller }, identify: { value: () => { caller = { ...caller, expiresAt: expiresAt(renewed) }; return Promise.resolve(caller); } } }) as typeof at.engine.session;
    return { at, run: applyWave(at.again({ session }), steps('contain', 'bob'), GATE) };
  };
  it('is not begun with, and the approval is kept', async () => {
    const { at, run } = await ending(4, 4);
    await expect(run).rejects.toMatchObject({ fault: 'interrupted' });
    expect([at.changes(), at.engine.ledger.steps()[0]?.state]).toEqual([[], 'approved']);
  });
  it.each([[6, 6], [4, 60]])('is long enough with %d minutes, renewed to %d', async (minutes, renewed) => {
    const { at, run } = await ending(minutes, renewed);
    await run;
    expect(at.changes()).toHaveLength(1);
  });
});

describe('work in parallel', () => {
  it('begins nothing more after an error, and has ended before it says so', async () => {
    const begun: number[] = [];
    let ended = 0;
    await expect(inParallel([0, 1, 2, 3, 4, 5], 2, async (n) => { begun.push(n); await new Promise((go) => { setImmediate(go); }); ended += 1; if (n === 0) throw new Error('poisoned'); })).rejects.toThrow('poisoned');
    expect([begun, ended]).toEqual([[0, 1], 2]);
  });
});
