// Incidents of many mechanisms at once that are rare: file servers, desktops and apps, certificates and builds, routes and names, what was deleted; and an owner who did half of it.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { scenarioFromFile } from '../../src/sim/scenario/find.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectSaved, leftOf, type Incident } from './incident.ts';

afterAll(removeFolders);

const FILES = join(dirname(fileURLToPath(import.meta.url)), 'unseen');
async function played(name: string): Promise<Incident> {
  const account = await openAccount(await scenarioFromFile(join(FILES, `${name}.json`)));
  return { account, run: await play(account, { kinds: 'all' }) };
}

describe.runIf(FULL)('saved whole', () => {
  // The role of a build, and roles after it; a group of the stranger's on the owner's machine; things of one name deleted and made anew; an address of a contractor's beside the stranger's; a machine's role in China.
  test.each(['the-build-role', 'routes-and-names', 'what-was-deleted', 'half-of-it-ours', 'three-desks-in-ningxia'])('%s', async (name) => { expectSaved(await played(name)); });
});

test.runIf(FULL)('files-and-screens: a build specification, which AWS hides in its events, is told and not given back; the owner\'s keys, desktops and schedules are', async () => {
  const one = await played('files-and-screens');
  expect(leftOf(one).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['changed amplify/app']);
  expect(one.account.score().bystanders.harmed).toEqual([]);
});
