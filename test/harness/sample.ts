// Matrices of faults: whole where AWS_INCIDENT_TEST_FULL=1, a sample from a fixed seed elsewhere.
import { seeded } from '../../src/sim/ids.ts';

export const FULL = process.env['AWS_INCIDENT_TEST_FULL'] === '1';

/** All of them, or `n` that the seed draws, in their order. */
export function sampled<T>(all: readonly T[], n: number, seed: string): readonly T[] {
  if (FULL || all.length <= n) return all;
  const draw = seeded(seed);
  const keyed = all.map((one, at) => ({ one, at, key: draw() })).sort((a, b) => a.key - b.key).slice(0, n);
  return keyed.sort((a, b) => a.at - b.at).map(({ one }) => one);
}
export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);
