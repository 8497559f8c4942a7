// Accounts full of odd things, all of them the owner's: nothing in them is malicious.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { removeFolders } from '../harness/play.ts';
import { sampled } from '../harness/sample.ts';
import { render } from '../../src/core/text.ts';
import type { Mechanism } from './row.ts';
import { seenQuiet } from './stage.ts';

const FOLDER = join(import.meta.dirname, 'rows');
const families = await Promise.all(readdirSync(FOLDER).filter((f) => f.endsWith('.ts')).sort().map(async (file) =>
  [file.replace('.ts', ''), (await import(join(FOLDER, file)) as { readonly rows: readonly Mechanism[] }).rows] as const));
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
