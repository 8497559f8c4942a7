// Incidents that the program was not written for: the owner and the stranger on one key, on the same things, at the same time.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { scenarioFromFile } from '../../src/sim/scenario/find.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, type Play } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectSaved, findingsOf, type Incident } from './incident.ts';

afterAll(removeFolders);

const FILES = join(dirname(fileURLToPath(import.meta.url)), 'unseen');
async function played(name: string, more: Play = {}): Promise<Incident> {
  const account = await openAccount(await scenarioFromFile(join(FILES, `${name}.json`)));
  return { account, run: await play(account, more) };
}
const ALL: Play = { kinds: 'all' };

test('same-desk: one key, one address, one program; what nobody can tell apart is asked about thing by thing, and told apart', async () => {
  const one = await played('same-desk');
  expectSaved(one);
  expect(findingsOf(one).flatMap((f) => (f.about === 'resource' && f.verdict === 'malicious' ? [f.resource.name] : []))).not.toEqual(expect.arrayContaining(['canary', 'ci-canary']));
});

test.runIf(FULL)("in-the-middle: the owner's pipeline sets the same things anew in between, and keeps what it set", async () => {
  const one = await played('in-the-middle', ALL);
  expectSaved(one);
  expect(one.run.exitCode).toBe(EXIT.done);
});

test.runIf(FULL)('two-responders: somebody else works on it, too, and makes a user of the same name anew', async () => { expectSaved(await played('two-responders', ALL)); });

test.runIf(FULL)('since-long: what was made before the event history begins is asked about', async () => {
  const one = await played('since-long', ALL);
  expectSaved(one);
  expect(one.run.ui.asked.filter(({ question }) => question.id.startsWith('finding:')).length).toBeGreaterThanOrEqual(2);
});
