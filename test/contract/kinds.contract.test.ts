// One suite over the catalogue: what each kind promises, tried on the simulated account.
import { beforeAll, describe, expect, test } from 'vitest';
import { CallRefused } from '../../src/aws/permit.ts';
import type { Resource } from '../../src/core/types.ts';
import type { Text } from '../../src/core/text.ts';
import { catalog, KIND_IDS, kindById } from '../../src/kinds/catalog.ts';
import { sameState, type Action, type Kind } from '../../src/kinds/kind.ts';
import { isRead, RETURNS_SECRETS } from './access-levels.ts';
import { stage, type Stage } from './account.ts';
import { begin, casesOf, changesOf, cutOff, doneOf, end, expectShown, listOf, lookAt, type Case } from './contract.ts';
import { Killed } from './deed.ts';
import { furnishing, SINGLE, withAim, type Furnish } from './furnish/all.ts';
import { commandsOf } from './imports.ts';

// KINDS=ec2/route,ec2/vpc: only those, while they are made.
const only = process.env['KINDS']?.split(',');
const kinds = await Promise.all(KIND_IDS.filter((id) => only?.some((one) => id.startsWith(one)) ?? true).map(async (id) => [id, await kindById(id) as Kind] as const));
const actionsOf = (kind: Kind): Action[] => Object.values(kind.actions);
const isSentence = (text: Text | undefined): boolean => text !== undefined && /^[A-Z{].*\.$/s.test(text.say);

// The ways of some actions hang on the resource, so one account of each sort is listed before the tests are made.
const firsts = new Map<Furnish, Promise<Stage>>();
const firstOf = (furnish: Furnish): Promise<Stage> => {
  const at = firsts.get(furnish) ?? stage(furnish);
  firsts.set(furnish, at);
  return at;
};
const cases: readonly (readonly [string, Case])[] = (await Promise.all(kinds.map(async ([id, kind]) => {
  const some = (await listOf(await firstOf(furnishing(id)), kind)).found[0];
  return some === undefined ? [] : casesOf(kind, some).map((c) => [`${c.kind.id} ${c.verb}${c.way === undefined ? '' : ` (${c.way})`}`, c] as const);
}))).flat();

test.runIf(only === undefined)('the catalogue loads each kind under its own id, and knows no other', async () => {
  for (const [id, kind] of kinds) expect(kind.id).toBe(id);
  expect(Object.keys(catalog)).toHaveLength(kinds.length);
  expect(await kindById('iam/unheard-of')).toBeUndefined();
  expect(await kindById('toString/x')).toBeUndefined();
});

describe.each(kinds)('%s', (id, kind) => {
  let at: Stage;
  beforeAll(async () => { at = await stage(furnishing(id)); });

  test('lists past the end of a page, each thing once, without changing anything', async () => {
    const { found, gaps } = await listOf(at, kind);
    expect(found.length).toBeGreaterThan(SINGLE.has(id) ? 0 : 2);
    expect(new Set(found.map((r) => r.arn + r.uid)).size).toBe(found.length);
    expect(gaps).toEqual([]);
    expect(changesOf(at)).toEqual([]);
  });

  test('finds what it listed, the same each time, and nothing else', async () => {
    const { found } = await listOf(at, kind);
    const seen = await lookAt(at, kind, [...found, ...found.map((r) => ({ ...r, uid: `${r.uid}-other`, name: 'nobody', userName: 'nobody', roleName: 'nobody', serial: 'nobody' }))]);
    expect(seen.slice(0, found.length).map((r) => [r?.arn, r?.uid, r?.region])).toEqual(found.map((r) => [r.arn, r.uid, r.region]));
    expect(seen.slice(found.length).every((r) => r === undefined)).toBe(true);
    const again = await lookAt(at, kind, found);
    expect(again.map((r, i) => sameState(r, seen[i]))).toEqual(found.map(() => true));
  });

  test('what it lists and sees is plain JSON', async () => {
    const { found } = await listOf(at, kind);
    const seen = await lookAt(at, kind, found);
    expect(JSON.parse(JSON.stringify({ found, seen }))).toEqual({ found, seen });
  });

  test('declares what it reads, and only reads are declared so', async () => {
    const reads = [...kind.reads, ...actionsOf(kind).flatMap((a) => a.reads ?? [])];
    for (const operation of reads) expect(await isRead(operation), operation).toBe(true);
    expect(reads.filter((operation) => RETURNS_SECRETS.includes(operation))).toEqual([]);
  });

  test('declares every changing operation that its modules import, and imports all that it declares', async () => {
    const imported = commandsOf(id);
    const changing = await Promise.all(imported.map(async (operation) => ({ operation, read: await isRead(operation) })));
    const declared = new Set(actionsOf(kind).flatMap((a) => a.operations));
    const reads = new Set([...kind.reads, ...actionsOf(kind).flatMap((a) => a.reads ?? [])]);
    expect(changing.filter((c) => !c.read).map((c) => c.operation).sort()).toEqual([...declared].sort());
    expect([...reads].filter((operation) => !imported.includes(operation))).toEqual([]);
  });

  test('can say what made a thing, and by which ids an event may name it', async () => {
    const { found } = await listOf(at, kind);
    for (const r of found) for (const one of kind.traces.ids(r)) expect(one).not.toBe('');
    for (const event of [...kind.traces.created, ...kind.traces.changed]) expect(event).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
  });
});

describe.each(cases)('%s', (_, one) => {
  const { kind, action, way } = one;

  test('says what it will do, with which calls, and what comes of it', async () => {
    const run = await begin(one);
    expect(action.title(run.before, way).say).toMatch(/^[A-Z].*[^.]$/s);
    for (const text of [action.breaks?.(run.before, way), action.destroys?.(run.before, way)]) if (text) expect(isSentence(text), text.say).toBe(true);
    for (const { operation } of run.calls()) expect(action.operations).toContain(operation);
    for (const call of run.calls()) expect(call.region).toBe(run.before.region);
    expect(JSON.parse(JSON.stringify(run.calls()))).toEqual(run.calls());
    if (typeof action.undo !== 'function') expect(isSentence(action.undo.irreversible)).toBe(true);
  });

  test('is done by what the gate showed and nothing else, and AWS then shows it', async () => {
    const run = await begin(one);
    const from = run.stage.world.requests.entries.length;
    expect(await run.done()).toBe(false);
    expect(changesOf(run.stage, from)).toEqual([]);
    await run.apply();
    expect(await run.done()).toBe(true);
    expectShown(changesOf(run.stage, from), run.calls(), run.made);
  });

  test('is the same when it is done twice', async () => {
    const run = await begin(one);
    await run.apply();
    const after = await end(run);
    await run.apply();
    expect(await end(run)).toEqual(after);
  });

  test.runIf(typeof action.undo === 'function')('is given back: the thing is as it was', async () => {
    const run = await begin(one);
    await run.apply();
    const from = run.stage.world.requests.entries.length;
    await run.undo();
    expect(await run.undone()).toBe(true);
    expect(sameState(settled(await run.look()), settled(run.before))).toBe(true);
    expectShown(changesOf(run.stage, from), action.undoCalls?.(run.before, run.made) ?? [], run.made);
    for (const { operation } of action.undoCalls?.(run.before, run.made) ?? []) expect(action.operations).toContain(operation);
  });

  test.runIf(action.operations.length > 0)('cannot be done with clients that only read, nor after its deed has ended, nor to another target', async () => {
    const run = await begin(one);
    const aws = run.stage.session.reads([...kind.reads, ...(action.reads ?? [])], run.before.region);
    const from = run.stage.world.requests.entries.length;
    await expect(action.apply({ ...aws, changes: true }, run.before, run.deedOf([]))).rejects.toBeInstanceOf(CallRefused);
    await expect(action.apply(run.endedClients(), run.before, run.deedOf([]))).rejects.toBeInstanceOf(CallRefused);
    expect(changesOf(run.stage, from)).toEqual([]);
    if (SINGLE.has(kind.id)) return;
    const { found } = await listOf(run.stage, kind);
    const other = found.map((r) => withAim(kind, r)).find((r) => r.uid !== run.before.uid && action.impossible?.(r, way) === undefined) as Resource;
    const [seen] = await lookAt(run.stage, kind, [other]);
    await expect(run.applyTo(withAim(kind, seen as Resource))).rejects.toBeInstanceOf(CallRefused);
    expectShown(changesOf(run.stage, from), run.calls(), run.made);
  });

  test('converges when it is killed at anything it tells', async () => {
    const whole = await begin(one);
    await whole.apply();
    const expected = await end(whole);
    for (const n of whole.told.keys()) {
      for (const written of [false, true]) {
        const run = await begin(one);
        run.killAt = { n: n + 1, written };
        await expect(run.apply()).rejects.toBeInstanceOf(Killed);
        run.killAt = undefined;
        await run.apply();
        expect(await end(run), `${whole.told[n] ?? ''} ${written ? 'written' : 'not written'}`).toEqual(expected);
      }
    }
  });

  test('converges when any of its calls is cut off, done or not done', async () => {
    const whole = await begin(one);
    const from = whole.stage.world.requests.entries.length;
    await whole.apply();
    const expected = await end(whole);
    for (const sent of doneOf(whole.stage, from)) {
      for (const after of [false, true]) {
        const run = await begin(one);
        const faultless = cutOff(run.stage, sent, after);
        await expect(run.apply()).rejects.toThrow();
        faultless();
        await run.apply();
        expect(await end(run), `${sent.operation} ${String(sent.nth)} ${after ? 'done' : 'not done'}`).toEqual(expected);
      }
    }
  });

  test.runIf(typeof action.undo === 'function')('its undo converges when any of its calls is cut off', async () => {
    const whole = await begin(one);
    await whole.apply();
    const from = whole.stage.world.requests.entries.length;
    await whole.undo();
    for (const sent of doneOf(whole.stage, from)) {
      for (const after of [false, true]) {
        const run = await begin(one);
        await run.apply();
        const faultless = cutOff(run.stage, sent, after);
        await expect(run.undo()).rejects.toThrow();
        faultless();
        await run.undo();
        expect(await run.undone(), `${sent.operation} ${String(sent.nth)} ${after ? 'done' : 'not done'}`).toBe(true);
      }
    }
  });
});

/** Started again, an instance is `pending` for a moment before it is `running`. */
const settled = (r: Resource | undefined): Resource | undefined => (r && 'state' in r && r.state === 'pending' ? { ...r, state: 'running' } as Resource : r);
