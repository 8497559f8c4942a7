// Incidents of many mechanisms at once that nobody had written for: ways in over IPv6, by federation, by a machine's role, as root, in China; and one that was nobody's.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import type { WizardOptions } from '../../src/phases/wizard.ts';
import { scenarioFromFile } from '../../src/sim/scenario/find.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Play } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { askedAbout, expectSaved, findingsOf, leftOf, type Incident } from './incident.ts';

afterAll(removeFolders);

const FILES = join(dirname(fileURLToPath(import.meta.url)), 'unseen');
async function played(name: string, options: (account: Account) => Partial<WizardOptions> = () => ({}), more: Play = { kinds: 'all' }): Promise<Incident> {
  const account = await openAccount(await scenarioFromFile(join(FILES, `${name}.json`)));
  return { account, run: await play(account, { ...more, options: options(account) }) };
}
const sorts = (one: Incident): readonly string[] => leftOf(one).map((line) => line.split(' ').slice(0, 2).join(' ')).sort();

const WAY_IN: Play = { kinds: ['iam/access-key', 'iam/user', 'iam/role', 'iam/user-session', 'iam/role-session', 'lambda/function-url'] };
test('a session that the stranger used was opened from another address: that one is asked about, and the key behind it cut off', async () => {
  const one = await played('the-federated-guest', undefined, WAY_IN);
  expect(askedAbout(one)).toEqual(['203.0.113.79', '198.51.100.7', '203.0.113.77']);
  expect(leftOf(one).filter((line) => line.includes('access-key') || line.includes('function-url'))).toEqual([]);
  expect(one.run.ui.asked.filter(({ question }) => question.id.startsWith('finding:'))).toEqual([]);
});

describe.runIf(FULL)('saved whole', () => {
  test('by-way-of-the-network: an IPv6 address is all that is known; rules that the owner set on the same things before and after stay', async () => {
    const one = await played('by-way-of-the-network', () => ({ sourceIps: ['2001:db8:66::7'] }));
    expectSaved(one);
    expect(askedAbout(one)).toEqual(['198.51.100.7']);
  });
  test('desks-and-certificates: ways in that are no keys, next to the owner\'s own of the same week', async () => { expectSaved(await played('desks-and-certificates', () => ({ sourceIps: ['203.0.113.44'] }))); });
  test('ningxia-and-beijing: the same names in both Regions of China, and a stranger at the next address', async () => { expectSaved(await played('ningxia-and-beijing')); });
  test('the-copied-role: nobody was told of anything; the role of a machine was used from elsewhere', async () => { expectSaved(await played('the-copied-role')); });
  test('three-ways-in: one key is known, and leads to a password of sixty days ago and to a key that slept', async () => {
    expectSaved(await played('three-ways-in', (account) => ({ accessKeyIds: account.score().footholds.flatMap(({ origin, kind, arn }) => (origin === 'entry' && kind === 'iam/access-key' ? [arn.split('/').at(-1) ?? ''] : [])) })));
  });
  test('moving-house: all of it was the owner\'s, and nothing is changed', async () => {
    const one = await played('moving-house');
    expectSaved(one);
    expect(one.account.changes).toEqual([]);
    expect(findingsOf(one).filter((f) => f.verdict === 'malicious')).toEqual([]);
    expect(one.run.exitCode).toBe(EXIT.done);
  });
});

describe.runIf(FULL)('what AWS does not tell, or only a person can do, is left alone', () => {
  test.each([
    // A definition that no version and no execution holds; the alias from before the event history.
    ['the-federated-guest', ['changed iam/account-alias', 'changed states/state-machine']],
    // User data that AWS hides in its events; a definition as above.
    ['the-warm-fleet', ['changed ec2/instance', 'changed states/state-machine']],
    // Keys of root, which only root can delete; contact data that AWS hides; the organization, which this account now manages; the alias as above.
    ['everything-as-root', ['changed account/contact-information', 'changed iam/account-alias', 'created iam/access-key', 'created iam/access-key', 'created organizations/membership']],
  ])('%s', async (name, left) => {
    const one = await played(name);
    expect(sorts(one)).toEqual(left);
    expect(one.account.score().bystanders.harmed).toEqual([]);
    expect(one.run.exitCode).toBe(EXIT.open);
  });
});
