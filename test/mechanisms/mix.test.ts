// Sixty mechanisms that have nothing to do with each other, in one account: none hides another, and none is in another's way.
import { afterAll, expect, test } from 'vitest';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { sampled, upTo } from '../harness/sample.ts';
import { expectFit } from '../scenarios/incident.ts';
import { apart } from './apart.ts';
import { endOf, whole, without } from './end.ts';
import { mixOf } from './mix.ts';
import { strangersKey } from './stage.ts';

afterAll(removeFolders);

test('nearly all of them can be planted by themselves', () => { expect(apart.length).toBeGreaterThan(200); });

test.each(sampled(upTo(20), 1, 'mix'))('mixture %i: nothing is left but what nothing could give back, and nothing of the owner\'s is harmed', async (seed) => {
  const account = await openAccount(mixOf(`mix ${String(seed)}`, 60));
  const run = await play(account, { kinds: 'all', options: { accessKeyIds: [strangersKey(account)] } });
  expectFit({ run });
  expect(without(endOf({ account, run }))).toEqual(whole());
});
