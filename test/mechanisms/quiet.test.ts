// Accounts full of odd things, all of them the owner's: nothing in them is malicious.
import { afterAll, expect, test } from 'vitest';
import { removeFolders } from '../harness/play.ts';
import { sampled } from '../harness/sample.ts';
import { render } from '../../src/core/text.ts';
import { families } from './families.ts';
import { seenQuiet } from './stage.ts';

afterAll(removeFolders);

/** What nobody but the owner can call right: it is open to others, on its way to them, or destroys everything that is put into it. */
const DEFENSIBLE = /lets? (?:others|other accounts|everybody)|^Everybody can|another account|other accounts|on offer to account|deletes every object/;

test('there are hundreds of them', () => { expect(families.flatMap(([, rows]) => rows).length).toBeGreaterThan(200); });

test.each(sampled(families, 2, 'quiet'))('%s, by the owner, and nobody was told of anything: nothing malicious, and each suspicion has its reason', async (_, rows) => {
  const findings = await seenQuiet(rows);
  expect(findings.filter((f) => f.verdict === 'malicious').map((f) => f.id)).toEqual([]);
  const suspicious = findings.filter((f) => f.verdict === 'suspicious');
  expect(suspicious.map((f) => render(f.because)).filter((why) => !DEFENSIBLE.test(why))).toEqual([]);
});
