// Hundreds of findings: taken sort by sort or Region by Region, the worst first, until the operator goes on.
import { afterAll, expect, test } from 'vitest';
import { say } from '../../src/core/text.ts';
import type { Finding } from '../../src/core/types.ts';
import { lookCloser } from '../../src/phases/verify/look-closer.ts';
import type { Wizard } from '../../src/phases/wizard.ts';
import type { Question, UiEvent } from '../../src/ui/port.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);

const finding = (i: number): Finding => ({
  id: String(i), verdict: i < 30 ? 'malicious' : 'suspicious', because: say('Made at {{i}}.', { i }), techniques: [], evidence: [], about: 'resource', origin: 'created', kind: i < 30 ? 'ec2/instance' : 'iam/user',
  resource: { arn: `arn:${String(i)}`, uid: String(i), name: `thing-${String(i)}`, region: i < 30 ? ['eu-north-1', 'us-east-1'][i % 2] ?? '' : 'aws-global' },
});
/** What was asked, and how many findings were shown after each answer, while an operator chooses these parts one after the other. */
async function looked(n: number, chosen: readonly string[], interactive = true): Promise<{ asked: Question[]; shown: number[] }> {
  const asked: Question[] = [], shown: number[] = [];
  const body = async (wizard: Wizard): Promise<number> => {
    const answers = [...chosen];
    const ui: Wizard['ui'] = {
      interactive, gate: () => { throw new Error('nothing is to be decided'); }, handOver: () => { throw new Error('nothing is secret'); }, close: () => undefined,
      show: (event: UiEvent) => { if (event.type === 'findings' && event.whole) shown.push(event.findings.length); },
      ask: (question) => { asked.push(question); return Promise.resolve(answers.shift() ?? 'on'); },
    };
    await lookCloser({ ...wizard, ui }, Array.from({ length: n }, (_, i) => finding(i)));
    return 0;
  };
  await play(await openAccount(await shortened('exposed-not-abused')), { body });
  return { asked, shown };
}

test('offers sorts and Regions with how many there are, the worst first, and shows the chosen ones whole', async () => {
  const { asked, shown } = await looked(100, ['ec2/instance', 'us-east-1', 'iam/user']);
  const [{ choices } = { choices: [] }] = asked.filter((q) => q.ask === 'choose');
  expect(choices.map(({ value, title }) => [value, title.with?.['n']])).toEqual([['on', undefined], ['ec2/instance', 30], ['iam/user', 70], ['eu-north-1', 15], ['us-east-1', 15]]);
  expect(shown).toEqual([30, 15, 70]);
  expect(asked).toHaveLength(4);
});

test.each([['few are all on the screen', 40, true], ['without a terminal nobody is asked', 100, false]])('%s', async (_, n, interactive) => {
  expect((await looked(n, ['ec2/instance'], interactive)).asked).toEqual([]);
});
