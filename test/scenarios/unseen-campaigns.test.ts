// Campaigns that nobody had written for, as reports tell of them: many principals, several Regions, services that act for the stranger, and owners who work on the same day or have begun to clean up.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { scenarioFromFile } from '../../src/sim/scenario/find.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectSaved, findingsOf, type Incident } from './incident.ts';

afterAll(removeFolders);

const FILES = join(dirname(fileURLToPath(import.meta.url)), 'unseen');
async function played(name: string): Promise<Incident> {
  const account = await openAccount(await scenarioFromFile(join(FILES, `${name}.json`)));
  return { account, run: await play(account, { kinds: 'all' }) };
}
const names = (one: Incident, kind: string, verdict: string): readonly string[] => findingsOf(one).flatMap((f) => (f.about === 'resource' && f.kind === kind && f.verdict === verdict ? [`${f.resource.region} ${f.resource.name}`] : []));

describe.runIf(FULL)('saved whole', () => {
  test('by-the-dozen: a name in another Region is another thing, and a machine of a group that nobody touched is copied before the group can end it', async () => {
    const one = await played('by-the-dozen');
    expectSaved(one);
    expect(names(one, 'ecs/cluster', 'malicious')).toContain('us-west-2 orders');
    expect(names(one, 'ecs/cluster', 'malicious')).not.toContain('eu-central-1 orders');
  });
  test('stopped-and-copied: what the stranger stopped runs again, also what he unprotected; his queues and topics are gone, and one that he only named again is not', async () => {
    const one = await played('stopped-and-copied');
    expectSaved(one);
  });
  test('made-by-services: AWS\'s message names an address and a user, and no key: what came of that sign-in is followed through roles and functions; a function that was never published gets its settings back and runs again', async () => {
    const one = await played('made-by-services');
    expectSaved(one);
  });
  // Four ways in, weeks apart; and a user who had another name for a while.
  test.each(['mail-room', 'half-cleaned', 'before-the-first-sign'])('%s', async (name) => { expectSaved(await played(name)); });
});
