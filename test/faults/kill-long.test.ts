// Promise 4 on the longest run that there is, at two hundred points; and once more where a fifth of all requests fails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../harness/account.ts';
import { MINERS, openMiners, wholeMiners } from '../harness/miners.ts';
import { later, play, removeFolders, resume, type Run } from '../harness/play.ts';
import type { Death } from '../harness/process.ts';
import { sampled, upTo } from '../harness/sample.ts';
import { standing } from '../harness/standing.ts';
import { doneTwice, type Whole } from '../harness/whole.ts';
import { seeded } from '../../src/sim/ids.ts';

/** Measured by the first test; enough for every entry and call of the run. */
const ENTRIES = 470;
const CALLS = 104;
const POINTS = 200;
/** As often as this is a case gone on with until nothing is left of the faults. */
const RESUMES = 8;
let whole: Whole;
beforeAll(async () => { whole = await wholeMiners(); }, 120_000);
afterAll(removeFolders);

test('the uninterrupted run is as long as the matrices below, and ends clean', () => {
  expect(whole.entries).toBeLessThanOrEqual(ENTRIES);
  expect(whole.entries).toBeGreaterThan(ENTRIES - 60);
  expect(whole.calls).toBeLessThanOrEqual(CALLS);
  expect(whole.calls).toBeGreaterThan(CALLS - 8);
  expect(whole.stands.filter((line) => line.includes('-open"'))).toEqual([]);
});

const ALL: readonly Death[] = [
  ...upTo(ENTRIES).map((n): Death => ({ at: 'entry', n })), ...upTo(CALLS).map((n): Death => ({ at: 'before-call', n })), ...upTo(CALLS).map((n): Death => ({ at: 'after-call', n })),
];
/** Drawn once, from a fixed seed. */
const draw = seeded('two hundred points');
const points: readonly Death[] = ALL.map((death) => ({ death, key: draw() })).sort((a, b) => a.key - b.key).slice(0, POINTS).map(({ death }) => death);
const named = points.map((death) => [`${death.at} ${String(death.n)}`, death] as const);

/** `least`: how often a change may be done at any rate. */
async function expectWhole(account: Account, least = 0): Promise<void> {
  await later(account);
  expect(standing(account)).toEqual(whole.stands);
  expect(doneTwice(account, whole, least)).toEqual([]);
}

describe('killed, then resumed', () => {
  test.each(sampled(named, 1, 'long'))('%s', async (_, death) => {
    const account = await openMiners();
    const first = await play(account, { ...MINERS, death });
    const last = first.exitCode === undefined ? await resume(account, first, MINERS) : first;
    expect(last.exitCode).toBe(whole.exitCode);
    expect(last.reading().state.waits.size).toBe(whole.waits);
    await expectWhole(account);
  }, 240_000);
});

test('killed between the two swaps of an isolation: the interface that is wide open is closed before anything else is changed on a machine', async () => {
  const first = whole.changing.findIndex((c) => c.operation === 'ModifyNetworkInterfaceAttribute') + 1;
  const account = await openMiners();
  const run = await play(account, { ...MINERS, death: { at: 'after-call', n: first } });
  const swaps = (from: number): readonly Swap[] => account.world.requests.entries.slice(from).filter((e) => e.operation === 'ModifyNetworkInterfaceAttribute').map((e) => e.input as Swap);
  const done = swaps(0);
  const open = done.filter(({ NetworkInterfaceId }) => done.filter((s) => s.NetworkInterfaceId === NetworkInterfaceId).length === 1);
  expect(open.length).toBeGreaterThan(0);
  const from = account.world.requests.entries.length;
  await resume(account, run, MINERS);
  const next = swaps(from).slice(0, open.length);
  expect(new Set(next.map((s) => s.NetworkInterfaceId))).toEqual(new Set(open.map((s) => s.NetworkInterfaceId)));
  expect(next.filter((s) => open.some((o) => o.Groups[0] === s.Groups[0]))).toEqual([]);
  await expectWhole(account);
}, 60_000);
interface Swap { readonly NetworkInterfaceId: string; readonly Groups: readonly string[] }

/** Each strikes one request in twenty. */
function faulty(account: Account): () => void {
  const mend = (['throttle', 'error-503', 'reset', 'truncate'] as const).map((kind) => account.world.faults.add({ fault: { kind }, probability: 0.05 }));
  return () => { for (const one of mend) one(); };
}
const isWhole = (run: Run): boolean => run.exitCode === whole.exitCode && run.reading().state.waits.size === whole.waits;

describe('killed, then resumed, while a fifth of all requests fails', () => {
  test.each(sampled(named, 1, 'long, at fault'))('%s', async (_, death) => {
    const account = await openMiners();
    const mended = faulty(account);
    let run = await play(account, { ...MINERS, death });
    for (let n = 0; n < RESUMES && !isWhole(run); n++) {
      if (n === RESUMES - 1) mended();
      run = await resume(account, run, MINERS);
    }
    mended();
    expect([run.exitCode, run.reading().state.waits.size]).toEqual([whole.exitCode, whole.waits]);
    // What is held up takes another way to the same end: a machine goes by itself where its fleet, which would take it along, cannot be ended first.
    await expectWhole(account, 1);
  }, 480_000);
});
