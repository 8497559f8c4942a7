// The adversary is awake: each trick at each moment, twenty times, and in the end nothing of the stranger's can be used, and nothing of the owner's was touched.
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { isIrreversible } from '../../src/engine/engine.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import { removeFolders } from '../harness/play.ts';
import { FULL, sampled, upTo } from '../harness/sample.ts';
import { fight, TIMINGS, type Fight, type Timing } from './fight.ts';
import { wholeStock } from '../../src/sim/scenario/stock.ts';
import { arn, INTRUDER, NOW } from './scene.ts';
import { TRICKS, type Trick } from './tricks.ts';

afterAll(removeFolders);
const SEEDS = 20;
const LAST_LOOK_MS = 60_000;
const timings = Object.keys(TIMINGS) as Timing[];
const matrix = TRICKS.flatMap((trick) => timings.flatMap((timing) => upTo(SEEDS).map((seed) => [trick.title, timing, seed, trick] as const)));

/** The stranger's calls after the operator came that AWS granted. CloudTrail counts AssumeRole as a read. */
const answersOf = ({ account }: Fight): readonly string[] => account.world.history.records()
  .filter(({ sourceIp, at, error }) => /^203\.0\.113\./.test(sourceIp) && at > new Date(NOW) && error === undefined).map(({ name }) => name);
const leftOf = ({ account }: Fight): readonly string[] => account.score().footholds.filter((f) => !f.contained).map(({ origin, arn }) => `${origin} ${arn}`);

/** Everything that was shown, as a person reads it, and the report. */
function told({ run }: Fight): string {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('say' in value && typeof value.say === 'string') texts.push(render(value as Parameters<typeof render>[0]));
    for (const one of Object.values(value)) collect(one);
  };
  collect(run.ui.heard.filter((h) => h.type !== 'handed-over'));
  return texts.join('\n');
}

/** Steps that the standing approval alone covers: reversible, containing, and of nothing that was there when the containment began. */
async function expectOnlyNewThings({ run, before }: Fight): Promise<void> {
  const { entries } = run.reading();
  const begun = entries.find((e) => e.type === 'started')?.at ?? '';
  const covered = new Set(entries.flatMap((e) => (e.type === 'decided' && e.gate === 'standing' ? e.decision.approved : [])));
  for (const { step } of entries.flatMap((e) => (e.type === 'planned' && covered.has(e.step.id) ? [e] : []))) {
    const action = (await kindById(step.kind))?.actions[step.verb];
    expect([step.verb, action !== undefined && !isIrreversible(action.undo)]).toEqual(['contain', true]);
    if (step.resource.createdAt === undefined) expect(before.has(step.resource.arn)).toBe(false);
    else expect(step.resource.createdAt >= begun.slice(0, 19)).toBe(true);
  }
}

/** The steps against one principal and its credentials. */
const stepsOn = ({ run }: Fight, what: string) => [...run.reading().state.steps.values()].filter(({ step }) => step.resource.owner === arn(what));
const MAKING: Readonly<Record<string, string>> = { user: 'CreateUser', role: 'CreateRole', 'access-key': 'CreateAccessKey' };
/** From its making, as the account saw it, until nobody could use it any more. */
function expectHeldByTheWatch(one: Fight, what: string): void {
  const [sort = '', name = ''] = what.split(/\/| of /);
  const made = one.account.world.history.records().find((r) => r.error === undefined && r.at > new Date(NOW) && r.name === MAKING[sort] && JSON.stringify(r.request).includes(name))?.at;
  const { entries } = one.run.reading();
  const begun = Date.parse(entries.find((e) => e.type === 'started')?.at ?? '');
  if (made === undefined || made.getTime() > begun + LAST_LOOK_MS) return;
  const ids = new Set(stepsOn(one, sort === 'access-key' ? `user/${name}` : what).flatMap(({ step }) => (step.verb === 'contain' ? [step.id] : [])));
  const held = entries.find((e) => e.type === 'settled' && ids.has(e.step) && e.outcome === 'verified')?.at ?? '';
  expect(Date.parse(held) - made.getTime()).toBeLessThan(LAST_LOOK_MS);
}
/** As its owner made it, whatever was done to it meanwhile; `untouched`: nothing ever was. */
function expectSpared(one: Fight, what: string, how: 'given-back' | 'untouched'): void {
  const own = [...wholeStock(one.account.world).values()].filter((item) => item.arn === arn(what) || item.parent === arn(what));
  expect([own.length > 0, own.map(({ value }) => value).join('\n')]).toEqual([true, expect.not.stringMatching(/Deny|Inactive/)]);
  expect(stepsOn(one, what).filter(({ state }) => how === 'untouched' || state !== 'undone').map(({ step, state }) => `${step.id} ${state}`)).toEqual([]);
}

async function expectWon(one: Fight, { beyond, makes = [], spares = {} }: Trick): Promise<void> {
  const { bystanders } = one.account.score();
  expect(bystanders.harmed).toEqual([]);
  for (const what of makes) expectHeldByTheWatch(one, what);
  for (const [what, how] of Object.entries(spares)) expectSpared(one, what, how);
  expect(leftOf(one).filter((left) => beyond?.stands.test(left) !== true)).toEqual([]);
  if (leftOf(one).length > 0) expect([one.run.exitCode, told(one).includes(beyond?.said ?? '-')]).toEqual([EXIT.open, true]);
  await expectOnlyNewThings(one);
}

describe.each(sampled(matrix, 2, 'tricks'))('the stranger %s, %s (%i)', (_, timing, seed, trick) => {
  test('and is contained', async () => { await expectWon(await fight(trick, timing, seed), trick); }, 60_000);
});

describe.each(sampled(TRICKS.map((trick) => [trick.title, trick] as const), 1, 'answers'))('the stranger %s', (_, trick) => {
  test('and did it at least once, as the account saw it', async () => {
    const fights = [];
    for (const seed of FULL ? [1, 2, 3] : [1]) fights.push(await fight(trick, 'at once', seed));
    expect(fights.flatMap(answersOf)).toEqual(expect.arrayContaining([trick.answers[0]?.deeds[0]?.call.split(':')[1]]));
  }, 60_000);
});

test('the operator sees that a containment was undone, and that it was done again', async () => {
  const [trick] = TRICKS;
  if (!trick) throw new Error('There is no trick.');
  const one = await fight(trick, 'at once', 1);
  const steps = one.run.ui.shown('step').filter((s) => s.step.kind === 'iam/user-session' && s.step.resource.name === INTRUDER).map((s) => s.state);
  expect(steps.indexOf('drifted')).toBeGreaterThan(steps.indexOf('verified'));
  expect(steps.lastIndexOf('verified')).toBeGreaterThan(steps.lastIndexOf('drifted'));
  expect(told(one)).toContain('Somebody has undone it.');
});

test('what appears in that minute is held until the history shows whose it is, and the owner\'s is offered back with its maker', async () => {
  const trick = TRICKS.find(({ spares }) => spares !== undefined);
  if (!trick) throw new Error('There is no trick that spares.');
  const one = await fight(trick, 'at once', 1);
  await expectWon(one, trick);
  expect(told(one)).toMatch(/user\/svc-backup appeared at \S+, while the stranger was being cut off/);
  expect(told(one)).not.toContain('thumbnails appeared');
  const advice = one.run.ui.gates.flatMap(({ gate }) => (gate.id.startsWith('undo:') && gate.id.includes('mailer') ? [render(gate.advice)] : []));
  expect(advice).toEqual([expect.stringMatching(/^Give it back: \S+user\/alice made it at \S+ from 198\.51\.100\.7/)]);
  expect([...one.run.reading().state.waits.keys()].filter((id) => id.startsWith('maker:'))).toEqual([]);
}, 60_000);
