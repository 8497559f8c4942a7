// Incidents that the program was not written for, of identities, sessions and time: who took which role, whose sitting it was, what was taken away, renamed or switched over.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { KindId } from '../../src/core/types.ts';
import { scenarioFromFile } from '../../src/sim/scenario/find.ts';
import { wholeStock } from '../../src/sim/scenario/stock.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, undoAll, type Play } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { expectSaved, leftOf, type Incident } from './incident.ts';

afterAll(removeFolders);

const FILES = join(dirname(fileURLToPath(import.meta.url)), 'unseen');
async function played(name: string, more: Play = { kinds: 'all' }): Promise<Incident> {
  const account = await openAccount(await scenarioFromFile(join(FILES, `${name}.json`)));
  return { account, run: await play(account, more) };
}

/** What the stranger takes away there, and those it is taken from. */
const TAKEN: readonly KindId[] = ['iam/access-key', 'iam/user', 'iam/user-policy', 'iam/user-policy-attachment', 'iam/role', 'iam/role-policy', 'iam/role-policy-attachment', 'iam/group', 'iam/group-policy', 'iam/group-policy-attachment', 'iam/group-membership'];
/** Of what the owner had, what stands. */
const owners = ({ account }: Pick<Incident, 'account'>): readonly string[] => [...wholeStock(account.world).keys()].filter((arn) => /^aws-incident:iam\/((user|role|group)-policy|group-membership)/.test(arn) && !/AWSIncident|:ci\/|:alice\//.test(arn));

test('taken-away: what the stranger took off comes back behind a gate, and goes again by undo', async () => {
  const one = await played('taken-away', { kinds: TAKEN });
  const [back] = [owners(one).join(' ')];
  for (const name of ['bob/guard', 'carol/guard', 'dave/guard', 'dev/mfa-needed', 'job/work', 'job/not-here', 'bob/arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', 'dev/arn:aws:iam::aws:policy/SecurityAudit', 'job/arn:aws:iam::aws:policy/SecurityAudit', 'iam/group-membership:aws-global:carol']) expect(back).toContain(name);
  // What the stranger had put on before taking it off, and what the owner had taken off, stay away.
  for (const name of ['dave/mine', 'dave/once']) expect(back).not.toContain(name);
  await undoAll(one.account, one.run, { kinds: TAKEN });
  for (const name of ['bob/guard', 'dev/mfa-needed', 'job/work', 'iam/group-membership:aws-global:carol']) expect(owners(one).join(' ')).not.toContain(name);
});

describe.runIf(FULL)('saved whole', () => {
  test.each(['chains', 'two-strangers', 'versions', 'interleaved', 'permission-sets', 'renamed', 'no-history'])('%s', async (name) => { expectSaved(await played(name)); });

  test('same-browser: one word on one call tells of the whole sitting', async () => {
    const one = await played('same-browser', { kinds: 'all', options: { users: ['bob'] } });
    expectSaved(one);
    expect(one.run.ui.asked.filter(({ question: { id }, answer }) => id.startsWith('finding:') && answer === 'not-mine')).toHaveLength(1);
  });
});

test.runIf(FULL)('taken-away: an alias that no call set, and a contact that AWS hides, are told; nothing else is left', async () => {
  const one = await played('taken-away');
  for (const line of leftOf(one)) expect(line).toMatch(/iam\/account-alias|account\/contact-information/);
  expect(one.account.score().bystanders.harmed).toEqual([]);
});
