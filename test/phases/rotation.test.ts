// A key that an application still needs, over days: a new one first, who still calls with the old one named before it is deactivated, and the way back.
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
/** The application calls with the old key three hours after there is a new one. */
async function account(): Promise<Account> {
  const source = await shortened('exposed-not-abused', 1);
  const data = source.data as { readonly reactions?: readonly object[] };
  const reactions = [{ on: 'iam:CreateAccessKey', when: { UserName: 'ci' }, as: 'ci', after: '3h', times: 1, deeds: [{ call: 'ec2:DescribeInstances' }, { call: 'sts:GetCallerIdentity' }] }];
  return openAccount({ ...source, data: { ...data, reactions: [...data.reactions ?? [], ...reactions] } });
}
const REGIONS = ['us-east-1', 'eu-north-1'];
const going = (answers: Play['answers']): Play => ({ options: { drill: false, regions: REGIONS }, answers: { rotation: 'rotate', 'new-key': 'yes', 'last-look': 'later', ...answers } });
async function pass({ drill, clock }: Account, hours: number): Promise<void> {
  drill.clock.jump?.(new Date(clock.now().getTime() + hours * 3_600_000));
  await drill.world.settle();
}
const waits = (run: Run): readonly string[] => [...run.reading().state.waits.keys()].map((id) => id.split(':')[0] ?? '').filter((id) => ['changed', 'quiet'].includes(id));
const said = (run: Run, title: RegExp): readonly string[] => run.ui.shown('list').filter((l) => title.test(render(l.title))).flatMap((l) => (l.items ?? []).map((i) => render(i)));
const gates = (run: Run): readonly string[] => run.ui.gates.map(({ gate }) => gate.id.split(':')[0] ?? '');
const place = (run: Run, is: (h: Run['ui']['heard'][number]) => boolean): number => run.ui.heard.findIndex(is);
const contained = (run: Run): readonly string[] => [...run.reading().state.steps.values()].filter(({ step }) => step.kind === 'iam/access-key' && step.verb === 'contain').map(({ state }) => state);
/** What was done to access keys, in order. */
const keys = ({ world }: Account): readonly string[] => world.requests.entries.filter((e) => e.change && e.outcome === 'ok' && /AccessKey$/.test(e.operation)).map((e) => `${e.operation}${/UpdateAccessKey/.test(e.operation) ? ` ${String((e.input as { readonly Status?: string }).Status)}` : ''}`);

test('a new key, the applications, the old key off, on again where something broke, off for a day, and gone', async () => {
  const at = await account();
  const first = await play(at, going({ changed: 'no' }));
  expect(waits(first)).toEqual(['changed']);
  expect(gates(first)).toContain('replace');
  expect(gates(first)).not.toContain('deactivate');
  expect(keys(at)).toEqual(['CreateAccessKey']);

  // Who still calls with it is named before it is deactivated, and who is missed afterwards before it is asked what broke.
  await pass(at, 20);
  const second = await resume(at, first, going({ changed: 'yes', broke: 'yes' }));
  expect(said(second, /^Still calling with AKIA/).join('\n')).toMatch(/^\S+ with .+: calls 2, last at \d{4}-/);
  const order = [place(second, (h) => h.type === 'list' && /^Still calling/.test(render(h.title))), place(second, (h) => h.type === 'gate' && h.gate.id.startsWith('deactivate:')), place(second, (h) => h.type === 'list' && /have not been seen with a new one/.test(render(h.title))), place(second, (h) => h.type === 'asked' && h.question.id.startsWith('broke:'))];
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
  expect(gates(second)).toContain('undo');
  expect(contained(second)).toEqual(['undone']);
  expect(keys(at)).toEqual(['CreateAccessKey', 'UpdateAccessKey Inactive', 'UpdateAccessKey Active']);

  // Mended: off again, and a day is waited for.
  const third = await resume(at, second, going({ broke: 'wait' }));
  expect(waits(third)).toEqual(['quiet']);
  expect(gates(third)).not.toContain('end');
  expect(keys(at).at(-1)).toBe('UpdateAccessKey Inactive');

  await pass(at, 25);
  const fourth = await resume(at, third, going({ broke: 'wait' }));
  expect(waits(fourth)).toEqual([]);
  expect(keys(at).slice(3)).toEqual(['UpdateAccessKey Inactive', 'DeleteAccessKey']);
});
