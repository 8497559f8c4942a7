// A Region that the stranger switched on: emptied before it is switched off, with a word on the evidence that stays in it.
import { afterAll, expect, test } from 'vitest';
import type { Gate } from '../../src/core/types.ts';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders, type Play, type Run } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);

/** root-stolen, with the stranger's machines in the Region that he switched on. */
async function inHisRegion(): Promise<Account> {
  const source = await shippedScenario('root-stolen');
  const data = JSON.parse(JSON.stringify(source.data).replaceAll('"region":"eu-north-1","call":"ec2:RunInstances"', '"region":"af-south-1","call":"ec2:RunInstances"')) as { account: object };
  return openAccount({ ...source, data: { ...data, account: { ...data.account, regions: ['us-east-1', 'eu-north-1'] } } });
}
const KINDS: Play = { kinds: [...THREAD, 'account/region'] };
const times = (account: Account, operation: string): readonly number[] => account.world.requests.entries.filter((e) => e.operation === operation && e.outcome === 'ok').map((e) => e.at.getTime());
const isMachine = ({ step }: Gate['steps'][number]): boolean => step.verb === 'eradicate' && step.kind === 'ec2/instance';
const switchedOff = (run: Run): string => run.ui.gates.flatMap(({ gate }) => gate.steps).filter(({ step }) => step.kind === 'account/region').map(({ step }) => render(step.because)).join();

test('it goes off when the machines in it are gone, and the gate says that the evidence stays there', async () => {
  const account = await inHisRegion();
  const run = await play(account, KINDS);
  const [off] = times(account, 'DisableRegion');
  expect(Math.max(...times(account, 'TerminateInstances'))).toBeLessThan(off ?? 0);
  expect(switchedOff(run)).toContain('What is kept as evidence in af-south-1 stays there');
});

test('while a machine in it is kept by a no, it stays on', async () => {
  const account = await inHisRegion();
  const run = await play(account, { ...KINDS, decide: (gate) => (gate.steps.some(isMachine) ? approving(gate, (view) => !isMachine(view)) : undefined) });
  expect(times(account, 'TerminateInstances')).toEqual([]);
  expect(times(account, 'DisableRegion')).toEqual([]);
  expect(run.exitCode).toBe(EXIT.open);
});
