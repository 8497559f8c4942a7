// Incidents that the program was not written for: the owner and the stranger on one key, on the same things, at the same time; and mechanisms mixed as nobody had thought of them.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { scenarioFromFile } from '../../src/sim/scenario/find.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, type Play } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectSaved, findingsOf, leftOf, type Incident } from './incident.ts';

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

/** Only what the incident touched is looked at, which a whole account by day takes too long for. */
const FLOW: Play = { kinds: ['iam/access-key', 'iam/user', 'iam/user-session', 'iam/role', 'iam/role-session', 'iam/policy', 'iam/policy-version', 'iam/open-id-connect-provider', 'states/state-machine', 'ssm/document', 'ssm/association', 'ssm/maintenance-window', 'route53/record-set', 'apigateway/api', 'elasticmapreduce/cluster'] };
test('the-running-flow: what runs by itself does again what its owner set; a document that one of the owner\'s things was bound to goes after that', async () => { expectSaved(await played('the-running-flow', FLOW)); });

describe.runIf(FULL)('saved whole', () => {
  test.each([
    // Mechanisms drawn by lot from the catalogue.
    'borrowed-mail', 'a-deny-taken-away', 'keys-for-ransom', 'the-running-flow', 'tidied-up',
    // Made by somebody who wanted the program to fail.
    'identities', 'changed-in-between', 'machines', 'data',
    // The owner deploys in the middle with the same key and the same calls.
    'deployed-meanwhile', 'shared-clusters', 'keys-asleep', 'a-region-gone', 'nightly-copies',
  ])('%s', async (name) => { expectSaved(await played(name, ALL)); });
});

describe.runIf(FULL)('what AWS itself no longer shows is contained or told, and nothing else is left', () => {
  test.each([
    // A definition that no version and no execution holds; the template that a stack had.
    ['automation', ['changed states/state-machine', 'changed cloudformation/stack']],
    // Name servers that no event tells.
    ['guards', ['changed route53domains/domain']],
    ['two-zones', ['changed route53domains/domain', 'changed account/contact-information']],
    ['stacks', ['changed cloudformation/stack', 'changed states/state-machine']],
    // User data that its owner had set otherwise than any launch template.
    ['machines-in-hand', ['changed ec2/instance']],
    // A concurrency that was taken away is shown as a call, not as a setting.
    ['aliases-and-layers', ['changed lambda/function']],
  ])('%s', async (name, left) => {
    const one = await played(name, ALL);
    expect(leftOf(one).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(left);
    expect(one.account.score().bystanders.harmed).toEqual([]);
  });
});
