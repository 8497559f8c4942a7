// The adversary is awake: each trick at each moment, twenty times, and in the end nothing of the stranger's can be used, and nothing of the owner's was touched.
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { isIrreversible } from '../../src/engine/engine.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import { removeFolders } from '../harness/play.ts';
import { FULL, sampled, upTo } from '../harness/sample.ts';
import { fight, TIMINGS, type Fight, type Timing } from './fight.ts';
import { INTRUDER, NOW } from './scene.ts';
import { TRICKS, type Trick } from './tricks.ts';

afterAll(removeFolders);
const SEEDS = 20;
const timings = Object.keys(TIMINGS) as Timing[];
const matrix = TRICKS.flatMap((trick) => timings.flatMap((timing) => upTo(SEEDS).map((seed) => [trick.title, timing, seed, trick] as const)));

/** The stranger's changes after the operator came, as the account saw them. */
const answersOf = ({ account }: Fight): readonly string[] => account.world.history.records()
  .filter(({ sourceIp, at, readOnly, error }) => /^203\.0\.113\./.test(sourceIp) && at > new Date(NOW) && !readOnly && error === undefined).map(({ name }) => name);
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

async function expectWon(one: Fight, { beyond }: Trick): Promise<void> {
  const { bystanders } = one.account.score();
  expect(bystanders.harmed).toEqual([]);
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
