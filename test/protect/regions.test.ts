// Protect over all 34 Regions under AWS's quotas, of which some allow one call in ten seconds: how long it takes by the account's own clock, and what is told meanwhile.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionById } from '../../src/aws/partition.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import { render } from '../../src/core/text.ts';
import type { KindId } from '../../src/core/types.ts';
import { KIND_IDS, kindById } from '../../src/kinds/catalog.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openDrill } from '../../src/sim/drill/world.ts';
import { Account } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';

afterAll(removeFolders);
const REGIONS = partitionById('aws').regions;
/** By day those whose calls AWS counts most narrowly: one in ten seconds, two a second. */
const SNAPSHOTS = 'ec2/snapshot-block-public-access', NARROW: readonly KindId[] = [SNAPSHOTS, 'ec2/instance-metadata-defaults'];

const SCENARIO: ScenarioSource = {
  name: 'everywhere', files: {},
  data: {
    schemaVersion: 1, title: 'Everywhere', story: 'An account with all Regions.', account: { id: '111122223333', regions: REGIONS }, now: '2026-11-20T09:00:00Z', operator: 'alice', waysIn: ['alice'],
    actors: { root: { sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.18', mfa: true }, alice: { credential: '${alice.AccessKey.AccessKeyId}', sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.18' } },
    calls: [
      { at: '-300d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } },
      { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
      { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'alice' }, save: 'alice' },
    ],
  },
};
async function everywhere(): Promise<Account> {
  let clock: SteppedClock | undefined;
  const drill = await openDrill({ source: SCENARIO, clock: (start) => (clock = new SteppedClock(start)), behaviour: { latencyMs: 40, quotas: true } });
  if (!clock) throw new Error('The drill has not asked for a clock.');
  return new Account(SCENARIO.name, drill, clock);
}
const kinds = async (): Promise<readonly KindId[]> => (FULL ? (await Promise.all(KIND_IDS.map(async (id) => ((await kindById(id))?.actions.harden ? [id] : [])))).flat() : NARROW);
/** Seconds from the first deed's start to the last one's end. */
function seconds(run: Run): number {
  const times = run.reading().entries.filter((e) => e.type === 'started' || e.type === 'settled').map((e) => Date.parse(e.at));
  return (Math.max(...times) - Math.min(...times)) / 1000;
}
const ends = (run: Run): readonly string[] => [...run.reading().state.steps.values()].filter(({ step }) => step.verb === 'harden').map(({ step, state }) => `${step.kind} ${state}`);
const wentSlower = (run: Run): number => run.ui.shown('progress').filter((p) => p.id === 'throttle').length;

describe('every Region', () => {
  let run: Run;
  let wanted: readonly KindId[];
  beforeAll(async () => { wanted = await kinds(); run = await play(await everywhere(), { kinds: wanted, hardens: true }); }, 600_000);

  test('is set, and AWS never has to ask for fewer calls', () => {
    expect(ends(run).filter((end) => NARROW.some((kind) => end.startsWith(kind))).sort()).toEqual(NARROW.flatMap((kind) => REGIONS.map(() => `${kind} verified`)).sort());
    expect(ends(run).filter((end) => !/ (verified|already-done)$/.test(end))).toEqual([]);
    expect(wentSlower(run)).toBe(0);
  });
  test('takes seconds, not minutes', () => { expect(seconds(run)).toBeLessThan(60); });
  test('and how far the look is, is told cell by cell', () => {
    const looks = run.ui.shown('progress').filter((p) => p.id === 'sweep' && p.of !== undefined);
    expect(looks.at(-1)).toMatchObject({ n: looks.at(-1)?.of });
    expect(looks.length).toBeGreaterThanOrEqual(REGIONS.length * wanted.filter((kind) => NARROW.includes(kind)).length);
  });
});

test('where somebody else has just used up the one call, it is told, waited for, and set all the same', async () => {
  const account = await everywhere(), regions = REGIONS.slice(0, 6);
  for (const region of regions) account.world.faults.add({ fault: { kind: 'throttle' }, service: 'ec2', operation: 'EnableSnapshotBlockPublicAccess', region, nth: 1 });
  const run = await play(account, { kinds: [SNAPSHOTS], hardens: true, options: { regions } });
  expect(ends(run)).toEqual(regions.map(() => `${SNAPSHOTS} verified`));
  expect(wentSlower(run)).toBeGreaterThan(0);
  expect(run.ui.shown('progress').filter((p) => p.id === 'throttle').map((p) => render(p.text))).toContain('AWS asks to go slower; going slower');
  expect(seconds(run)).toBeLessThan(120);
});
