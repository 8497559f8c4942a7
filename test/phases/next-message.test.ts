// AWS's next message: what it asks for is held against what is known and done, and the quarantine goes only when AWS has agreed.
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { supportReply } from '../../src/report/support-reply.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const REGIONS = ['us-east-1'];
const message = (...lines: readonly string[]): Play => ({ options: { regions: REGIONS, notice: { bytes: Buffer.from(['Subject: RE: Your AWS account 111122223333 is compromised', '', 'Hello,', '', ...lines, '', 'Amazon Web Services'].join('\n')), name: 'notice' } } });
const SETTLED = message('Thank you for your reply. We have reviewed your account and confirm that you have completed the required steps. Your account has been secured. You may now detach the quarantine policy.');
const MORE = message('Thank you. We still need you to delete the exposed access key.', 'Also change the password of your root user, and then reply to this case.');

const detached = ({ world }: Account): number => world.requests.entries.filter((e) => e.operation === 'DetachUserPolicy' && /Quarantine/.test(JSON.stringify(e.input)) && e.outcome === 'ok').length;
const lists = (run: Run, title: string): readonly string[] => run.ui.shown('list').filter((l) => render(l.title) === title).flatMap((l) => (l.items ?? []).map((i) => render(i)));
const gates = (run: Run): readonly string[] => run.ui.gates.map(({ gate }) => gate.id);
const asked = (run: Run): readonly string[] => run.ui.asked.map(({ question }) => question.id);
const waits = (run: Run): readonly string[] => [...run.reading().state.waits.keys()];
const reply = (run: Run): string => supportReply(run.reading().state);

test('its demands are compared, and the quarantine stays until the case says yes', async () => {
  const account = await openAccount(await shortened('exposed-not-abused', 1));
  const first = await play(account, { options: { regions: REGIONS } });
  expect(lists(first, 'What AWS asks for')).toContain('Delete the access key');
  expect(waits(first)).toContain('aws-agreement');
  expect(reply(first)).toMatch(/Leave the quarantine policy attached until AWS agrees: We have left it in place\./);

  // A message that is not satisfied, with a demand that was not there before.
  const more = await resume(account, first, MORE);
  expect(lists(more, 'New in this message')).toEqual([expect.stringMatching(/^\d+\. Change the root user’s password: Not done yet\.$/)]);
  expect(lists(more, 'Asked for again')).toEqual(expect.arrayContaining([expect.stringMatching(/^\d+\. Delete the access key: Done\. \(requests [0-9a-f-]+.*\)$/)]));
  expect(lists(more, 'What AWS asked for').join('\n')).not.toMatch(/password|Delete the access key/);
  expect(asked(more)).toContain('demand:change-root-password');
  expect(asked(more)).not.toContain('aws-agreed');

  // One that reads as satisfied, and is not what the case says.
  const no = await resume(account, more, { ...SETTLED, answers: { 'aws-agreed': 'no' } });
  expect(asked(no)).toContain('aws-agreed');
  // Without a message of AWS's nobody is asked, and nothing is lifted.
  const quiet = await resume(account, no, { options: { regions: REGIONS } });
  expect(asked(quiet)).not.toContain('aws-agreed');
  for (const run of [first, more, no, quiet]) { expect(gates(run)).not.toContain('lift-quarantine'); expect(waits(run)).toContain('aws-agreement'); }
  expect(detached(account)).toBe(0);

  // A "no" was about that message only.
  const yes = await resume(account, quiet, { ...SETTLED, answers: { 'aws-agreed': 'yes' } });
  expect(gates(yes)).toContain('lift-quarantine');
  expect(detached(account)).toBe(1);
  expect(waits(yes)).not.toContain('aws-agreement');
  expect(reply(yes)).toMatch(/Leave the quarantine policy attached until AWS agrees: AWS agreed in the case\. \(requests [0-9a-f-]+\)/);
  expect(reply(yes)).not.toContain('We have left it in place');
  expect(reply(yes)).toMatch(/Remove AWS's quarantine \S+ from user ci/);
});

test('a first message that reads as satisfied is nobody’s word either', async () => {
  const account = await openAccount(await shortened('exposed-not-abused', 1));
  const run = await play(account, { ...SETTLED, answers: { 'aws-agreed': 'no' } });
  expect(asked(run)).toContain('aws-agreed');
  expect(gates(run)).not.toContain('lift-quarantine');
  expect(detached(account)).toBe(0);
});
